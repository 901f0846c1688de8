// What a header cannot express: two things with one name.
//
// Names of different kinds are distinct in the schema but become the same in C: `a-b` and `a_b`, or
// the macro NVS_SIZE of a partition and a constant of that name. So every name that the header
// defines is claimed here, with what it stands for; the second claim is reported, with the place of
// the first. What the header appends elsewhere must be claimed here, too.
#include "header.h"

#include "map.h"
#include "names.h"

#include <string.h>

struct header_claim {
    const char *kind; // "partition"
    const char *name; // null: of no name of its own
    struct span span;
};

static const struct header_claim own_claim = {.kind = "the header itself"};

// What the header itself defines, without the name of the schema in front.
static const char *const own_names[] = {"H",
                                        "REVISION",
                                        "LAYOUT_DIGEST",
                                        "OTA_SLOTS",
                                        "OTA_SLOT",
                                        "SOURCE",
                                        "DEFINITIONS",
                                        "CONSTANT",
                                        "ACCESSOR",
                                        "CONSTANTS_ONLY",
                                        "ota_slot()",
                                        "expected_tables()",
                                        "expected_layout()",
                                        "ota_apps()",
                                        "layout()",
                                        "open()",
                                        "constants()",
                                        NULL};

struct header_claims {
    const struct images *images;
    struct arena *arena;
    struct diagnostics *diagnostics;
    struct names names;
    struct map taken; // from a name to its struct header_claim
    struct buffer spelling;
};

static const char *describe(const struct header_claims *claims, const struct header_claim *claim)
{
    return claim->name ? arena_format(claims->arena, "%s `%s`", claim->kind, claim->name)
                       : claim->kind;
}

static void report_same(const struct header_claims *claims, const char *name,
                        const struct header_claim *claim, const struct header_claim *known)
{
    struct diagnostic *diagnostic = report(claims->diagnostics, CODE_SAME_IDENTIFIER, claim->span,
                                           "%s and %s would have the same name in C, %s",
                                           describe(claims, claim), describe(claims, known), name);
    if (span_is_known(known->span)) {
        add_note(diagnostic, known->span, "%s is here", describe(claims, known));
    }
}

// Claims a name. False, and reported, if it is taken already.
static bool take_among(struct header_claims *claims, struct map *taken, const char *name,
                       struct header_claim claim)
{
    const char *key = names_intern(&claims->names, name, strlen(name));
    const struct header_claim *known = map_find(taken, key);
    if (known) {
        report_same(claims, name, &claim, known);
        return false;
    }
    struct header_claim *kept = arena_new(claims->arena, sizeof *kept);
    *kept = claim;
    map_set(claims->arena, taken, key, kept);
    return true;
}

static bool take(struct header_claims *claims, const char *name, struct header_claim claim)
{
    return take_among(claims, &claims->taken, name, claim);
}

// Whether the name in `spelling` is taken: then that is reported.
static bool meet(struct header_claims *claims, const struct header_claim *claim)
{
    const char *name = claims->spelling.bytes;
    const char *key = names_find(&claims->names, name, claims->spelling.length);
    const struct header_claim *known = key ? map_find(&claims->taken, key) : NULL;
    if (known) {
        report_same(claims, name, claim, known);
    }
    return known != NULL;
}

// `identifier` and `suffix` as a macro.
static void spell(struct buffer *name, const char *identifier, const char *suffix)
{
    name->length = 0;
    buffer_text(name, identifier);
    buffer_text(name, suffix);
    text_make_upper(name->bytes);
}

static bool take_macro(struct header_claims *claims, const char *identifier, const char *suffix,
                       struct header_claim claim)
{
    spell(&claims->spelling, identifier, suffix);
    return take(claims, claims->spelling.bytes, claim);
}

// Constants at file scope are in the name space of functions, and claimed as such. In C++, either
// hides the constructor of a struct with its name.
static bool take_function(struct header_claims *claims, const char *identifier, const char *suffix,
                          struct header_claim claim)
{
    claims->spelling.length = 0;
    buffer_format(&claims->spelling, "struct %s%s", identifier, suffix);
    return !meet(claims, &claim) &&
           take(claims, arena_format(claims->arena, "%s%s()", identifier, suffix), claim);
}

