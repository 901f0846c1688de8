// What the scanner and the grammar share while they read one file.
#ifndef SYNTAX_PARSER_H
#define SYNTAX_PARSER_H

#include "syntax.h"

struct type_body {
    struct syntax_clauses clauses;
    struct syntax_subtypes subtypes;
};

// `word ... [= value attribute ...]`
struct line_head {
    struct syntax_words words;
    const struct expression *value; // or null
    struct syntax_words attributes;
};

union semantic {
    struct syntax_name name;
    struct syntax_word word;
    struct syntax_type type;
    struct syntax_reference reference;
    struct syntax_removal removal;
    struct syntax_sector sector;
    struct line_head line_head;
    struct syntax_loop loop;
    struct syntax_range range;
    struct type_body body;
    struct syntax_items items;
    struct syntax_names names;
    struct syntax_references references;
    struct syntax_removals removals;
    struct syntax_settings settings;
    struct syntax_sectors sectors;
    struct syntax_clauses clauses;
    struct syntax_words words;
    struct syntax_partitions partitions;
    struct syntax_lines lines;
    struct syntax_fields fields;
    uint32_t count;
    const struct expression *expression;
    struct syntax_clause *clause;
    struct syntax_content *content;
    const struct syntax_line *line;
    const struct syntax_setting *setting;
    const struct syntax_field *field;
    const struct syntax_subtype *subtype;
    const struct syntax_partition *partition;
    struct syntax_item *item;
};

struct terms {
    struct term *items;
    size_t count;
    size_t capacity;
};

enum { LINE_TOKENS_LIMIT = 64 };

struct line_token {
    int token;
    union semantic value;
    struct span place;
};

// The tokens of the line that is being read.
struct line_tokens {
    struct line_token items[LINE_TOKENS_LIMIT];
    size_t count;       // more than the limit: not all were kept
    struct span before; // the token before them
};

struct block {
    struct span brace;
    size_t indentation; // of the line where its statement begins
};

struct blocks {
    struct block *items;
    size_t count, capacity;
};

// What is read after the last mistake.
struct recovery {
    struct span start; // of the statement that has it
    size_t next;       // of the tokens of the line that are read again
    size_t count;      // of them; 0: none are
    bool is_begun;     // it was noted
    bool is_cut;       // the line of the statement breaks off
    bool skips;        // the rest of the statement is left out
};

/// What may be a secret value, until it is known whether it is one: secret.c.
struct secrecy {
    struct span *tokens; // of the value, and of what may be one without an `=`
    size_t count, capacity;
    struct span statement; // its first token
    struct span assigned;  // its `=`; unknown before it
    size_t word_count;     // of it so far
    bool is_line;          // its first word is a name: a line of a block
    uint32_t start;        // of what is hidden once it is known to be secret; 0: nothing
    uint32_t value_end;    // where attributes begin after the value; 0: none do
    uint32_t carried;      // likewise, of a value before this statement; 0: none
    uint32_t line_end;     // of the line on which that one is
    size_t depth;          // of braces that a value opened: there is no such block
    uint32_t hidden_to;    // the end of a line that is hidden
    bool is_late;          // the second word may be `secret` at the wrong place, or a key's name
    bool in_block;         // it is in a block that something secret opened: there is no such block
    bool is_secret;        // it has the word `secret`, or one that was meant for it
    bool is_early;         // that was before its value
    bool is_over;          // `depends`: what follows is a condition
    bool is_odd;           // its first token is one that no statement begins with
    bool has_origin;       // a file, or a device, has the value
    bool expects_path;     // its last word is `file` or `each`
    bool follows_value;    // its last token may end a value
    const char *name;      // its second word, which a key's is; null: it has none yet
    size_t amending_depth; // of braces within `from {`, that one too; 0: outside of it
    bool follows_from;     // the last token is `from`
};

struct parser {
    struct syntax *syntax;
    struct arena *arena;
    struct syntax_file *file;
    const char *buffer; // what is scanned: a copy of the source
    uint32_t start;     // the place of its first byte
    void *scanner;
    struct line_token ahead; // was scanned and not taken yet
    bool has_ahead;

    struct terms terms; // of the expression that is being read
    struct comment *comments;
    size_t comment_count, comment_capacity;
    struct span *tokens;
    size_t token_count, token_capacity;
    struct span *braces; // that are open
    size_t brace_count, brace_capacity;

    struct span previous;   // the token before the last
    struct span last;       // the token that was read last
    struct span line_start; // the first token of its line
    bool previous_is_name;  // they are words
    bool last_is_name;
    struct span statement; // its first token
    struct span assigned;  // the `=` of the statement; unknown before it
    size_t word_count;     // of the statement so far
    size_t words_before;   // the same before the last token
    struct secrecy secrecy;
    uint32_t quoted_to; // the end of a line with a single quote, which was reported
    bool is_broken;     // something was left out: that what follows does not fit is no wonder
    bool is_quiet;      // a brace is missing: what follows is not to be judged
    bool keeps_tokens;
    struct span intact; // the token before the last mistake
    bool is_swallowed;  // the statement that is built next has tokens of the one after it
    struct line_tokens line;
    struct recovery recovery;

    bool follows_lines;        // braces do not match, so that indentation shows what is missing
    struct blocks blocks;      // that are open then
    struct line_token pending; // what follows a brace that was put in
    bool has_pending;
    uint32_t reported_at; // before this place, a missing brace was reported
    size_t region_start;  // the first damaged region of this file

    size_t tokens_met;
    struct span first;        // the first token of the file
    bool starts_with_edition; // that is `edition`
    bool is_stopped;          // the rest is of an edition that is not known
};

/// Parses a source without what it includes. `keeps_tokens`: for its text.
struct syntax_file *parser_run(struct syntax *syntax, const struct source *source,
                               bool keeps_tokens);

int parser_next(struct parser *parser, union semantic *value, struct span *place);
void parser_finish(struct parser *parser, struct syntax_items items);

/// Notes that up to here all is left out because of the last mistake.
void parser_lose(struct parser *parser, struct span span);

// From the scanner and the grammar.
bool scanner_start(struct parser *parser, char *bytes, size_t length, void **scanner);
void scanner_end(void *scanner);
int parser_scan(union semantic *value, struct span *place, void *scanner);

/// Calls `take` with every word that has a meaning somewhere, and its token.
void grammar_words(void *context, void (*take)(void *context, const char *word, int token));

#endif
