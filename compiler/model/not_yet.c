// What has its place in the language, so that later versions need no new words for it, and has no
// meaning yet: it is read, its plain mistakes are reported, and it is refused with what to do
// today.
#include "builder.h"

#include <string.h>

void not_yet_report(struct model_builder *builder, struct span span, const char *what,
                    const char *today)
{
    struct diagnostic *diagnostic = report(builder->diagnostics, CODE_NOT_YET, span,
                                           "%s is reserved for a later version of schemac", what);
    add_note(diagnostic, (struct span){0}, "%s", today);
}

// Only what is plainly 0: nothing is evaluated for a clause that is refused.
static bool is_zero(const struct expression *value)
{
    return value && value->count == 1 && value->terms[0].kind == TERM_INTEGER &&
           value->terms[0].integer == 0;
}

static void report_zero(struct model_builder *builder, struct span span, const char *what)
{
    report(builder->diagnostics, CODE_BAD_SETTING, span, "%s", what);
}

// What is reserved for later is checked as far as its form goes.
static bool check_sectors(struct model_builder *builder, const struct syntax_setting *setting)
{
    bool is_good = true;
    for (size_t i = 0; i < setting->sectors.count; i++) {
        const struct syntax_sector *sector = setting->sectors.items[i];
        if (span_is_known(sector->count.span) && sector->count.integer == 0) {
            report_zero(builder, sector->count.span, "a group of 0 sectors is empty; leave it out");
            is_good = false;
        } else if (is_zero(sector->size)) {
            report_zero(builder, sector->size->span, "a sector needs a size");
            is_good = false;
        }
    }
    if (is_zero(setting->value)) {
        report_zero(builder, setting->value->span, "a sector needs a size");
        is_good = false;
    }
    return is_good;
}

// A parameter of the platform that has the name of a reserved setting goes before it.
bool setting_is_reserved(struct model_builder *builder, const struct syntax_setting *setting,
                         bool is_parameter)
{
    const char *name = setting->name.text;
    bool is_sectors = strcmp(name, "sectors") == 0;
    if (setting->value && (is_parameter || (!is_sectors && strcmp(name, "base") != 0))) {
        return false;
    }
    if (is_sectors) {
        if (check_sectors(builder, setting)) {
            not_yet_report(builder, setting->span, "`sectors`",
                           "until then, set `erase` to one size for the whole flash: that of its "
                           "largest sectors");
        }
    } else if (setting->value) {
        not_yet_report(builder, setting->span, "`base`",
                       "until then, all offsets count from the start of the flash: leave it out");
    } else {
        report(builder->diagnostics, CODE_BAD_SETTING, setting->span,
               "`%s` takes one value; only `sectors` takes a list of sizes", name);
    }
    return true;
}

// Its form is checked, so that schemas written today will be right when it gets its meaning.
void copies_refuse(struct model_builder *builder, const struct syntax_clause *clause)
{
    if (is_zero(clause->value)) {
        report_zero(builder, clause->span, "a table has at least one copy");
    } else {
        not_yet_report(builder, clause->span, "`copies` of a table",
                       "until then, a table is written only once: leave this out");
    }
}
