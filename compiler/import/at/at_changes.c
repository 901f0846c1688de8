// What one module of ESP-AT has otherwise than another, as the items of a variant: its target, the
// options that are on, the factory parameters, and the rows of its tables.
//
// Rows of the same name, type and condition are amended; others are removed and added. Those that
// are in another order are moved: all but the most that can stay. A table that cannot be written so
// (`is_plain`) has all its rows removed and written anew.
#include "at_variants.h"

#include <inttypes.h>
#include <string.h>

struct at_changes {
    const struct at_variant *from, *to;
    struct buffer *out;
};

static const char *target_of(const struct at_variant *variant, const struct importer *base)
{
    struct buffer text;
    buffer_init(&text, variant->importer->arena);
    schema_append_target(variant->importer, base, &text);
    return text.bytes;
}

static const struct at_option *find_option(const struct importer *importer, const char *symbol)
{
    for_each (option, &importer->at.options) {
        if (strcmp(option->symbol, symbol) == 0) {
            return option;
        }
    }
    return NULL;
}

static void append_options(const struct at_changes *changes)
{
    const struct at_option_list *options = &changes->to->importer->at.options;
    for_each (option, options) {
        const struct at_option *before = find_option(changes->from->importer, option->symbol);
        if (option->is_used && (!before || before->is_on != option->is_on)) {
            buffer_format(changes->out, "    config %s bool default %s;\n", option->symbol,
                          option->is_on ? "y" : "n");
        }
    }
}

static void append_constants(const struct at_changes *changes)
{
    const struct at_parameter_list *before = &changes->from->importer->at.parameters;
    const struct at_parameter_list *after = &changes->to->importer->at.parameters;
    for_each (parameter, after) {
        const char *value = NULL;
        for_each (other, before) {
            value = strcmp(other->name, parameter->name) == 0 ? other->value : value;
        }
        if (parameter->constant && (!value || strcmp(value, parameter->value) != 0)) {
            buffer_format(changes->out, "    const %s = %s;\n", parameter->constant,
                          parameter->value);
        }
    }
}

static const struct source_table *find_table(const struct at_variant *variant, const char *name)
{
    const struct source_table_list *tables = &variant->importer->tables;
    for_each (table, tables) {
        if (strcmp(table->imported->name, name) == 0) {
            return table;
        }
    }
    return NULL;
}

static const struct import_row *find_row(const struct source_table *table, const char *label)
{
    for_each (row, &table->imported->rows) {
        if (strcmp(row->label, label) == 0) {
            return row;
        }
    }
    return NULL;
}

static bool begins(const char *text, const char *with)
{
    return strncmp(text, with, strlen(with)) == 0;
}

// Whether what is said of one row can take the place of what is said of another: nothing withdraws
// a condition, or what fills it.
static bool can_refill(const char *from, const char *to)
{
    bool is_bare = begins(from, "from ") || !*from;
    return strcmp(from, to) == 0 || begins(to, "depends on ") || (begins(to, "from ") && is_bare);
}

static const char *text_of(const char *text)
{
    return text ? text : "";
}

static bool can_amend(const struct import_row *from, const struct import_row *to)
{
    return from->type == to->type && from->subtype == to->subtype &&
           can_refill(text_of(from->clauses), text_of(to->clauses));
}

// The row of the first module that a row of the second amends; null if it is written anew.
static const struct import_row *amended(const struct at_changes *changes,
                                        const struct source_table *from,
                                        const struct import_row *row)
{
    const struct import_row *before = from ? find_row(from, row->label) : NULL;
    return before && !changes->to->is_plain && can_amend(before, row) ? before : NULL;
}

static size_t index_of(const struct source_table *table, const struct import_row *row)
{
    size_t i = 0;
    while (i < table->imported->rows.count && table->imported->rows.items[i] != row) {
        i++;
    }
    return i;
}

