// From rows to text: columns, lines that are too long, comments after rows.
//
// Rows go through here three times: their columns are found, then each is measured, as comments
// after several rows begin in one column, and at last they are written. Measuring is writing
// without a text, so that the two cannot differ.
#include "draft.h"
#include "text.h"

#include <string.h>

enum {
    CLAUSE_LIMIT = 24, // cells of clauses that are longer, and of others, are no matter for the
    CELL_LIMIT = 60,   // columns: they just take their room
    BEHIND_LIMIT = 80, // rows that reach further are no matter for the column of comments
    BEHIND_GAP = 2,
};

// Where text is written; or only measured, without a text.
struct pen {
    const struct draft *draft;
    struct buffer *text; // or null
    uint32_t column;
};

static void write_spaces(struct pen *pen, uint32_t count)
{
    if (pen->text) {
        buffer_fill(pen->text, ' ', count);
    }
    pen->column += count;
}

// Nothing is written after a line end but an indentation, so that no line ends with spaces.
static void write_line(struct pen *pen, uint32_t indent)
{
    if (pen->text) {
        buffer_byte(pen->text, '\n');
    }
    pen->column = 0;
    write_spaces(pen, indent);
}

// A comment of several lines moves as a whole, by as many columns as its first line; its lines keep
// their text.
static void write_lines(struct pen *pen, const struct piece *piece)
{
    const char *at = pen->draft->bytes + piece->span.start;
    const char *end = pen->draft->bytes + piece->span.end;
    uint32_t from = column_of(pen->draft, piece->span.start);
    uint32_t to = pen->column;
    for (bool is_first = true; at < end; is_first = false) {
        const char *line_end = memchr(at, '\n', (size_t)(end - at));
        const char *next = line_end ? line_end + 1 : end;
        const char *stop = line_end ? line_end : end;
        uint32_t column = 0;
        while (!is_first && at < stop && is_space_byte(*at)) {
            column = column_after(*at++, column);
        }
        stop = without_spaces(at, stop);
        if (!is_first) {
            uint32_t indent = column + to > from ? column + to - from : 0;
            write_line(pen, at < stop ? indent : 0);
        }
        if (pen->text) {
            buffer_bytes(pen->text, at, (size_t)(stop - at));
        }
        pen->column += (uint32_t)text_characters(at, (size_t)(stop - at));
        at = next;
    }
}

static void write_piece(struct pen *pen, const struct piece *piece)
{
    if (piece->has_lines) {
        write_lines(pen, piece);
        return;
    }
    const char *start = pen->draft->bytes + piece->span.start;
    const char *end = pen->draft->bytes + piece->span.end;
    end = piece->is_comment ? without_spaces(start, end) : end;
    if (pen->text) {
        buffer_bytes(pen->text, start, (size_t)(end - start));
    }
    pen->column += piece->width;
}

static const struct piece *pieces_of(const struct draft *draft, const struct row *row)
{
    return draft->pieces + row->first_piece;
}

// Deeper blocks are not indented further: the text would grow with the square of their depth.
static uint32_t indent_of(const struct row *row)
{
    return INDENT * (row->level < LEVEL_LIMIT ? row->level : LEVEL_LIMIT);
}

// The width of the pieces from the first up to where a line may be broken, as far as that matters.
static uint32_t width_up_to(const struct piece *pieces, size_t first, size_t count, enum glue glue)
{
    uint32_t width = pieces[first].width;
    for (size_t i = first + 1; i < count && width <= LINE_LIMIT; i++) {
        if (pieces[i].glue >= glue || pieces[i - 1].ends_line) {
            break;
        }
        width += pieces[i].width + (pieces[i].glue != GLUE_NONE);
    }
    return width;
}

// How many spaces are before a piece, if it stays on the line. A column without any cells takes no
// room.
static uint32_t spaces_before(const struct pen *pen, const struct row *row,
                              const struct piece *piece, bool is_aligned)
{
    uint32_t start = indent_of(row);
    if (piece->glue == GLUE_NONE) {
        return 0;
    }
    if (!is_aligned || !piece->column || !row->columns) {
        return 1;
    }
    for (size_t i = 0; i < piece->column; i++) {
        start += row->columns->widths[i] + (row->columns->widths[i] != 0);
    }
    return start > pen->column + 1 ? start - pen->column : 1;
}

// How many spaces are before a piece. The last column of partitions is not aligned if the rest of
// the row only fits into the line without.
static uint32_t fitting_spaces(const struct pen *pen, const struct row *row, size_t index,
                               bool is_aligned)
{
    const struct piece *pieces = pieces_of(pen->draft, row);
    uint32_t spaces = spaces_before(pen, row, &pieces[index], is_aligned);
    if (spaces > 1 && pieces[index].column == COLUMN_COUNT - 1) {
        uint32_t rest = width_up_to(pieces, index, row->piece_count, GLUE_LINE);
        bool fits_only_so =
            pen->column + spaces + rest > LINE_LIMIT && pen->column + 1 + rest <= LINE_LIMIT;
        spaces = fits_only_so ? 1 : spaces;
    }
    return spaces;
}

