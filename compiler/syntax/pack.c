// The tree of a platform as bytes, and back.
//
// One walk does both, so that the two cannot differ: each function is given what the tree has and
// writes it, or is given nothing and reads it; it returns what the tree has then. A number is seven
// bits a byte, the lowest first, and all but the last byte have bit 7 set (LEB128); so neither the
// machine that writes nor the one that reads matters. A span is stored as an offset from the start
// of the file and a length. A text is written where it is first used, and is a number from then on.
// Lists have the size that they need.
//
// The bytes are made during the build and are part of the compiler: reading them checks nothing.
// They must never come from a file.
#include "pack.h"

#include "map.h"

#include <string.h>

struct pack {
    struct buffer *out; // null: reading, from `at`
    const uint8_t *at;
    struct arena *arena;
    struct names *names;
    uint32_t start;                // of the file, among all sources
    struct map known;              // from a text that was written to its number
    struct LIST(const char) texts; // by number, from 1
    bool is_refused;               // something is not part of a platform
};

// No end is checked: the bytes are those that write_builtin.c made (see the top).
static uint64_t read_number(struct pack *pack)
{
    const uint8_t *at = pack->at;
    uint64_t value = *at & 0x7f;
    for (unsigned shift = 7; *at++ & 0x80; shift += 7) {
        value |= (uint64_t)(*at & 0x7f) << shift;
    }
    pack->at = at;
    return value;
}

// When writing, the result means nothing: what the tree has is the caller's.
static uint64_t pack_number(struct pack *pack, uint64_t value)
{
    if (!pack->out) {
        return read_number(pack);
    }
    for (; value >= 0x80; value >>= 7) {
        buffer_byte(pack->out, (uint8_t)(0x80 | (value & 0x7f)));
    }
    buffer_byte(pack->out, (uint8_t)value);
    return 0;
}

static bool pack_flag(struct pack *pack, bool is_set)
{
    return pack_number(pack, is_set) != 0;
}

static struct span pack_span(struct pack *pack, struct span span)
{
    uint32_t before = pack->start - 1; // 0 is for a span that is unknown
    uint32_t start = (uint32_t)pack_number(pack, span.start ? span.start - before : 0);
    uint32_t length = (uint32_t)pack_number(pack, span.end - span.start);
    start += start ? before : 0;
    return (struct span){start, start + length};
}

// Numbers begin with 1, since 0 is for a text that is null; a number that was not met before is
// followed by the text. The reader counts in the same way.
static const char *write_text(struct pack *pack, const char *text)
{
    const size_t *number = map_find(&pack->known, text);
    if (!text || number) {
        pack_number(pack, text ? *number : 0);
        return NULL;
    }
    size_t *next = arena_new(pack->arena, sizeof *next);
    *next = pack->known.count + 1;
    map_set(pack->arena, &pack->known, text, next);
    pack_number(pack, *next);
    pack_number(pack, strlen(text));
    buffer_text(pack->out, text);
    return NULL;
}

static const char *pack_text(struct pack *pack, const char *text)
{
    if (pack->out) {
        return write_text(pack, text);
    }
    size_t number = (size_t)read_number(pack);
    if (number > pack->texts.count) {
        size_t length = (size_t)read_number(pack);
        const char *name = names_intern(pack->names, (const char *)pack->at, length);
        list_append(pack->arena, &pack->texts, name);
        pack->at += length;
    }
    return number ? pack->texts.items[number - 1] : NULL;
}

// The node that the tree has then: as it was, or a copy of what was read.
static const void *keep(struct pack *pack, const void *node, const void *read, size_t size)
{
    return pack->out ? node : arena_keep(pack->arena, read, size);
}

static size_t pack_count(struct pack *pack, size_t count)
{
    size_t read = (size_t)pack_number(pack, count);
    return pack->out ? count : read;
}

// Packs a list where it is: each of its nodes by a function, which is given null when reading. A
// macro, since each list has its own type.
#define pack_list(pack, list, pack_node)                                                           \
    do {                                                                                           \
        size_t count = pack_count(pack, (list)->count);                                            \
        if (!(pack)->out && count) {                                                               \
            (list)->items = arena_array((pack)->arena, count, sizeof *(list)->items);              \
            (list)->count = (list)->capacity = count;                                              \
        }                                                                                          \
        for (size_t i = 0; i < count; i++) {                                                       \
            (list)->items[i] = pack_node(pack, (pack)->out ? (list)->items[i] : NULL);             \
        }                                                                                          \
    } while (0)

static struct syntax_name pack_name(struct pack *pack, struct syntax_name name)
{
    name.text = pack_text(pack, name.text);
    name.span = pack_span(pack, name.span);
    name.is_quoted = pack_flag(pack, name.is_quoted);
    return name;
}

