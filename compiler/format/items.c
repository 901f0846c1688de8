// The items of a file, a platform or a variant.
//
// The tree says where the parts of an item begin. What matters for its form is marked on the tokens
// there (a column, or a place where the line may be broken), and then the tokens are put in the
// order in which they were written. Only clauses are ever put in another order.
#include "draft.h"

static struct draft_token *token_of(struct draft *draft, struct span span)
{
    return &draft->tokens[token_at(draft, span.start)];
}

// Tokens are found from their neighbours: the symbol is right after the first word, `=` or
// `default` right after the kind. Only spaces and comments can be between them.
static void mark_loop(struct draft *draft, const struct syntax_item *item)
{
    mark_value(draft, item->config.condition);
    token_of(draft, item->span)[1].column = 1; // the symbol, after `config`, `set` or `expect`
    token_of(draft, item->config.kind.span)->column = 2;
    token_of(draft, item->config.kind.span)[1].column = 3;
    if (item->config.condition) {
        token_of(draft, item->config.condition->span)[-1].glue = GLUE_CLAUSE;
    }
}

static void mark_require(struct draft *draft, const struct syntax_item *item)
{
    const struct syntax_reference *first = item->require.references.items[0];
    bool is_early = item->value->span.start < first->span.start; // as before edition 1
    uint32_t word = is_early ? token_before(draft, item->value->span.end) + 1
                             : token_at(draft, item->value->span.start) - 2;
    draft->tokens[word].column = 1;
}

// Marks the columns of an item, and where it is broken. Items that are not listed have neither.
static void mark_item(struct draft *draft, const struct syntax_item *item)
{
    mark_value(draft, item->value);
    switch (item->kind) {
    case ITEM_CONST:
    case ITEM_PARAMETER:
        token_of(draft, item->value->span)[-1].column = 1;
        break;
    case ITEM_FLAG:
        token_of(draft, item->flag.bit.span)[-1].column = 1;
        break;
    case ITEM_CONFIG:
        mark_loop(draft, item);
        break;
    case ITEM_REQUIRE:
        mark_require(draft, item);
        break;
    case ITEM_CHIP:
        token_of(draft, item->target.platform.span)[-1].column = 1;
        break;
    case ITEM_RULE:
        token_of(draft, item->rule.message.span)[item->rule.is_warning ? -1 : 0].glue = GLUE_LINE;
        break;
    case ITEM_ASSERT:
        if (item->rule.message.text) {
            token_of(draft, item->rule.message.span)->glue = GLUE_CLAUSE;
        }
        break;
    case ITEM_ALLOW:
        if (item->allow.reason.text) {
            token_of(draft, item->allow.reason.span)->glue = GLUE_CLAUSE;
        }
        break;
    case ITEM_SCHEMA:
    case ITEM_INCLUDE:
    case ITEM_TARGET:
    case ITEM_PLATFORM:
    case ITEM_FORMAT:
    case ITEM_TYPE:
    case ITEM_TABLE:
    case ITEM_RECORD:
    case ITEM_VARIANT:
    case ITEM_REMOVE:
    case ITEM_TOOLS:
    case ITEM_RAW_DATA:
    case ITEM_FLASH:
    case ITEM_EDITION:
    case ITEM_PARTITION:
    case ITEM_KIND_COUNT:
        break;
    }
}

static enum row_kind row_kind(const struct syntax_item *item)
{
    static const enum row_kind kinds[ITEM_KIND_COUNT] = {
        // all others are plain
        [ITEM_CONST] = ROW_CONST,   [ITEM_PARAMETER] = ROW_PARAMETER, [ITEM_FLAG] = ROW_FLAG,
        [ITEM_CONFIG] = ROW_CONFIG, [ITEM_REQUIRE] = ROW_REQUIRE,     [ITEM_CHIP] = ROW_CHIP,
    };
    return kinds[item->kind];
}

// `is_too_long` ends all loops of this kind: the block that was tried on one line does not fit, and
// is put once more (put_block).
static void put_settings(struct draft *draft, const void *settings)
{
    const struct syntax_settings *list = settings;
    for (size_t i = 0; i < list->count && !draft->is_too_long; i++) {
        const struct syntax_setting *setting = list->items[i];
        uint32_t last = token_before(draft, setting->span.end);
        mark_value(draft, setting->value);
        token_of(draft, setting->name.span)[1].column = 1;
        draft_begin_row(draft, ROW_SETTING, token_at(draft, setting->span.start));
        put_tokens(draft, token_at(draft, setting->span.start), last);
        draft_end_row(draft, last);
    }
}

static void mark_field(struct draft *draft, const struct syntax_field *field)
{
    mark_value(draft, field->length);
    mark_value(draft, field->value);
    mark_value(draft, field->range.low);
    mark_value(draft, field->range.high);
    token_of(draft, field->name.span)->column = 1;
    if (field->value) {
        token_of(draft, field->value->span)[-1].column = 2;
    } else if (field->range.low) {
        token_of(draft, field->range.low->span)[-1].column = 2;
    }
}

static void put_fields(struct draft *draft, const void *fields)
{
    const struct syntax_fields *list = fields;
    for (size_t i = 0; i < list->count && !draft->is_too_long; i++) {
        const struct syntax_field *field = list->items[i];
        uint32_t last = token_before(draft, field->span.end);
        mark_field(draft, field);
        draft_begin_row(draft, ROW_FIELD, token_at(draft, field->span.start));
        put_tokens(draft, token_at(draft, field->span.start), last);
        draft_end_row(draft, last);
    }
}

static void put_item_block(struct draft *draft, const struct syntax_item *item, uint32_t open)
{
    if (item->kind == ITEM_PLATFORM) {
        put_block(draft, open, put_items, &item->platform.items);
    } else if (item->kind == ITEM_VARIANT) {
        put_block(draft, open, put_items, &item->variant.items);
    } else if (item->kind == ITEM_TABLE) {
        put_block(draft, open, put_partitions, &item->table.partitions);
    } else if (item->kind == ITEM_TYPE) {
        put_block(draft, open, put_type_body, item);
    } else if (item->kind == ITEM_RECORD) {
        put_block(draft, open, put_fields, &item->record.fields);
    } else {
        put_block(draft, open, put_settings, &item->target.settings);
    }
}

// The clauses of a table are sorted, and so come from the tree; all else is put as it is written.
static void put_item(struct draft *draft, const struct syntax_item *item)
{
    uint32_t first = token_at(draft, item->span.start);
    uint32_t last = token_before(draft, item->span.end);
    bool has_block = is_token(draft, last, "}");
    uint32_t open = has_block ? draft->tokens[last].pair : last + 1;
    mark_item(draft, item);
    draft_begin_row(draft, row_kind(item), first);
    if (item->kind == ITEM_TABLE) {
        put_tokens(draft, first, first + 1);
        put_table_clauses(draft, &item->table.clauses);
    } else {
        put_tokens(draft, first, open - 1);
    }
    if (has_block) {
        put_item_block(draft, item, open);
    }
    draft_end_row(draft, last);
}

void put_items(struct draft *draft, const void *items)
{
    const struct syntax_items *list = items;
    for (size_t i = 0; i < list->count && !draft->is_too_long; i++) {
        const struct syntax_item *item = list->items[i];
        if (item->kind == ITEM_PARTITION) {
            put_partition(draft, item->partition);
        } else {
            put_item(draft, item);
        }
    }
}
