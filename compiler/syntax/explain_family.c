// Notes on an unexpected token in the names of a family, which people write in many ways.
#include "explain.h"

#include "text.h"

#include <ctype.h>
#include <string.h>

// The name without the number at its end.
static const char *prefix_of(const struct mistake *mistake, const char *name)
{
    size_t length = strlen(name);
    while (length && isdigit((unsigned char)name[length - 1])) {
        length--;
    }
    return arena_copy(mistake->parser->arena, name, length);
}

// Only names with a number at the end have a family; `nvs - x` is some other mistake.
static bool is_numbered(const char *name)
{
    size_t length = strlen(name);
    return length && isdigit((unsigned char)name[length - 1]);
}

// The token that is unexpected is either between the names (`ota_0-ota_3`, `ota_0 to ota_3`) or the
// last name (`ota_0 .. 3`). `head` is all between `partition` and the token; with an `=` in it the
// statement is not a partition's at all.
bool explain_family(const struct mistake *mistake)
{
    static const char *const marks[] = {"-", ".", "to", "..", ","};
    const struct parser *parser = mistake->parser;
    if (strcmp(mistake->statement, "partition") != 0 ||
        mistake->place.start < parser->statement.end) {
        return false;
    }
    const char *head = mistake_between(mistake, parser->statement.end, mistake->place.start);
    if (!head) {
        return false;
    }
    const char *first = mistake_run(mistake, head + strspn(head, " \t"), " \t.");
    const char *last =
        text_is_one_of(mistake->text, marks, 5)
            ? mistake_run(mistake, mistake->rest + strspn(mistake->rest, " \t"), " \t;,{}.")
        : text_is_one_of(mistake->previous, marks, 4) ? mistake->text
                                                      : "";
    bool is_cell = strcmp(mistake->text, ",") == 0 && // of a CSV
                   strncmp(first, last, strcspn(first, "0123456789")) != 0;
    bool is_marked =
        *last && (mistake_takes(mistake, "number") || strcmp(mistake->previous, "to") == 0 ||
                  strcmp(mistake->previous, "..") == 0);
    if (is_marked && !is_cell && is_numbered(first) && is_numbered(last) && !strchr(head, '=')) {
        bool is_number = isdigit((unsigned char)*last);
        add_note(mistake->diagnostic, (struct span){0}, "a family is written as `%s .. %s%s`",
                 first, is_number ? prefix_of(mistake, first) : "", last);
        return true;
    }
    if (strcmp(mistake->text, "[") == 0 && mistake_takes(mistake, "number")) {
        mistake_note(mistake, "write a family as its first and its last member: `ota_0 .. ota_3`");
        return true;
    }
    return false;
}
