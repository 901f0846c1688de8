// NVS encryption is one thing in three places: the `keys` of an image, the partition that gives
// them to firmware, and the firmware's options.
//
// Source: ESP-IDF, "NVS Encryption": with flash encryption the keys are in a partition of type
// data.nvs_keys; with CONFIG_NVS_SEC_KEY_PROTECT_USING_HMAC they follow from a key in the fuses.
#include "nvs_encryption.h"

#include "encryption.h"

#include <string.h>

/// Where keys come from: `keys file "k.bin"`, `keys PARTITION`, `keys per device`.
struct key_source {
    const struct content_line *line; // null: the image is not encrypted
    const char *file;                // null: of a partition, or per device
    bool is_per_device;
};

static bool is_text(const struct word *word, const char *text)
{
    return word && word->text && strcmp(word->text, text) == 0;
}

static struct key_source keys_of(const struct partition *partition)
{
    struct key_source keys = {0};
    if (partition->kind != KIND_NVS || !partition->content) {
        return keys;
    }
    for_each (line, &partition->content->lines) {
        const struct word_list *words = &line->words;
        if (words->count < 2 || !is_text(words->items[0], "keys")) {
            continue;
        }
        keys.line = line;
        keys.is_per_device = is_text(words->items[1], "per");
        if (words->count == 3 && is_text(words->items[1], "file")) {
            keys.file = words->items[2]->text;
        }
    }
    return keys;
}

// The partition that firmware reads the keys from: the first one with that type.
static const struct partition *find_key_partition(const struct layout *layout)
{
    for_each (partition, &layout->partitions) {
        if (layout_holds_keys(partition) && !partition->is_absent) {
            return partition;
        }
    }
    return NULL;
}

// The file that a partition is made from; null: something else, or nothing.
static const char *file_of(const struct partition *partition)
{
    const struct content *content = partition->content;
    bool is_file =
        content && strcmp(content->generator, "file") == 0 && content->arguments.count == 1;
    return is_file ? content->arguments.items[0]->text : NULL;
}

// Keys that are given by the partition itself are the same by that. What is per device cannot be
// compared here.
static void compare_keys(const struct partition *partition, const struct key_source *keys,
                         const struct partition *holder, struct diagnostics *diagnostics)
{
    const char *held = file_of(holder);
    if (keys->file && held && strcmp(keys->file, held) != 0) {
        struct diagnostic *diagnostic = report(
            diagnostics, CODE_OTHER_NVS_KEYS, keys->line->span,
            "`%s` is encrypted with the keys in `%s`, but `%s`, from which firmware reads them, "
            "contains `%s`",
            partition->label, keys->file, holder->label, held);
        add_note(diagnostic, holder->content->span, "write `keys %s;` to use these", holder->label);
    }
}

static void check_encrypted(const struct layout *layout, const struct partition *partition,
                            const struct key_source *keys, struct diagnostics *diagnostics)
{
    const struct partition *holder = find_key_partition(layout);
    bool is_known = device_flash_encryption(layout) != DEVICE_ENCRYPTION_UNKNOWN;
    bool uses_fuses = device_has_option(layout, "NVS_SEC_KEY_PROTECT_USING_HMAC");
    if (is_known && !device_has_option(layout, "NVS_ENCRYPTION")) {
        report(diagnostics, CODE_NVS_ENCRYPTION, keys->line->span,
               "`%s` is encrypted, but CONFIG_NVS_ENCRYPTION is off: firmware cannot read it",
               partition->label);
    } else if (holder) {
        compare_keys(partition, keys, holder, diagnostics);
    } else if (!uses_fuses && (keys->file || keys->is_per_device)) {
        struct diagnostic *diagnostic =
            report(diagnostics, CODE_NO_NVS_KEYS, keys->line->span,
                   "`%s` is encrypted, but no partition of type data.nvs_keys has the keys for "
                   "firmware",
                   partition->label);
        add_note(diagnostic, (struct span){0},
                 "with CONFIG_NVS_SEC_KEY_PROTECT_USING_HMAC, firmware needs no such partition");
    }
}

// Firmware takes plain NVS pages for damaged ones, and erases them.
static void check_plain(const struct layout *layout, const struct partition *partition,
                        struct diagnostics *diagnostics)
{
    if (partition->kind == KIND_NVS && partition->content &&
        device_has_option(layout, "NVS_ENCRYPTION")) {
        report(diagnostics, CODE_NVS_ENCRYPTION, partition->content->span,
               "the image of `%s` is not encrypted, but CONFIG_NVS_ENCRYPTION is on: firmware "
               "that opens it with the default keys erases it",
               partition->label);
    }
}

void nvs_encryption_check(const struct layout *layout, struct diagnostics *diagnostics)
{
    for_each (partition, &layout->partitions) {
        const struct key_source keys = keys_of(partition);
        if (partition->is_absent) {
            continue;
        }
        if (keys.line) {
            check_encrypted(layout, partition, &keys, diagnostics);
        } else {
            check_plain(layout, partition, diagnostics);
        }
    }
}
