// What formatting must not change, as a text: two files with the same one mean the same.
//
// Every node of the tree appends all it has, but its place in the file. Texts have their length
// before them, so that no two trees can come out alike by accident. Clauses are sorted and comments
// listed on their own, since `fmt` may move both.
#include "draft.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

struct shape {
    struct syntax *syntax;
    struct buffer *text;
};

static void add_text(struct shape *shape, const char *text)
{
    buffer_format(shape->text, " %zu:", text ? strlen(text) : 0);
    buffer_text(shape->text, text ? text : "-");
}

static void add_number(struct shape *shape, uint64_t number)
{
    buffer_format(shape->text, " %" PRIu64, number);
}

// Documentation is part of the shape: a `///` must not get to another node.
static void add_node(struct shape *shape, char kind, struct span span)
{
    buffer_format(shape->text, "\n%c", kind);
    add_text(shape, span_is_known(span) ? syntax_documentation(shape->syntax, span) : NULL);
}

static void add_name(struct shape *shape, struct syntax_name name)
{
    add_number(shape, name.is_quoted);
    add_text(shape, name.text);
}

// Groups are terms, too: parentheses are kept as they are written.
static void add_expression(struct shape *shape, const struct expression *expression)
{
    buffer_text(shape->text, " (");
    for (size_t i = 0; expression && i < expression->count; i++) {
        const struct term *term = &expression->terms[i];
        add_number(shape, term->kind);
        add_number(shape, term->operation);
        add_number(shape, term->integer);
        add_number(shape, (uint64_t)term->count << 2 | (unsigned)term->is_quoted << 1 |
                              (unsigned)term->is_number);
        add_text(shape, term->text);
    }
    buffer_text(shape->text, ")");
}

static void add_word(struct shape *shape, const struct syntax_word *word)
{
    add_number(shape, word->kind);
    add_text(shape, word->text);
    if (word->kind == WORD_EXPRESSION || word->kind == WORD_RANGE) {
        add_expression(shape, word->range->low);
        add_expression(shape, word->range->high);
    } else if (word->kind == WORD_REFERENCE) {
        add_text(shape, word->second);
    } else {
        add_number(shape, word->integer);
    }
}

static void add_names(struct shape *shape, const struct syntax_names *names)
{
    for (size_t i = 0; i < names->count; i++) {
        add_name(shape, *names->items[i]);
    }
}

static void add_words(struct shape *shape, const struct syntax_words *words)
{
    add_number(shape, words->count);
    for (size_t i = 0; i < words->count; i++) {
        add_word(shape, words->items[i]);
    }
}

// An unknown span means that there is no type, which is not the same as an empty one.
static void add_type(struct shape *shape, const struct syntax_type *type)
{
    add_number(shape, span_is_known(type->span));
    add_word(shape, &type->type);
    add_word(shape, &type->subtype);
}

static void add_lines(struct shape *shape, const struct syntax_lines *lines)
{
    buffer_text(shape->text, " {");
    for (size_t i = 0; i < lines->count; i++) {
        const struct syntax_line *line = lines->items[i];
        add_node(shape, 'l', line->span);
        add_words(shape, &line->words);
        add_number(shape, line->attribute_count);
        add_expression(shape, line->value);
        add_expression(shape, line->depends);
        add_number(shape, line->has_block);
        add_lines(shape, &line->lines);
    }
    buffer_text(shape->text, "}");
}

static void add_reference(struct shape *shape, const struct syntax_reference *reference)
{
    add_name(shape, reference->first);
    add_name(shape, reference->second);
}

static void add_clause(struct shape *shape, const struct syntax_clause *clause)
{
    buffer_text(shape->text, "\nc");
    add_number(shape, clause->kind);
    add_number(shape, clause->form);
    add_number(shape, clause->is_withdrawn);
    add_expression(shape, clause->value);
    add_expression(shape, clause->minimum);
    add_expression(shape, clause->maximum);
    add_name(shape, clause->name);
    if (clause->reference) {
        add_reference(shape, clause->reference);
    }
    if (clause->content) {
        add_name(shape, clause->content->generator);
        add_words(shape, &clause->content->arguments);
        add_lines(shape, &clause->content->lines);
    }
}

