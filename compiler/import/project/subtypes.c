// Subtypes that a project has beside those of its SDK: EXTRA_PARTITION_SUBTYPES of ESP-IDF's build,
// or --extra-partition-subtypes of gen_esp32part.py, each `TYPE, NAME, NUMBER`. The number has 16
// for its base, with 0x or without, as that tool reads it.
#include "cmake_read.h"
#include "importer.h"
#include "project.h"

#include <ctype.h>
#include <inttypes.h>
#include <string.h>

enum { FIELD_COUNT = 3, LARGEST = 0xfe };

static bool is_name(const char *text)
{
    bool is_good = isalpha((unsigned char)*text) || *text == '_';
    for (; *text; text++) {
        is_good &= isalnum((unsigned char)*text) || *text == '_';
    }
    return is_good;
}

static void split(struct arena *arena, const char *text, const char *fields[FIELD_COUNT])
{
    for (size_t i = 0; i < FIELD_COUNT; i++) {
        size_t length = i + 1 < FIELD_COUNT ? strcspn(text, ",") : strlen(text);
        fields[i] = text_trimmed(arena, arena_copy(arena, text, length));
        text += length + (text[length] == ',');
    }
}

static bool refuse(struct importer *importer, const char *text, const char *from, const char *why)
{
    report(importer->diagnostics, CODE_IMPORT_KEYWORD, (struct span){0}, "`%s` (%s): %s", text,
           from, why);
    return false;
}

// The name that a number has already; null if it has none.
static const char *known_name(struct importer *importer, const struct platform_type *type,
                              uint64_t number)
{
    for_each (extra, &importer->subtypes) {
        if (strcmp(extra->type, type->name) == 0 && extra->number == number) {
            return extra->name;
        }
    }
    const struct platform_subtype *subtype = platform_find_subtype(type, number);
    return subtype && subtype->name ? platform_subtype_name(importer->arena, subtype, number)
                                    : NULL;
}

// A number and a name must both be free, unless they are the same pair again: projects often
// declare what a newer SDK has by itself.
static bool add(struct importer *importer, const char *text, const char *from)
{
    struct arena *arena = importer->arena;
    const char *fields[FIELD_COUNT];
    struct nearest nearest = nearest_to("");
    uint64_t type_number = 0, number = UINT64_MAX, same = 0;
    split(arena, text, fields);
    const char *name = fields[1];
    if (!is_name(name) || !project_read_hex(arena, fields[2], &number) || number > LARGEST) {
        return refuse(importer, text, from,
                      "expected TYPE, NAME, NUMBER, such as `data, samples, 0x99`");
    }
    if (!import_chip_type(&importer->chip, arena, fields[0], &type_number, &nearest)) {
        return refuse(importer, text, from, "the platform has no type with this name");
    }
    const struct platform_type *type = platform_find_type(importer->chip.platform, type_number);
    const char *known = known_name(importer, type, number);
    if (known && strcmp(known, name) == 0) {
        return true;
    }
    if (known) {
        return refuse(importer, text, from,
                      arena_format(arena, "0x%02" PRIx64 " is already `%s`", number, known));
    }
    if (import_chip_subtype(&importer->chip, arena, type_number, text_lower(arena, name), &same,
                            &nearest)) {
        return refuse(importer, text, from,
                      arena_format(arena, "`%s` is already 0x%02" PRIx64, name, same));
    }
    struct extra_subtype *extra = arena_new(arena, sizeof *extra);
    *extra = (struct extra_subtype){type->name, name, number};
    list_append(arena, &importer->subtypes, extra);
    project_note(importer, false, "subtype %s.%s 0x%02" PRIx64 ": %s", type->name, name, number,
                 from);
    return true;
}

bool subtypes_find(struct importer *importer)
{
    const struct import_request *request = importer->request;
    bool is_good = true;
    for_each (subtype, &request->subtypes) {
        is_good &= add(importer, subtype, "--extra-partition-subtypes");
    }
    for (size_t i = 0; request->project && i < request->project->subtypes.count; i++) {
        const struct cmake_variable *subtype = request->project->subtypes.items[i];
        is_good &= add(importer, subtype->value,
                       arena_format(importer->arena, "%s:%zu", subtype->path, subtype->line));
    }
    return is_good;
}
