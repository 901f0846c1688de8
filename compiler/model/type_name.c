// Names of types and subtypes, of which some are numbered.
//
// The members of a numbered family share the text before their number: `ota_0` to `ota_15` are one
// subtype, whose numbers and names count up together.
#include "builder.h"

#include <ctype.h>
#include <inttypes.h>
#include <string.h>

// Up to nine digits, so that neither the number nor a sum of two overflows. A leading zero would
// give one member two names.
bool type_split_number(const char *name, size_t *prefix, uint64_t *number)
{
    size_t length = strlen(name);
    *prefix = length;
    while (*prefix > 0 && isdigit((unsigned char)name[*prefix - 1])) {
        --*prefix;
    }
    *number = 0;
    size_t digits = length - *prefix;
    for (size_t i = *prefix; i < length; i++) {
        *number = *number * 10 + (uint64_t)(name[i] - '0');
    }
    return digits > 0 && digits < 10 && *prefix > 0 && (digits == 1 || name[*prefix] != '0');
}

bool type_is_of_platform(const struct type *type)
{
    return type->is_native || type->gives_way;
}

const char *model_subtype_name(struct arena *arena, const struct subtype *subtype, uint64_t number)
{
    if (!subtype->is_family) {
        return subtype->name;
    }
    return arena_format(arena, "%s%" PRIu64, subtype->name, subtype->first + number - subtype->low);
}

// Without making the names of all members: the number is computed from the text.
bool subtype_has_name(const struct subtype *subtype, const char *name, uint64_t *number)
{
    *number = subtype->low;
    if (!subtype->is_family) {
        return subtype->name && subtype->name == name;
    }
    size_t prefix;
    uint64_t suffix;
    if (!type_split_number(name, &prefix, &suffix) || suffix < subtype->first ||
        suffix - subtype->first > subtype->high - subtype->low) {
        return false;
    }
    *number += suffix - subtype->first;
    return prefix == strlen(subtype->name) && strncmp(name, subtype->name, prefix) == 0;
}
