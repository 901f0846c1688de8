// The schema's text in its canonical form, as `schemac fmt` would write it.
//
// Formatting changes spaces alone, so that both texts can be walked side by side, and the pieces,
// which are offsets in the old text, become offsets in the new one.
#include "format.h"
#include "importer.h"

#include <assert.h>
#include <ctype.h>

// Two texts that differ in their spaces alone, up to which both were walked.
struct piece_walk {
    const struct buffer *from, *to;
    size_t at_from, at_to;
};

static bool is_blank_at(const struct buffer *text, size_t at)
{
    return at < text->length && isspace((unsigned char)text->bytes[at]);
}

static void skip_blanks(const struct buffer *text, size_t *at)
{
    while (is_blank_at(text, *at)) {
        ++*at;
    }
}

static void walk_to(struct piece_walk *walk, size_t target)
{
    while (walk->at_from < target && walk->at_to < walk->to->length) {
        if (is_blank_at(walk->from, walk->at_from)) {
            walk->at_from++;
        } else {
            skip_blanks(walk->to, &walk->at_to);
            walk->at_from++;
            walk->at_to++;
        }
    }
}

static void move_pieces(const struct import_piece_list *pieces, const struct buffer *from,
                        const struct buffer *to)
{
    struct piece_walk walk = {.from = from, .to = to};
    for_each (piece, pieces) {
        walk_to(&walk, piece->start);
        skip_blanks(to, &walk.at_to);
        piece->start = walk.at_to;
        walk_to(&walk, piece->end);
        piece->end = walk.at_to;
        assert(piece->start <= piece->end && piece->end <= to->length);
    }
}

void schema_format(struct importer *importer)
{
    struct imported *imported = importer->imported;
    struct buffer text;
    buffer_init(&text, importer->arena);
    if (format_text(importer->arena, imported->text.bytes, imported->text.length, &text) ==
        FORMAT_DONE) {
        move_pieces(&imported->pieces, &imported->text, &text);
        imported->text = text;
    }
}
