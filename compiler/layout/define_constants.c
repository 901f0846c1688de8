// The schema's constants, with the values that were found.
//
// A constant keeps how it is best shown: in hex if it is written so or computed from places in
// flash.
#include "define.h"

#include <string.h>

// Whether an expression has a number in hex or a place in flash in it.
static bool is_of_addresses(const struct expression *expression)
{
    for (size_t i = 0; i < expression->count; i++) {
        const struct term *term = &expression->terms[i];
        bool is_hex = term->kind == TERM_INTEGER && strncmp(term->text, "0x", 2) == 0;
        bool is_place = term->kind == TERM_MEMBER && term->text &&
                        (strcmp(term->text, "offset") == 0 || strcmp(term->text, "end") == 0);
        if (is_hex || is_place) {
            return true;
        }
    }
    return false;
}

// A constant that is a text never was a number for the solver; one that is poisoned keeps the
// value 0, and nothing is emitted then.
void define_constants(struct layout_builder *builder)
{
    for (size_t i = 0; i < builder->model->constants.count; i++) {
        const struct constant *model = builder->model->constants.items[i];
        struct layout_constant *constant = arena_new(builder->arena, sizeof *constant);
        *constant = (struct layout_constant){
            .name = model->name.text,
            .identifier = text_identifier(builder->arena, model->name.text),
            .documentation = syntax_documentation(builder->solver->syntax, model->syntax->span),
            .text = model_constant_text(model),
            .is_address = is_of_addresses(model->value),
            .span = model->name.span,
        };
        solver_get(builder->solver, FACT_CONSTANT, i, &constant->value);
        list_append(builder->arena, &builder->layout->constants, constant);
    }
}
