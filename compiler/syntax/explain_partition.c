// Notes on an unexpected token in a partition: rows of a CSV, types without a subtype, numbers
// without their word.
#include "explain.h"

#include "text.h"

#include <ctype.h>
#include <string.h>

// The cells of a row that follow its subtype, as clauses: Offset, Size, Flags, in the order of
// ESP-IDF's partitions.csv. `cells` begins with a comma; empty cells are left out.
static const char *places_of(const struct mistake *mistake, const char *cells)
{
    static const char *const words[] = {"at", "size"};
    struct buffer text;
    buffer_init(&text, mistake->parser->arena);
    buffer_text(&text, "");
    for (size_t i = 0; i < 3 && *cells == ','; i++) {
        const char *cell = mistake_run(mistake, cells + 1, ",;{}#");
        if (*cell && i < 2) {
            buffer_format(&text, " %s %s", words[i], cell);
        } else if (*cell) {
            buffer_format(&text, " %s", cell); // flags
        }
        cells += 1 + strcspn(cells + 1, ",;{}#\n");
    }
    return text.bytes;
}

// A whole row, `nvs, data, nvs, 0x9000, 24K`: `at` is what follows the name. The row is written as
// a partition with the user's own cells, if type and subtype are there.
static void explain_row(const struct mistake *mistake, const char *name, const char *at)
{
    const char *cells[2];
    for (size_t i = 0; i < 2; i++) {
        cells[i] = *at == ',' ? mistake_run(mistake, at + 1, ",;{}#") : "";
        at += *at == ',' ? 1 + strcspn(at + 1, ",;{}#\n") : 0;
    }
    if (*cells[0] && *cells[1]) {
        add_note(mistake->diagnostic, (struct span){0}, "write `partition %s %s.%s%s;`", name,
                 cells[0], cells[1], places_of(mistake, at));
    } else {
        mistake_note(mistake,
                     "write a line of a CSV as `partition NAME TYPE.SUBTYPE at OFFSET size SIZE;`");
    }
}

// `nvs data.nvs size 24K`: the word that begins a partition is missing.
static void explain_missing_word(const struct mistake *mistake)
{
    const char *type = mistake_run(mistake, mistake->rest, ";,{}#");
    type = mistake_run(mistake, type, " \t");
    if (mistake_takes(mistake, "partition") && text_is_word(mistake->text) && text_is_word(type) &&
        strchr(type, '.')) {
        add_note(mistake->diagnostic, (struct span){0}, "write `partition %s %s ...`",
                 mistake->text, type);
    }
}

// A row may be pasted as it is (its first cell is unexpected), or with `partition` before it; then
// the comma after the name or after a clause is what is unexpected.
static void explain_csv(const struct mistake *mistake)
{
    if (mistake_takes(mistake, "partition") && *mistake->rest == ',') {
        explain_row(mistake, mistake->text, mistake->rest);
        return;
    }
    if (strcmp(mistake->statement, "partition") != 0 || strcmp(mistake->text, ",") != 0) {
        return;
    }
    const char *next = mistake->rest + strspn(mistake->rest, " \t");
    if (mistake_takes(mistake, "name") && mistake_takes(mistake, "number")) {
        explain_row(mistake, mistake->previous,
                    parser_bytes(mistake->parser, mistake->place.start));
        return;
    }
    if (mistake_is_clause(mistake) && isdigit((unsigned char)*next)) {
        const char *comma = parser_bytes(mistake->parser, mistake->place.start);
        add_note(mistake->diagnostic, (struct span){0}, "write `%s`",
                 places_of(mistake, comma) + 1);
    } else if (mistake_is_clause(mistake)) {
        mistake_note(mistake,
                     "there are no commas between the clauses of a partition: leave it out");
    } else if (!(mistake->count == 1 && mistake_takes(mistake, "."))) {
        mistake_note(mistake,
                     "write a line of a CSV as `partition NAME TYPE.SUBTYPE at OFFSET size SIZE;`");
    }
}

// The type that a subtype belongs to, of those that people write without it; null: it is none.
static const char *type_of(const char *subtype)
{
    static const char *const data[] = {"nvs",      "phy",    "coredump", "nvs_keys",
                                       "efuse",    "spiffs", "fat",      "littlefs",
                                       "esphttpd", "ota",    "undefined"};
    static const char *const apps[] = {"factory", "test"};
    bool is_app = text_is_one_of(subtype, apps, 2) || strncmp(subtype, "ota_", 4) == 0;
    return is_app ? "app" : text_is_one_of(subtype, data, 11) ? "data" : NULL;
}

// A type without its subtype, or the other way round: `data nvs`, `data,nvs`, `fs spiffs`. All that
// can follow a type without a dot is the dot, so that is how the place is known.
static void explain_type(const struct mistake *mistake)
{
    static const char *const types[] = {"app", "data", "bootloader", "partition_table"};
    if (mistake->count != 1 || !mistake_takes(mistake, ".")) {
        return;
    }
    struct span previous = mistake->parser->previous;
    const char *name = strcmp(mistake->text, ",") == 0
                           ? mistake_run(mistake, mistake->rest, " \t,;{}#")
                           : mistake->text;
    if (text_is_one_of(mistake->previous, types, 4) && isalpha((unsigned char)*name) &&
        (type_of(name) || strcmp(mistake->text, ",") == 0)) {
        add_note(mistake->diagnostic, previous,
                 "a type and its subtype are written as one word: `%s.%s`", mistake->previous,
                 name);
    } else if (type_of(mistake->previous)) {
        add_note(mistake->diagnostic, previous, "the type is missing: write `%s.%s`",
                 type_of(mistake->previous), mistake->previous);
    } else if (type_of(name)) {
        add_note(mistake->diagnostic, previous, "`%s` is a subtype of `%s`: write `%s.%s`", name,
                 type_of(name), type_of(name), name);
    } else {
        add_note(mistake->diagnostic, previous,
                 "a type is written with its subtype, as in `data.nvs`");
    }
}

// `partition nvs size 24K data.nvs`
static void explain_late_type(const struct mistake *mistake)
{
    const struct parser *parser = mistake->parser;
    if (!mistake_is_clause(mistake) || *mistake->rest != '.' ||
        !isalpha((unsigned char)*mistake->text) || strcmp(mistake->statement, "partition") != 0) {
        return;
    }
    const char *type = mistake_run(mistake, parser_bytes(parser, mistake->place.start), " \t;,{}");
    const char *before = mistake_between(mistake, parser->statement.end, mistake->place.start);
    before = before ? before + strspn(before, " \t") : "NAME ...";
    size_t name = strcspn(before, " \t");
    add_note(mistake->diagnostic, (struct span){0},
             "the type comes right after the name: `partition %.*s %s%s;`", (int)name, before, type,
             before + name);
}

// `partition nvs data.nvs 24K`
static void explain_bare_number(const struct mistake *mistake)
{
    const char *text = mistake->text;
    if (strcmp(mistake->statement, "partition") != 0 || !mistake_is_clause(mistake) ||
        !isdigit((unsigned char)*text)) {
        return;
    }
    bool is_hexadecimal = text[0] == '0' && (text[1] == 'x' || text[1] == 'X');
    add_note(mistake->diagnostic, (struct span){0},
             is_hexadecimal ? "write `at %s` for an offset, `size %s` for a size"
                            : "write `size %s`",
             text, text);
}

void explain_partition(const struct mistake *mistake)
{
    if (explain_family(mistake)) {
        return;
    }
    explain_missing_word(mistake);
    explain_csv(mistake);
    explain_type(mistake);
    explain_late_type(mistake);
    explain_bare_number(mistake);
}
