// Which messages about meaning are certain though something was left out of the tree.
//
// A message is doubtful where it points at something with a mistake in it, at its place or in a
// note; where it misses a name that what was left out may have declared; and where it misses
// something at all. Doubtful messages are dropped: rather too little is said than something false.
#include "model.h"

#include <ctype.h>
#include <string.h>

enum doubt {
    DOUBT_OF_PLACES,
    DOUBT_OF_NAMES,
    DOUBT_OF_FIELDS,
    DOUBT_OF_REMOVALS,
    DOUBT_OF_FILES,
    DOUBT_OF_BLOCKS,
    DOUBT_OF_ALL,
    DOUBT_NOTHING
};

// By what a message depends on besides the places that it names.
static const enum doubt doubts[CODE_COUNT] = {
    [CODE_UNKNOWN_CHIP] = DOUBT_OF_NAMES,
    [CODE_UNKNOWN_PLATFORM] = DOUBT_OF_NAMES,
    [CODE_UNKNOWN_PARAMETER] = DOUBT_OF_NAMES,
    [CODE_UNKNOWN_TYPE] = DOUBT_OF_NAMES,
    [CODE_UNKNOWN_SUBTYPE] = DOUBT_OF_NAMES,
    [CODE_UNKNOWN_FLAG] = DOUBT_OF_NAMES,
    [CODE_UNKNOWN_PARTITION] = DOUBT_OF_NAMES,
    [CODE_UNKNOWN_TABLE] = DOUBT_OF_NAMES,
    [CODE_UNKNOWN_FLASH] = DOUBT_OF_NAMES,
    [CODE_UNKNOWN_VARIANT] = DOUBT_OF_NAMES,
    [CODE_UNKNOWN_NAME] = DOUBT_OF_NAMES,
    [CODE_UNKNOWN_MEMBER] = DOUBT_OF_NAMES,
    [CODE_UNKNOWN_SYMBOL] = DOUBT_OF_NAMES,
    [CODE_UNKNOWN_RECORD] = DOUBT_OF_NAMES,
    [CODE_UNKNOWN_FIELD_TYPE] = DOUBT_OF_NAMES,
    [CODE_UNKNOWN_COLUMN] = DOUBT_OF_NAMES,
    [CODE_UNDECLARED_SYMBOL] = DOUBT_OF_NAMES,
    [CODE_NEW_CONSTANT] = DOUBT_OF_NAMES,
    [CODE_EMPTY_TABLE] = DOUBT_OF_NAMES,
    [CODE_NOT_A_VALUE] = DOUBT_OF_NAMES,
    [CODE_REQUIRED_MISSING] = DOUBT_OF_NAMES,
    [CODE_BAD_HOST] = DOUBT_OF_NAMES,
    [CODE_AMBIGUOUS_NAME] = DOUBT_OF_NAMES,
    [CODE_UNKNOWN_FIELD] = DOUBT_OF_FIELDS,
    [CODE_BAD_CHECKSUM] = DOUBT_OF_FIELDS,
    [CODE_FAMILY_MEMBER] = DOUBT_OF_REMOVALS,
    [CODE_DUPLICATE_NAME] = DOUBT_OF_REMOVALS,
    [CODE_INPUT_FAILED] = DOUBT_OF_FILES,
    [CODE_INPUT_ASTRAY] = DOUBT_OF_FILES,
    [CODE_NO_INPUT] = DOUBT_OF_FILES,
    [CODE_FOLDER_PROBLEM] = DOUBT_OF_FILES,
    [CODE_PROGRAM_NOT_STARTED] = DOUBT_OF_FILES,
    [CODE_NVS_KEYS] = DOUBT_OF_FILES,
    [CODE_MISPLACED_ITEM] = DOUBT_OF_BLOCKS,
    [CODE_UNUSED_ABSTRACT] = DOUBT_OF_ALL,
    [CODE_WITHDRAWS_NOTHING] = DOUBT_OF_ALL,
    [CODE_BAD_AMENDMENT] = DOUBT_OF_ALL,
    [CODE_UNKNOWN_LINE] = DOUBT_OF_ALL,
    [CODE_NOTHING_REQUIRED] = DOUBT_OF_ALL,
    [CODE_UNKNOWN_RULE] = DOUBT_OF_ALL,
    [CODE_NO_SCHEMA] = DOUBT_OF_ALL,
    [CODE_NO_TARGET] = DOUBT_OF_ALL,
    [CODE_FLASH_INCOMPLETE] = DOUBT_OF_ALL,
    [CODE_PLATFORM_INCOMPLETE] = DOUBT_OF_ALL,
    [CODE_CLOSE_NAME] = DOUBT_OF_ALL,
    [CODE_NO_VALUE] = DOUBT_OF_ALL,
    [CODE_UNUSED_ALLOW] = DOUBT_OF_ALL,
};

