// The lines in the block of `from fat`.
#include "fat_plan.h"

#include <string.h>

static bool is_width(uint64_t number)
{
    return number == 12 || number == 16;
}

// A label is kept in upper case; blanks may stand within it.
static bool is_label(const char *text)
{
    size_t length = strlen(text);
    for (size_t i = 0; i < length; i++) {
        unsigned char byte = (unsigned char)text[i];
        if (byte < ' ' || byte > '~' || strchr("\"*+,./:;<=>?[\\]|", byte)) {
            return false;
        }
    }
    return length > 0 && length <= FAT_NAME_SIZE && text[0] != ' ';
}

static const struct content_option options[FAT_OPTION_COUNT] = {
    [FAT_OPTION_SECTOR] = {.name = "sector",
                           .example = "sector 4096",
                           .demand = "a sector has 512, 1024, 2048 or 4096 bytes",
                           .standard = 4096,
                           .least = 512,
                           .most = 4096,
                           .allows = is_power_of_two},
    [FAT_OPTION_CLUSTER] = {.name = "cluster",
                            .example = "cluster 8K",
                            .demand = "the size of a cluster is a power of two, up to 32K",
                            .least = 512,
                            .most = FAT_CLUSTER_LIMIT,
                            .allows = is_power_of_two},
    [FAT_OPTION_WIDTH] = {.name = "width",
                          .example = "width 16",
                          .demand = "the width is 12, 16 or `auto`",
                          .words = {"auto"},
                          .most = 16,
                          .allows = is_width},
    [FAT_OPTION_ROOT_ENTRIES] = {.name = "root_entries",
                                 .example = "root_entries 512",
                                 .demand = "the root directory has 1 to 65535 entries",
                                 .standard = 512,
                                 .least = 1,
                                 .most = 0xffff},
    [FAT_OPTION_LONG_NAMES] = {.name = "long_names",
                               .example = "long_names on",
                               .demand = "long names are `on` or `off`",
                               .is_switch = true},
    [FAT_OPTION_WEAR] =
        {.name = "wear_levelling",
         .example = "wear_levelling perf",
         .demand = "wear levelling is `off`, `perf` or `safe`",
         .standard = FAT_WEAR_PERF,
         .words = {[FAT_WEAR_OFF] = "off", [FAT_WEAR_PERF] = "perf", [FAT_WEAR_SAFE] = "safe"}},
    [FAT_OPTION_LABEL] = {.name = "label",
                          .example = "label \"WEB\"",
                          .demand = "a label has 1 to 11 ASCII characters, none of them in "
                                    "`\"*+,./:;<=>?[\\]|`",
                          .allows_text = is_label},
    [FAT_OPTION_VOLUME_ID] = {.name = "volume_id",
                              .example = "volume_id 0x12345678",
                              .demand = "a volume id has 32 bits",
                              .most = UINT32_MAX},
};

static const struct option_symbol symbols[] = {
    {FAT_OPTION_LONG_NAMES, "FATFS_LFN_NONE", true, FORM_AT_MOST, false},
    {FAT_OPTION_LONG_NAMES, "FATFS_LFN_HEAP", true, FORM_AT_MOST, true},
    {FAT_OPTION_LONG_NAMES, "FATFS_LFN_STACK", true, FORM_AT_MOST, true},
};

// Of an image with wear levelling, and of one without.
static const struct option_symbol wear_symbols[] = {
    {FAT_OPTION_WEAR, "WL_SECTOR_MODE_SAFE", true, FORM_AT_LEAST, FAT_WEAR_SAFE},
    {FAT_OPTION_WEAR, "WL_SECTOR_MODE_PERF", true, FORM_AT_LEAST, FAT_WEAR_PERF},
    {FAT_OPTION_SECTOR, "WL_SECTOR_SIZE", false, FORM_EQUAL, 0},
    {FAT_OPTION_SECTOR, "WL_SECTOR_SIZE_512", true, FORM_EQUAL, 512},
    {FAT_OPTION_SECTOR, "WL_SECTOR_SIZE_4096", true, FORM_EQUAL, 4096},
};
static const struct option_symbol plain_symbols[] = {
    {FAT_OPTION_SECTOR, "FATFS_SECTOR_512", true, FORM_EQUAL, 512},
    {FAT_OPTION_SECTOR, "FATFS_SECTOR_1024", true, FORM_EQUAL, 1024},
    {FAT_OPTION_SECTOR, "FATFS_SECTOR_2048", true, FORM_EQUAL, 2048},
    {FAT_OPTION_SECTOR, "FATFS_SECTOR_4096", true, FORM_EQUAL, 4096},
};

// Sectors are those of wear levelling if there is any, and else those of FatFs itself.
static bool follow_sdkconfig(const struct image_request *request, struct image_plan *plan,
                             struct option_setting *settings)
{
    bool is_plain = settings[FAT_OPTION_WEAR].number == FAT_WEAR_OFF;
    bool is_good =
        options_follow(request, plan, options, settings, symbols, sizeof symbols / sizeof *symbols);
    is_good &= is_plain ? options_follow(request, plan, options, settings, plain_symbols,
                                         sizeof plain_symbols / sizeof *plain_symbols)
                        : options_follow(request, plan, options, settings, wear_symbols,
                                         sizeof wear_symbols / sizeof *wear_symbols);
    return is_good;
}

// The label in the form in which a volume has it.
static const char *pad_label(struct arena *arena, const char *label)
{
    char *padded = arena_format(arena, "%-*s", FAT_NAME_SIZE, label);
    text_make_upper(padded);
    return padded;
}

// `parsed->options` is filled in even if a line was wrong, so that the rest can be checked; then
// `is_good` is false and nothing is made of it.
void fat_take_options(const struct image_request *request, struct image_plan *plan,
                      struct fat_plan *parsed)
{
    const struct option_setting *settings = parsed->settings;
    const struct option_setting *label = &settings[FAT_OPTION_LABEL];
    parsed->is_good =
        options_take(request, options, FAT_OPTION_COUNT, parsed->settings, &parsed->excluded) &&
        follow_sdkconfig(request, plan, parsed->settings);
    option_note_form(request, plan, &options[FAT_OPTION_WEAR], &settings[FAT_OPTION_WEAR],
                     FORM_EQUAL);
    option_note_form(request, plan, &options[FAT_OPTION_SECTOR], &settings[FAT_OPTION_SECTOR],
                     FORM_EQUAL);
    parsed->options = (struct fat_options){
        .sector = settings[FAT_OPTION_SECTOR].number,
        .cluster = settings[FAT_OPTION_CLUSTER].number,
        .width = settings[FAT_OPTION_WIDTH].number,
        .root_entries = settings[FAT_OPTION_ROOT_ENTRIES].number,
        .has_long_names = settings[FAT_OPTION_LONG_NAMES].number,
        .wear = (enum fat_wear)settings[FAT_OPTION_WEAR].number,
        .label = label->text && parsed->is_good ? pad_label(request->arena, label->text) : NULL,
        .has_volume_id = settings[FAT_OPTION_VOLUME_ID].is_given,
        .volume_id = (uint32_t)settings[FAT_OPTION_VOLUME_ID].number,
    };
}