// Words of platforms are names, strings and numbers; of the union only `integer` is in use.
static struct syntax_word pack_word(struct pack *pack, struct syntax_word word)
{
    word.kind = (enum word_kind)pack_number(pack, word.kind);
    word.span = pack_span(pack, word.span);
    word.text = pack_text(pack, word.text);
    word.integer = pack_number(pack, word.integer);
    return word;
}

static struct term pack_term(struct pack *pack, struct term term)
{
    term.kind = (enum term_kind)pack_number(pack, term.kind);
    term.operation = (enum operation)pack_number(pack, term.operation);
    term.span = pack_span(pack, term.span);
    term.text = pack_text(pack, term.text);
    term.integer = pack_number(pack, term.integer);
    term.count = (uint32_t)pack_number(pack, term.count);
    term.is_quoted = pack_flag(pack, term.is_quoted);
    term.is_number = pack_flag(pack, term.is_number);
    return term;
}

static const struct expression *read_expression(struct pack *pack, size_t count)
{
    struct expression *expression = arena_new(pack->arena, sizeof *expression);
    struct term *terms = arena_array(pack->arena, count, sizeof *terms);
    for (size_t i = 0; i < count; i++) {
        terms[i] = pack_term(pack, (struct term){0});
    }
    *expression = (struct expression){pack_span(pack, (struct span){0}), terms, count};
    return expression;
}

// An expression has one term at least, so that a count of 0 means none.
static const struct expression *pack_expression(struct pack *pack,
                                                const struct expression *expression)
{
    size_t count = (size_t)pack_number(pack, expression ? expression->count : 0);
    if (!pack->out) {
        return count ? read_expression(pack, count) : NULL;
    }
    for (size_t i = 0; expression && i < expression->count; i++) {
        pack_term(pack, expression->terms[i]);
    }
    if (expression) {
        pack_span(pack, expression->span);
    }
    return NULL;
}

static struct syntax_type pack_type(struct pack *pack, struct syntax_type type)
{
    type.type = pack_word(pack, type.type);
    type.subtype = pack_word(pack, type.subtype);
    type.span = pack_span(pack, type.span);
    type.has_subtype = pack_flag(pack, type.has_subtype);
    return type;
}

static struct syntax_loop pack_loop(struct pack *pack, struct syntax_loop loop)
{
    loop.variable = pack_name(pack, loop.variable);
    loop.scope = pack_type(pack, loop.scope);
    return loop;
}

// Clauses of a platform's types have no content or references. What is not packed must be refused,
// or it would be lost without a word.
static const struct syntax_clause *pack_clause(struct pack *pack, const struct syntax_clause *node)
{
    struct syntax_clause clause = node ? *node : (struct syntax_clause){0};
    pack->is_refused |= clause.content || clause.reference || clause.is_withdrawn;
    clause.kind = (enum clause_kind)pack_number(pack, clause.kind);
    clause.form = (enum clause_form)pack_number(pack, clause.form);
    clause.span = pack_span(pack, clause.span);
    clause.value = pack_expression(pack, clause.value);
    clause.minimum = pack_expression(pack, clause.minimum);
    clause.maximum = pack_expression(pack, clause.maximum);
    clause.bit = pack_number(pack, clause.bit);
    clause.name = pack_name(pack, clause.name);
    return keep(pack, node, &clause, sizeof clause);
}

static const struct syntax_setting *pack_setting(struct pack *pack,
                                                 const struct syntax_setting *node)
{
    struct syntax_setting setting = node ? *node : (struct syntax_setting){0};
    setting.span = pack_span(pack, setting.span);
    setting.name = pack_name(pack, setting.name);
    setting.value = pack_expression(pack, setting.value);
    pack->is_refused |= setting.sectors.count > 0;
    return keep(pack, node, &setting, sizeof setting);
}

static const struct syntax_word *pack_record_word(struct pack *pack, const struct syntax_word *node)
{
    struct syntax_word word = pack_word(pack, node ? *node : (struct syntax_word){0});
    return keep(pack, node, &word, sizeof word);
}

static const struct syntax_field *pack_field(struct pack *pack, const struct syntax_field *node)
{
    struct syntax_field field = node ? *node : (struct syntax_field){0};
    field.span = pack_span(pack, field.span);
    field.type = pack_name(pack, field.type);
    field.name = pack_name(pack, field.name);
    field.length = pack_expression(pack, field.length);
    field.value = pack_expression(pack, field.value);
    field.range.low = pack_expression(pack, field.range.low);
    field.range.high = pack_expression(pack, field.range.high);
    return keep(pack, node, &field, sizeof field);
}

static const struct syntax_subtype *pack_subtype(struct pack *pack,
                                                 const struct syntax_subtype *node)
{
    struct syntax_subtype subtype = node ? *node : (struct syntax_subtype){0};
    subtype.span = pack_span(pack, subtype.span);
    subtype.first = pack_word(pack, subtype.first);
    subtype.last = pack_word(pack, subtype.last);
    subtype.number = pack_word(pack, subtype.number);
    pack_list(pack, &subtype.clauses, pack_clause);
    return keep(pack, node, &subtype, sizeof subtype);
}

