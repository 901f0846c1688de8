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
static enum doubt doubt_of(enum code code)
{
    switch (code) {
    case CODE_UNKNOWN_CHIP:
    case CODE_UNKNOWN_PLATFORM:
    case CODE_UNKNOWN_PARAMETER:
    case CODE_UNKNOWN_TYPE:
    case CODE_UNKNOWN_SUBTYPE:
    case CODE_UNKNOWN_FLAG:
    case CODE_UNKNOWN_PARTITION:
    case CODE_UNKNOWN_TABLE:
    case CODE_UNKNOWN_FLASH:
    case CODE_UNKNOWN_VARIANT:
    case CODE_UNKNOWN_NAME:
    case CODE_UNKNOWN_MEMBER:
    case CODE_UNKNOWN_SYMBOL:
    case CODE_UNKNOWN_RECORD:
    case CODE_UNKNOWN_FIELD_TYPE:
    case CODE_UNKNOWN_COLUMN:
    case CODE_UNDECLARED_SYMBOL:
    case CODE_NEW_CONSTANT:
    case CODE_EMPTY_TABLE:
    case CODE_NOT_A_VALUE:
    case CODE_REQUIRED_MISSING:
    case CODE_BAD_HOST:
    case CODE_AMBIGUOUS_NAME:
        return DOUBT_OF_NAMES;
    case CODE_UNKNOWN_FIELD:
    case CODE_BAD_CHECKSUM:
        return DOUBT_OF_FIELDS;
    case CODE_FAMILY_MEMBER:
    case CODE_DUPLICATE_NAME:
        return DOUBT_OF_REMOVALS;
    case CODE_INPUT_FAILED:
    case CODE_INPUT_ASTRAY:
    case CODE_NO_INPUT:
    case CODE_FOLDER_PROBLEM:
    case CODE_PROGRAM_NOT_STARTED:
    case CODE_NVS_KEYS:
        return DOUBT_OF_FILES;
    case CODE_MISPLACED_ITEM:
        return DOUBT_OF_BLOCKS;
    case CODE_UNUSED_ABSTRACT:
    case CODE_WITHDRAWS_NOTHING:
    case CODE_BAD_AMENDMENT:
    case CODE_UNKNOWN_LINE:
    case CODE_NOTHING_REQUIRED:
    case CODE_UNKNOWN_RULE:
    case CODE_NO_SCHEMA:
    case CODE_NO_TARGET:
    case CODE_FLASH_INCOMPLETE:
    case CODE_PLATFORM_INCOMPLETE:
    case CODE_CLOSE_NAME:
    case CODE_NO_VALUE:
    case CODE_UNUSED_ALLOW:
        return DOUBT_OF_ALL;
    default:
        return code < CODE_NO_SCHEMA ? DOUBT_NOTHING : DOUBT_OF_PLACES;
    }
}

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
static bool misses_folder(const struct damage *damage)
{
    return damage_misses(damage, "raw_data") || damage_misses(damage, "tools");
}

// The block that an item is in may have been meant for something else.
static bool misses_block(const struct damage *damage)
{
    return damage->has_lost_braces || damage_misses(damage, "table") ||
           damage_misses(damage, "variant");
}

// What the platform demands: the rules of layouts and of contents, and its own names.
static bool is_of_platform(enum code code)
{
    switch (code) {
    case CODE_UNKNOWN_CHIP:
    case CODE_UNKNOWN_PARAMETER:
    case CODE_UNKNOWN_TYPE:
    case CODE_UNKNOWN_SUBTYPE:
    case CODE_UNKNOWN_FLAG:
    case CODE_UNKNOWN_MEMBER:
    case CODE_UNKNOWN_RECORD:
    case CODE_UNKNOWN_KIND:
    case CODE_NO_SIZE:
    case CODE_TYPE_DEMANDS:
        return true;
    default:
        return code >= CODE_OUT_OF_BOUNDS && code < CODE_CANNOT_READ;
    }
}

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
            (doubt == DOUBT_OF_FILES && misses_folder(&syntax->damage)) ||
            (doubt == DOUBT_OF_NAMES && misses_lost_name(syntax, diagnostic->span)));
}

void model_drop_doubtful(const struct syntax *syntax, size_t first)
{
    struct diagnostics *diagnostics = syntax->diagnostics;
    size_t count = first;
    if (!damage_is_any(&syntax->damage)) {
        return;
    }
    for (size_t i = first; i < diagnostics->kept.count; i++) {
        const struct diagnostic *diagnostic = diagnostics->kept.items[i];
        if (is_doubtful(syntax, diagnostic)) {
            diagnostics_uncount(diagnostics, diagnostic->severity);
        } else {
            diagnostics->kept.items[count++] = diagnostic;
        }
    }
    diagnostics->kept.count = count;
}
