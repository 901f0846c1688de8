#include "artifacts.h"

#include "digest.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

const char *artifact_name(const struct layout *layout, const char *suffix)
{
    return arena_format(layout->arena, "%s%s", layout->identifier, suffix);
}

const char *image_path(const struct layout *layout, const struct partition *partition)
{
    return arena_format(layout->arena, "images/%s.bin", partition->identifier);
}

const char *output_path(const struct layout *layout, const char *path)
{
    const char *folder = layout->project.output;
    if (strcmp(folder, ".") == 0) {
        return path;
    }
    bool has_slash = *folder && folder[strlen(folder) - 1] == '/';
    return arena_format(layout->arena, "%s%s%s", folder, has_slash ? "" : "/", path);
}

const char *title(const struct layout *layout)
{
    const char *variant = layout->project.variant;
    return arena_format(layout->arena, "%s%s%s, revision %" PRIu64, layout->name,
                        variant ? ", variant " : "", variant ? variant : "", layout->revision);
}

const struct table *main_table(const struct layout *layout)
{
    for (size_t i = 0; i < layout->tables.count; i++) {
        const struct table *table = layout->tables.items[i];
        if (table->device->index == 0 && !table->host) {
            return table;
        }
    }
    return NULL;
}

bool is_flashable(const struct partition *partition)
{
    return !partition->is_absent && partition->table->device->index == 0;
}

bool has_image(const struct partition *partition)
{
    const struct content *content = partition->content;
    return content && !content->is_per_device && !partition->is_absent;
}

bool takes_image(const struct partition *partition)
{
    return is_flashable(partition) && !has_image(partition) && !partition->inner;
}

const char *image_variable(const struct layout *layout, const struct partition *partition)
{
    return arena_format(layout->arena, "%s_%s_IMAGE", text_upper(layout->arena, layout->identifier),
                        text_upper(layout->arena, partition->identifier));
}

const struct partition *first_slot(const struct layout *layout)
{
    const struct partition *slot = NULL;
    for (size_t i = 0; i < layout->partitions.count; i++) {
        const struct partition *partition = layout->partitions.items[i];
        bool is_slot = partition->kind == KIND_OTA_SLOT && is_flashable(partition);
        if (is_slot && (!slot || partition->family_number < slot->family_number)) {
            slot = partition;
        }
    }
    return slot;
}

static void add_file(const struct layout *layout, struct list *files, struct flash_file content)
{
    struct flash_file *file = arena_new(layout->arena, sizeof *file);
    *file = content;
    list_append(layout->arena, files, file);
}

static int compare_files(const void *a, const void *b)
{
    const struct flash_file *first = *(const struct flash_file *const *)a;
    const struct flash_file *second = *(const struct flash_file *const *)b;
    return (first->offset > second->offset) - (first->offset < second->offset);
}

static bool is_encrypted(const struct layout *layout, const struct partition *partition)
{
    for (size_t i = 0; i < layout->flags.count; i++) {
        const struct layout_flag *flag = layout->flags.items[i];
        if (strcmp(flag->name, "encrypted") == 0 && partition->flags & flag->mask) {
            return true;
        }
    }
    return false;
}

struct list flash_files(const struct layout *layout)
{
    struct list files = {0};
    for (size_t i = 0; i < layout->tables.count; i++) {
        const struct table *table = layout->tables.items[i];
        if (table->format && table->device->index == 0) {
            const char *path = arena_format(layout->arena, "%s.bin", table->identifier);
            add_file(layout, &files,
                     (struct flash_file){table->name, path, table->offset, false, NULL, table});
        }
    }
    for (size_t i = 0; i < layout->partitions.count; i++) {
        const struct partition *partition = layout->partitions.items[i];
        if (has_image(partition) && is_flashable(partition)) {
            add_file(layout, &files,
                     (struct flash_file){partition->label, image_path(layout, partition),
                                         partition->offset, is_encrypted(layout, partition),
                                         partition, NULL});
        }
    }
    if (files.count > 1) {
        qsort(files.items, files.count, sizeof *files.items, compare_files);
    }
    return files;
}

const char *flash_size_name(const struct layout *layout)
{
    uint64_t size = ((const struct device *)layout->devices.items[0])->size;
    if (!is_power_of_two(size) || size < 256 << 10 || size > 128 << 20) {
        return "keep";
    }
    return size < 1 << 20 ? arena_format(layout->arena, "%" PRIu64 "KB", size >> 10)
                          : arena_format(layout->arena, "%" PRIu64 "MB", size >> 20);
}

