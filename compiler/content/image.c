#include "image.h"

#include "choices.h"
#include "file_tree.h"
#include "generators.h"

#include <string.h>

const struct generator generators[] = {
    {"file", "a file as it is", file_words, file_check, file_generate},
    {"erased", "the bytes of erased flash, 0xff", byte_words, erased_check, erased_generate},
    {"pattern", "bytes that repeat", byte_words, pattern_check, pattern_generate},
    {"nvs", "keys and values for ESP-IDF's NVS", nvs_words, nvs_check, nvs_generate},
    {"record", "values in the form of a record", record_words, record_check, record_generate},
    {"pki", "certificates and keys for ESP-AT", pki_words, pki_check, pki_generate},
    {"gatts", "BLE services for ESP-AT", gatts_words, gatts_check, gatts_generate},
    {"fat", "a FAT file system", tree_words, fat_check, fat_generate},
    {"spiffs", "a SPIFFS file system", tree_words, spiffs_check, spiffs_generate},
    {"littlefs", "a littlefs file system", tree_words, littlefs_check, littlefs_generate},
    {"exec", "what a program of the user's makes", exec_words, exec_check, exec_generate},
};

const size_t generator_count = sizeof generators / sizeof *generators;

enum { IMAGE_SIZE_LIMIT = 1 << 30 };

static const struct generator *generator_find(const char *name)
{
    const struct choices choices = {generators, generator_count, sizeof *generators};
    return choices_find(&choices, name); // null if there is none
}

static void report_no_generator(const struct layout *layout, struct diagnostics *diagnostics,
                                const struct content *content)
{
    const struct choices choices = {generators, generator_count, sizeof *generators};
    struct nearest nearest = choices_nearest(&choices, content->generator);
    struct diagnostic *diagnostic =
        report(diagnostics, CODE_UNKNOWN_GENERATOR, content->name_span, "unknown generator `%s`%s",
               content->generator, nearest_hint(layout->arena, &nearest));
    if (nearest.found) {
        add_fix(diagnostic, content->name_span, "%s", nearest.found);
    }
    add_note(diagnostic, (struct span){0}, "the generators are %s",
             choices_text(layout->arena, &choices));
}

// What decrypts other partitions is as secret as they are, wherever it comes from.
static bool holds_keys(const struct partition *partition)
{
    return partition->subtype_name && strcmp(partition->subtype_name, "nvs_keys") == 0;
}

static bool is_within_limit(const struct image_request *request)
{
    const struct partition *partition = request->partition;
    if (partition->size > IMAGE_SIZE_LIMIT) {
        report(request->diagnostics, CODE_IMAGE_TOO_LARGE, partition->size_span,
               "partition `%s` has %s; images are made for at most 1G", partition->label,
               text_size(request->arena, partition->size));
    }
    return partition->size <= IMAGE_SIZE_LIMIT;
}

// What words name is found for all before one is judged: a content may ask for another's.
static void resolve_all(const struct layout *layout, struct sources *sources,
                        struct diagnostics *diagnostics)
{
    for (size_t i = 0; i < layout->partitions.count; i++) {
        const struct partition *partition = layout->partitions.items[i];
        const struct content *content = partition->content;
        const struct generator *generator = content ? generator_find(content->generator) : NULL;
        const struct image_settings settings = {0};
        const struct image_request request = {
            layout, partition, &settings, diagnostics, sources, layout->arena,
        };
        if (generator) {
            words_resolve(&request, generator, false);
        }
    }
}

void images_check(const struct layout *layout, struct sources *sources,
                  struct diagnostics *diagnostics)
{
    resolve_all(layout, sources, diagnostics);
    for (size_t i = 0; i < layout->partitions.count; i++) {
        const struct partition *partition = layout->partitions.items[i];
        bool has_size = partition->is_placed || partition->size > 0; // else that was reported
        if (!partition->content || partition->is_absent || !has_size) {
            continue;
        }
        const struct generator *generator = generator_find(partition->content->generator);
        const struct image_settings settings = {0};
        const struct image_request request = {
            layout, partition, &settings, diagnostics, sources, layout->arena,
        };
        partition->content->is_secret |= holds_keys(partition);
        if (!is_within_limit(&request)) {
            partition->content->is_bad = true;
        } else if (!generator) {
            partition->content->is_bad = true;
            report_no_generator(layout, diagnostics, partition->content);
        } else {
            size_t errors = diagnostics->all_errors;
            if (words_resolve(&request, generator, true)) {
                generator->check(&request);
            }
            partition->content->is_bad = diagnostics->all_errors > errors;
        }
    }
}

static bool is_within_partition(const struct image_request *request, uint64_t size)
{
    const struct partition *partition = request->partition;
    if (size > partition->size) {
        struct diagnostic *diagnostic =
            report(request->diagnostics, CODE_IMAGE_TOO_LARGE, partition->content->span,
                   "the image of `%s` has %s bytes; the partition holds %s", partition->label,
                   text_number(request->arena, number_of(size)),
                   text_number(request->arena, number_of(partition->size)));
        add_note(diagnostic, partition->size_span, "it is %s bytes too small",
                 text_number(request->arena, number_of(size - partition->size)));
    }
    return size <= partition->size;
}

bool image_make(const struct image_request *request, struct buffer *image)
{
    const struct partition *partition = request->partition;
    const struct content *content = partition->content;
    if (!content) {
        report(request->diagnostics, CODE_NO_CONTENT, partition->span,
               "partition `%s` has no `from`: there is nothing to make its image of",
               partition->label);
        return false;
    }
    if (partition->is_absent) {
        report(request->diagnostics, CODE_NO_CONTENT, partition->span,
               "partition `%s` is switched off: its `depends on` does not hold", partition->label);
        return false;
    }
    const struct generator *generator = generator_find(content->generator);
    return generator->generate(request, image) && is_within_partition(request, image->length) &&
           image_leaves_headroom(request->diagnostics, partition, image->length, "the image");
}
