// What a header cannot say: two things with one name, and places beyond 32 bits.
#include "artifacts.h"

#include "map.h"
#include "names.h"

#include <string.h>

struct claim {
    const char *kind; // "partition"
    const char *name; // null: of no name of its own
    struct span span;
};

static const struct claim own_claim = {.kind = "the header itself"};
static const char *const own_macros[] = {"H", "REVISION", "LAYOUT_DIGEST", "OTA_SLOTS", NULL};
static const char *const own_functions[] = {"ota_slot", "no_such_ota_slot", NULL};

struct claims {
    struct arena *arena;
    struct diagnostics *diagnostics;
    struct names names;
    struct map taken; // from a name to its struct claim
    struct buffer spelling;
};

static const char *describe(const struct claims *claims, const struct claim *claim)
{
    return claim->name ? arena_format(claims->arena, "%s `%s`", claim->kind, claim->name)
                       : claim->kind;
}

static void report_same(const struct claims *claims, const char *name, const struct claim *claim,
                        const struct claim *known)
{
    struct diagnostic *diagnostic = report(claims->diagnostics, CODE_SAME_IDENTIFIER, claim->span,
                                           "%s and %s would have the same name in C, %s",
                                           describe(claims, claim), describe(claims, known), name);
    if (span_is_known(known->span)) {
        add_note(diagnostic, known->span, "%s stands here", describe(claims, known));
    }
}

static void take(struct claims *claims, const char *name, struct claim claim)
{
    const char *key = names_intern(&claims->names, name, strlen(name));
    const struct claim *known = map_find(&claims->taken, key);
    if (known) {
        report_same(claims, name, &claim, known);
        return;
    }
    struct claim *kept = arena_new(claims->arena, sizeof *kept);
    *kept = claim;
    map_set(claims->arena, &claims->taken, key, kept);
}

// `identifier` and `suffix` as a macro.
static void spell(struct buffer *name, const char *identifier, const char *suffix)
{
    name->length = 0;
    buffer_text(name, identifier);
    buffer_text(name, suffix);
    text_make_upper(name->bytes);
}

static void take_macro(struct claims *claims, const char *identifier, const char *suffix,
                       struct claim claim)
{
    spell(&claims->spelling, identifier, suffix);
    take(claims, claims->spelling.bytes, claim);
}

static void take_own(struct claims *claims, const struct layout *layout)
{
    for (const char *const *name = own_macros; *name; name++) {
        take(claims, *name, own_claim);
    }
    for (size_t i = 0; i < layout->devices.count; i++) {
        const struct device *device = layout->devices.items[i];
        take_macro(claims, device->identifier, "_SIZE",
                   device->name ? (struct claim){"device", device->name, device->span}
                                : (struct claim){.kind = "the size of the flash"});
    }
}

static bool meet_macro(struct claims *claims, const char *identifier, const char *suffix,
                       const struct claim *claim)
{
    spell(&claims->spelling, identifier, suffix);
    const char *name = claims->spelling.bytes;
    const char *key = names_find(&claims->names, name, claims->spelling.length);
    const struct claim *known = key ? map_find(&claims->taken, key) : NULL;
    if (known) {
        report_same(claims, name, claim, known);
    }
    return known != NULL;
}

// Partitions differ in their names already: it is enough to hold them against all other things.
// A function is no macro: its name begins in lower case.
static void check_partition(struct claims *claims, const struct partition *partition)
{
    struct claim claim = {"partition", partition->label, partition->span};
    const char *const *function = own_functions;
    if (!meet_macro(claims, partition->identifier, "_OFFSET", &claim)) {
        meet_macro(claims, partition->identifier, "_SIZE", &claim);
    }
    for (; *function; function++) {
        if (strcmp(partition->identifier, *function) == 0) {
            report_same(claims, *function, &claim, &own_claim);
        }
    }
    uint64_t end;
    if (!size_add(partition->offset, partition->size, &end) || end > UINT64_C(1) << 32 ||
        partition->size > UINT32_MAX) {
        report(claims->diagnostics, CODE_BEYOND_4G, partition->span,
               "partition `%s` ends at or beyond 4G; firmware counts its flash with 32 bits",
               partition->label);
    }
}

enum { DEVICE_LIMIT = 256 }; // an accessor tells its device by a byte

static void check_names(const struct layout *layout, struct diagnostics *diagnostics)
{
    if (strncmp(text_lower(layout->arena, layout->identifier), "pschema", 7) == 0) {
        report(diagnostics, CODE_BAD_LABEL, layout->span,
               "a schema's name cannot begin with `pschema`: the runtime's names begin so");
    }
    if (layout->devices.count > DEVICE_LIMIT) {
        report(diagnostics, CODE_BEYOND_4G, layout->span,
               "the header can tell %d devices apart; these are %zu", DEVICE_LIMIT,
               layout->devices.count);
    }
}

void header_check(const struct layout *layout, struct diagnostics *diagnostics)
{
    struct claims claims = {.arena = layout->arena, .diagnostics = diagnostics};
    names_init(&claims.names, layout->arena);
    buffer_init(&claims.spelling, layout->arena);
    take_own(&claims, layout);
    for (size_t i = 0; i < layout->constants.count; i++) {
        const struct layout_constant *constant = layout->constants.items[i];
        take_macro(&claims, constant->identifier, "",
                   (struct claim){"constant", constant->name, constant->span});
    }
    for (size_t i = 0; i < layout->tables.count; i++) {
        const struct table *table = layout->tables.items[i];
        struct claim claim = {"table", table->name, table->span};
        take_macro(&claims, table->identifier, "_TABLE_OFFSET", claim);
        take_macro(&claims, table->identifier, "_TABLE_SIZE", claim);
    }
    for (size_t i = 0; i < layout->tables.count; i++) {
        const struct table *table = layout->tables.items[i];
        for (size_t j = 0; j < table->rows.count; j++) {
            check_partition(&claims, table->rows.items[j]);
        }
    }
    check_names(layout, diagnostics);
}
