// Secrets in messages: none is to show one, whatever part of the compiler wrote it.
#include "conceal.h"

#include "diagnostic.h"

#include <ctype.h>
#include <string.h>

enum { LONG = 4 }; // a text of so many bytes is a secret wherever it is found

struct secret {
    const char *text; // a NUL follows it
    size_t length;
    struct span span;
};

// The text of a hidden place, without quotes and spaces around it, and without the `;` that a
// place may end with: messages quote a value without them.
static struct secret read_secret(const struct sources *sources, const struct span *span)
{
    const char *text = sources_text(sources, *span);
    size_t length = strlen(text);
    while (length && strchr(" \t\";", text[length - 1])) {
        length--;
    }
    while (length && strchr(" \t\"", *text)) {
        text++;
        length--;
    }
    return (struct secret){arena_copy(sources->arena, text, length), length, *span};
}

// How much of a secret is at the start of a text: of a message that is cut off, its beginning.
static size_t match(const char *text, const struct secret *secret, size_t least)
{
    size_t length = 0;
    while (length < secret->length && text[length] == secret->text[length]) {
        length++;
    }
    return length < least ? 0 : length;
}

// Bytes of words, those of other characters than ASCII's among them: most of these are letters.
static bool is_of_word(char byte)
{
    return isalnum((unsigned char)byte) || byte == '_' || (unsigned char)byte >= 0x80;
}

// Whether a text is the middle of a word or number that only happens to have it: the `0000` of
// 0x10000. To hide it there would show it, as the source is quoted beneath.
static bool is_within_word(const char *start, const char *found, size_t length)
{
    return (found > start && is_of_word(found[-1]) && is_of_word(found[0])) ||
           (is_of_word(found[length - 1]) && is_of_word(found[length]));
}

// The first place in a text that shows at least so much; null: there is none. 0: all of it, as a
// word.
static const char *find(const char *start, const char *text, const struct secret *secret,
                        size_t least)
{
    const char *found = strchr(text, secret->text[0]);
    for (; found; found = strchr(found + 1, secret->text[0])) {
        size_t length = match(found, secret, least ? least : secret->length);
        if (length && (least || !is_within_word(start, found, length))) {
            return found;
        }
    }
    return NULL;
}

// A text without what it shows of a secret: at least so many bytes of its beginning; see find().
// Each place becomes `***` whatever its length, which would be a hint, too.
static const char *without(struct arena *arena, const char *text, const struct secret *secret,
                           size_t least)
{
    const char *start = text;
    const char *found = find(start, text, secret, least);
    struct buffer out;
    if (!found) {
        return text;
    }
    buffer_init(&out, arena);
    for (; found; found = find(start, text, secret, least)) {
        buffer_bytes(&out, text, (size_t)(found - text));
        buffer_text(&out, "***");
        text = found + match(found, secret, least ? least : secret->length);
    }
    buffer_text(&out, text);
    return out.bytes;
}

// Also where one ends and the other begins: what is reported after a value may quote it.
static bool touches(struct span span, const struct secret *secret)
{
    return span.start <= secret->span.end && secret->span.start <= span.end;
}

// What the scanner, the grammar and the evaluation say of a value quotes it in their own ways, or
// only its beginning; generators know which values are secrets.
static bool quotes_values(const struct diagnostic *diagnostic)
{
    return !code_get(diagnostic->code)->is_discreet;
}

// Takes one secret out of one diagnostic. At the secret itself nothing is left but the code's
// title, unless its generator is discreet.
static void conceal(struct arena *arena, struct diagnostic *diagnostic, const struct secret *secret)
{
    const char *title = code_get(diagnostic->code)->title;
    if (diagnostic->message == title || diagnostic->code == CODE_LATE_WORD) {
        return; // the latter quotes nothing but names
    }
    if (touches(diagnostic->span, secret) && quotes_values(diagnostic)) {
        diagnostic->message = title;
        diagnostic->notes = NULL;
        diagnostic->fixes = NULL;
        diagnostic->remedies = NULL;
        return;
    }
    bool is_near = touches(diagnostic->span, secret);
    for (const struct note *note = diagnostic->notes; note; note = note->next) {
        is_near |= touches(note->span, secret);
    }
    if (secret->length == 0 || (secret->length < LONG && !is_near)) {
        return;
    }
    // Beside a secret, its first characters give it away; elsewhere only all of it does.
    size_t least = !is_near ? 0 : secret->length > LONG ? LONG : secret->length;
    diagnostic->message = without(arena, diagnostic->message, secret, least);
    for (struct note *note = diagnostic->notes; note; note = note->next) {
        note->message = without(arena, note->message, secret, least);
    }
    for (struct fix *fix = diagnostic->fixes; fix; fix = fix->next) {
        fix->replacement = without(arena, fix->replacement, secret, least);
    }
}

// For quoted lines of data files, such as the rows of a CSV, of which many may have the same
// value: each copy is hidden, wherever it is. It has the length that it had, so that carets stay
// at their places.
void conceal_copies(const struct sources *sources, char *text)
{
    for_each (hidden, &sources->hidden) {
        if (!sources_find(sources, hidden->start)->is_data) {
            continue; // after a mistake in a schema, what is hidden may be words of the language
        }
        const struct secret secret = read_secret(sources, hidden);
        char *found = secret.length < LONG ? NULL : strstr(text, secret.text);
        for (; found; found = strstr(found + secret.length, secret.text)) {
            memset(found, '*', secret.length);
        }
    }
}

// Every secret is searched for in every diagnostic: at most three thousand are kept, and few are
// near a secret. Doing it twice changes nothing, so that it may be done whenever something is to
// be shown.
void diagnostics_conceal(struct diagnostics *diagnostics)
{
    for_each (hidden, &diagnostics->sources->hidden) {
        const struct secret secret = read_secret(diagnostics->sources, hidden);
        for_each (diagnostic, &diagnostics->kept) {
            conceal(diagnostics->arena, diagnostic, &secret);
        }
    }
}
