// Kconfig symbols: what the schema declares of them, and what the project's files say.
#include "builder.h"

#include <string.h>

static const char *const kinds[] = {"bool", "int", "hex", "string"};

// A pointer to the one text of the kind, which stays after the tree.
static const char *find_kind(const char *name)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (strcmp(name, kinds[i]) == 0) {
            return kinds[i];
        }
    }
    return NULL;
}

// The types of Kconfig but `tristate`, which no schema can use.
static const char *check_kind(struct model_builder *builder, struct syntax_name name)
{
    const char *kind = find_kind(name.text);
    if (!kind) {
        struct nearest nearest = nearest_to(name.text);
        for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
            nearest_offer(&nearest, kinds[i]);
        }
        struct diagnostic *diagnostic =
            model_report_unknown(builder->diagnostics, CODE_UNKNOWN_CONFIG_KIND, name,
                                 "type of Kconfig symbol", &nearest);
        add_note(diagnostic, (struct span){0}, "the types are `bool`, `int`, `hex` and `string`");
    }
    return kind;
}

// The text of a default: one literal or name, with a sign.
static const char *default_text(struct model_builder *builder, const struct expression *value)
{
    const struct term *term = &value->terms[0];
    bool is_negative = value->count == 2 && value->terms[1].kind == TERM_UNARY &&
                       value->terms[1].operation == OPERATION_NEGATE;
    bool is_literal =
        term->kind == TERM_INTEGER || term->kind == TERM_STRING || term->kind == TERM_NAME;
    if (!is_literal || (value->count != 1 && !is_negative)) {
        return NULL;
    }
    if (term->kind == TERM_INTEGER) {
        struct number number = number_of(term->integer);
        bool is_good = !is_negative || number_negate(number, &number);
        return is_good ? text_number(builder->arena, number) : NULL;
    }
    return is_negative ? NULL : term->text;
}

static bool fits(const char *kind, const struct term *term, const char *text)
{
    if (strcmp(kind, "bool") == 0) {
        return term->kind == TERM_NAME && (strcmp(text, "y") == 0 || strcmp(text, "n") == 0);
    }
    if (strcmp(kind, "hex") == 0 && *text == '-') {
        return false;
    }
    return term->kind == (strcmp(kind, "string") == 0 ? TERM_STRING : TERM_INTEGER);
}

// A default is a literal of the symbol's type.
static const char *check_default(struct model_builder *builder, const char *kind,
                                 const struct expression *value)
{
    if (!value || !kind) {
        return NULL;
    }
    const char *text = default_text(builder, value);
    if (!text || !fits(kind, &value->terms[0], text)) {
        report(builder->diagnostics, CODE_BAD_DEFAULT, value->span,
               strcmp(kind, "bool") == 0     ? "the default of a bool must be `y` or `n`"
               : strcmp(kind, "string") == 0 ? "the default of a string must be a string"
                                             : "the default of this symbol must be a number");
        return NULL;
    }
    return text;
}

// What a variant sets or expects takes the place of what the schema does, for the same symbol. What
// the platform sets follows from the layout in all variants. The list of a symbol has one level
// only, so that each value is passed over once, however many there are.
static void replace_implied(struct model_builder *builder, struct model_implied *implied)
{
    const char *symbol = implied->syntax->name.text;
    struct implied_list *known = map_find(&builder->implied_by_symbol, symbol);
    if (!known) {
        known = arena_new(builder->arena, sizeof *known);
        map_set(builder->arena, &builder->implied_by_symbol, symbol, known);
    }
    if (known->count && known->items[0]->level != implied->level) {
        for_each (other, known) {
            other->is_replaced = true;
        }
        known->count = 0;
    }
    list_append(builder->arena, known, implied);
}

static void symbol_imply(struct model_builder *builder, const struct syntax_item *item,
                         bool is_of_platform)
{
    struct model_implied *implied = arena_new(builder->arena, sizeof *implied);
    *implied = (struct model_implied){.syntax = item, .level = builder->level};
    if (!is_of_platform) {
        replace_implied(builder, implied);
    }
    list_append(builder->arena, &builder->model->implied, implied);
}