// Sorted as `fmt` sorts them: an order that it may change is not part of the meaning.
static void add_clauses(struct shape *shape, const struct syntax_clauses *clauses)
{
    const struct syntax_clause **sorted =
        clauses_sorted(shape->syntax->arena, clauses->items, clauses->count);
    buffer_text(shape->text, " {");
    for (size_t i = 0; i < clauses->count; i++) {
        add_clause(shape, sorted[i]);
    }
    buffer_text(shape->text, "}");
}

static void add_sectors(struct shape *shape, const struct syntax_sectors *sectors)
{
    for (size_t i = 0; i < sectors->count; i++) {
        const struct syntax_sector *sector = sectors->items[i];
        add_word(shape, &sector->count);
        add_expression(shape, sector->size);
    }
}

static void add_settings(struct shape *shape, const struct syntax_settings *settings)
{
    for (size_t i = 0; i < settings->count; i++) {
        const struct syntax_setting *setting = settings->items[i];
        add_node(shape, 's', setting->span);
        add_name(shape, setting->name);
        add_expression(shape, setting->value);
        add_sectors(shape, &setting->sectors);
    }
}

static void add_fields(struct shape *shape, const struct syntax_fields *fields)
{
    for (size_t i = 0; i < fields->count; i++) {
        const struct syntax_field *field = fields->items[i];
        add_node(shape, 'f', field->span);
        add_name(shape, field->type);
        add_name(shape, field->name);
        add_expression(shape, field->length);
        add_expression(shape, field->value);
        add_expression(shape, field->range.low);
        add_expression(shape, field->range.high);
    }
}

static void add_subtypes(struct shape *shape, const struct syntax_subtypes *subtypes)
{
    for (size_t i = 0; i < subtypes->count; i++) {
        const struct syntax_subtype *subtype = subtypes->items[i];
        add_node(shape, 't', subtype->span);
        add_word(shape, &subtype->first);
        add_word(shape, &subtype->last);
        add_word(shape, &subtype->number);
        add_clauses(shape, &subtype->clauses);
    }
}

static void add_partition(struct shape *shape, const struct syntax_partition *partition)
{
    add_node(shape, 'p', partition->span);
    add_number(shape, partition->is_include);
    add_name(shape, partition->name);
    add_name(shape, partition->last);
    add_type(shape, &partition->type);
    add_clauses(shape, &partition->clauses);
}

static void add_partitions(struct shape *shape, const struct syntax_partitions *partitions)
{
    for (size_t i = 0; i < partitions->count; i++) {
        add_partition(shape, partitions->items[i]);
    }
}

static void add_loop(struct shape *shape, const struct syntax_loop *loop)
{
    add_name(shape, loop->variable);
    add_type(shape, &loop->scope);
}

static void add_items(struct shape *shape, const struct syntax_items *items);

// Adds the blocks of an item. For items of other kinds, everything has been added.
static void add_blocks(struct shape *shape, const struct syntax_item *item)
{
    if (item->kind == ITEM_TARGET || item->kind == ITEM_CHIP || item->kind == ITEM_FLASH ||
        item->kind == ITEM_FORMAT) {
        add_name(shape, item->target.platform);
        add_settings(shape, &item->target.settings);
    } else if (item->kind == ITEM_PLATFORM) {
        add_items(shape, &item->platform.items);
    } else if (item->kind == ITEM_TYPE) {
        add_word(shape, &item->type.low);
        add_word(shape, &item->type.high);
        add_clauses(shape, &item->type.clauses);
        add_subtypes(shape, &item->type.subtypes);
    } else if (item->kind == ITEM_TABLE) {
        add_clauses(shape, &item->table.clauses);
        add_partitions(shape, &item->table.partitions);
    } else if (item->kind == ITEM_RECORD) {
        add_words(shape, &item->record.words);
        add_fields(shape, &item->record.fields);
    } else if (item->kind == ITEM_VARIANT) {
        add_names(shape, &item->variant.names);
        add_number(shape, item->variant.is_abstract);
        add_names(shape, &item->variant.bases);
        add_items(shape, &item->variant.items);
    }
}

static void add_references(struct shape *shape, const struct syntax_references *references)
{
    for (size_t i = 0; i < references->count; i++) {
        add_reference(shape, references->items[i]);
    }
}

static void add_removals(struct shape *shape, const struct syntax_removals *removals)
{
    for (size_t i = 0; i < removals->count; i++) {
        const struct syntax_removal *removal = removals->items[i];
        add_number(shape, removal->kind);
        add_reference(shape, &removal->reference);
    }
}

