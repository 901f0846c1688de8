// From the lines of a lock to layouts that can be compared.
//
// Lines may be in any order, since git merges them, but a partition needs its table and a table its
// flash. So the lines are visited once for each kind of thing: targets, flashes, tables,
// partitions, then the tables that are inside of partitions, then Kconfig values. Until all of that
// is done, a layout is a draft (struct lock_draft), which owns the tables and partitions that later
// lines still complete; from then on it is const.
//
// A lock is a file that people merge by hand, so nothing in it is believed: sums of places and
// sizes are checked, and so is that no table is inside of itself.
#include "lock_cursor.h"

#include "text.h"

#include <string.h>

static void add_target(struct lock_cursor *cursor, struct layout *layout)
{
    layout->span = cursor->line->span;
    struct platform *platform = &cursor->line->draft->platform;
    platform->chip = cursor_take_name(cursor);
    platform->name = cursor_take_name(cursor);
    while (!cursor->is_bad && cursor_peek(cursor)) {
        if (!cursor_has_number(cursor) && cursor_skip_mark(cursor)) {
            continue;
        }
        struct platform_parameter *parameter = arena_new(cursor->arena, sizeof *parameter);
        parameter->name = cursor_take_name(cursor);
        parameter->value = number_of(cursor_take_number(cursor));
        list_append(cursor->arena, &platform->parameters, parameter);
    }
}

static void add_flash(struct lock_cursor *cursor, struct layout *layout)
{
    struct layout_flash *flash = arena_new(cursor->arena, sizeof *flash);
    flash->name = cursor_take_optional_name(cursor);
    flash->identifier = flash->name ? text_identifier(cursor->arena, flash->name) : "flash";
    cursor_take_keyword(cursor, "size");
    flash->size = cursor_take_number(cursor);
    cursor_take_keyword(cursor, "erase");
    flash->erase = cursor_take_number(cursor);
    flash->span = cursor->line->span;
    flash->index = layout->flashes.count;
    list_append(cursor->arena, &layout->flashes, flash);
}

static const struct layout_flash *find_flash(const struct layout *layout, const char *name)
{
    for_each (flash, &layout->flashes) {
        if (name ? flash->name && strcmp(flash->name, name) == 0 : !flash->name) {
            return flash;
        }
    }
    return NULL;
}

// A table of a layout that is being built; null if it has none of this name.
static struct table *own_table(const struct lock_draft *draft, const char *name)
{
    for_each (table, &draft->tables) {
        if (strcmp(table->name, name) == 0) {
            return table;
        }
    }
    return NULL;
}

// A line that speaks of something that its revision does not have.
static void missing(struct lock_cursor *cursor, const char *what, const char *name)
{
    if (!cursor->is_bad) {
        cursor->is_bad = true;
        report(cursor->diagnostics, CODE_LOCK_LINE, cursor->line->span,
               "revision %llu has no line for %s `%s`", (unsigned long long)cursor->line->revision,
               what, name);
    }
}

static void add_format(struct lock_cursor *cursor, struct table *table)
{
    struct table_format *format = arena_new(cursor->arena, sizeof *format);
    table->format = format;
    table->offset = cursor_take_number(cursor);
    if (cursor_accept(cursor, "checksum")) {
        struct record *checksum = arena_new(cursor->arena, sizeof *checksum);
        checksum->name = cursor_take_name(cursor);
        checksum->identifier = checksum->name;
        format->checksum = checksum;
    }
}

// Where a table is inside of a partition, its place is that of the partition, which may come later:
// link_host does that.
static void add_table(struct lock_cursor *cursor, struct layout *layout)
{
    struct table *table = arena_new(cursor->arena, sizeof *table);
    table->name = cursor_take_name(cursor);
    table->identifier = text_identifier(cursor->arena, table->name);
    table->span = cursor->line->span;
    table->is_placed = true;
    cursor_take_keyword(cursor, "on");
    const char *flash = cursor_take_optional_name(cursor);
    table->flash = cursor->is_bad ? NULL : find_flash(layout, flash);
    if (!table->flash) {
        missing(cursor, "flash", flash ? flash : "-");
    }
    cursor_take_keyword(cursor, "reserve");
    table->reserve = cursor_take_number(cursor);
    if (cursor_accept(cursor, "at")) {
        add_format(cursor, table);
    }
    cursor->next +=
        lock_word_is(cursor_peek(cursor), "in") ? 3 : 0; // judged once all partitions are there
    if (!size_add(table->offset, table->reserve, &table->start)) {
        cursor_fail(cursor, "this is beyond 2^64");
    }
    table->end = cursor->is_bad ? 0 : table->flash->size;
    list_append(cursor->arena, &layout->tables, table);
    list_append(cursor->arena, &cursor->line->draft->tables, table);
}

