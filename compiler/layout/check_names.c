// New names that are close to known ones, where a new name may be: most likely misspelled. Names
// that differ in digits alone are as many names.
//
// A record, flash or Kconfig symbol that is new in a variant is meant to be another where nothing
// uses it and one of the schema is called nearly so.
#include "define.h"

#include <string.h>

// Each new name is compared with each old one, so that beyond this nobody is helped: all the time
// would go into comparing.
enum { COMPARED_LIMIT = 2000 };

// Closer than where a name is not known at all: here it may be right as it is. One letter of a
// short name is already a sixth of it, so that `adc` and `dac` would be near at 2.
static struct nearest close_to(const char *name)
{
    size_t limit = strlen(name) < 6 ? 1 : 2;
    return (struct nearest){.name = name, .limit = limit, .score = 2 * limit + 1};
}

static void report_close(struct layout_builder *builder, struct syntax_name name, const char *what,
                         const struct nearest *nearest)
{
    if (nearest->found && !text_differs_in_digits(name.text, nearest->found)) {
        struct diagnostic *diagnostic = report(builder->diagnostics, CODE_CLOSE_NAME, name.span,
                                               "%s `%s`, which nothing uses; did you mean `%s`?",
                                               what, name.text, nearest->found);
        add_guess(diagnostic, name.span, "%s", nearest->found);
    }
}

// Of a platform of the schema's own: some parameters the compiler looks for itself.
static void check_parameters(struct layout_builder *builder)
{
    static const char *const known[] = {"uf2_family", "nvs_spare_full", "ota_sequence_only"};
    const struct model *model = builder->model;
    for (size_t i = 0; i < model->parameters.count; i++) {
        const struct constant *parameter = model->parameters.items[i];
        struct nearest nearest = close_to(parameter->name.text);
        for (size_t j = 0; j < sizeof known / sizeof *known; j++) {
            nearest_offer(&nearest, known[j]);
        }
        if (!solver_is_used(builder->solver, FACT_PARAMETER, i)) {
            report_close(builder, parameter->name, "the platform has a parameter", &nearest);
        }
    }
}

// A record is used by the first word of a `from`, as in `from struct calibration`. Texts of words
// and names are interned, so that pointers are enough.
static bool is_used(const struct model *model, const struct model_record *record)
{
    for_each (partition, &model->partitions) {
        const struct syntax_clause *from = partition->clauses.slots[CLAUSE_FROM];
        const struct syntax_words *words = from && from->content ? &from->content->arguments : NULL;
        if (words && words->count &&
            ((const struct syntax_word *)words->items[0])->text == record->name.text) {
            return true;
        }
    }
    return false;
}

// Only records that are new in a variant: those of the schema are what the others are compared
// with.
static void check_records(struct layout_builder *builder)
{
    const struct model_record_list *records = &builder->model->records;
    if (records->count > COMPARED_LIMIT) {
        return;
    }
    for_each (record, records) {
        struct nearest nearest = close_to(record->name.text);
        if (!record->is_new_in_variant || is_used(builder->model, record)) {
            continue;
        }
        for_each (other, records) {
            if (!other->is_new_in_variant && !other->is_of_platform) {
                nearest_offer(&nearest, other->name.text);
            }
        }
        report_close(builder, record->name, "this variant has a new record", &nearest);
    }
}

static bool has_table(const struct model *model, const struct model_flash *flash)
{
    for (size_t i = 0; i < model->tables.count; i++) {
        if (((const struct model_table *)model->tables.items[i])->flash == flash) {
            return true;
        }
    }
    return false;
}

// A new flash that no table is on, and whose name is nearly that of one that the schema has.
static void check_flashes(struct layout_builder *builder)
{
    const struct model_flash_list *flashes = &builder->model->flashes;
    if (flashes->count > COMPARED_LIMIT) {
        return;
    }
    for (size_t i = 1; i < flashes->count; i++) { // the first is the chip's own
        const struct model_flash *flash = flashes->items[i];
        struct nearest nearest = close_to(flash->name.text);
        if (!flash->is_new_in_variant || has_table(builder->model, flash)) {
            continue;
        }
        for (size_t j = 1; j < flashes->count; j++) {
            const struct model_flash *other = flashes->items[j];
            if (!other->is_new_in_variant) {
                nearest_offer(&nearest, other->name.text);
            }
        }
        report_close(builder, flash->name, "this variant has a new flash", &nearest);
    }
}

// If the project's files are given, they say which symbols there are.
static void check_symbols(struct layout_builder *builder)
{
    const struct symbol_list *symbols = &builder->model->symbols;
    bool is_compared = !builder->model->kconfig && symbols->count <= COMPARED_LIMIT;
    for (size_t i = 0; i < symbols->count && is_compared; i++) {
        const struct symbol *symbol = symbols->items[i];
        struct nearest nearest = close_to(symbol->name.text);
        if (!symbol->is_new_in_variant || symbol->is_used ||
            map_find(&builder->solver->symbols, symbol->name.text)) {
            continue;
        }
        for_each (other, symbols) {
            if (other->syntax && !other->is_new_in_variant) {
                nearest_offer(&nearest, other->name.text);
            }
        }
        report_close(builder, symbol->name, "this variant has a new Kconfig symbol", &nearest);
    }
}

// Runs after everything was evaluated: only then is it known which parameters and symbols an
// expression has asked for.
void check_new_names(struct layout_builder *builder)
{
    check_symbols(builder);
    check_records(builder);
    check_flashes(builder);
    check_parameters(builder);
}