// What an item has that not every item has.
static void add_body(struct shape *shape, const struct syntax_item *item)
{
    switch (item->kind) {
    case ITEM_SCHEMA:
        add_word(shape, &item->schema.revision);
        break;
    case ITEM_FLAG:
        add_word(shape, &item->flag.bit);
        break;
    case ITEM_RULE:
    case ITEM_ASSERT:
        add_loop(shape, &item->rule.loop);
        add_name(shape, item->rule.message);
        add_number(shape, item->rule.is_warning);
        break;
    case ITEM_CONFIG:
        add_name(shape, item->config.kind);
        add_loop(shape, &item->config.loop);
        add_expression(shape, item->config.condition);
        add_number(shape, item->config.use);
        break;
    case ITEM_EDITION:
        add_word(shape, &item->edition.number);
        break;
    case ITEM_PARTITION:
        add_partition(shape, item->partition);
        break;
    case ITEM_REQUIRE:
        add_references(shape, &item->require.references);
        break;
    case ITEM_REMOVE:
        add_removals(shape, &item->remove.removals);
        break;
    case ITEM_ALLOW:
        add_reference(shape, &item->allow.partition);
        add_word(shape, &item->allow.revision);
        add_name(shape, item->allow.reason);
        break;
    case ITEM_INCLUDE:
    case ITEM_CONST:
    case ITEM_TARGET:
    case ITEM_PLATFORM:
    case ITEM_CHIP:
    case ITEM_PARAMETER:
    case ITEM_FORMAT:
    case ITEM_TYPE:
    case ITEM_TABLE:
    case ITEM_RECORD:
    case ITEM_VARIANT:
    case ITEM_TOOLS:
    case ITEM_RAW_DATA:
    case ITEM_FLASH:
    case ITEM_KIND_COUNT:
        add_blocks(shape, item);
        break;
    }
}

static void add_item(struct shape *shape, const struct syntax_item *item)
{
    add_node(shape, 'i', item->span);
    add_number(shape, item->kind);
    add_name(shape, item->name);
    add_expression(shape, item->value);
    add_body(shape, item);
}

static void add_items(struct shape *shape, const struct syntax_items *items)
{
    buffer_text(shape->text, " {");
    for (size_t i = 0; i < items->count; i++) {
        add_item(shape, items->items[i]);
    }
    buffer_text(shape->text, "}");
}

// A comment without the spaces at the ends of its lines, which may be indented in another way.
static const char *comment_text(struct arena *arena, const char *text, size_t length)
{
    char *kept = arena_new(arena, length + 1);
    size_t count = 0;
    bool is_start = true;
    for (size_t i = 0; i < length; i++) {
        if (text[i] == '\n') {
            while (count && kept[count - 1] != '\n' && isspace((unsigned char)kept[count - 1])) {
                count--;
            }
        }
        if (text[i] == '\n' || !is_start || !isspace((unsigned char)text[i])) {
            kept[count++] = text[i];
            is_start = text[i] == '\n';
        }
    }
    while (count && isspace((unsigned char)kept[count - 1])) {
        count--;
    }
    kept[count] = 0;
    return kept;
}

static int compare_texts(const void *first, const void *second)
{
    return strcmp(*(const char *const *)first, *(const char *const *)second);
}

// Sorted, as the comments of a clause go with it. None may be lost, and none appear twice.
static void add_comments(struct shape *shape, const struct syntax_file *file)
{
    struct arena *arena = shape->syntax->arena;
    const char **texts = arena_array(arena, file->comment_count, sizeof *texts);
    for (size_t i = 0; i < file->comment_count; i++) {
        struct span span = file->comments[i].span;
        texts[i] = comment_text(arena, file->source->bytes + (span.start - file->source->start),
                                span.end - span.start);
    }
    if (file->comment_count) {
        qsort(texts, file->comment_count, sizeof *texts, compare_texts);
    }
    for (size_t i = 0; i < file->comment_count; i++) {
        add_text(shape, texts[i]);
    }
}

void shape_append(struct syntax *syntax, const struct syntax_file *file, struct buffer *shape)
{
    struct shape text = {syntax, shape};
    add_items(&text, &file->items);
    add_comments(&text, file);
}
