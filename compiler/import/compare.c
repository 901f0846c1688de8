// The proof: what was read, compared with what the layout that was made of it gives.
//
// The schema is compiled as any other, and its binary table, or NVS image, must be the bytes that
// the files stand for. One difference is allowed: rows in another order, since schemac writes them
// by offset, and a CSV or a table may have them in any. The second half moves diagnostics from the
// text of the schema to the rows it was made of (struct import_piece says which part came from
// where).
#include "image.h"
#include "importer.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

// Pieces are in the order of the text.
const struct import_piece *import_find_piece(const struct imported *imported, size_t offset)
{
    size_t low = 0;
    size_t high = imported->pieces.count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct import_piece *piece = imported->pieces.items[middle];
        if (offset < piece->start) {
            high = middle;
        } else if (offset >= piece->end) {
            low = middle + 1;
        } else {
            return piece;
        }
    }
    return NULL;
}

// Of what came from no row: the first row. Unknown for binary tables, whose rows have no place.
static struct span first_row(const struct imported *imported)
{
    for_each (piece, &imported->pieces) {
        if (span_is_known(piece->span)) {
            return piece->span;
        }
    }
    return (struct span){0};
}

static struct span moved(const struct imported *imported, const struct source *text, bool is_hidden,
                         struct span span)
{
    bool is_inside = text && span_is_known(span) && span.start >= text->start &&
                     span.start <= text->start + text->length;
    if (!is_inside) {
        return span;
    }
    const struct import_piece *piece = import_find_piece(imported, span.start - text->start);
    if (piece && span_is_known(piece->span)) {
        return piece->span;
    }
    return is_hidden ? first_row(imported) : span;
}

// What is about all rows is shown where its first note shows one.
static struct span place_of_note(const struct diagnostic *diagnostic)
{
    const struct note *note = diagnostic->notes;
    while (note && !span_is_known(note->span)) {
        note = note->next;
    }
    return note ? note->span : (struct span){0};
}

// Fix-its are dropped with the move, because they would change a text that the user does not have.
void import_move_reports(const struct imported *imported, const struct source *text, bool is_hidden,
                         struct diagnostics *diagnostics)
{
    for (size_t i = 0; i < diagnostics->kept.count; i++) {
        struct diagnostic *diagnostic = diagnostics->kept.items[i];
        struct span before = diagnostic->span;
        diagnostic->span = moved(imported, text, is_hidden, before);
        for (struct note *note = diagnostic->notes; note; note = note->next) {
            note->span = moved(imported, text, is_hidden, note->span);
        }
        if (diagnostic->span.start != before.start) {
            diagnostic->fixes = NULL; // they change the text, which is not there
        }
        if (!span_is_known(diagnostic->span)) {
            diagnostic->span = place_of_note(diagnostic);
        }
    }
}

static void say_bytes(struct buffer *text, const char *what, const struct buffer *bytes,
                      size_t start, size_t length)
{
    buffer_format(text, "    %s", what);
    for (size_t i = start; i < start + length && i < bytes->length; i++) {
        buffer_format(text, "%s%02x", (i - start) % 4 ? "" : " ", (unsigned char)bytes->bytes[i]);
    }
    buffer_text(text, start < bytes->length ? "\n" : " nothing\n");
}

struct placed_row {
    uint64_t offset;
    size_t index;
};

static int compare_places(const void *a, const void *b)
{
    const struct placed_row *first = a;
    const struct placed_row *second = b;
    if (first->offset != second->offset) {
        return first->offset < second->offset ? -1 : 1;
    }
    return (first->index > second->index) - (first->index < second->index);
}

// Whether the rows alone, in the order of their offsets, are those that the schema gives: a CSV may
// have the rows that its tool places anywhere, and a binary table any.
static bool is_reordered(struct arena *arena, const struct imported_table *imported,
                         const struct buffer *made, size_t size)
{
    size_t count = imported->rows.count;
    if (count < 2 || made->length != imported->bytes.length || count > made->length / size) {
        return false;
    }
    struct placed_row *rows = arena_array(arena, count, sizeof *rows);
    for (size_t i = 0; i < count; i++) {
        rows[i] = (struct placed_row){imported->rows.items[i]->offset, i};
    }
    qsort(rows, count, sizeof *rows, compare_places);
    for (size_t i = 0; i < count; i++) {
        if (memcmp(imported->bytes.bytes + rows[i].index * size, made->bytes + i * size, size) !=
            0) {
            return false;
        }
    }
    return true;
}

