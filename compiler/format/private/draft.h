// A schema on its way to its canonical form: tokens, then rows of pieces, then text.
#ifndef FORMAT_DRAFT_H
#define FORMAT_DRAFT_H

#include "format.h"

enum { INDENT = 4, LINE_LIMIT = 100, LEVEL_LIMIT = 20, COLUMN_COUNT = 5 };

#define NO_TOKEN UINT32_MAX

/// What may be between a piece and the one before it.
enum glue {
    GLUE_NONE,   // nothing
    GLUE_SPACE,  // a space
    GLUE_BREAK,  // a space, or a new line where what follows does not fit
    GLUE_CLAUSE, // likewise, and first of all here
    GLUE_LINE,   // a new line
};

struct draft_token {
    struct span span;
    uint32_t line;    // from 0
    uint32_t comment; // the first of those between it and the token before it
    uint32_t pair;    // of a brace: the other one
    uint8_t column;   // that it starts in its row; 0: none
    bool is_bounded;  // `min` and `max` follow, for which the columns do not wait
    uint8_t glue;     // GLUE_BREAK and above: asked for
    bool starts_value;
};

enum row_kind {
    ROW_PLAIN, // its columns are nobody else's
    ROW_COMMENT,
    ROW_CLOSE, // of a block
    ROW_CONST,
    ROW_PARAMETER,
    ROW_FLAG,
    ROW_CONFIG,
    ROW_REQUIRE,
    ROW_CHIP,
    ROW_SETTING,
    ROW_SUBTYPE,
    ROW_FIELD,
    ROW_LINE,
    ROW_PARTITION,
    ROW_AMENDMENT, // a partition without a type
};

/// A token or comment in a row.
struct piece {
    struct span span;
    uint32_t width; // in characters; of a comment of several lines: that of the first
    uint8_t glue;
    uint8_t column;
    bool is_bounded; // as of the token
    bool is_comment;
    bool ends_line; // nothing may follow it on its line
    bool has_lines; // a comment of several lines
};

/// The columns of consecutive rows of one kind.
struct columns {
    uint32_t widths[COLUMN_COUNT];
};

/// An element of the schema, or what of it is before, or after, a block of several lines.
struct row {
    size_t first_piece;
    uint32_t piece_count;
    uint32_t behind_count; // comments after it: pieces that follow those
    uint32_t level;
    uint8_t kind;
    bool has_blank; // an empty line before it
    bool opens;     // ends with the brace of a block of several lines
    bool is_broken; // a comment ends a line in the midst of it
    uint32_t end;   // the column after its last piece
    struct columns *columns;
};

struct draft {
    struct arena *arena;
    const struct syntax_file *file;
    const char *bytes; // of the source; by offset among all sources
    struct draft_token *tokens;
    uint32_t count; // of tokens; one more follows them: the end of the file

    struct piece *pieces;
    size_t piece_count, piece_capacity;
    struct row *rows;
    size_t row_count, row_capacity;

    uint32_t level;
    uint32_t next;     // the first token after the last row
    uint32_t previous; // the token that was put last into this row; or NO_TOKEN
    bool previous_is_unary;
    uint32_t width;        // of this row so far, without columns
    uint32_t clause_width; // of it before the last clause that may be on a line of its own; or 0
    unsigned inline_depth; // blocks that are on this line; in them nothing begins another
    bool is_too_long;      // what is on this line does not fit
    uint32_t *moved;       // comments that go after this row instead of within it
    size_t moved_count, moved_capacity;
};

// tokens.c

/// Takes the tokens of a file; `;` that end nothing are left out.
void draft_init(struct draft *draft, struct arena *arena, const struct syntax_file *file);

/// The first token that does not begin before an offset.
uint32_t token_at(const struct draft *draft, uint32_t offset);

/// The last token that begins before an offset.
uint32_t token_before(const struct draft *draft, uint32_t offset);

/// Whether a token is just this text.
bool is_token(const struct draft *draft, uint32_t token, const char *text);

/// Marks where an expression begins; it may be null.
void mark_value(struct draft *draft, const struct expression *value);

bool is_line_comment(const struct comment *comment);

