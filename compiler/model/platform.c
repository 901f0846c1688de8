// What a platform says: its parameters, flags, records and rules, and the form of its tables. Its
// types come later, when all flags are known.
//
// The schema's own platform is taken in the same way as one that is built in.
#include "builder.h"

#include <string.h>

// The value may be none yet: chips and targets give it.
static void parameter_declare(struct model_builder *builder, const struct syntax_item *item)
{
    struct model *model = builder->model;
    if (!declare_name(builder, ITEM_PARAMETER, item->name, "parameter")) {
        return;
    }
    struct constant *parameter = arena_new(builder->arena, sizeof *parameter);
    *parameter = (struct constant){
        .name = item->name, .value = item->value, .index = model->parameters.count};
    list_append(builder->arena, &model->parameters, parameter);
    map_set(builder->arena, &model->parameter_names, item->name.text, parameter);
}

// A row's field for flags has at most FLAG_LIMIT bits.
static void flag_declare(struct model_builder *builder, const struct syntax_item *item)
{
    if (!declare_name(builder, ITEM_FLAG, item->name, "flag")) {
        return;
    }
    if (item->flag.bit.integer >= FLAG_LIMIT) {
        report(builder->diagnostics, CODE_BAD_FLAG_BIT, item->flag.bit.span,
               "a flag must be one of the bits 0 to %d", FLAG_LIMIT - 1);
        return;
    }
    struct flag *flag = arena_new(builder->arena, sizeof *flag);
    *flag = (struct flag){item->name.text, item->flag.bit.integer, item};
    list_append(builder->arena, &builder->model->flags, flag);
}

// The schema and its platform may have records of the same name.
void record_declare(struct model_builder *builder, const struct syntax_item *item,
                    bool is_of_platform)
{
    struct model *model = builder->model;
    struct map *names = is_of_platform ? &model->platform_records : &model->record_names;
    struct model_record *record = map_find(names, item->name.text);
    if (is_of_platform && record) {
        declare_report_twice(builder, item->name, "record", record->name.span);
        return;
    }
    if (!is_of_platform && !declare_name(builder, ITEM_RECORD, item->name, "record")) {
        return;
    }
    bool is_new = !record && builder->level > 0;
    if (!record) {
        record = arena_new(builder->arena, sizeof *record);
        list_append(builder->arena, &model->records, record);
        map_set(builder->arena, names, item->name.text, record);
    }
    *record = (struct model_record){
        .name = item->name,
        .syntax = item,
        .is_of_platform = is_of_platform,
        .is_new_in_variant = is_new || record->is_new_in_variant,
    };
}

const char *format_setting_name(enum format_setting setting)
{
    static const char *const names[FORMAT_SETTING_COUNT] = {
        [FORMAT_AT] = "at",       [FORMAT_RESERVE] = "reserve",   [FORMAT_SIZE] = "size",
        [FORMAT_ROW] = "row",     [FORMAT_CHECKSUM] = "checksum", [FORMAT_BLANK] = "blank",
        [FORMAT_SPARE] = "spare",
    };
    return names[setting];
}

// A setting of the platform's `table` block.
static void format_setting(struct model_builder *builder, const struct syntax_setting *setting)
{
    struct nearest nearest = nearest_to(setting->name.text);
    for (unsigned i = 0; i < FORMAT_SETTING_COUNT; i++) {
        const char *name = format_setting_name((enum format_setting)i);
        const struct expression **slot = &builder->model->format_settings[i];
        if (strcmp(setting->name.text, name) != 0) {
            nearest_offer(&nearest, name);
            continue;
        }
        if (*slot) {
            report(builder->diagnostics, CODE_DUPLICATE_CLAUSE, setting->name.span,
                   "`%s` is set twice", name);
        }
        if (!setting_is_reserved(builder, setting, true)) {
            *slot = setting->value;
        }
        return;
    }
    model_report_unknown(builder->diagnostics, CODE_UNKNOWN_PARAMETER, setting->name,
                         "setting of a table:", &nearest);
}

// A platform has one format, which all tables share.
static void format_declare(struct model_builder *builder, const struct syntax_item *item)
{
    if (builder->model->format) {
        struct diagnostic *diagnostic =
            report(builder->diagnostics, CODE_DUPLICATE_NAME, item->span,
                   "a platform can only describe its table once");
        add_note(diagnostic, builder->model->format->span, "it was first described here");
        return;
    }
    builder->model->format = item;
    for (size_t i = 0; i < item->target.settings.count; i++) {
        format_setting(builder, item->target.settings.items[i]);
    }
}

// What a platform says besides its types.
void platform_take(struct model_builder *builder, const struct syntax_item *platform)
{
    for (size_t i = 0; i < platform->platform.items.count; i++) {
        const struct syntax_item *item = platform->platform.items.items[i];
        switch (item->kind) {
        case ITEM_PARAMETER:
            parameter_declare(builder, item);
            break;
        case ITEM_FLAG:
            flag_declare(builder, item);
            break;
        case ITEM_RECORD:
            record_declare(builder, item, true);
            break;
        case ITEM_FORMAT:
            format_declare(builder, item);
            break;
        case ITEM_RULE:
            rule_declare(builder, item, true);
            break;
        case ITEM_CONFIG:
            symbol_declare(builder, item, true);
            break;
        case ITEM_SCHEMA:
        case ITEM_INCLUDE:
        case ITEM_CONST:
        case ITEM_TARGET:
        case ITEM_PLATFORM:
        case ITEM_CHIP:
        case ITEM_TYPE:
        case ITEM_TABLE:
        case ITEM_REQUIRE:
        case ITEM_ASSERT:
        case ITEM_VARIANT:
        case ITEM_REMOVE:
        case ITEM_TOOLS:
        case ITEM_RAW_DATA:
        case ITEM_FLASH:
        case ITEM_ALLOW:
        case ITEM_EDITION:
        case ITEM_PARTITION:
        case ITEM_KIND_COUNT: // types come after all flags are known
            break;
        }
    }
}