// Flags get bits in the order in which they come: their numbers mean nothing outside of this lock.
static void take_flag(struct lock_cursor *cursor, struct partition *partition)
{
    const char *name = cursor_take_name(cursor);
    struct platform *platform = &cursor->line->draft->platform;
    const struct platform_flag *known = platform_find_flag(platform, name);
    if (known) {
        partition->flags |= known->mask;
        return;
    }
    if (platform->flags.count == 32) {
        cursor_fail(cursor, "a revision has at most 32 flags");
        return;
    }
    struct platform_flag *flag = arena_new(cursor->arena, sizeof *flag);
    *flag = (struct platform_flag){name, UINT32_C(1) << platform->flags.count, false};
    list_append(cursor->arena, &platform->flags, flag);
    partition->flags |= flag->mask;
}

static void take_place(struct lock_cursor *cursor, struct partition *partition)
{
    uint64_t end;
    cursor_take_keyword(cursor, "at");
    partition->offset = cursor_take_number(cursor);
    cursor_take_keyword(cursor, "size");
    partition->size = cursor_take_number(cursor);
    if (!size_add(partition->offset, partition->size, &end)) {
        cursor_fail(cursor, "this is beyond 2^64");
    }
}

static void take_type(struct lock_cursor *cursor, struct partition *partition)
{
    cursor_take_keyword(cursor, "type");
    partition->type = cursor_take_number(cursor);
    partition->subtype = cursor_take_number(cursor);
    cursor_take_keyword(cursor, "kind");
    const struct lock_word *word = cursor_peek(cursor);
    const char *kind = cursor_take_name(cursor);
    if (!cursor->is_bad && !partition_kind_find(kind, &partition->kind)) {
        cursor->is_bad = true;
        report(cursor->diagnostics, CODE_LOCK_LINE, word->span, "`%s` is not a kind of partition",
               kind);
    }
}

// Marks may come in any order. Those that are not known are skipped in locks of number 2 and above,
// where a newer schemac may have added some; in locks of number 1 they are mistakes.
static void take_marks(struct lock_cursor *cursor, struct partition *partition)
{
    while (!cursor->is_bad && cursor_peek(cursor)) {
        if (cursor_accept(cursor, "flag")) {
            take_flag(cursor, partition);
        } else if (cursor_accept(cursor, "frozen")) {
            partition->is_frozen = true;
        } else if (cursor_accept(cursor, "preserve")) {
            partition->lifetime = LIFETIME_PRESERVE;
        } else if (cursor_accept(cursor, "scratch")) {
            partition->lifetime = LIFETIME_SCRATCH;
        } else if (cursor_accept(cursor, "off")) {
            partition->is_absent = true;
        } else if (cursor_accept(cursor, lock_outside_word(2)) ||
                   cursor_accept(cursor, lock_outside_word(1))) { // lines keep their words
            partition->is_outside = true;
        } else if (cursor_accept(cursor, "was")) {
            partition->old_label = cursor_take_name(cursor);
        } else if (!cursor_skip_mark(cursor)) {
            cursor_expected(cursor, arena_format(cursor->arena,
                                                 "`flag`, `frozen`, `preserve`, `scratch`, `off`, "
                                                 "`%s` or `was`",
                                                 lock_outside_word(cursor->number)));
        }
    }
}

static void add_partition(struct lock_cursor *cursor, struct layout *layout)
{
    struct partition *partition = arena_new(cursor->arena, sizeof *partition);
    const struct span span = cursor->line->span;
    const char *table = cursor_take_name(cursor);
    *partition = (struct partition){.label = cursor_take_name(cursor),
                                    .is_placed = true,
                                    .span = span,
                                    .size_span = span,
                                    .offset_span = span,
                                    .flag_span = span,
                                    .index = layout->partitions.count};
    partition->identifier = text_identifier(cursor->arena, partition->label);
    partition->type_name = cursor_take_optional_name(cursor);
    partition->subtype_name = cursor_take_optional_name(cursor);
    take_place(cursor, partition);
    take_type(cursor, partition);
    take_marks(cursor, partition);
    struct table *own = cursor->is_bad ? NULL : own_table(cursor->line->draft, table);
    partition->table = own;
    if (own) {
        list_append(cursor->arena, &own->partitions, partition);
        list_append(cursor->arena, &layout->partitions, partition);
        list_append(cursor->arena, &cursor->line->draft->partitions, partition);
    } else {
        missing(cursor, "table", table);
    }
}

static struct partition *find_partition(const struct lock_draft *draft, const char *table,
                                        const char *label)
{
    for_each (partition, &draft->partitions) {
        if (strcmp(partition->table->name, table) == 0 && strcmp(partition->label, label) == 0) {
            return partition;
        }
    }
    return NULL;
}

// Whether a table is inside of a partition of its own, in however many steps: no chain of hosts is
// longer than there are tables.
static bool is_in_itself(const struct table *table, size_t limit)
{
    size_t steps = 0;
    for (const struct table *at = table; at->host; at = at->host->table) {
        if (++steps > limit) {
            return true;
        }
    }
    return false;
}

