// The lines in the block of `from fat`.
#include "fat_plan.h"

#include <string.h>

// What a line gives its option: a number, a name or a text, or nothing.
struct setting {
    bool is_bare, is_number;
    uint64_t number;
    const char *name, *text; // null: it is none
    struct span span;
};

struct option {
    const char *name;
    const char *example;
    bool (*take)(struct fat_options *options, const struct setting *setting);
    const char *demand; // what `take` refused to do without
};

static bool take_sector(struct fat_options *options, const struct setting *setting)
{
    options->sector = setting->number;
    return setting->is_number && is_power_of_two(setting->number) && setting->number >= 512 &&
           setting->number <= 4096;
}

static bool take_cluster(struct fat_options *options, const struct setting *setting)
{
    options->cluster = setting->number;
    return setting->is_number && is_power_of_two(setting->number) && setting->number >= 512 &&
           setting->number <= FAT_CLUSTER_LIMIT;
}

static bool take_width(struct fat_options *options, const struct setting *setting)
{
    options->width = setting->number;
    return (setting->name && strcmp(setting->name, "auto") == 0) ||
           (setting->is_number && (setting->number == 12 || setting->number == 16));
}

static bool take_root_entries(struct fat_options *options, const struct setting *setting)
{
    options->root_entries = setting->number;
    return setting->is_number && setting->number > 0 && setting->number <= 0xffff;
}

static bool take_long_names(struct fat_options *options, const struct setting *setting)
{
    bool is_on = setting->is_bare || (setting->name && strcmp(setting->name, "on") == 0);
    bool is_off = setting->name && strcmp(setting->name, "off") == 0;
    options->has_long_names = is_on || (setting->is_number && setting->number == 1);
    return is_on || is_off || (setting->is_number && setting->number <= 1);
}

static bool take_wear(struct fat_options *options, const struct setting *setting)
{
    static const char *const modes[] = {
        [FAT_WEAR_OFF] = "off", [FAT_WEAR_PERF] = "perf", [FAT_WEAR_SAFE] = "safe"};
    for (size_t i = 0; setting->name && i < sizeof modes / sizeof *modes; i++) {
        if (strcmp(setting->name, modes[i]) == 0) {
            options->wear = (enum fat_wear)i;
            return true;
        }
    }
    return false;
}

// A label is kept in upper case; blanks may stand within it.
static bool take_label(struct fat_options *options, const struct setting *setting)
{
    size_t length = setting->text ? strlen(setting->text) : 0;
    options->label = setting->text;
    for (size_t i = 0; i < length; i++) {
        unsigned char byte = (unsigned char)setting->text[i];
        if (byte < ' ' || byte > '~' || strchr("\"*+,./:;<=>?[\\]|", byte)) {
            return false;
        }
    }
    return length > 0 && length <= FAT_NAME_SIZE && setting->text[0] != ' ';
}

static bool take_volume_id(struct fat_options *options, const struct setting *setting)
{
    options->has_volume_id = true;
    options->volume_id = (uint32_t)setting->number;
    return setting->is_number && setting->number <= UINT32_MAX;
}

static const struct option options[FAT_OPTION_COUNT] = {
    [FAT_OPTION_SECTOR] = {"sector", "sector 4096", take_sector,
                           "a sector has 512, 1024, 2048 or 4096 bytes"},
    [FAT_OPTION_CLUSTER] = {"cluster", "cluster 8K", take_cluster,
                            "a cluster has a power of two of bytes, up to 32K"},
    [FAT_OPTION_WIDTH] = {"width", "width 16", take_width, "the width is 12, 16 or `auto`"},
    [FAT_OPTION_ROOT_ENTRIES] = {"root_entries", "root_entries 512", take_root_entries,
                                 "the root has 1 to 65535 entries"},
    [FAT_OPTION_LONG_NAMES] = {"long_names", "long_names on", take_long_names,
                               "long names are `on` or `off`"},
    [FAT_OPTION_WEAR] = {"wear_levelling", "wear_levelling perf", take_wear,
                         "wear levelling is `off`, `perf` or `safe`"},
    [FAT_OPTION_LABEL] = {"label", "label \"WEB\"", take_label,
                          "a label has 1 to 11 ASCII characters, none of \"*+,./:;<=>?[\\]|"},
    [FAT_OPTION_VOLUME_ID] = {"volume_id", "volume_id 0x12345678", take_volume_id,
                              "the volume's number has 32 bits"},
    [FAT_OPTION_EXCLUDE] = {"exclude", NULL, NULL, NULL},
};