// Writes a row without the comments after it. A piece goes to a new line if it, and all up to the
// next place of its rank, do not fit; from there on columns mean nothing.
static void write_row(struct pen *pen, const struct row *row)
{
    const struct piece *pieces = pieces_of(pen->draft, row);
    uint32_t further = indent_of(row) + (row->opens ? 2 * INDENT : INDENT);
    bool is_aligned = !row->is_broken;
    write_spaces(pen, indent_of(row));
    for (size_t i = 0; i < row->piece_count; i++) {
        const struct piece *piece = &pieces[i];
        uint32_t spaces = i ? fitting_spaces(pen, row, i, is_aligned) : 0;
        bool is_full = piece->glue >= GLUE_BREAK &&
                       pen->column + spaces +
                               width_up_to(pieces, i, row->piece_count,
                                           piece->glue == GLUE_BREAK ? GLUE_BREAK : GLUE_CLAUSE) >
                           LINE_LIMIT;
        if (i && (pieces[i - 1].ends_line || piece->glue == GLUE_LINE || is_full)) {
            write_line(pen, further);
            is_aligned = false;
        } else {
            write_spaces(pen, spaces);
        }
        write_piece(pen, piece);
    }
}

// Writes the comments after a row, from this column on, one below the other.
static void write_behind(struct pen *pen, const struct row *row, uint32_t column)
{
    const struct piece *pieces = pieces_of(pen->draft, row) + row->piece_count;
    for (size_t i = 0; i < row->behind_count; i++) {
        if (i == 0) {
            column = column > pen->column + BEHIND_GAP ? column : pen->column + BEHIND_GAP;
            write_spaces(pen, column - pen->column);
        } else if (pieces[i - 1].ends_line) {
            write_line(pen, column);
        } else {
            write_spaces(pen, 1);
        }
        write_piece(pen, &pieces[i]);
    }
}

// Widens the columns by a row's cells; the last of a row does not count, as nothing follows it.
static void widen(struct columns *columns, const struct draft *draft, const struct row *row)
{
    const struct piece *pieces = pieces_of(draft, row);
    size_t column = 0;
    uint32_t width = 0;
    bool is_bounded = false;
    if (row->is_broken) {
        return;
    }
    for (size_t i = 0; i < row->piece_count; i++) {
        if (pieces[i].column) {
            bool is_clause = row->kind == ROW_PARTITION && column > 1;
            if (!is_bounded && width <= (is_clause ? CLAUSE_LIMIT : CELL_LIMIT) &&
                width > columns->widths[column]) {
                columns->widths[column] = width;
            }
            column = pieces[i].column;
            is_bounded = pieces[i].is_bounded;
            width = 0;
        }
        width += pieces[i].width + (width != 0 && pieces[i].glue != GLUE_NONE);
    }
}

// Rows of one kind in a block share their columns, as long as no empty line separates them, and
// nothing else but comments. Blocks of several lines separate all but partitions.
static void find_columns(struct draft *draft)
{
    struct level {
        uint8_t kind;
        struct columns *columns;
    };
    struct level *levels = NULL;
    size_t capacity = 0;
    uint32_t depth = 0; // the level of the row before
    for (size_t i = 0; i < draft->row_count; i++) {
        struct row *row = &draft->rows[i];
        if (row->level >= capacity) {
            levels = arena_grow(draft->arena, levels, &capacity, sizeof *levels);
        }
        struct level *level = &levels[row->level];
        if (i == 0 || row->level > depth || row->has_blank) {
            level->kind = ROW_PLAIN;
        }
        depth = row->level;
        if (row->kind == ROW_COMMENT || row->kind == ROW_CLOSE) {
            continue;
        }
        if (row->kind == ROW_PLAIN || level->kind != row->kind) {
            level->kind = row->kind;
            level->columns = arena_new(draft->arena, sizeof *level->columns);
        }
        row->columns = level->columns;
        widen(row->columns, draft, row);
    }
}

// The column where a row ends, which is only known once its columns are.
static void measure(const struct draft *draft, struct row *row)
{
    struct pen pen = {.draft = draft};
    write_row(&pen, row);
    row->end = pen.column;
}

// Whether a row's comments begin in one column with those of the row before it.
static bool joins(const struct row *row)
{
    return !row->has_blank && row->level == row[-1].level && row->kind != ROW_COMMENT &&
           row[-1].kind != ROW_COMMENT && row->kind != ROW_CLOSE && row[-1].kind != ROW_CLOSE;
}

// Whether the comments after a row are aligned with those of others.
static bool has_column(const struct row *row)
{
    return !row->opens && !row->is_broken && row->end <= BEHIND_LIMIT;
}

// The column of the comments after some rows, of which `first` is the first; `*end` is one past the
// last. Each row is measured once.
static uint32_t find_behind(struct draft *draft, size_t first, size_t *end)
{
    uint32_t column = 0;
    size_t i = first;
    do {
        struct row *row = &draft->rows[i];
        measure(draft, row);
        if (row->behind_count && has_column(row) && row->end > column) {
            column = row->end;
        }
        i++;
    } while (i < draft->row_count && joins(&draft->rows[i]));
    *end = i;
    return column + BEHIND_GAP;
}

void rows_write(struct draft *draft, struct buffer *text)
{
    struct pen pen = {.draft = draft, .text = text};
    uint32_t column = 0;
    size_t end = 0;
    find_columns(draft);
    for (size_t i = 0; i < draft->row_count; i++) {
        const struct row *row = &draft->rows[i];
        if (i == end) {
            column = find_behind(draft, i, &end);
        }
        if (row->has_blank && i && !row[-1].opens) {
            write_line(&pen, 0);
        }
        write_row(&pen, row);
        write_behind(&pen, row, has_column(row) ? column : 0);
        write_line(&pen, 0);
    }
}
