// What artifacts and images depend on: inputs, which a build compares by their times, and a digest
// of everything else that the schema says of an image. A build fragment contains the digest, so
// that it changes, and the image is made again, if and only if something about the image has
// changed.
#include "artifacts.h"

#include "digest.h"

#include <inttypes.h>
#include <string.h>

// Few enough to search them one by one.
static void add_path(struct arena *arena, struct text_list *paths, const char *path)
{
    for (size_t i = 0; i < paths->count; i++) {
        if (strcmp(paths->items[i], path) == 0) {
            return;
        }
    }
    list_append(arena, paths, path);
}

// Directories are inputs, too: their times change if a file in them is added or removed.
struct text_list artifact_inputs(const struct images *images)
{
    const struct layout *layout = images->layout;
    struct text_list inputs = {0};
    for_each (path, &layout->invocation.inputs) {
        list_append(layout->arena, &inputs, path);
    }
    for_each (path, &layout->directories) {
        add_path(layout->arena, &inputs, path);
    }
    for_each (partition, &layout->partitions) {
        const struct image_plan *plan = image_plan_of(images, partition);
        for (size_t j = 0; plan && j < plan->notes.folders.count; j++) {
            add_path(layout->arena, &inputs, plan->notes.folders.items[j]);
        }
    }
    return inputs;
}

// Only a generator that reads other parts of the schema depends on its files: others have the
// digest.
struct text_list image_inputs(const struct images *images, const struct partition *partition)
{
    const struct layout *layout = images->layout;
    const struct image_plan *plan = image_plan_of(images, partition);
    struct text_list inputs = {0};
    for_each (path, &plan->notes.inputs) {
        list_append(layout->arena, &inputs, path);
    }
    for (size_t i = 0; plan->needs_schema && i < layout->invocation.inputs.count; i++) {
        add_path(layout->arena, &inputs, layout->invocation.inputs.items[i]);
    }
    return inputs;
}

// With lengths, so that no two lists of words have the same text.
static void append_words(struct buffer *text, const struct word_list *words)
{
    for_each (word, words) {
        buffer_format(text, "%d:%zu:%s ", (int)word->type, strlen(word->text), word->text);
    }
}

static void append_value(struct buffer *text, const struct value *value)
{
    buffer_format(text, "=%d%s%" PRIu64, (int)value->kind, value->number.negative ? "-" : "",
                  value->number.magnitude);
    buffer_text(text, value->text ? value->text : "");
}

// The value of a secret is left out: a digest of it in a file that others may read would help to
// guess it. The image depends on all files of the schema instead.
static void append_lines(struct arena *arena, struct buffer *text,
                         const struct content_line_list *lines)
{
    struct LIST(const struct content_line_list) open = {0};
    list_append(arena, &open, lines);
    while (open.count) {
        const struct content_line_list *next = open.items[--open.count];
        for_each (line, next) {
            append_words(text, &line->words);
            if (!line->is_secret) {
                append_value(text, &line->value);
            }
            buffer_text(text, line->has_block ? "{" : ";");
            list_append(arena, &open, &line->lines);
        }
        buffer_text(text, "}");
    }
}

// What generators may read of the platform, and the variant.
static void append_layout(struct buffer *text, const struct layout *layout)
{
    const char *variant = layout->invocation.variant;
    buffer_format(text, "%zu:%s ", variant ? strlen(variant) : 0, variant ? variant : "");
    for_each (parameter, &layout->platform->parameters) {
        buffer_format(text, "%s=%s%" PRIu64 " ", parameter->name,
                      parameter->value.negative ? "-" : "", parameter->value.magnitude);
    }
}

// A directory that is added or removed changes a file system, even if it is empty.
static void append_directories(struct buffer *text, const struct text_list *directories)
{
    for_each (path, directories) {
        buffer_bytes(text, path, strlen(path) + 1);
    }
}

// CRC-32 is enough: nobody gains from a collision but an image that is not made again.
uint32_t image_digest(const struct images *images, const struct partition *partition)
{
    const struct layout *layout = images->layout;
    const struct content *content = partition->content;
    const struct image_plan *plan = image_plan_of(images, partition);
    struct buffer text;
    buffer_init(&text, layout->arena);
    append_layout(&text, layout);
    buffer_format(&text, "%zu:%s %" PRIu64 " %s ", strlen(partition->label), partition->label,
                  partition->size, content->generator);
    append_words(&text, &content->arguments);
    append_lines(layout->arena, &text, &content->lines);
    append_directories(&text, &plan->notes.folders);
    for_each (symbol, &plan->symbols) {
        buffer_format(&text, "%s=%zu:%s ", symbol->name, strlen(symbol->text), symbol->text);
    }
    return digest_crc32(text.bytes, text.length);
}

const char *image_digest_text(const struct images *images, const struct partition *partition)
{
    return arena_format(images->layout->arena, "%08" PRIx32, image_digest(images, partition));
}