static void pack_config(struct pack *pack, struct syntax_item *item)
{
    item->config.kind = pack_name(pack, item->config.kind);
    item->config.loop = pack_loop(pack, item->config.loop);
    item->config.condition = pack_expression(pack, item->config.condition);
    item->config.use = (enum config_use)pack_number(pack, item->config.use);
}

static const struct syntax_item *pack_item(struct pack *pack, const struct syntax_item *node);

// What a platform may have in it, by kinds. A new kind has to be added here, or the build fails
// with the platform that uses it: write_builtin.c reports what is refused.
static void pack_body(struct pack *pack, struct syntax_item *item)
{
    switch (item->kind) {
    case ITEM_PARAMETER: // it has no more than every item
        break;
    case ITEM_PLATFORM:
        pack_list(pack, &item->platform.items, pack_item);
        break;
    case ITEM_CHIP:
    case ITEM_FORMAT:
        pack_list(pack, &item->target.settings, pack_setting);
        item->target.platform = pack_name(pack, item->target.platform);
        break;
    case ITEM_EDITION:
        item->edition.number = pack_word(pack, item->edition.number);
        break;
    case ITEM_FLAG:
        item->flag.bit = pack_word(pack, item->flag.bit);
        break;
    case ITEM_TYPE:
        item->type.low = pack_word(pack, item->type.low);
        item->type.high = pack_word(pack, item->type.high);
        pack_list(pack, &item->type.clauses, pack_clause);
        pack_list(pack, &item->type.subtypes, pack_subtype);
        break;
    case ITEM_RULE:
        item->rule.loop = pack_loop(pack, item->rule.loop);
        item->rule.message = pack_name(pack, item->rule.message);
        item->rule.is_warning = pack_flag(pack, item->rule.is_warning);
        break;
    case ITEM_CONFIG:
        pack_config(pack, item);
        break;
    case ITEM_RECORD:
        pack_list(pack, &item->record.words, pack_record_word);
        pack_list(pack, &item->record.fields, pack_field);
        break;
    case ITEM_SCHEMA:
    case ITEM_INCLUDE:
    case ITEM_CONST:
    case ITEM_TARGET:
    case ITEM_TABLE:
    case ITEM_REQUIRE:
    case ITEM_ASSERT:
    case ITEM_VARIANT:
    case ITEM_REMOVE:
    case ITEM_TOOLS:
    case ITEM_RAW_DATA:
    case ITEM_FLASH:
    case ITEM_ALLOW:
    case ITEM_PARTITION:
    case ITEM_KIND_COUNT:
        pack->is_refused = true;
        break;
    }
}

static const struct syntax_item *pack_item(struct pack *pack, const struct syntax_item *node)
{
    struct syntax_item item = node ? *node : (struct syntax_item){0};
    enum item_kind kind = item.kind;
    item.kind = (enum item_kind)pack_number(pack, item.kind);
    item.kind = node ? kind : item.kind; // which says what follows
    item.span = pack_span(pack, item.span);
    item.name = pack_name(pack, item.name);
    item.value = pack_expression(pack, item.value);
    pack_body(pack, &item);
    return keep(pack, node, &item, sizeof item);
}

// Comments are packed because documentation comments of types and parameters are shown by editors.
static void pack_comments(struct pack *pack, struct syntax_file *file)
{
    size_t count = (size_t)pack_number(pack, file->comment_count);
    struct comment *read = pack->out ? NULL : arena_array(pack->arena, count, sizeof *read);
    for (size_t i = 0; pack->out && i < file->comment_count; i++) {
        pack_number(pack, file->comments[i].kind);
        pack_span(pack, file->comments[i].span);
    }
    for (size_t i = 0; read && i < count; i++) {
        read[i].kind = (enum comment_kind)read_number(pack);
        read[i].span = pack_span(pack, (struct span){0});
    }
    file->comments = read;
    file->comment_count = count;
}

bool syntax_pack(const struct syntax_file *file, struct buffer *bytes)
{
    struct syntax_file packed = *file;
    struct pack pack = {
        .out = bytes,
        .arena = bytes->arena,
        .start = file->source->start,
    };
    pack_list(&pack, &packed.items, pack_item);
    pack_comments(&pack, &packed);
    return !pack.is_refused;
}

// The bytes must be those of this very source: spans are offsets into it, and messages quote it.
const struct syntax_file *syntax_unpack(struct syntax *syntax, const struct source *source,
                                        const uint8_t *bytes)
{
    struct syntax_file *file = arena_new(syntax->arena, sizeof *file);
    struct pack pack = {
        .at = bytes,
        .arena = syntax->arena,
        .names = syntax->names,
        .start = source->start,
    };
    file->source = source;
    pack_list(&pack, &file->items, pack_item);
    pack_comments(&pack, file);
    list_append(syntax->arena, &syntax->files, file);
    return file;
}