static bool take_struct(struct header_claims *claims, const char *identifier,
                        struct header_claim claim)
{
    return take(claims, arena_format(claims->arena, "struct %s", identifier), claim);
}

// Claimed first, so that the user's own name is the one that is reported.
static void take_own(struct header_claims *claims, const struct layout *layout)
{
    for (const char *const *name = own_names; *name; name++) {
        take(claims, *name, own_claim);
    }
    if (header_otadata(layout)) {
        take(claims, "ota()", own_claim);
    }
    if (layout->invocation.variant) {
        take(claims, "VARIANT", own_claim);
    }
    for_each (flash, &layout->flashes) {
        take_macro(claims, flash->identifier, "_SIZE",
                   flash->name ? (struct header_claim){"flash", flash->name, flash->span}
                               : (struct header_claim){.kind = "the size of the flash"});
    }
}

// Constants have no suffix, so that they are what most often meets another macro.
static void take_constants(struct header_claims *claims, const struct layout *layout)
{
    for_each (constant, &layout->constants) {
        take_macro(claims, constant->identifier, "",
                   (struct header_claim){"constant", constant->name, constant->span});
    }
}

static void take_tables(struct header_claims *claims, const struct layout *layout)
{
    for_each (table, &layout->tables) {
        struct header_claim claim = {"table", table->name, table->span};
        take_macro(claims, table->identifier, "_TABLE_OFFSET", claim);
        take_macro(claims, table->identifier, "_TABLE_SIZE", claim);
        take_function(claims, table->identifier, "_rows", claim);
    }
}

// Members only have to differ from each other.
static void take_members(struct header_claims *claims, const struct layout *layout,
                         const struct record *record)
{
    struct map members = {0};
    for_each (field, &record->fields) {
        take_among(claims, &members, header_member(layout, field),
                   (struct header_claim){"field", field->name, field->span});
    }
}

static void take_bounds(struct header_claims *claims, const struct record *record)
{
    for_each (field, &record->fields) {
        struct header_claim claim = {"field", field->name, field->span};
        const char *name = arena_format(claims->arena, "%s_%s", record->identifier,
                                        text_identifier(claims->arena, field->name));
        if (field->has_range && take_macro(claims, name, "_MIN", claim)) {
            take_macro(claims, name, "_MAX", claim);
        }
        if (header_has_default(field)) {
            take_macro(claims, name, "_DEFAULT", claim);
        }
    }
}

// What it has besides its struct, with the claim of the first name that is not its own.
static void take_record(struct header_claims *claims, const struct record *record,
                        struct header_claim claim)
{
    static const char *const suffixes[] = {"_record", "_fields",  "_limits",
                                           "_layout", "_default", "_defaults"};
    bool is_own = take_macro(claims, record->identifier, "_RECORD_SIZE", claim);
    for (size_t i = 0; is_own && i < sizeof suffixes / sizeof *suffixes; i++) {
        is_own = take_function(claims, record->identifier, suffixes[i], claim);
    }
    if (is_own) {
        take_bounds(claims, record);
    }
}

static void take_records(struct header_claims *claims, const struct layout *layout)
{
    for_each (record, &layout->records) {
        struct header_claim claim = {"record", record->name, record->span};
        if (header_has_struct(record) && take_struct(claims, record->identifier, claim)) {
            take_record(claims, record, claim);
            take_members(claims, layout, record);
        }
    }
}

// A macro of a default exists only for keys that have one.
static void take_keys(struct header_claims *claims, const char *space,
                      const struct content_key_list *keys)
{
    for_each (key, keys) {
        struct header_claim claim = {"key", key->name, key->span};
        const char *name = text_identifier(claims->arena, key->name);
        bool is_own =
            take_function(claims, space, arena_format(claims->arena, "_get_%s", name), claim);
        if (is_own && key->value.kind != VALUE_NONE) {
            take_macro(claims, space, arena_format(claims->arena, "_%s_DEFAULT", name), claim);
        }
    }
}