struct path_check {
    struct diagnostics *diagnostics;
    const char *(*problem)(const char *path, bool is_output);
};

static void check_path(const struct path_check *check, const char *path, bool is_output,
                       struct span span)
{
    const char *found = check->problem(path, is_output);
    if (found) {
        report(check->diagnostics, CODE_PATH_NOT_QUOTABLE, span,
               "a path with %s cannot stand in a build file", found);
    }
}

void paths_check(const struct layout *layout, struct diagnostics *diagnostics,
                 const char *(*problem)(const char *path, bool is_output))
{
    const struct path_check check = {diagnostics, problem};
    const struct span nowhere = {0};
    const struct project *project = &layout->project;
    check_path(&check, project->output, true, nowhere);
    check_path(&check, project->variant ? project->variant : "", false, nowhere);
    struct list inputs = compile_inputs(layout);
    for (size_t i = 0; i < inputs.count; i++) {
        check_path(&check, inputs.items[i], false, nowhere);
    }
    for (size_t i = 0; i < layout->partitions.count; i++) {
        const struct content *content =
            ((const struct partition *)layout->partitions.items[i])->content;
        for (size_t j = 0; content && j < content->inputs.count; j++) {
            check_path(&check, content->inputs.items[j], false, content->span);
        }
    }
}

static void add_path(struct arena *arena, struct list *paths, const char *path)
{
    for (size_t i = 0; i < paths->count; i++) {
        if (strcmp(paths->items[i], path) == 0) {
            return;
        }
    }
    list_append(arena, paths, path);
}

struct list compile_inputs(const struct layout *layout)
{
    struct list inputs = {0};
    for (size_t i = 0; i < layout->project.inputs.count; i++) {
        list_append(layout->arena, &inputs, layout->project.inputs.items[i]);
    }
    for (size_t i = 0; i < layout->folders.count; i++) {
        add_path(layout->arena, &inputs, layout->folders.items[i]);
    }
    for (size_t i = 0; i < layout->partitions.count; i++) {
        const struct content *content =
            ((const struct partition *)layout->partitions.items[i])->content;
        for (size_t j = 0; content && j < content->folders.count; j++) {
            add_path(layout->arena, &inputs, content->folders.items[j]);
        }
    }
    return inputs;
}

struct list image_inputs(const struct layout *layout, const struct partition *partition)
{
    const struct content *content = partition->content;
    struct list inputs = {0};
    for (size_t i = 0; i < content->inputs.count; i++) {
        list_append(layout->arena, &inputs, content->inputs.items[i]);
    }
    for (size_t i = 0; content->needs_schema && i < layout->project.inputs.count; i++) {
        add_path(layout->arena, &inputs, layout->project.inputs.items[i]);
    }
    return inputs;
}

static struct list command_words(const struct layout *layout, const char *command)
{
    const char *variant = layout->project.variant;
    struct list words = {0};
    list_append(layout->arena, &words, command);
    list_append(layout->arena, &words, "--quiet");
    if (variant) {
        list_append(layout->arena, &words, arena_format(layout->arena, "--variant=%s", variant));
    }
    for (size_t i = 0; i < layout->project.kconfig.count; i++) {
        list_append(layout->arena, &words, layout->project.kconfig.items[i]);
    }
    return words;
}

struct list compile_words(const struct layout *layout)
{
    struct list words = command_words(layout, "compile");
    for (size_t i = 0; i < layout->project.options.count; i++) {
        list_append(layout->arena, &words, layout->project.options.items[i]);
    }
    list_append(layout->arena, &words, "-o");
    list_append(layout->arena, &words, layout->project.output);
    list_append(layout->arena, &words, layout->project.schema);
    return words;
}

struct list generate_words(const struct layout *layout, const struct partition *partition)
{
    struct list words = command_words(layout, "generate");
    list_append(layout->arena, &words, layout->project.schema);
    list_append(layout->arena, &words, partition->identifier);
    return words;
}

static void append_words(struct buffer *text, const struct list *words)
{
    for (size_t i = 0; i < words->count; i++) {
        const struct word *word = words->items[i];
        buffer_format(text, "%d:%zu:%s ", (int)word->type, strlen(word->text), word->text);
    }
}

static void append_value(struct buffer *text, const struct value *value)
{
    buffer_format(text, "=%d%s%" PRIu64, (int)value->kind, value->number.negative ? "-" : "",
                  value->number.magnitude);
    buffer_text(text, value->text ? value->text : "");
}

