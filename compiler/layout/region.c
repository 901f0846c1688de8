// The step that finds where a table is, and where its partitions may be: its region.
//
// A table in a partition has that partition for its region, less what the table itself takes. One
// on a flash has what is left of the flash after it.
#include "place.h"

#include <string.h>

// Notes where a table is, and the room after it, up to `end`, for its partitions.
static enum outcome set_region(struct solver *solver, const struct model_table *table,
                               uint64_t offset, uint64_t reserve, uint64_t end)
{
    uint64_t start;
    if (!size_add(offset, reserve, &start) || start > end) {
        struct diagnostic *diagnostic =
            report(solver->diagnostics, CODE_NO_ROOM_FOR_TABLE, table->name.span,
                   "table `%s` takes %s at %s, but %s ends at %s", table->name.text,
                   text_size(solver->arena, reserve), text_offset(solver->arena, offset),
                   table->host ? "its partition" : "the flash", text_offset(solver->arena, end));
        if (table->host) {
            add_note(diagnostic, table->host->name.span, "it is in this partition");
        }
        return OUTCOME_POISONED;
    }
    solver->regions[table->index] = (struct region){offset, start, end};
    solver_set(solver, FACT_REGION, table->index, number_of(start));
    return OUTCOME_READY;
}

// Without a binary form a table takes no room.
static enum outcome table_reserve(struct solver *solver, uint64_t *reserve)
{
    const struct expression *setting = solver->model->format_settings[FORMAT_RESERVE];
    *reserve = 0;
    return setting ? evaluate_size(solver, setting, "the space for a table", reserve)
                   : OUTCOME_READY;
}

// A table in a partition begins where that does, and ends with it.
static enum outcome region_in_host(struct solver *solver, const struct model_table *table)
{
    struct number offset = {0}, size = {0};
    uint64_t reserve, end;
    enum outcome outcome = solver_need(solver, FACT_OFFSET, table->host->index, &offset);
    outcome = outcome_join(outcome, solver_need(solver, FACT_SIZE, table->host->index, &size));
    outcome = outcome_join(outcome, table_reserve(solver, &reserve));
    if (outcome != OUTCOME_READY) {
        return outcome;
    }
    if (!size_add(offset.magnitude, size.magnitude, &end)) {
        return OUTCOME_POISONED; // reported as beyond the flash
    }
    return set_region(solver, table, offset.magnitude, reserve, end);
}

// Where a value is decided: of `target.NAME`, where the target or chip sets that.
static struct span setting_span(const struct solver *solver, const struct expression *expression)
{
    bool is_path = expression->count == 2 && expression->terms[0].kind == TERM_NAME &&
                   expression->terms[1].kind == TERM_MEMBER &&
                   strcmp(expression->terms[0].text, "target") == 0;
    const struct constant *parameter =
        is_path ? map_find(&solver->model->parameter_names, expression->terms[1].text) : NULL;
    return parameter ? parameter->value->span : expression->span;
}

// Without an `at`, the main table is where the platform looks for it; others have no place of
// their own, and their partitions start at 0.
static enum outcome region_on_flash(struct solver *solver, const struct model_table *table)
{
    bool is_main = table->flash->index == 0;
    const struct expression *at = table->at ? table->at->value
                                  : is_main ? solver->model->format_settings[FORMAT_AT]
                                            : NULL;
    struct number size = {0}, erase = {0};
    uint64_t offset = 0, reserve = 0;
    enum outcome outcome = solver_need(solver, FACT_FLASH_SIZE, table->flash->index, &size);
    outcome =
        outcome_join(outcome, solver_need(solver, FACT_FLASH_ERASE, table->flash->index, &erase));
    if (at) {
        outcome = outcome_join(outcome, evaluate_size(solver, at, "an offset", &offset));
        outcome = outcome_join(outcome, table_reserve(solver, &reserve));
    }
    if (outcome != OUTCOME_READY) {
        return outcome;
    }
    if (offset % erase.magnitude) {
        report(solver->diagnostics, CODE_MISALIGNED, setting_span(solver, at),
               "table `%s` would be at %s; a table must be at a multiple of the erase size, %s",
               table->name.text, text_offset(solver->arena, offset),
               text_size(solver->arena, erase.magnitude));
        return OUTCOME_POISONED;
    }
    return set_region(solver, table, offset, reserve, size.magnitude);
}

// What is wrong with the host was reported when names were resolved.
enum outcome step_region(struct solver *solver, size_t index)
{
    const struct model_table *table = solver->model->tables.items[index];
    if ((table->in && !table->host) || table->is_misplaced) {
        return OUTCOME_POISONED;
    }
    return table->host ? region_in_host(solver, table) : region_on_flash(solver, table);
}
