// What a header cannot say: two things with one name, and places beyond 32 bits.
#include "artifacts.h"

#include "map.h"
#include "names.h"

#include <string.h>

struct claim {
    const char *what;
    struct span span;
};

struct claims {
    struct arena *arena;
    struct diagnostics *diagnostics;
    struct names names;
    struct map taken; // from a name to its struct claim
};

static void take(struct claims *claims, const char *name, const char *what, struct span span)
{
    const char *key = names_intern(&claims->names, name, strlen(name));
    const struct claim *known = map_find(&claims->taken, key);
    if (!known) {
        struct claim *claim = arena_new(claims->arena, sizeof *claim);
        *claim = (struct claim){what, span};
        map_set(claims->arena, &claims->taken, key, claim);
        return;
    }
    struct diagnostic *diagnostic =
        report(claims->diagnostics, CODE_SAME_IDENTIFIER, span,
               "%s and %s would have the same name in C, %s", what, known->what, name);
    if (span_is_known(known->span)) {
        add_note(diagnostic, known->span, "%s stands here", known->what);
    }
}

static void take_macro(struct claims *claims, const char *identifier, const char *suffix,
                       const char *what, struct span span)
{
    take(claims, text_upper(claims->arena, arena_format(claims->arena, "%s%s", identifier, suffix)),
         what, span);
}

static void take_own(struct claims *claims, const struct layout *layout)
{
    static const char *const own[] = {"H",         "REVISION", "LAYOUT_DIGEST",
                                      "OTA_SLOTS", "ota_slot", "no_such_ota_slot"};
    for (size_t i = 0; i < sizeof own / sizeof *own; i++) {
        take(claims, own[i], "the header itself", (struct span){0});
    }
    for (size_t i = 0; i < layout->devices.count; i++) {
        const struct device *device = layout->devices.items[i];
        take_macro(claims, device->identifier, "_SIZE",
                   device->name ? arena_format(claims->arena, "device `%s`", device->name)
                                : "the size of the flash",
                   (struct span){0});
    }
}

static void take_partition(struct claims *claims, const struct partition *partition)
{
    const char *what = arena_format(claims->arena, "partition `%s`", partition->label);
    take_macro(claims, partition->identifier, "_OFFSET", what, partition->span);
    take_macro(claims, partition->identifier, "_SIZE", what, partition->span);
    take(claims, partition->identifier, what, partition->span);
    uint64_t end;
    if (!size_add(partition->offset, partition->size, &end) || end > UINT64_C(1) << 32) {
        report(claims->diagnostics, CODE_BEYOND_4G, partition->span,
               "partition `%s` ends beyond 4G; firmware counts its flash with 32 bits",
               partition->label);
    }
}

void header_check(const struct layout *layout, struct diagnostics *diagnostics)
{
    struct claims claims = {.arena = layout->arena, .diagnostics = diagnostics};
    names_init(&claims.names, layout->arena);
    take_own(&claims, layout);
    for (size_t i = 0; i < layout->constants.count; i++) {
        const struct layout_constant *constant = layout->constants.items[i];
        take_macro(&claims, constant->identifier, "",
                   arena_format(claims.arena, "constant `%s`", constant->name), constant->span);
    }
    for (size_t i = 0; i < layout->tables.count; i++) {
        const struct table *table = layout->tables.items[i];
        const char *what = arena_format(claims.arena, "table `%s`", table->name);
        take_macro(&claims, table->identifier, "_TABLE_OFFSET", what, table->span);
        take_macro(&claims, table->identifier, "_TABLE_SIZE", what, table->span);
        for (size_t j = 0; j < table->rows.count; j++) {
            take_partition(&claims, table->rows.items[j]);
        }
    }
    if (strcmp(layout->identifier, "pschema") == 0) {
        report(diagnostics, CODE_BAD_LABEL, layout->span,
               "a schema cannot be called `pschema`: the runtime's names begin so");
    }
}