static void take_spaces(struct header_claims *claims, const struct partition *partition,
                        const struct content_space_list *spaces)
{
    for_each (space, spaces) {
        struct header_claim claim = {"namespace", space->name, space->span};
        const char *name = arena_format(claims->arena, "%s_%s", partition->identifier,
                                        text_identifier(claims->arena, space->name));
        if (header_has_functions(space) && take_struct(claims, name, claim) &&
            take_function(claims, name, "_open", claim) &&
            take_function(claims, name, "_close", claim)) {
            take_keys(claims, name, &space->keys);
        }
    }
}

static void take_record_functions(struct header_claims *claims, const struct partition *partition,
                                  const struct image_plan *plan)
{
    static const char *const of_ring[] = {"_ring", "_latest", "_append", NULL};
    static const char *const of_others[] = {"_load", "_load_at", "_store", "_store_at", NULL};
    static const char *const of_readonly[] = {"_load", "_load_at", NULL};
    struct header_claim claim = {"partition", partition->label, partition->span};
    bool can_store = header_can_store(claims->images->layout, partition);
    const char *const *suffix = plan->ring ? of_ring : can_store ? of_others : of_readonly;
    bool is_own = plan->ring || take_macro(claims, partition->identifier, "_CAPACITY", claim);
    for (; is_own && *suffix; suffix++) {
        is_own = take_function(claims, partition->identifier, *suffix, claim);
    }
}

// What is made of a partition's content.
static void take_content(struct header_claims *claims, const struct partition *partition)
{
    const struct image_plan *plan = image_plan_of(claims->images, partition);
    if (plan && plan->record && header_has_struct(plan->record)) {
        take_record_functions(claims, partition, plan);
    }
    if (plan) {
        take_spaces(claims, partition, &plan->spaces);
    }
}

static bool meet_macro(struct header_claims *claims, const char *identifier, const char *suffix,
                       const struct header_claim *claim)
{
    spell(&claims->spelling, identifier, suffix);
    return meet(claims, claim);
}

static bool meet_function(struct header_claims *claims, const char *identifier, const char *suffix,
                          const struct header_claim *claim)
{
    claims->spelling.length = 0;
    buffer_format(&claims->spelling, "%s%s()", identifier, suffix);
    return meet(claims, claim);
}

// A partition `x_partition` has a function with the name of the constant of a partition `x`.
static bool is_like_constant(const struct partition *partition)
{
    static const char suffix[] = "_partition";
    size_t length = strlen(partition->identifier);
    return length >= strlen(suffix) &&
           strcmp(partition->identifier + length - strlen(suffix), suffix) == 0;
}

static void take_partition(struct header_claims *claims, const struct partition *partition)
{
    if (is_like_constant(partition)) {
        take_function(claims, partition->identifier, "",
                      (struct header_claim){"partition", partition->label, partition->span});
    }
}

// The names of partitions are distinct already: it is enough to compare them with everything else.
// A schema may have thousands, so that nothing is allocated for them.
static void check_partition(struct header_claims *claims, const struct partition *partition)
{
    struct header_claim claim = {"partition", partition->label, partition->span};
    if (!meet_macro(claims, partition->identifier, "_OFFSET", &claim) &&
        !meet_macro(claims, partition->identifier, "_SIZE", &claim) &&
        !meet_function(claims, partition->identifier, "_partition", &claim) &&
        !is_like_constant(partition)) {
        meet_function(claims, partition->identifier, "", &claim);
    }
}

static void for_each_row(struct header_claims *claims, const struct layout *layout,
                         void (*visit)(struct header_claims *claims,
                                       const struct partition *partition))
{
    for_each (table, &layout->tables) {
        for_each (row, &table->rows) {
            visit(claims, row);
        }
    }
}

// What is claimed comes before what is only compared: see check_partition().
void header_check(const struct layout *layout, const struct images *images,
                  struct diagnostics *diagnostics)
{
    struct header_claims claims = {
        .images = images, .arena = layout->arena, .diagnostics = diagnostics};
    names_init(&claims.names, layout->arena);
    buffer_init(&claims.spelling, layout->arena);
    take_own(&claims, layout);
    take_constants(&claims, layout);
    take_tables(&claims, layout);
    take_records(&claims, layout);
    for_each_row(&claims, layout, take_content);
    for_each_row(&claims, layout, take_partition);
    for_each_row(&claims, layout, check_partition);
    header_check_limits(layout, diagnostics);
}