// Which of the rows that are amended keep their order: the longest such series. `stays` has a place
// for each row of the second table.
static void find_staying(const struct at_changes *changes, const struct source_table *from,
                         const struct source_table *to, bool *stays)
{
    struct arena *arena = changes->to->importer->arena;
    size_t count = to->imported->rows.count;
    size_t *place = arena_array(arena, count + 1, sizeof *place);
    size_t *length = arena_array(arena, count + 1, sizeof *length);
    size_t *before = arena_array(arena, count + 1, sizeof *before);
    size_t best = count;
    for (size_t i = 0; i < count; i++) {
        const struct import_row *row = amended(changes, from, to->imported->rows.items[i]);
        place[i] = row ? index_of(from, row) : SIZE_MAX;
        length[i] = row ? 1 : 0;
        before[i] = count;
        for (size_t j = 0; row && j < i; j++) {
            if (length[j] >= length[i] && length[j] && place[j] < place[i]) {
                length[i] = length[j] + 1;
                before[i] = j;
            }
        }
        best = length[i] && (best == count || length[i] > length[best]) ? i : best;
    }
    for (; best < count; best = before[best]) {
        stays[best] = true;
    }
}

static void append_flags(const struct at_changes *changes, const struct import_row *from,
                         const struct import_row *to)
{
    for_each (flag, &changes->to->importer->chip.platform->flags) {
        if ((from->flags ^ to->flags) & flag->mask) {
            buffer_format(changes->out, " %s%s", to->flags & flag->mask ? "" : "no ", flag->name);
        }
    }
}

static void append_amendment(const struct at_changes *changes, const struct import_row *from,
                             const struct import_row *to)
{
    const char *old[SCHEMA_CELL_COUNT], *cells[SCHEMA_CELL_COUNT];
    schema_row_cells(changes->from->importer, from, old);
    schema_row_cells(changes->to->importer, to, cells);
    if (strcmp(old[SCHEMA_SIZE], cells[SCHEMA_SIZE]) != 0) {
        buffer_format(changes->out, " %s", cells[SCHEMA_SIZE]);
    }
    if (strcmp(old[SCHEMA_PLACE], cells[SCHEMA_PLACE]) != 0) {
        buffer_format(changes->out, " %s", *cells[SCHEMA_PLACE] ? cells[SCHEMA_PLACE] : "no at");
    }
    append_flags(changes, from, to);
    if (strcmp(text_of(from->clauses), text_of(to->clauses)) != 0) {
        buffer_format(changes->out, " %s", to->clauses ? to->clauses : "no from");
    }
}

static void append_addition(const struct at_changes *changes, const struct import_row *row)
{
    const char *cells[SCHEMA_CELL_COUNT];
    schema_row_cells(changes->to->importer, row, cells);
    for (size_t i = SCHEMA_TYPE; i < SCHEMA_CELL_COUNT; i++) {
        buffer_format(changes->out, "%s%s", *cells[i] ? " " : "", cells[i]);
    }
}

static const char *label_of(struct arena *arena, const struct import_row *row)
{
    struct buffer text;
    buffer_init(&text, arena);
    schema_append_name(&text, row->label);
    return text.bytes;
}

// Where a row goes that does not stay: right before the one that follows it, or after the last.
// What is added comes to the end by itself.
static void append_position(const struct at_changes *changes, const struct source_table *to,
                            size_t index, const bool *stays, bool is_added)
{
    struct arena *arena = changes->to->importer->arena;
    const struct import_row_list *rows = &to->imported->rows;
    bool is_last = true;
    for (size_t i = index + 1; i < rows->count; i++) {
        is_last &= !stays[i];
    }
    if (!is_last) {
        buffer_format(changes->out, " before %s", label_of(arena, rows->items[index + 1]));
    } else if (index > 0 && !is_added) {
        buffer_format(changes->out, " after %s", label_of(arena, rows->items[index - 1]));
    }
}

// A row's line without its end; nothing where nothing is to be said.
static void append_row(const struct at_changes *changes, const struct source_table *from,
                       const struct source_table *to, size_t index, const bool *stays)
{
    struct buffer *out = changes->out;
    const struct import_row *row = to->imported->rows.items[index];
    const struct import_row *before = amended(changes, from, row);
    size_t start = out->length;
    buffer_text(out, "        partition ");
    schema_append_name(out, row->label);
    size_t head = out->length;
    if (before) {
        append_amendment(changes, before, row);
    } else {
        append_addition(changes, row);
    }
    if (!stays[index] && from && !changes->to->is_plain) {
        append_position(changes, to, index, stays, !before);
    }
    bool has_block = out->bytes[out->length - 1] == '}';
    if (out->length == head) {
        out->length = start;
        out->bytes[start] = 0;
    } else {
        buffer_text(out, has_block ? "\n" : ";\n");
    }
}

