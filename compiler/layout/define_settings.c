// The Kconfig values that places follow, so that a lock can record which it was made with.
//
// They are in conditions of partitions, and in the expressions that decide places and sizes; or
// in the constants that these name, whose expressions wait in a list until they are looked through.
#include "define.h"

#include <stdlib.h>
#include <string.h>

struct setting_finder {
    struct layout_builder *builder;
    struct LIST(const struct expression) open; // the first comes first
    struct map known;                          // from a symbol to its struct layout_setting
    struct map is_followed;                    // constants whose expression was, or is, in `open`
};

// A queue instead of a recursion: a chain of constants may be as long as the schema.
static void look_through(struct setting_finder *finder, const struct expression *expression)
{
    if (expression) {
        list_append(finder->builder->arena, &finder->open, expression);
    }
}

// A number as an sdkconfig has it, however the schema writes its default.
static const char *value_text(struct arena *arena, const struct symbol *symbol)
{
    bool is_hex = symbol->value && strcmp(symbol->kind, "hex") == 0;
    return is_hex ? text_offset(arena, strtoull(symbol->value, NULL, 0)) : symbol->value;
}

// A bool without a value counts as `n`, as it does in Kconfig.
static void add_symbol(struct setting_finder *finder, const char *name, bool is_condition)
{
    struct layout_builder *builder = finder->builder;
    const struct symbol *symbol = model_find_symbol(builder->model, builder->arena, name);
    struct layout_setting *setting = map_find(&finder->known, name);
    if (setting) {
        setting->is_condition &= is_condition;
        return;
    }
    if (!symbol || !symbol->kind) {
        return;
    }
    setting = arena_new(builder->arena, sizeof *setting);
    map_set(builder->arena, &finder->known, name, setting);
    bool is_bool = strcmp(symbol->kind, "bool") == 0;
    const char *value = value_text(builder->arena, symbol);
    *setting = (struct layout_setting){
        .symbol = name,
        .kind = symbol->kind,
        .value = is_bool && !value ? "n" : value,
        .span = span_is_known(symbol->value_span) ? symbol->value_span : symbol->name.span,
        .is_condition = is_condition,
    };
    list_append(builder->arena, &builder->layout->settings, setting);
}

// Constants that an expression names are looked through in turn, each once. Whether a symbol is
// only a condition matters to the lock: a partition that is switched off says so itself.
static void find_in(struct setting_finder *finder, const struct expression *expression)
{
    const struct model *model = finder->builder->model;
    for (size_t i = 0; i < expression->count; i++) {
        const struct term *term = &expression->terms[i];
        bool is_call = term->kind == TERM_NAME && i + 1 < expression->count &&
                       term[1].kind == TERM_CALL && strcmp(term[1].text, "config") == 0;
        if (term->kind == TERM_SYMBOL || is_call) {
            add_symbol(finder, term->text, !is_call);
        } else if (term->kind == TERM_NAME && !map_find(&finder->is_followed, term->text)) {
            const struct constant *constant = map_find(&model->constant_names, term->text);
            map_set_const(finder->builder->arena, &finder->is_followed, term->text, term->text);
            look_through(finder, constant ? constant->value : NULL);
        }
    }
}

static void look_through_clause(struct setting_finder *finder, const struct syntax_clause *clause)
{
    if (clause) {
        look_through(finder, clause->value);
        look_through(finder, clause->minimum);
        look_through(finder, clause->maximum);
    }
}

// All expressions that decide a place or a size: of clauses, flashes and tables.
static void look_through_model(struct setting_finder *finder)
{
    const struct model *model = finder->builder->model;
    for (size_t i = 0; i < model->parameters.count; i++) {
        look_through(finder, ((const struct constant *)model->parameters.items[i])->value);
    }
    for_each (flash, &model->flashes) {
        look_through(finder, flash->size);
        look_through(finder, flash->erase);
    }
    for (size_t i = 0; i < model->tables.count; i++) {
        look_through_clause(finder, ((const struct model_table *)model->tables.items[i])->at);
    }
    for_each (partition, &model->partitions) {
        for (int kind = CLAUSE_AT; kind <= CLAUSE_DEPENDS; kind++) {
            look_through_clause(finder, partition->clauses.slots[kind]);
        }
    }
}

// They are sorted by name, since the order in which expressions name them says nothing.
void define_settings(struct layout_builder *builder)
{
    struct setting_finder finder = {.builder = builder};
    if (!builder->model->kconfig && builder->model->symbols.count == 0) {
        return;
    }
    look_through_model(&finder);
    for (size_t i = 0; i < finder.open.count; i++) { // more come on the way
        find_in(&finder, finder.open.items[i]);
    }
    layout_sort_settings(builder->layout);
}
