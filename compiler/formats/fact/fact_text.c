// Facts for people: a line each, those within others further to the right.
//
// Of the remarks of one kind in one image (a partition's, or the whole file) only the first are
// shown. They are counted before, so that the last that is shown is followed by how many more
// there are.
#include "fact.h"

#include "text.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>

enum { STEP = 2, BYTES_SHOWN = 32 };

static void append_bytes(const struct fact *fact, struct buffer *out)
{
    for (size_t i = 0; i < fact->length && i < BYTES_SHOWN; i++) {
        buffer_format(out, "%s%02x", i ? " " : "", fact->bytes[i]);
    }
    if (fact->length > BYTES_SHOWN) {
        buffer_format(out, " ... (%zu bytes)", fact->length);
    }
}

static void append_value(const struct fact *fact, struct buffer *out)
{
    switch (fact->kind) {
    case FACT_TEXT:
        fact_shown(out, fact->text, fact->length);
        break;
    case FACT_OFFSET:
        buffer_text(out, text_offset(out->arena, fact->number.magnitude));
        break;
    case FACT_SIZE:
        buffer_text(out, text_size(out->arena, fact->number.magnitude));
        break;
    case FACT_FLAG:
        buffer_text(out, fact->number.magnitude ? "yes" : "no");
        break;
    case FACT_BYTES:
        append_bytes(fact, out);
        break;
    case FACT_NUMBER:
        buffer_text(out, text_number(out->arena, fact->number));
        break;
    case FACT_GROUP:
    case FACT_LIST:
        assert(false); // they are shown by what they have
    }
}

struct kind {
    const char *name; // as remarks have it
    size_t total, shown;
};

struct kind_list LIST(struct kind);

struct text {
    struct buffer *out;
    size_t limit;           // 0: none
    struct kind_list kinds; // in the image that is being written
};

static struct kind *find_kind(struct text *text, const char *name)
{
    for_each (kind, &text->kinds) {
        if (kind->name == name) {
            return (struct kind *)kind;
        }
    }
    struct kind *kind = arena_new(text->out->arena, sizeof *kind);
    kind->name = name;
    list_append(text->out->arena, &text->kinds, kind);
    return kind;
}

static bool is_image(const struct fact *fact)
{
    return fact->name && strcmp(fact->name, "content") == 0;
}

// Counts what is shown of one image.
static void count_remarks(struct text *text, const struct fact *fact)
{
    for_each (remark, &fact->remarks) {
        find_kind(text, remark->kind)->total++;
    }
    for_each (child, &fact->children) {
        if (!child->is_quiet && !is_image(child)) {
            count_remarks(text, child);
        }
    }
}

// Whether a remark is shown. One more than the limit takes no more room than to say so.
static bool takes_turn(struct text *text, const struct remark *remark, size_t *more)
{
    struct kind *kind = find_kind(text, remark->kind);
    bool is_cut = text->limit > 0 && kind->total > text->limit + 1;
    kind->shown++;
    *more = is_cut && kind->shown == text->limit ? kind->total - text->limit : 0;
    return !is_cut || kind->shown <= text->limit;
}

static void append_remarks(struct text *text, const struct fact *fact, size_t indent)
{
    struct buffer *out = text->out;
    for_each (remark, &fact->remarks) {
        size_t more;
        if (!takes_turn(text, remark, &more)) {
            continue;
        }
        buffer_fill(out, ' ', indent);
        buffer_format(out, "%s at 0x%" PRIx64 ": ", remark->is_damage ? "damaged" : "note",
                      remark->offset);
        fact_shown(out, remark->text, strlen(remark->text));
        buffer_byte(out, '\n');
        if (more) {
            buffer_fill(out, ' ', indent);
            buffer_format(out, "... and %zu more like this (--all shows them)\n", more);
        }
    }
}

static void append_fact(struct text *text, const struct fact *fact, size_t indent, bool is_told)
{
    struct buffer *out = text->out;
    bool is_plain = fact->kind != FACT_GROUP && fact->kind != FACT_LIST;
    if (fact->is_quiet || (is_plain && is_told)) {
        return;
    }
    if (is_plain) {
        buffer_fill(out, ' ', indent);
        buffer_format(out, "%s: ", fact->name);
        append_value(fact, out);
        buffer_byte(out, '\n');
    } else if (fact->line) {
        buffer_fill(out, ' ', indent);
        fact_shown(out, fact->line, strlen(fact->line));
        buffer_byte(out, '\n');
        indent += STEP;
    }
    append_remarks(text, fact, indent);
    for_each (child, &fact->children) {
        struct kind_list kinds = text->kinds;
        if (is_image(child)) {
            text->kinds = (struct kind_list){0};
            count_remarks(text, child);
        }
        append_fact(text, child, indent, fact->line != NULL);
        text->kinds = is_image(child) ? kinds : text->kinds;
    }
}

void fact_render_text(const struct fact *root, size_t limit, struct buffer *out)
{
    struct text text = {.out = out, .limit = limit};
    count_remarks(&text, root);
    append_fact(&text, root, 0, false);
}