void symbols_finish(struct model_builder *builder)
{
    struct implied_list kept = {0};
    for_each (implied, &builder->model->implied) {
        if (!implied->is_replaced) {
            list_append(builder->arena, &kept, implied);
        }
    }
    builder->model->implied = kept;
}

// A symbol has one kind, whether it is read, set or expected.
static const char *check_one_kind(struct model_builder *builder, const struct syntax_item *item)
{
    const char *kind = check_kind(builder, item->config.kind);
    const struct syntax_item *before = map_find(&builder->kinds, item->name.text);
    if (!kind) {
        return NULL;
    }
    if (!before) {
        map_set_const(builder->arena, &builder->kinds, item->name.text, item);
    } else if (strcmp(before->config.kind.text, kind) != 0 &&
               (before->config.use != CONFIG_READ || item->config.use != CONFIG_READ)) {
        struct diagnostic *diagnostic =
            report(builder->diagnostics, CODE_KIND_DIFFERS, item->config.kind.span,
                   "`%s` is `%s` here and `%s` elsewhere; a symbol can only have one type",
                   item->name.text, kind, before->config.kind.text);
        add_note(diagnostic, before->config.kind.span, "it is `%s` here", before->config.kind.text);
    }
    return kind;
}

// Kconfig's own files have no CONFIG_ either: that is how an sdkconfig and C spell it.
static void check_symbol(struct model_builder *builder, struct syntax_name name)
{
    if (strncmp(name.text, "CONFIG_", 7) == 0 && name.text[7]) {
        struct diagnostic *diagnostic =
            report(builder->diagnostics, CODE_BAD_LABEL, name.span,
                   "name a Kconfig symbol without CONFIG_: `%s`", name.text + 7);
        add_fix(diagnostic, name.span, "%s", name.text + 7);
    }
}

static void offer_declared(const struct model *model, struct nearest *nearest)
{
    for_each (other, &model->symbols) {
        if (other->syntax) {
            nearest_offer(nearest, other->name.text);
        }
    }
}

// The project's files are complete: a symbol that none of them defines never has a value.
static void report_not_in_kconfig(struct model_builder *builder, const struct symbol *symbol)
{
    const struct kconfig *kconfig = builder->model->kconfig;
    struct nearest nearest = nearest_to(symbol->name.text);
    if (wants_hints(builder->diagnostics)) {
        kconfig_offer(kconfig, &nearest);
    }
    struct diagnostic *diagnostic =
        report(builder->diagnostics, CODE_NOT_IN_KCONFIG, symbol->name.span,
               "no Kconfig file defines `%s`%s", symbol->name.text,
               nearest_hint(builder->arena, &nearest));
    if (nearest.found) {
        add_guess(diagnostic, symbol->name.span, "%s", nearest.found);
    }
    kconfig_note_files(kconfig, diagnostic);
}

static void report_kind(struct model_builder *builder, const struct symbol *symbol,
                        const struct kconfig_symbol *found)
{
    struct span span = symbol->syntax->config.kind.span;
    struct diagnostic *diagnostic =
        report(builder->diagnostics, CODE_KIND_DIFFERS, span,
               "`%s` is declared as `%s`, but Kconfig defines it as `%s`", symbol->name.text,
               symbol->kind, found->kind);
    add_note(diagnostic, found->span, "it is defined here");
    add_fix(diagnostic, span, "%s", found->kind);
}

// Takes over what the files say; false if that is not a value of the symbol's kind.
static bool take_value(struct arena *arena, struct symbol *symbol,
                       const struct kconfig_symbol *found)
{
    const char *value = kconfig_convert(arena, found->value, found->form, symbol->kind);
    if (value && (*value || strcmp(symbol->kind, "string") == 0)) {
        symbol->value = value;
        symbol->value_span = found->value_span;
        symbol->is_set = found->is_set;
    }
    return value != NULL;
}