static enum doubt doubt_of(enum code code)
{
    bool is_of_meaning = code >= CODE_NO_SCHEMA; // what is before it is about spelling
    return doubts[code] != DOUBT_OF_PLACES ? doubts[code]
           : is_of_meaning                 ? DOUBT_OF_PLACES
                                           : DOUBT_NOTHING;
}

// Mistakes in content only touch messages about content.
static bool touches(const struct damage *damage, enum code code, struct span span)
{
    bool is_of_content = code >= CODE_NO_CONTENT && code < CODE_CANNOT_READ;
    for (size_t i = 0; i < damage->regions.count; i++) {
        const struct damaged *region = damage->regions.items[i];
        if (region->span.start < span.end && span.start < region->span.end &&
            (is_of_content || !region->is_of_content)) {
            return true;
        }
    }
    return false;
}

// Notes count: "it was first declared here" is doubtful if that line is.
static bool points_at_damage(const struct damage *damage, const struct diagnostic *diagnostic)
{
    bool does = touches(damage, diagnostic->code, diagnostic->span);
    for (const struct note *note = diagnostic->notes; note && !does; note = note->next) {
        does = touches(damage, diagnostic->code, note->span);
    }
    return does;
}

// Each word at the place of a message is a name, and so is what is in quotes.
static bool misses_lost_name(const struct syntax *syntax, struct span span)
{
    const char *text = sources_text(syntax->sources, span);
    bool may = false;
    while (*text && !may) {
        bool is_quoted = *text == '"';
        size_t length = 0;
        text += is_quoted;
        while (is_quoted ? text[length] && text[length] != '"'
                         : isalnum((unsigned char)text[length]) || text[length] == '_') {
            length++;
        }
        const char *name = length ? names_find(syntax->names, text, length) : NULL;
        may = name && damage_may_declare(&syntax->damage, name);
        text += length;
        text += *text && (is_quoted || length == 0);
    }
    return may;
}

// Where files are is said by `raw_data` and `tools`.
static bool misses_directory(const struct damage *damage)
{
    return damage_misses(damage, "raw_data") || damage_misses(damage, "tools");
}

// The block that an item is in may have been meant for something else.
static bool misses_block(const struct damage *damage)
{
    return damage->has_lost_braces || damage_misses(damage, "table") ||
           damage_misses(damage, "variant");
}

// What the platform requires: the rules of layouts and of contents, and its own names.
static bool is_of_platform(enum code code)
{
    static const bool names[CODE_COUNT] = {
        [CODE_UNKNOWN_CHIP] = true,   [CODE_UNKNOWN_PARAMETER] = true,
        [CODE_UNKNOWN_TYPE] = true,   [CODE_UNKNOWN_SUBTYPE] = true,
        [CODE_UNKNOWN_FLAG] = true,   [CODE_UNKNOWN_MEMBER] = true,
        [CODE_UNKNOWN_RECORD] = true, [CODE_UNKNOWN_KIND] = true,
        [CODE_NO_SIZE] = true,        [CODE_TYPE_DEMANDS] = true,
    };
    return names[code] || (code >= CODE_OUT_OF_BOUNDS && code < CODE_CANNOT_READ);
}

// Any one of the reasons is enough.
static bool is_doubtful(const struct syntax *syntax, const struct diagnostic *diagnostic)
{
    enum doubt doubt = doubt_of(diagnostic->code);
    return doubt != DOUBT_NOTHING &&
           (doubt == DOUBT_OF_ALL ||
            (syntax->damage.has_lost_platform && is_of_platform(diagnostic->code)) ||
            points_at_damage(&syntax->damage, diagnostic) ||
            (doubt == DOUBT_OF_FIELDS && syntax->damage.has_lost_fields) ||
            (doubt == DOUBT_OF_REMOVALS && damage_misses(&syntax->damage, "remove")) ||
            (doubt == DOUBT_OF_BLOCKS && misses_block(&syntax->damage)) ||
            (doubt == DOUBT_OF_FILES && misses_directory(&syntax->damage)) ||
            (doubt == DOUBT_OF_NAMES && misses_lost_name(syntax, diagnostic->span)));
}

// The counts of errors and warnings go down with what is dropped.
void model_drop_doubtful(const struct syntax *syntax, size_t first)
{
    struct diagnostics *diagnostics = syntax->diagnostics;
    size_t count = first;
    if (!damage_is_any(&syntax->damage)) {
        return;
    }
    for (size_t i = first; i < diagnostics->kept.count; i++) {
        struct diagnostic *diagnostic = diagnostics->kept.items[i];
        if (is_doubtful(syntax, diagnostic)) {
            diagnostics_uncount(diagnostics, diagnostic->severity);
        } else {
            diagnostics->kept.items[count++] = diagnostic;
        }
    }
    diagnostics->kept.count = count;
}
