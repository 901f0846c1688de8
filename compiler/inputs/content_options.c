// Options of file systems: what their lines say, and what an sdkconfig says of the firmware.
//
// A setting begins with its option's standard. A line of the schema replaces that; where there is
// none, the sdkconfig does. Where both say something, firmware must be able to read what the line
// makes, or that is reported.
#include "content_options.h"

#include "text.h"

#include <string.h>

static const char *const switch_words[OPTION_WORDS] = {"off", "on"};

// A switch is 0 or 1. An option with `most` 0 takes no numbers at all.
static bool take_number(const struct content_option *option, uint64_t number,
                        struct option_setting *setting)
{
    uint64_t most = option->is_switch ? 1 : option->most;
    setting->number = number;
    return most && number >= option->least && number <= most &&
           (!option->allows || option->allows(number));
}

// A name, or a text in quotes. Words are compared before texts, as an option may take both.
static bool take_text(const struct content_option *option, const char *text,
                      struct option_setting *setting)
{
    const char *const *words = option->is_switch ? switch_words : option->words;
    for (size_t i = 0; i < OPTION_WORDS && words[i]; i++) {
        if (strcmp(words[i], text) == 0) {
            setting->number = i;
            return true;
        }
    }
    setting->text = text;
    return option->allows_text && option->allows_text(text);
}

// False for negative numbers, floats, and what was not evaluated.
static bool take_value(const struct content_option *option, const struct value *value,
                       struct option_setting *setting)
{
    setting->span = value->span;
    bool is_natural = value->kind == VALUE_INTEGER && !value->number.negative;
    return is_natural                    ? take_number(option, value->number.magnitude, setting)
           : value->kind == VALUE_STRING ? take_text(option, value->text, setting)
                                         : false;
}

// False if the value is none that the option has. A switch without a value is on.
static bool take_setting(const struct content_option *option, const struct content_line *line,
                         struct option_setting *setting)
{
    const struct word *word = word_at(line, 1);
    *setting = (struct option_setting){.is_given = true, .span = line->span, .line = line->span};
    if (word) {
        const struct value value = word_value(word);
        bool is_taken = take_value(option, &value, setting);
        setting->span = word->span;
        return is_taken;
    }
    setting->number = 1;
    return option->is_switch;
}

// Only asked after a mistake, to explain it.
static bool is_constant(const struct layout *layout, const char *name)
{
    for_each (constant, &layout->constants) {
        if (strcmp(constant->name, name) == 0) {
            return true;
        }
    }
    return false;
}

// By the option's own sentence, if it has one, and always with an example that can be copied.
static struct diagnostic *report_value(const struct image_request *request,
                                       const struct content_option *option, struct span span)
{
    const char *demand = option->demand;
    if (!demand) {
        demand = arena_format(request->arena, "`%s` is %s", option->name,
                              option->is_switch ? "`on` or `off`" : "a number");
    }
    return report(request->diagnostics, CODE_BAD_FILESYSTEM, span, "%s, as in `%s;`", demand,
                  option->example);
}

// The form is judged before the value. Of an option that is given twice the first counts. A
// constant without parentheses is the one mistake that has a fix.
static bool take_option(const struct image_request *request, const struct content_option *option,
                        const struct content_line *line, struct option_setting *setting)
{
    struct diagnostics *diagnostics = request->diagnostics;
    if (line->has_block || line->has_value || line->words.count > 2) {
        report(diagnostics, CODE_BAD_CONTENT, line->span, "`%s` takes one value, as in `%s;`",
               option->name, option->example);
        return false;
    }
    if (setting->is_given) {
        struct diagnostic *diagnostic = report(diagnostics, CODE_BAD_CONTENT, line->span,
                                               "a second `%s` for the same image", option->name);
        add_note(diagnostic, setting->line, "the first is here");
        return false;
    }
    if (take_setting(option, line, setting)) {
        return true;
    }
    const struct word *word = word_at(line, 1);
    bool is_expression = word && word->type == WORD_IS_EXPRESSION;
    if (is_expression && word->values[0].kind == VALUE_NONE) {
        return false; // reported where it was evaluated
    }
    struct diagnostic *diagnostic = report_value(request, option, setting->span);
    if (word && word->type == WORD_IS_NAME && is_constant(request->layout, word->text)) {
        add_note(diagnostic, (struct span){0}, "a constant is written in parentheses: `%s (%s);`",
                 option->name, word->text);
        add_fix(diagnostic, word->span, "(%s)", word->text);
    }
    return false;
}

// All options are named, as each file system has others.
static bool report_unknown(const struct image_request *request,
                           const struct content_option *options, size_t count,
                           const struct word *word)
{
    struct nearest nearest = nearest_to(word->text);
    struct buffer names;
    buffer_init(&names, request->arena);
    for (size_t i = 0; i < count; i++) {
        nearest_offer(&nearest, options[i].name);
        buffer_format(&names, "`%s`, ", options[i].name);
    }
    nearest_offer(&nearest, "exclude");
    struct diagnostic *diagnostic = report(
        request->diagnostics, CODE_BAD_CONTENT, word->span, "unknown line of `from %s`: `%s`%s",
        request->partition->content->generator, word->text, nearest_hint(request->arena, &nearest));
    add_note(diagnostic, (struct span){0}, "a line begins with %sor `exclude`", names.bytes);
    word_note_removal(diagnostic, word);
    return false;
}