static bool has_other_clauses(const struct at_changes *changes, const struct source_table *from,
                              const struct source_table *to)
{
    struct buffer old, now;
    buffer_init(&old, changes->to->importer->arena);
    buffer_init(&now, changes->to->importer->arena);
    buffer_text(&old, "");
    buffer_text(&now, "");
    schema_append_table_clauses(changes->from->importer, from, &old);
    schema_append_table_clauses(changes->to->importer, to, &now);
    return strcmp(old.bytes, now.bytes) != 0;
}

// A checksum that the platform has by itself, where the other module has another.
static void append_checksum(const struct at_changes *changes, const struct source_table *from,
                            const struct source_table *to)
{
    const struct import_chip *chip = &changes->to->importer->chip;
    if (from && from->has_checksum != to->has_checksum && to->has_checksum == chip->has_checksum) {
        buffer_format(changes->out, " checksum %s",
                      to->has_checksum ? chip->format->checksum->name : "none");
    }
}

// A table that only one of the two modules has is removed or written as a whole; of one that both
// have, the rows are compared.
static void append_table(const struct at_changes *changes, const struct source_table *to)
{
    struct buffer *out = changes->out;
    const struct source_table *from = find_table(changes->from, to->imported->name);
    bool *stays = arena_array(out->arena, to->imported->rows.count + 1, sizeof *stays);
    size_t start = out->length;
    bool is_other = !from || has_other_clauses(changes, from, to);
    buffer_text(out, "    table ");
    schema_append_name(out, to->imported->name);
    if (is_other) {
        schema_append_table_clauses(changes->to->importer, to, out);
        append_checksum(changes, from, to);
    }
    buffer_text(out, " {\n");
    size_t head = out->length;
    if (from) {
        find_staying(changes, from, to, stays);
    }
    for (size_t i = 0; i < to->imported->rows.count; i++) {
        append_row(changes, from, to, i, stays);
    }
    if (out->length == head && !is_other) {
        out->length = start;
        out->bytes[start] = 0;
    } else {
        buffer_text(out, "    }\n");
    }
}

static void append_removed(const struct at_changes *changes, const char *table, const char *label,
                           bool *is_first)
{
    buffer_text(changes->out, *is_first ? "    remove " : ", ");
    buffer_text(changes->out, label ? "" : "table ");
    schema_append_name(changes->out, table);
    if (label) {
        buffer_byte(changes->out, '.');
        schema_append_name(changes->out, label);
    }
    *is_first = false;
}

// Tables and rows that have no match in the other module, in one `remove`.
static void append_removals(const struct at_changes *changes)
{
    const struct source_table_list *tables = &changes->from->importer->tables;
    bool is_first = true;
    for_each (from, tables) {
        const struct source_table *to = find_table(changes->to, from->imported->name);
        if (!to) {
            append_removed(changes, from->imported->name, NULL, &is_first);
            continue;
        }
        for_each (row, &from->imported->rows) {
            const struct import_row *after = find_row(to, row->label);
            if (!after || amended(changes, from, after) != row) {
                append_removed(changes, from->imported->name, row->label, &is_first);
            }
        }
    }
    buffer_text(changes->out, is_first ? "" : ";\n");
}

void at_append_changes(const struct at_variant *from, const struct at_variant *to,
                       struct buffer *out)
{
    struct at_changes changes = {from, to, out};
    const char *target = target_of(to, from->importer);
    if (strcmp(target_of(from, NULL), target) != 0) {
        buffer_format(out, "    %s", target);
    }
    append_options(&changes);
    append_constants(&changes);
    append_removals(&changes);
    for_each (table, &to->importer->tables) {
        append_table(&changes, table);
    }
}
