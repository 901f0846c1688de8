// A flash as a sorted list of pieces that do not overlap; what no piece covers is erased.
//
// Pieces are added in any order, and flash_close() sorts them and reports overlaps. From then on
// nothing changes, so that the bytes of any stretch can be copied without ever holding the whole
// flash in memory: a flash may have gigabytes, and most of them are erased.
#include "flash.h"

#include "text.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { ERASED = 0xff };

// NOR flash reads as ones once it is erased. A platform may describe another kind of memory: then
// its tables say what an unused row looks like, and so does the rest of the flash.
static uint8_t blank_of(const struct layout *layout)
{
    for_each (table, &layout->tables) {
        if (table->format) {
            return table->format->blank;
        }
    }
    return ERASED;
}

// A table owns its whole sector: what follows it there must be erased, or a reader may take it for
// rows.
static void add_table(struct flash *flash, const struct table *table)
{
    struct buffer bytes;
    buffer_init(&bytes, flash->arena);
    layout_encode_table(table, &bytes);
    flash_add(flash, (struct flash_piece){
                         .offset = table->offset,
                         .bytes = bytes.bytes,
                         .length = bytes.length,
                         .room = bytes.length > table->reserve ? bytes.length : table->reserve,
                         .name = arena_format(flash->arena, "table `%s`", table->name),
                         .table = table,
                         .span = table->span,
                     });
}

void flash_init(struct flash *flash, const struct layout *layout, const struct layout_flash *device)
{
    *flash = (struct flash){
        .layout = layout,
        .device = device,
        .blank = blank_of(layout),
        .arena = layout->arena,
    };
    for_each (table, &layout->tables) {
        if (table->format && table->flash == device && !table->is_absent) {
            add_table(flash, table);
        }
    }
}

// Empty pieces are left out, so that each piece covers at least one byte.
void flash_add(struct flash *flash, struct flash_piece piece)
{
    if (piece.length) {
        struct flash_piece *added = arena_new(flash->arena, sizeof *added);
        *added = piece;
        list_append(flash->arena, &flash->pieces, added);
    }
}

// The schema's own piece is known by its place in the schema.
void flash_replace_table(struct flash *flash, struct flash_piece piece)
{
    size_t count = 0;
    for_each (other, &flash->pieces) {
        if (other->table != piece.table || !span_is_known(other->span)) {
            flash->pieces.items[count++] = other;
        }
    }
    flash->pieces.count = count;
    piece.room = piece.table->reserve > piece.length ? piece.table->reserve : piece.length;
    flash_add(flash, piece);
}

// Of pieces at the same offset, the shorter one comes first, so that the order is always the same.
static int compare(const void *a, const void *b)
{
    const struct flash_piece *first = *(const struct flash_piece *const *)a;
    const struct flash_piece *second = *(const struct flash_piece *const *)b;
    if (first->offset != second->offset) {
        return first->offset < second->offset ? -1 : 1;
    }
    return (first->length > second->length) - (first->length < second->length);
}

// Of a piece that check_end() has refused it may wrap: only messages see that.
static uint64_t end_of(const struct flash_piece *piece)
{
    return piece->offset + piece->length;
}

static const char *shown(const struct flash *flash, const struct flash_piece *piece)
{
    return arena_format(flash->arena, "%s (%s to %s)", piece->name,
                        text_offset(flash->arena, piece->offset),
                        text_offset(flash->arena, end_of(piece)));
}

// The user gives files of the command line their places, and nothing else has compared those with
// the flash.
static void check_end(const struct flash *flash, const struct flash_piece *piece,
                      struct diagnostics *diagnostics)
{
    uint64_t end;
    if (!size_add(piece->offset, piece->length, &end) || end > flash->device->size) {
        report(diagnostics, CODE_FLASH_OVERLAP, piece->span,
               "%s has %s bytes at %s; the flash ends at %s", piece->name,
               text_number(flash->arena, number_of(piece->length)),
               text_offset(flash->arena, piece->offset),
               text_offset(flash->arena, flash->device->size));
    }
}

// Points to the piece that is in the schema, if only one of them is: the other one is a file of the
// command line, and has no line to point to.
static void report_overlap(const struct flash *flash, const struct flash_piece *lower,
                           const struct flash_piece *upper, struct diagnostics *diagnostics)
{
    bool is_upper = !span_is_known(upper->span) || span_is_known(lower->span);
    const struct flash_piece *wrong = is_upper ? upper : lower;
    const struct flash_piece *other = is_upper ? lower : upper;
    struct diagnostic *diagnostic =
        report(diagnostics, CODE_FLASH_OVERLAP, wrong->span, "%s overlaps %s", shown(flash, wrong),
               shown(flash, other));
    if (span_is_known(other->span)) {
        add_note(diagnostic, other->span, "%s is here", other->name);
    }
}

bool flash_close(struct flash *flash, struct diagnostics *diagnostics)
{
    size_t errors = diagnostics->errors;
    const struct flash_piece *last = NULL; // of those so far, the one that ends last
    flash->is_filled =
        arena_array(flash->arena, flash->layout->partitions.count, sizeof *flash->is_filled);
    if (flash->pieces.count > 1) {
        qsort(flash->pieces.items, flash->pieces.count, sizeof *flash->pieces.items, compare);
    }
    // Only the piece that ends last can overlap the next one: they are sorted by their starts.
    for_each (piece, &flash->pieces) {
        if (piece->partition) {
            flash->is_filled[piece->partition->index] = true;
        }
        check_end(flash, piece, diagnostics);
        if (diagnostics->errors == errors && last && piece->offset < end_of(last)) {
            report_overlap(flash, last, piece, diagnostics);
        }
        last = !last || end_of(piece) > end_of(last) ? piece : last;
    }
    return diagnostics->errors == errors;
}

// A second-level table and what is in it fill the partition that contains them.
bool flash_is_erased(const struct flash *flash, const struct partition *partition)
{
    return partition->table->flash == flash->device && !partition->is_absent && !partition->inner &&
           !layout_is_own_table(partition) && !flash->is_filled[partition->index];
}

bool flash_is_within(const struct partition *partition, uint64_t offset)
{
    return !partition ||
           (offset >= partition->offset && offset - partition->offset < partition->size);
}

// One secret piece makes the whole image secret, and its file is written as such.
bool flash_is_secret(const struct flash *flash)
{
    for_each (piece, &flash->pieces) {
        if (piece->is_secret) {
            return true;
        }
    }
    return false;
}

// `*next` is the first piece that may reach into what is asked for. Calls go upwards, so that a
// whole image takes one walk over the pieces, however small its records are.
void flash_copy(const struct flash *flash, size_t *next, uint64_t offset, size_t length, char *out)
{
    uint64_t end = offset + length;
    assert(end >= offset && *next <= flash->pieces.count);
    while (offset < end) {
        const struct flash_piece *piece =
            *next < flash->pieces.count ? flash->pieces.items[*next] : NULL;
        if (piece && end_of(piece) <= offset) {
            ++*next;
            continue;
        }
        bool is_within = piece && piece->offset <= offset;
        uint64_t stop = is_within ? end_of(piece) : piece ? piece->offset : end;
        size_t count = (size_t)((stop < end ? stop : end) - offset);
        if (is_within) {
            memcpy(out, piece->bytes + (offset - piece->offset), count);
        } else {
            memset(out, flash->blank, count);
        }
        out += count;
        offset += count;
    }
}