// A secret leaves no trace in what others may read; its image depends on the whole schema instead.
// The first two words are a type and a name, and that may be `secret`.
static bool is_secret(const struct content_line *line)
{
    for (size_t i = 2; i < line->words.count; i++) {
        const struct word *word = line->words.items[i];
        if (word->type == WORD_IS_NAME && strcmp(word->text, "secret") == 0) {
            return true;
        }
    }
    return false;
}

static void append_lines(struct arena *arena, struct buffer *text, const struct list *lines)
{
    struct list open = {0};
    list_append(arena, &open, lines);
    while (open.count) {
        const struct list *next = open.items[--open.count];
        for (size_t i = 0; i < next->count; i++) {
            const struct content_line *line = next->items[i];
            append_words(text, &line->words);
            if (!is_secret(line)) {
                append_value(text, &line->value);
            }
            buffer_text(text, line->has_block ? "{" : ";");
            list_append(arena, &open, &line->lines);
        }
        buffer_text(text, "}");
    }
}

// What generators read of the chip, and which of the values that the same files give were taken.
static void append_layout(struct buffer *text, const struct layout *layout)
{
    const char *variant = layout->project.variant;
    buffer_format(text, "%zu:%s ", variant ? strlen(variant) : 0, variant ? variant : "");
    for (size_t i = 0; i < layout->parameters.count; i++) {
        const struct layout_parameter *parameter = layout->parameters.items[i];
        buffer_format(text, "%s=%s%" PRIu64 " ", parameter->name,
                      parameter->value.negative ? "-" : "", parameter->value.magnitude);
    }
}

uint32_t content_digest(const struct layout *layout, const struct partition *partition)
{
    const struct content *content = partition->content;
    struct buffer text;
    buffer_init(&text, layout->arena);
    append_layout(&text, layout);
    buffer_format(&text, "%zu:%s %" PRIu64 " %s ", strlen(partition->label), partition->label,
                  partition->size, content->generator);
    append_words(&text, &content->arguments);
    append_lines(layout->arena, &text, &content->lines);
    return digest_crc32(text.bytes, text.length);
}

// Where a line of text ends: at a line end, or at what others take for one.
static size_t line_end_length(const char *at)
{
    static const char *const ends[] = {"\n",   "\r",   "\v",       "\f",           "\x1c",
                                       "\x1d", "\x1e", "\xc2\x85", "\xe2\x80\xa8", "\xe2\x80\xa9"};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        if (strncmp(at, ends[i], strlen(ends[i])) == 0) {
            return strlen(ends[i]);
        }
    }
    return 0;
}

// A backslash at the end of a comment line would make the next line a comment too; so would the
// trigraph for one.
static size_t trimmed_length(const char *line, size_t length)
{
    for (;;) {
        if (length > 0 && strchr(" \t\\", line[length - 1])) {
            length--;
        } else if (length > 2 && strncmp(line + length - 3,
                                         "?"
                                         "?/",
                                         3) == 0) {
            length -= 3;
        } else {
            return length;
        }
    }
}

// The signs that turn the direction of text, U+202A to U+202E and U+2066 to U+2069: compilers
// refuse them, since they can show code as what it is not.
static size_t direction_length(const char *at)
{
    const unsigned char *bytes = (const unsigned char *)at;
    bool is_direction =
        bytes[0] == 0xe2 && ((bytes[1] == 0x80 && bytes[2] >= 0xaa && bytes[2] <= 0xae) ||
                             (bytes[1] == 0x81 && bytes[2] >= 0xa6 && bytes[2] <= 0xa9));
    return is_direction ? 3 : 0;
}

static void append_line(struct buffer *out, const char *mark, const char *line, size_t length)
{
    buffer_text(out, mark);
    buffer_text(out, length ? " " : "");
    for (const char *end = line + length; line < end;) {
        size_t direction = direction_length(line);
        if (direction == 0) {
            buffer_byte(out, (uint8_t)*line);
        }
        line += direction ? direction : 1;
    }
    buffer_text(out, "\n");
}

void append_comment(struct buffer *out, const char *mark, const char *text)
{
    while (text && *text) {
        size_t length = 0;
        while (text[length] && !line_end_length(text + length)) {
            length++;
        }
        append_line(out, mark, text, trimmed_length(text, length));
        text += length + line_end_length(text + length);
    }
}