// An sdkconfig comes first, then Kconfig's own default, then that of the schema. But a bool that an
// sdkconfig does not mention is off: so C code sees it.
static void symbol_resolve(struct model_builder *builder, struct symbol *symbol)
{
    const struct kconfig *kconfig = builder->model->kconfig;
    const struct kconfig_symbol *found = kconfig_find(kconfig, symbol->name.text);
    if (kconfig_has_definitions(kconfig) && (!found || !span_is_known(found->span))) {
        report_not_in_kconfig(builder, symbol);
    } else if (!found && kconfig_has_sdkconfig(kconfig) && strcmp(symbol->kind, "bool") == 0) {
        symbol->value = NULL;
        symbol->value_span = (struct span){0};
    } else if (found && span_is_known(found->span) && strcmp(found->kind, symbol->kind) != 0) {
        report_kind(builder, symbol, found);
    } else if (found && found->value && !take_value(builder->arena, symbol, found)) {
        kconfig_report_type(builder->diagnostics, found, symbol->kind, symbol->name.span);
    }
}

// `config` declares a symbol that is read; `set` and `expect` imply a value of one.
void symbol_declare(struct model_builder *builder, const struct syntax_item *item,
                    bool is_of_platform)
{
    struct model *model = builder->model;
    check_symbol(builder, item->name);
    const char *kind = check_one_kind(builder, item);
    if (item->config.use != CONFIG_READ) {
        symbol_imply(builder, item, is_of_platform);
        return;
    }
    // A platform may read a symbol that a schema declares, too: the schema's default counts.
    if (!is_of_platform && !declare_name(builder, ITEM_CONFIG, item->name, "Kconfig symbol")) {
        return;
    }
    struct symbol *symbol = map_find(&model->symbol_names, item->name.text);
    if (!symbol) {
        symbol = arena_new(builder->arena, sizeof *symbol);
        list_append(builder->arena, &model->symbols, symbol);
        map_set(builder->arena, &model->symbol_names, item->name.text, symbol);
    }
    bool is_new = builder->level > 0 && (!symbol->syntax || symbol->is_new_in_variant);
    *symbol = (struct symbol){
        .name = item->name, .syntax = item, .kind = kind, .is_new_in_variant = is_new};
    symbol->value = check_default(builder, kind, item->value);
    if (symbol->value) {
        symbol->value_span = item->value->span;
    }
    if (model->kconfig && kind) {
        symbol_resolve(builder, symbol);
    }
}

// What the schema declares with a type goes before what Kconfig defines.
static struct symbol *find_symbol(const struct model *model, struct arena *arena, const char *name)
{
    struct symbol *declared = map_find(&model->symbol_names, name);
    if (declared && declared->kind) {
        return declared;
    }
    const struct kconfig_symbol *found = model->kconfig ? kconfig_find(model->kconfig, name) : NULL;
    if (!found) {
        return declared && declared->syntax ? declared : NULL;
    }
    struct symbol *symbol = arena_new(arena, sizeof *symbol);
    *symbol = (struct symbol){.name = {name, found->span, false}, .kind = found->kind};
    if (found->value) {
        take_value(arena, symbol, found);
    }
    return symbol;
}

const struct symbol *model_find_symbol(const struct model *model, struct arena *arena,
                                       const char *name)
{
    return find_symbol(model, arena, name);
}

void model_offer_symbols(const struct model *model, struct nearest *nearest)
{
    offer_declared(model, nearest);
    if (model->kconfig) {
        kconfig_offer(model->kconfig, nearest);
    }
}

// The symbol that is known and that a name was probably meant to be, or null.
static const char *find_meant(struct model_builder *builder, const struct term *term)
{
    const struct model *model = builder->model;
    const char *bare = term->text + (strncmp(term->text, "CONFIG_", 7) == 0 ? 7 : 0);
    const char *known = names_find(builder->syntax->names, bare, strlen(bare));
    struct nearest nearest = nearest_to(term->text);
    if (bare != term->text && known && model_find_symbol(model, builder->arena, known)) {
        return known;
    }
    if (wants_hints(builder->diagnostics)) {
        model_offer_symbols(model, &nearest);
    }
    return nearest.found;
}