// False, and reported, if a line has not the form of an option; false, too, if its value was
// reported elsewhere.
static bool read_setting(const struct image_request *request, const struct content_line *line,
                         const struct option *option, struct setting *setting)
{
    const struct word *word = word_at(line, 1);
    const struct value *value = &line->value;
    *setting = (struct setting){.is_bare = !word && !line->has_value, .span = line->span};
    if (line->has_block || line->words.count > 2 || (word && line->has_value)) {
        report(request->diagnostics, CODE_BAD_CONTENT, line->span,
               "`%s` takes one value, as in `%s;`", option->name, option->example);
        return false;
    }
    if (word) {
        setting->span = word->span;
        setting->is_number = word->type == WORD_IS_INTEGER;
        setting->number = word->integer;
        setting->name = word->type == WORD_IS_NAME ? word->text : NULL;
        setting->text = word_is_name(word) ? word->text : NULL;
    } else if (line->has_value) {
        setting->span = value->span;
        setting->is_number = value->kind == VALUE_INTEGER && !value->number.negative;
        setting->number = setting->is_number ? value->number.magnitude : 0;
        setting->text = value->kind == VALUE_STRING ? value->text : NULL;
    }
    return !line->has_value || value->kind != VALUE_NONE;
}

static void take_option(const struct image_request *request, const struct content_line *line,
                        enum fat_option index, struct fat_plan *plan)
{
    struct setting setting;
    const struct option *option = &options[index];
    if (!read_setting(request, line, option, &setting)) {
        plan->is_good = false;
    } else if (plan->is_set[index]) {
        struct diagnostic *diagnostic = report(request->diagnostics, CODE_BAD_CONTENT, line->span,
                                               "a second `%s`", option->name);
        add_note(diagnostic, plan->spans[index], "the first is here");
        plan->is_good = false;
    } else {
        plan->is_set[index] = true;
        plan->spans[index] = setting.span;
        if (!option->take(&plan->options, &setting)) {
            report(request->diagnostics, CODE_BAD_FILESYSTEM, setting.span, "%s, as in `%s;`",
                   option->demand, option->example);
            plan->is_good = false;
        }
    }
}

static bool report_unknown(const struct image_request *request, const struct content_line *line)
{
    const struct word *word = word_at(line, 0);
    struct nearest nearest = nearest_to(word->text);
    for (size_t i = 0; i < FAT_OPTION_COUNT; i++) {
        nearest_offer(&nearest, options[i].name);
    }
    report(request->diagnostics, CODE_BAD_CONTENT, word->span, "`from fat` has no option `%s`%s",
           word->text, nearest_hint(request->arena, &nearest));
    return false;
}

static void take_line(const struct image_request *request, const struct content_line *line,
                      struct fat_plan *plan)
{
    for (size_t i = 0; i < FAT_OPTION_COUNT; i++) {
        if (word_is(word_at(line, 0), options[i].name)) {
            if (i == FAT_OPTION_EXCLUDE) {
                plan->is_good &= tree_exclude(request, line, &plan->excluded);
            } else {
                take_option(request, line, (enum fat_option)i, plan);
            }
            return;
        }
    }
    plan->is_good = report_unknown(request, line);
}

// The label in the form in which a volume has it.
static const char *pad_label(struct arena *arena, const char *label)
{
    char *padded = arena_format(arena, "%-*s", FAT_NAME_SIZE, label);
    text_make_upper(padded);
    return padded;
}

void fat_take_options(const struct image_request *request, struct fat_plan *plan)
{
    const struct content *content = request->partition->content;
    plan->is_good = true;
    plan->options = (struct fat_options){
        .sector = 4096,
        .root_entries = 512,
        .wear = FAT_WEAR_PERF,
    };
    for (size_t i = 0; i < FAT_OPTION_COUNT; i++) {
        plan->spans[i] = content->span;
    }
    for (size_t i = 0; i < content->lines.count; i++) {
        take_line(request, content->lines.items[i], plan);
    }
    if (plan->is_good && plan->options.label) {
        plan->options.label = pad_label(request->arena, plan->options.label);
    }
}