// Row by row, what differs.
static bool compare_rows(const struct imported_table *imported, const struct buffer *made,
                         size_t size, struct buffer *text)
{
    const struct buffer *read = &imported->bytes;
    size_t length = read->length > made->length ? read->length : made->length;
    bool is_same = true;
    for (size_t at = 0; size && at < length; at += size) {
        bool is_there = at + size <= read->length && at + size <= made->length;
        if (is_there && memcmp(read->bytes + at, made->bytes + at, size) == 0) {
            continue;
        }
        size_t row = at / size;
        const struct import_row *from =
            row < imported->rows.count ? imported->rows.items[row] : NULL;
        buffer_format(text, "%s: row %zu%s%s differs\n", imported->path, row + 1,
                      from ? " " : " (the checksum)", from ? from->label : "");
        say_bytes(text, "imported", read, at, size);
        say_bytes(text, "schema  ", made, at, size);
        is_same = false;
    }
    return is_same;
}

// `is_told`: that all is the same is said, too.
static bool compare_table(const struct imported_table *imported, const struct table *table,
                          bool is_told, struct buffer *text)
{
    struct buffer made;
    buffer_init(&made, text->arena);
    layout_encode_rows(table, &made);
    const struct buffer *read = &imported->bytes;
    size_t size = (size_t)table->format->row->size;
    bool is_same = made.length == read->length &&
                   (made.length == 0 || memcmp(made.bytes, read->bytes, made.length) == 0);
    bool is_moved = !is_same && is_reordered(text->arena, imported, &made, size);
    if (!is_same && !is_moved) {
        return compare_rows(imported, &made, size, text);
    }
    if (is_told || is_moved) {
        buffer_format(text, "%s: %s, %zu bytes of %zu row%s%s\n", imported->path,
                      is_moved ? "identical except for the order" : "identical", read->length,
                      imported->rows.count, imported->rows.count == 1 ? "" : "s",
                      is_moved                  ? ", which here follows their offsets"
                      : table->format->checksum ? " and their checksum"
                                                : "");
    }
    return true;
}

// A partition without a place, or with a name that is too long, was reported; its row would only
// repeat that.
static bool is_encodable(const struct table *table)
{
    const struct field *label = record_find(table->format->row, "label");
    for_each (partition, &table->partitions) {
        if (!partition->is_placed || (label && strlen(partition->label) > label->count) ||
            (partition->offset | partition->size) > UINT32_MAX) {
            return false;
        }
    }
    return true;
}

// The image that the schema gives against that of the CSV.
static bool compare_image(struct sources *sources, const struct imported *imported,
                          const struct images *images, struct buffer *text)
{
    struct diagnostics diagnostics;
    struct buffer image;
    diagnostics_init(&diagnostics, text->arena, sources);
    buffer_init(&image, text->arena);
    const struct image_settings settings = {0};
    const struct image_request request = {
        .images = images,
        .partition = images->layout->partitions.items[0],
        .settings = &settings,
        .diagnostics = &diagnostics,
        .sources = sources,
        .arena = text->arena,
    };
    bool is_same = image_make(&request, &image) && image.length == imported->image.length &&
                   memcmp(image.bytes, imported->image.bytes, image.length) == 0;
    buffer_format(text, "%s: %s, an image of %zu bytes\n", imported->keys->path,
                  is_same ? "identical" : "different", imported->image.length);
    return is_same;
}

// A table that could not be placed is said not to be compared: its mistakes are told elsewhere, and
// silence would look like a proof.
bool import_compare(struct sources *sources, const struct imported *imported,
                    const struct images *images, struct buffer *text)
{
    bool is_same = true;
    if (imported->summary) {
        buffer_text(text, images ? imported->summary : "");
        return true;
    }
    if (imported->keys) {
        return !images || compare_image(sources, imported, images, text);
    }
    const struct layout *layout = images ? images->layout : imported->layout;
    for (size_t i = 0; layout && i < imported->tables.count; i++) {
        const struct imported_table *from = imported->tables.items[i];
        const struct table *table = layout_find_table(layout, from->name);
        if (!table || !table->format || !is_encodable(table)) {
            buffer_format(text, "%s: not compared\n", from->path);
            continue;
        }
        is_same &= compare_table(from, table, true, text);
    }
    return is_same;
}

bool import_compare_variant(const struct imported_variant *variant, const struct layout *layout,
                            struct buffer *text)
{
    bool is_same = layout && layout->tables.count == variant->tables.count;
    for (size_t i = 0; layout && i < variant->tables.count; i++) {
        const struct imported_table *from = variant->tables.items[i];
        const struct table *table = layout_find_table(layout, from->name);
        is_same &= table && table->format && is_encodable(table) &&
                   compare_table(from, table, false, text);
    }
    if (!is_same) {
        buffer_format(text, "variant %s: different\n", variant->name);
    }
    return is_same;
}