// All lines are read, also after a mistake. Settings begin with the standard of each option, so
// that later questions need not ask which were given.
bool options_take(const struct image_request *request, const struct content_option *options,
                  size_t count, struct option_setting *settings, struct tree_pattern_list *excluded)
{
    const struct content *content = request->partition->content;
    bool is_good = true;
    for (size_t i = 0; i < count; i++) {
        settings[i] = (struct option_setting){.number = options[i].standard, .span = content->span};
    }
    for_each (line, &request->plan->lines) {
        const struct word *word = word_at(line, 0);
        size_t at = 0;
        while (at < count && !word_is(word, options[at].name)) {
            at++;
        }
        is_good &= at < count ? take_option(request, &options[at], line, &settings[at])
                   : word_is(word, "exclude") ? tree_exclude(request, line, excluded)
                                              : report_unknown(request, options, count, word);
    }
    return is_good;
}

// Null: the sdkconfig does not mention it.
static const struct layout_symbol *find_symbol(const struct layout *layout, const char *name)
{
    for_each (symbol, &layout->symbols) {
        if (strcmp(symbol->name, name) == 0) {
            return symbol;
        }
    }
    return NULL;
}

// At the line of the sdkconfig, with the schema's as a note: either can be the wrong one.
static bool report_contradiction(const struct image_request *request,
                                 const struct option_setting *setting,
                                 const struct layout_symbol *symbol)
{
    const char *line = sources_text(request->diagnostics->sources, setting->line);
    struct diagnostic *diagnostic =
        report(request->diagnostics, CODE_CONTRADICTION, symbol->value.span,
               "`%s` is `%s` here, but the image of `%s` has `%s`", symbol->name, symbol->text,
               request->partition->label, line);
    add_note(diagnostic, setting->line, "without this line it is as the sdkconfig says");
    return false;
}

// One symbol. A choice says something only where it is `y`. A line of the schema wins, as long as
// firmware can read what it makes; what the sdkconfig decided is noted in the plan, so that build
// files depend on it.
static bool follow(const struct image_request *request, struct image_plan *plan,
                   const struct content_option *option, struct option_setting *setting,
                   const struct option_symbol *source)
{
    const struct layout_symbol *symbol = find_symbol(request->layout, source->name);
    bool says = symbol && (!source->is_choice || !number_is_zero(symbol->value.number));
    if (!says || setting->is_settled) {
        return true;
    }
    struct option_setting found = {
        .number = source->number, .is_given = true, .span = symbol->value.span};
    if (!source->is_choice && !take_value(option, &symbol->value, &found)) {
        add_note(report_value(request, option, symbol->value.span),
                 request->partition->content->span, "`%s` of this image follows the sdkconfig",
                 option->name);
        return false;
    }
    if (!setting->is_given) {
        *setting = found;
        list_append(request->arena, &plan->symbols, symbol);
    }
    setting->is_settled = true;
    return form_holds(source->relation, setting->number, found.number) ||
           report_contradiction(request, setting, symbol);
}

// In the order of `symbols`, of which the first that has a say settles its option.
bool options_follow(const struct image_request *request, struct image_plan *plan,
                    const struct content_option *options, struct option_setting *settings,
                    const struct option_symbol *symbols, size_t count)
{
    bool is_good = true;
    for (size_t i = 0; i < count; i++) {
        size_t option = symbols[i].option;
        is_good &= follow(request, plan, &options[option], &settings[option], &symbols[i]);
    }
    return is_good;
}

bool option_refuse(const struct image_request *request, const struct option_setting *setting,
                   const char *problem)
{
    report(request->diagnostics, CODE_BAD_FILESYSTEM, setting->span, "%s", problem);
    return false;
}

// A flash without a size or erase unit (0) is not asked: what is not known is not judged.
bool option_check_block(const struct image_request *request, const struct option_setting *setting)
{
    struct arena *arena = request->arena;
    const struct layout_flash *flash = request->partition->table->flash;
    uint64_t block = setting->number;
    if (flash->size && block > flash->size) {
        return option_refuse(request, setting,
                             arena_format(arena,
                                          "a block of %s is larger than the flash, which has %s",
                                          text_size(arena, block), text_size(arena, flash->size)));
    }
    return flash->erase == 0 || block % flash->erase == 0 ||
           option_refuse(request, setting,
                         arena_format(arena,
                                      "blocks of %s cannot be erased one by one: this flash erases "
                                      "%s at once",
                                      text_size(arena, block), text_size(arena, flash->erase)));
}

// A word if the option has one for the number, since people read it in messages about updates;
// else digits.
void option_note_form(const struct image_request *request, struct image_plan *plan,
                      const struct content_option *option, const struct option_setting *setting,
                      enum form_relation relation)
{
    struct content_form *form = arena_new(request->arena, sizeof *form);
    uint64_t number = setting->number;
    const char *word = option->is_switch       ? (number ? "on" : "off")
                       : number < OPTION_WORDS ? option->words[number]
                                               : NULL;
    *form = (struct content_form){
        .name = option->name,
        .value = word ? word : text_number(request->arena, number_of(number)),
        .number = number,
        .relation = relation,
    };
    list_append(request->arena, &plan->forms, form);
}