static void report_undeclared(struct model_builder *builder, const struct term *term)
{
    const char *meant = find_meant(builder, term);
    struct diagnostic *diagnostic =
        report(builder->diagnostics, CODE_UNDECLARED_SYMBOL, term->span,
               "Kconfig symbol `%s` is not declared; it counts as `n`", term->text);
    if (meant) {
        add_note(diagnostic, (struct span){0}, "did you mean `%s`, which is declared?", meant);
        add_guess(diagnostic, term->span, "%s", meant);
        return;
    }
    bool is_c = strncmp(term->text, "CONFIG_", 7) == 0;
    const char *bare = term->text + (is_c ? 7 : 0);
    add_note(diagnostic, (struct span){0}, "%s `config %s bool default y;`",
             is_c ? "name symbols without CONFIG_, and declare them:" : "declare it:", bare);
}

static void report_nowhere(struct model_builder *builder, const struct term *term)
{
    struct nearest nearest = {.found = find_meant(builder, term)};
    struct diagnostic *diagnostic = report(builder->diagnostics, CODE_NOWHERE_DEFINED, term->span,
                                           "Kconfig symbol `%s` is not defined anywhere%s",
                                           term->text, nearest_hint(builder->arena, &nearest));
    if (nearest.found) {
        add_guess(diagnostic, term->span, "%s", nearest.found);
    }
    kconfig_note_files(builder->model->kconfig, diagnostic);
}

// A symbol that nobody declares or defines counts as `n`; that is said once.
const struct symbol *symbol_get(struct model_builder *builder, const struct term *term)
{
    struct model *model = builder->model;
    struct symbol *symbol = map_find(&model->symbol_names, term->text);
    if (model->kconfig) {
        kconfig_warn(model->kconfig, term->text, term->span);
    }
    if (symbol) {
        symbol->is_used = true;
        return symbol;
    }
    symbol = find_symbol(model, builder->arena, term->text);
    if (!symbol) {
        symbol = arena_new(builder->arena, sizeof *symbol);
        *symbol = (struct symbol){.name = {term->text, term->span, false}};
        if (model->kconfig) {
            report_nowhere(builder, term);
            symbol->is_nowhere = true;
        } else {
            report_undeclared(builder, term);
            symbol->is_nowhere = damage_is_any(&builder->syntax->damage) &&
                                 damage_may_declare(&builder->syntax->damage, term->text);
        }
    }
    list_append(builder->arena, &model->symbols, symbol);
    map_set(builder->arena, &model->symbol_names, term->text, symbol);
    return symbol;
}

// Where a value comes from: an sdkconfig, a default, or nothing.
void symbol_note(struct model_builder *builder, struct diagnostic *diagnostic,
                 const struct symbol *symbol)
{
    const struct kconfig *kconfig = builder->model->kconfig;
    const char *quote = symbol->kind && strcmp(symbol->kind, "string") == 0 ? "\"" : "";
    const char *value = symbol->value ? symbol->value : "n";
    if (span_is_known(symbol->value_span)) {
        add_note(diagnostic, symbol->value_span, "`%s` is `%s%s%s`%s", symbol->name.text, quote,
                 value, quote, symbol->is_set ? " here" : " by default");
    } else if (symbol->kind) {
        const struct kconfig_symbol *found =
            kconfig ? kconfig_find(kconfig, symbol->name.text) : NULL;
        bool is_unset = kconfig && kconfig_has_sdkconfig(kconfig);
        bool is_defined = found && span_is_known(found->span);
        add_note(diagnostic, is_defined ? found->span : symbol->name.span, "`%s` is `%s`: %s%s%s",
                 symbol->name.text, value, is_unset ? "no sdkconfig sets it" : "",
                 is_unset && is_defined ? ", and " : "",
                 is_defined ? "it has no default that applies"
                 : is_unset ? ""
                            : "it has no default");
    }
}
