// The words of one line of a lock, from left to right.
//
// A cursor has one state of failure: after the first mistake, which is reported, every function
// returns something harmless ("" or 0) and reports nothing. So those who read lines need not check
// after each word; they look at is_bad once, at the end.
#include "lock_cursor.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

const struct lock_word *cursor_peek(const struct lock_cursor *cursor)
{
    const struct lock_word_list *words = &cursor->line->words;
    return cursor->next < words->count ? words->items[cursor->next] : NULL;
}

void cursor_expected(struct lock_cursor *cursor, const char *what)
{
    const struct lock_word *word = cursor_peek(cursor);
    if (cursor->is_bad) {
        return;
    }
    cursor->is_bad = true;
    if (word) {
        report(cursor->diagnostics, CODE_LOCK_LINE, word->span, "expected %s, not `%s`", what,
               word->text);
    } else {
        report(cursor->diagnostics, CODE_LOCK_LINE, span_behind(cursor->line->span),
               "%s is missing", what);
    }
}

// Says what is wrong with the line as a whole.
void cursor_fail(struct lock_cursor *cursor, const char *what)
{
    if (!cursor->is_bad) {
        cursor->is_bad = true;
        report(cursor->diagnostics, CODE_LOCK_LINE, cursor->line->span, "%s", what);
    }
}

bool lock_word_is(const struct lock_word *word, const char *text)
{
    return word && !word->is_quoted && strcmp(word->text, text) == 0;
}

// Takes a word if it comes next.
bool cursor_accept(struct lock_cursor *cursor, const char *text)
{
    bool is_next = !cursor->is_bad && lock_word_is(cursor_peek(cursor), text);
    cursor->next += is_next;
    return is_next;
}

void cursor_take_keyword(struct lock_cursor *cursor, const char *text)
{
    if (!cursor_accept(cursor, text)) {
        cursor_expected(cursor, arena_format(cursor->arena, "`%s`", text));
    }
}

const char *cursor_take_name(struct lock_cursor *cursor)
{
    const struct lock_word *word = cursor_peek(cursor);
    if (cursor->is_bad || !word || (!word->is_quoted && strcmp(word->text, "-") == 0)) {
        cursor_expected(cursor, "a name");
        return "";
    }
    cursor->next++;
    return word->text;
}

// A name, or null for `-`.
const char *cursor_take_optional_name(struct lock_cursor *cursor)
{
    return cursor_accept(cursor, "-") ? NULL : cursor_take_name(cursor);
}

uint64_t cursor_take_number(struct lock_cursor *cursor)
{
    const struct lock_word *word = cursor_peek(cursor);
    const char *text = word ? word->text : "";
    char *end = NULL;
    errno = 0;
    uint64_t value = strtoull(text, &end, 0);
    if (cursor->is_bad || !isdigit((unsigned char)*text) || *end || errno) {
        cursor_expected(cursor, "a number");
        return 0;
    }
    cursor->next++;
    return value;
}

bool cursor_has_number(const struct lock_cursor *cursor)
{
    const struct lock_word_list *words = &cursor->line->words;
    const struct lock_word *word =
        cursor->next + 1 < words->count ? words->items[cursor->next + 1] : NULL;
    return word && isdigit((unsigned char)*word->text);
}

// Only a plain word in lower case can be a mark, so that a number or a name in the wrong place is
// still a mistake.
bool cursor_skip_mark(struct lock_cursor *cursor)
{
    bool skips_marks = cursor->number > 1;
    const struct lock_word *word = skips_marks && !cursor->is_bad ? cursor_peek(cursor) : NULL;
    if (!word || word->is_quoted || !islower((unsigned char)*word->text)) {
        return false;
    }
    cursor->skipped = cursor->skipped ? cursor->skipped : word;
    cursor->next++;
    return true;
}

void cursor_take_end(struct lock_cursor *cursor)
{
    while (cursor_skip_mark(cursor)) {
    }
    if (!cursor->is_bad && cursor_peek(cursor)) {
        cursor_expected(cursor, "the end of the line");
    }
}
