// What a header cannot express: two things with one name.
//
// Names of different kinds are distinct in the schema but become the same in C: `a-b` and `a_b`, or
// the macro NVS_SIZE of a partition and a constant of that name. So every name that the header
// defines is claimed here, with what it stands for; the second claim is reported, with the place of
// the first. What the header appends elsewhere must be claimed here, too.
#include "header_claim.h"

#include <string.h>

static const struct header_claim own_claim = {.kind = "the header itself"};

// What the header itself defines, without the name of the schema in front.
static const char *const own_names[] = {"H",
                                        "REVISION",
                                        "LAYOUT_DIGEST",
                                        "DEFINE_LAYOUT_MARK",
                                        "OTA_SLOTS",
                                        "OTA_SLOT",
                                        "SOURCE",
                                        "DEFINITIONS",
                                        "CONSTANT",
                                        "ACCESSOR",
                                        "CONSTANTS_ONLY",
                                        "ANY_SDKCONFIG",
                                        "ota_slot()",
                                        "expected_tables()",
                                        "expected_layout()",
                                        "ota_apps()",
                                        "layout()",
                                        "layout_mark()",
                                        "open()",
                                        "constants()",
                                        NULL};

// Claimed first, so that the user's own name is the one that is reported.
static void take_own(struct header_claims *claims, const struct layout *layout)
{
    for (const char *const *name = own_names; *name; name++) {
        header_claim_name(claims, *name, own_claim);
    }
    if (header_otadata(layout)) {
        header_claim_name(claims, "ota()", own_claim);
    }
    if (layout->invocation.variant) {
        header_claim_name(claims, "VARIANT", own_claim);
    }
    for_each (flash, &layout->flashes) {
        header_claim_macro(claims, flash->identifier, "_SIZE",
                           flash->name ? (struct header_claim){"flash", flash->name, flash->span}
                                       : (struct header_claim){.kind = "the size of the flash"});
    }
}

// Constants have no suffix, so that they are what most often meets another macro.
static void take_constants(struct header_claims *claims, const struct layout *layout)
{
    for_each (constant, &layout->constants) {
        header_claim_macro(claims, constant->identifier, "",
                           (struct header_claim){"constant", constant->name, constant->span});
    }
}

static void take_tables(struct header_claims *claims, const struct layout *layout)
{
    for_each (table, &layout->tables) {
        struct header_claim claim = {"table", table->name, table->span};
        header_claim_macro(claims, table->identifier, "_TABLE_OFFSET", claim);
        header_claim_macro(claims, table->identifier, "_TABLE_SIZE", claim);
        header_claim_function(claims, table->identifier, "_rows", claim);
    }
}

// Members only have to differ from each other.
static void take_members(struct header_claims *claims, const struct layout *layout,
                         const struct record *record)
{
    struct map members = {0};
    for_each (field, &record->fields) {
        header_claim_among(claims, &members, header_member(layout, field),
                           (struct header_claim){"field", field->name, field->span});
    }
}

static void take_bounds(struct header_claims *claims, const struct record *record)
{
    for_each (field, &record->fields) {
        struct header_claim claim = {"field", field->name, field->span};
        const char *name = arena_format(claims->arena, "%s_%s", record->identifier,
                                        text_identifier(claims->arena, field->name));
        if (field->has_range && header_claim_macro(claims, name, "_MIN", claim)) {
            header_claim_macro(claims, name, "_MAX", claim);
        }
        if (header_has_default(field)) {
            header_claim_macro(claims, name, "_DEFAULT", claim);
        }
    }
}

// What it has besides its struct, with the claim of the first name that is not its own.
static void take_record(struct header_claims *claims, const struct record *record,
                        struct header_claim claim)
{
    static const char *const suffixes[] = {"_record", "_fields",  "_limits",
                                           "_layout", "_default", "_defaults"};
    bool is_own = header_claim_macro(claims, record->identifier, "_RECORD_SIZE", claim);
    for (size_t i = 0; is_own && i < sizeof suffixes / sizeof *suffixes; i++) {
        is_own = header_claim_function(claims, record->identifier, suffixes[i], claim);
    }
    if (is_own) {
        take_bounds(claims, record);
    }
}

static void take_records(struct header_claims *claims, const struct layout *layout)
{
    for_each (record, &layout->records) {
        struct header_claim claim = {"record", record->name, record->span};
        if (header_has_struct(record) && header_claim_struct(claims, record->identifier, claim)) {
            take_record(claims, record, claim);
            take_members(claims, layout, record);
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
    bool is_own =
        plan->ring || header_claim_macro(claims, partition->identifier, "_CAPACITY", claim);
    for (; is_own && *suffix; suffix++) {
        is_own = header_claim_function(claims, partition->identifier, *suffix, claim);
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
        header_claim_spaces(claims, partition, &plan->spaces);
    }
}

static bool meet_macro(struct header_claims *claims, const char *identifier, const char *suffix,
                       const struct header_claim *claim)
{
    header_claim_spell(&claims->spelling, identifier, suffix);
    return header_claim_meets(claims, claim);
}

static bool meet_function(struct header_claims *claims, const char *identifier, const char *suffix,
                          const struct header_claim *claim)
{
    claims->spelling.length = 0;
    buffer_format(&claims->spelling, "%s%s()", identifier, suffix);
    return header_claim_meets(claims, claim);
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
        header_claim_function(
            claims, partition->identifier, "",
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
