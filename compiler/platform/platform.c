// Looking up what a platform calls by a name or number. Lists are short, and are searched in order.
#include "platform.h"

#include "record.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>

const struct platform_parameter *platform_find_parameter(const struct platform *platform,
                                                         const char *name)
{
    for_each (parameter, &platform->parameters) {
        if (strcmp(parameter->name, name) == 0) {
            return parameter;
        }
    }
    return NULL;
}

// Whoever asks for a number of a platform treats 0 as "not said", so that a platform without the
// parameter needs no case of its own.
uint64_t platform_parameter(const struct platform *platform, const char *name)
{
    const struct platform_parameter *parameter = platform_find_parameter(platform, name);
    return parameter && !parameter->value.negative ? parameter->value.magnitude : 0;
}

const struct platform_flag *platform_find_flag(const struct platform *platform, const char *name)
{
    for_each (flag, &platform->flags) {
        if (strcmp(flag->name, name) == 0) {
            return flag;
        }
    }
    return NULL;
}

const struct record *platform_find_record(const struct platform *platform, const char *name)
{
    for_each (record, &platform->records) {
        if (strcmp(record->name, name) == 0) {
            return record;
        }
    }
    return NULL;
}

// A named type goes before a range, such as the one for types of an application's own.
const struct platform_type *platform_find_type(const struct platform *platform, uint64_t number)
{
    const struct platform_type *found = NULL;
    for_each (type, &platform->types) {
        if (number >= type->low && number <= type->high && (type->name || !found)) {
            found = type;
        }
    }
    return found;
}

// As above: a range of reserved numbers counts only if no subtype has a name for it.
const struct platform_subtype *platform_find_subtype(const struct platform_type *type,
                                                     uint64_t number)
{
    const struct platform_subtype *found = NULL;
    for_each (subtype, &type->subtypes) {
        if (number >= subtype->low && number <= subtype->high && (subtype->name || !found)) {
            found = subtype;
        }
    }
    return found;
}

const char *platform_subtype_name(struct arena *arena, const struct platform_subtype *subtype,
                                  uint64_t number)
{
    assert(number >= subtype->low && number <= subtype->high);
    if (!subtype->is_family) {
        return subtype->name;
    }
    return arena_format(arena, "%s%" PRIu64, subtype->name, subtype->first + number - subtype->low);
}

// What names say most comes first: those of subtypes before ranges, and of these the schema's own.
enum { PASSES = 4 };

static bool is_of_pass(const struct platform_type *type, const struct platform_subtype *subtype,
                       unsigned pass)
{
    bool is_named = pass < PASSES / 2;
    bool is_native = pass % 2 == 1;
    return (subtype->name != NULL) == is_named &&
           (type->is_native && subtype->is_native) == is_native;
}

// The way back from numbers to what a schema would say, for imports and dumps; `is_native` leaves
// out names that only the schema knows.
const char *platform_type_text(struct arena *arena, const struct platform *platform, uint64_t type,
                               uint64_t subtype, bool is_native)
{
    const char *name = NULL;
    for (unsigned pass = 0; pass < PASSES; pass++) {
        for_each (owner, &platform->types) {
            bool is_owner = owner->name && type >= owner->low && type <= owner->high &&
                            (owner->is_native || !is_native);
            for_each (one, &owner->subtypes) {
                if (!is_owner || !is_of_pass(owner, one, pass) ||
                    (is_native && one->name && !one->is_native)) {
                    continue;
                }
                name = owner->name;
                if (one->name && subtype >= one->low && subtype <= one->high) {
                    return arena_format(arena, "%s.%s", name,
                                        platform_subtype_name(arena, one, subtype));
                }
            }
        }
    }
    return name ? arena_format(arena, "%s.0x%" PRIx64, name, subtype)
                : arena_format(arena, "0x%" PRIx64 ".0x%" PRIx64, type, subtype);
}
