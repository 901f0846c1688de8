// What decoders found, as a tree of facts: each has a name and a value for programs, a line for
// people, and remarks with the offset that they are about. Both outputs are made of the same tree,
// so neither knows less than the other.
#include "fact.h"

#include "shown.h"
#include "text.h"

#include <stdio.h>
#include <string.h>

struct fact *fact_new(struct arena *arena)
{
    return arena_new(arena, sizeof(struct fact));
}

// Children keep the order in which they were found, which is the order of the output.
static struct fact *add(struct arena *arena, struct fact *parent, const char *name,
                        enum fact_kind kind)
{
    struct fact *fact = fact_new(arena);
    fact->name = name;
    fact->kind = kind;
    list_append(arena, &parent->children, fact);
    return fact;
}

struct fact *fact_group(struct arena *arena, struct fact *parent, const char *name)
{
    return add(arena, parent, name, FACT_GROUP);
}

struct fact *fact_list(struct arena *arena, struct fact *parent, const char *name)
{
    return add(arena, parent, name, FACT_LIST);
}

struct fact *fact_item(struct arena *arena, struct fact *list)
{
    return add(arena, list, NULL, FACT_GROUP);
}

// For a tree that was made apart: the contents of a partition below its row.
void fact_attach(struct arena *arena, struct fact *parent, const char *name, struct fact *fact)
{
    fact->name = name;
    list_append(arena, &parent->children, fact);
}

struct fact *fact_characters(struct arena *arena, struct fact *parent, const char *name,
                             const char *text, size_t length)
{
    struct fact *fact = add(arena, parent, name, FACT_TEXT);
    fact->text = text;
    fact->length = length;
    return fact;
}

struct fact *fact_text(struct arena *arena, struct fact *parent, const char *name, const char *text)
{
    return fact_characters(arena, parent, name, text, strlen(text));
}

struct fact *fact_number(struct arena *arena, struct fact *parent, const char *name,
                         struct number number)
{
    struct fact *fact = add(arena, parent, name, FACT_NUMBER);
    fact->number = number;
    return fact;
}

struct fact *fact_count(struct arena *arena, struct fact *parent, const char *name, uint64_t count)
{
    return fact_number(arena, parent, name, number_of(count));
}

struct fact *fact_offset(struct arena *arena, struct fact *parent, const char *name,
                         uint64_t offset)
{
    struct fact *fact = fact_count(arena, parent, name, offset);
    fact->kind = FACT_OFFSET;
    return fact;
}

struct fact *fact_size(struct arena *arena, struct fact *parent, const char *name, uint64_t size)
{
    struct fact *fact = fact_count(arena, parent, name, size);
    fact->kind = FACT_SIZE;
    return fact;
}

struct fact *fact_flag(struct arena *arena, struct fact *parent, const char *name, bool is_so)
{
    struct fact *fact = fact_count(arena, parent, name, is_so);
    fact->kind = FACT_FLAG;
    return fact;
}

struct fact *fact_bytes(struct arena *arena, struct fact *parent, const char *name,
                        const void *bytes, size_t length)
{
    struct fact *fact = add(arena, parent, name, FACT_BYTES);
    fact->bytes = bytes;
    fact->length = length;
    return fact;
}

// The line for people. A later one replaces it, once more is known.
void fact_say(struct arena *arena, struct fact *fact, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fact->line = arena_format_list(arena, format, arguments);
    va_end(arguments);
}

// They stand in the order of their places.
static void add_remark(struct arena *arena, struct fact *fact, bool is_damage, uint64_t offset,
                       const char *kind, const char *text)
{
    struct remark *remark = arena_new(arena, sizeof *remark);
    *remark = (struct remark){is_damage, kind, offset, text};
    list_append(arena, &fact->remarks, remark);
    size_t at = fact->remarks.count - 1;
    for (; at > 0; at--) {
        const struct remark *before = fact->remarks.items[at - 1];
        if (before->offset <= offset) {
            break;
        }
        fact->remarks.items[at] = before;
    }
    fact->remarks.items[at] = remark;
}

// The format itself is the remark's kind: remarks of one kind differ in their values only, and
// only the first of them are shown.
void fact_damage(struct arena *arena, struct fact *fact, uint64_t offset, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    add_remark(arena, fact, true, offset, format, arena_format_list(arena, format, arguments));
    va_end(arguments);
}

void fact_remark(struct arena *arena, struct fact *fact, uint64_t offset, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    add_remark(arena, fact, false, offset, format, arena_format_list(arena, format, arguments));
    va_end(arguments);
}

// `*first` is the one with the lowest offset in the file, wherever it is in the tree.
size_t fact_damages(const struct fact *fact, const struct remark **first)
{
    const struct remark *none = NULL;
    const struct remark **place = first ? first : &none;
    size_t count = 0;
    for_each (remark, &fact->remarks) {
        count += remark->is_damage;
        bool is_first = remark->is_damage && (!*place || remark->offset < (*place)->offset);
        *place = is_first ? remark : *place;
    }
    for_each (child, &fact->children) {
        count += fact_damages(child, place);
    }
    return count;
}

// Appends text that came from an image, so that it does nothing to a terminal: control characters,
// and characters that reorder or hide others, are written as bytes.
void fact_shown(struct buffer *out, const char *text, size_t length)
{
    const char *end = text + length;
    while (text < end) {
        size_t count = text_character(text, end);
        bool is_unsafe = count > 1 && shown_is_unsafe(text, count);
        bool is_control = (unsigned char)*text < 0x20 || *text == 0x7f || *text == '\\';
        if (count == 0 || is_control || is_unsafe) {
            buffer_format(out, "\\x%02x", (unsigned char)*text);
            count = 1;
        } else {
            buffer_bytes(out, text, count);
        }
        text += count;
    }
}