// The `in TABLE PARTITION` of a table's line.
static void link_host(struct lock_cursor *cursor, struct layout *layout)
{
    const struct lock_word_list *words = &cursor->line->words;
    const struct lock_draft *draft = cursor->line->draft;
    while (cursor->next < words->count && !lock_word_is(cursor_peek(cursor), "in")) {
        cursor->next++;
    }
    if (!cursor_accept(cursor, "in")) {
        return;
    }
    struct table *table =
        own_table(draft, cursor_take_name(&(struct lock_cursor){.line = cursor->line}));
    const char *host_table = cursor_take_name(cursor), *host = cursor_take_name(cursor);
    struct partition *partition = cursor->is_bad ? NULL : find_partition(draft, host_table, host);
    if (!partition) {
        missing(cursor, "partition", host);
        return;
    }
    if (partition->inner || partition->table->flash != table->flash) {
        cursor_fail(cursor, "a table cannot be in this partition");
        return;
    }
    partition->inner = table;
    partition->kind = KIND_TABLE;
    table->host = partition;
    table->end = partition->offset + partition->size;
    if (is_in_itself(table, layout->tables.count)) {
        cursor_fail(cursor, "a table cannot be in this partition");
    }
}

static void add_setting(struct lock_cursor *cursor, struct layout *layout)
{
    static const char *const kinds[] = {"bool", "int", "hex", "float", "string"};
    struct layout_setting *setting = arena_new(cursor->arena, sizeof *setting);
    setting->symbol = cursor_take_name(cursor);
    setting->span = cursor->line->span;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds && !setting->kind; i++) {
        setting->kind = cursor_accept(cursor, kinds[i]) ? kinds[i] : NULL;
    }
    if (!setting->kind) {
        cursor_expected(cursor, "`bool`, `int`, `hex`, `float` or `string`");
    } else if (strcmp(setting->kind, "string") != 0) {
        setting->value = cursor_take_optional_name(cursor);
    }
    list_append(cursor->arena, &layout->settings, setting);
}

// What makes layouts of the lines.
struct lock_building {
    struct arena *arena;
    struct diagnostics *diagnostics;
    const struct lock *lock;
    const struct lock_word *skipped; // the first mark that is not known; null: none
};

static bool build_line(struct lock_building *building, const struct lock_line *line,
                       void (*add)(struct lock_cursor *cursor, struct layout *layout),
                       bool is_whole)
{
    struct lock_cursor cursor = {.arena = building->arena,
                                 .diagnostics = building->diagnostics,
                                 .line = line,
                                 .number = building->lock->number};
    add(&cursor, &line->draft->layout);
    if (is_whole) {
        cursor_take_end(&cursor);
    }
    building->skipped = building->skipped ? building->skipped : cursor.skipped;
    return !cursor.is_bad;
}

static bool build_lines(struct lock_building *building, enum lock_item item,
                        void (*add)(struct lock_cursor *cursor, struct layout *layout),
                        bool is_whole)
{
    const struct lock_line_list *lines = &building->lock->lines;
    bool is_good = true;
    for_each (line, lines) {
        if (line->item == item) {
            is_good &= build_line(building, line, add, is_whole);
        }
    }
    return is_good;
}

// Each revision must say what chip it is for, and how large its flash is.
static bool check_layouts(struct diagnostics *diagnostics, const struct lock_line_list *lines)
{
    for_each (line, lines) {
        const char *lacks = !*line->draft->platform.chip              ? "target"
                            : !find_flash(&line->draft->layout, NULL) ? "flash"
                            : line->draft->layout.tables.count == 0   ? "table"
                                                                      : NULL;
        if (lacks) {
            report(diagnostics, CODE_LOCK_LINE, line->span, "revision %llu%s%s has no line `%s`",
                   (unsigned long long)line->revision, line->variant ? " of variant " : "",
                   line->variant ? line->variant : "", lacks);
            return false;
        }
    }
    return true;
}

static void finish_layouts(struct arena *arena, const struct lock_line_list *lines)
{
    for_each (line, lines) {
        if (line->item == LOCK_TARGET) {
            layout_sort_settings(&line->draft->layout);
        } else if (line->item == LOCK_TABLE) {
            const char *name = line->words.items[0]->text;
            lock_finish_table(arena, own_table(line->draft, name));
        }
    }
}

static void report_skipped(const struct lock_building *building)
{
    if (building->skipped) {
        report(building->diagnostics, CODE_LOCK_MARK, building->skipped->span,
               "a newer schemac wrote `%s` here; this one does not know the word, and ignores it",
               building->skipped->text);
    }
}

bool lock_build(struct arena *arena, struct diagnostics *diagnostics, const struct lock *lock)
{
    struct lock_building building = {arena, diagnostics, lock, NULL};
    bool is_good = build_lines(&building, LOCK_TARGET, add_target, true) &&
                   build_lines(&building, LOCK_FLASH, add_flash, true) &&
                   build_lines(&building, LOCK_TABLE, add_table, true) &&
                   build_lines(&building, LOCK_PARTITION, add_partition, true) &&
                   build_lines(&building, LOCK_TABLE, link_host, false) &&
                   build_lines(&building, LOCK_CONFIG, add_setting, true) &&
                   check_layouts(diagnostics, &lock->lines);
    if (is_good) {
        report_skipped(&building);
        finish_layouts(arena, &lock->lines);
    }
    return is_good;
}
