// Declarations: one of a kind, a name and a level. At a higher level, that of a variant which
// extends another, the same name may be declared again, and amends.
//
// Names are interned: the same name is the same pointer.
#include "builder.h"

struct diagnostic *model_report_unknown(struct diagnostics *diagnostics, enum code code,
                                        struct syntax_name name, const char *kind,
                                        const struct nearest *nearest)
{
    struct diagnostic *diagnostic = report(diagnostics, code, name.span, "unknown %s `%s`%s", kind,
                                           name.text, nearest_hint(diagnostics->arena, nearest));
    if (nearest->found && span_is_known(name.span)) {
        const char *quote = name.is_quoted ? "\"" : "";
        add_guess(diagnostic, name.span, "%s%s%s", quote, nearest->found, quote);
    }
    return diagnostic;
}

// Names reach headers, CSVs and build files: what no format could quote is refused here, once.
void declare_check(struct model_builder *builder, struct syntax_name name, const char *what)
{
    if (!*name.text) {
        report(builder->diagnostics, CODE_BAD_LABEL, name.span, "the name of a %s cannot be empty",
               what);
    } else if (text_has_control(name.text)) {
        report(builder->diagnostics, CODE_BAD_LABEL, name.span,
               "the name of a %s cannot contain control characters", what);
    }
}

// With both places: which of the two is the mistake, only the user knows.
void declare_report_twice(struct model_builder *builder, struct syntax_name name, const char *what,
                          struct span before)
{
    struct diagnostic *diagnostic = report(builder->diagnostics, CODE_DUPLICATE_NAME, name.span,
                                           "%s `%s` is declared twice", what, name.text);
    add_note(diagnostic, before, "it was first declared here");
}

// The declaration of a higher level takes the place of the one below, so that only those of one
// level meet.
bool declare_name(struct model_builder *builder, enum item_kind kind, struct syntax_name name,
                  const char *what)
{
    declare_check(builder, name, what);
    struct declaration *known = map_find(&builder->declarations[kind], name.text);
    if (known && known->level == builder->level) {
        declare_report_twice(builder, name, what, known->name.span);
        return false;
    }
    if (!known) {
        known = arena_new(builder->arena, sizeof *known);
        map_set(builder->arena, &builder->declarations[kind], name.text, known);
    }
    *known = (struct declaration){name, builder->level};
    return true;
}