/// Of the comments before a token, the first that does not belong to the token before it. Within a
/// row, that is what is on another line; at its end, comments that are on the line of the
/// next element are not of the one before.
uint32_t comments_split(const struct draft *draft, uint32_t token, bool is_within);

/// How many line ends are right before a comment (an index of one before `token`), or before the
/// token itself (the index after the last).
size_t lines_before(const struct draft *draft, uint32_t token, uint32_t comment);

/// Whether a character is one that shows nothing, but ends no line.
bool is_space_byte(char c);

/// The end of a text without the spaces at its end.
const char *without_spaces(const char *start, const char *end);

/// The column after a space or tab.
uint32_t column_after(char space, uint32_t column);

/// The column of a place in its line of the source: a tab before the first text of the line reaches
/// to the next multiple of 8, any other character has one.
uint32_t column_of(const struct draft *draft, uint32_t offset);

// spacing.c

/// Whether a token that is to be put next is a sign before a value, not one between two.
bool is_unary(const struct draft *draft, uint32_t token);

/// What is before the token that is to be put next.
enum glue glue_before(const struct draft *draft, uint32_t token);

// rows.c

/// Begins a row with a token: the comments before it get rows of their own. Within a block on this
/// line the row goes on.
void draft_begin_row(struct draft *draft, enum row_kind kind, uint32_t token);

/// The rows of the comments before a token, from `comment` up to `end`.
void put_comments(struct draft *draft, uint32_t token, uint32_t comment, uint32_t end);

/// Appends tokens to the row, up to and with the last.
void put_tokens(struct draft *draft, uint32_t first, uint32_t last);

/// Puts comments after the row when it ends.
void move_comments(struct draft *draft, uint32_t comment, uint32_t end);

/// Ends the row, after its last token.
void draft_end_row(struct draft *draft, uint32_t last);

/// Appends a block. On this line, if it was written on one and has room; else in rows of its own.
/// `put_children` puts what is in it.
void put_block(struct draft *draft, uint32_t open,
               void (*put_children)(struct draft *draft, const void *node), const void *node);

/// Puts the `;` up to a token that are beside documentation, which would belong to something else
/// without them.
void put_strays(struct draft *draft, uint32_t token);

// items.c, clauses.c, blocks.c, lines.c

/// Marks where the expressions of a clause begin, and where it may be broken.
void mark_clause(struct draft *draft, const struct syntax_clause *clause);

/// A clause, up to its last token.
void put_clause(struct draft *draft, const struct syntax_clause *clause);

/// Clauses of a block in runs, which end where there is anything else.
void put_runs(struct draft *draft, const struct syntax_clause *const *clauses, size_t count);

/// What is in the block of a partition or subtype: a list of struct syntax_clause.
void put_clause_block(struct draft *draft, const void *node);

/// What is in a file, platform or variant: a list of struct syntax_item.
void put_items(struct draft *draft, const void *items);

/// A partition; of a table, or of a file that tables include.
void put_partition(struct draft *draft, const struct syntax_partition *partition);

/// What is in a table: a list of struct syntax_partition.
void put_partitions(struct draft *draft, const void *partitions);

/// What is in the block of a generator: a list of struct syntax_line.
void put_lines(struct draft *draft, const void *lines);

/// What is in a type: its item.
void put_type_body(struct draft *draft, const void *type);

/// The clauses of a table: a list of struct syntax_clause.
void put_table_clauses(struct draft *draft, const struct syntax_clauses *clauses);

/// Clauses in their canonical order; equal ones keep their order.
const struct syntax_clause **
clauses_sorted(struct arena *arena, const struct syntax_clause *const *clauses, size_t count);

// layout.c

/// Aligns the rows and appends them to a text.
void rows_write(struct draft *draft, struct buffer *text);

// format.c

/// Appends the canonical form of a file, and compares its tree with another that has the same
/// meaning.
enum format_result format_as(struct syntax *syntax, const struct syntax_file *file,
                             struct syntax *meant, const struct syntax_file *meaning,
                             struct buffer *text);

// shape.c

/// Appends all that a formatted text has in common with its source: what the tree says, with
/// clauses in their order, what documents what, and the comments.
void shape_append(struct syntax *syntax, const struct syntax_file *file, struct buffer *shape);

#endif
