// Where a file of `--add PLACE=FILE` belongs, and whether it fits there: the same for `image`,
// `verify` and `check`.
//
// An offset means what begins there: a table, a partition or the bootloader. Any other offset has
// room up to the next thing that begins or ends, so that no file ever runs into what is not its
// own, whether or not that has content.
#include "addition.h"

#include "image_limit.h"
#include "signing.h"
#include "options.h"
#include "option_values.h"
#include "partition_name.h"
#include "text.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { SIZE_LIMIT = 1 << 30 }; // of a file that is added

// An offset as the command line says it: `0x1000`, `64K`. False if it is none.
// Numbers with a leading zero are refused: octal numbers do not exist in schemas, and `010000`
// would mean something else to C programmers than to everybody else.
static bool read_offset(const char *text, uint64_t *offset)
{
    char *end;
    errno = 0;
    unsigned long long value = strtoull(text, &end, 0);
    unsigned shift = *end == 'K' ? 10 : *end == 'M' ? 20 : 0;
    *offset = (uint64_t)value << shift;
    bool is_octal = *text == '0' && isdigit((unsigned char)text[1]); // none in the language either
    return isdigit((unsigned char)*text) && !is_octal && errno == 0 && !end[shift != 0] &&
           *offset >> shift == value;
}

static bool is_on(const struct layout_flash *flash, const struct layout_flash *wanted)
{
    return !wanted || flash == wanted;
}

static void set_partition(struct arena *arena, const struct partition *partition,
                          struct addition *addition)
{
    addition->partition = partition;
    addition->name = partition->label;
    addition->place = arena_format(arena, "partition `%s`", partition->label);
    addition->flash = partition->table->flash;
    addition->offset = partition->offset;
    addition->room = layout_image_limit(partition);
}

static bool is_stored(const struct table *table)
{
    return table->format && table->is_placed && !table->is_absent;
}

static void set_table(struct arena *arena, const struct table *table, struct addition *addition)
{
    addition->table = table;
    addition->name = table->name;
    addition->place = arena_format(arena, "table `%s`", table->name);
    addition->flash = table->flash;
    addition->offset = table->offset;
    addition->room = table->reserve;
}

// The smallest of all places that are above an offset: where something begins or ends, or the flash
// does. 0 is below the smallest, and is left out by that.
struct limit {
    uint64_t offset;
    uint64_t end;
    const char *name;
};

static void lower(struct limit *limit, uint64_t at, const char *name)
{
    if (at > limit->offset && at < limit->end) {
        limit->end = at;
        limit->name = name;
    }
}

static struct limit limit_of(struct arena *arena, const struct layout *layout,
                             const struct layout_flash *flash, uint64_t offset)
{
    struct limit limit = {offset, flash->size, "the end of the flash"};
    for_each (partition, &layout->partitions) {
        if (partition->table->flash == flash && partition->is_placed) {
            lower(&limit, partition->offset,
                  arena_format(arena, "partition `%s`", partition->label));
            lower(&limit, partition->offset + partition->size,
                  arena_format(arena, "the end of partition `%s`", partition->label));
        }
    }
    for_each (table, &layout->tables) {
        if (table->flash == flash && is_stored(table)) {
            lower(&limit, table->offset, arena_format(arena, "table `%s`", table->name));
        }
    }
    return limit;
}

static void set_room(struct arena *arena, const struct layout *layout, struct addition *addition)
{
    const char *at = text_offset(arena, addition->offset);
    if (addition->offset >= addition->flash->size) {
        addition->place = arena_format(arena, "the flash, which ends at %s,",
                                       text_offset(arena, addition->flash->size));
        return;
    }
    struct limit limit = limit_of(arena, layout, addition->flash, addition->offset);
    addition->room = limit.end - addition->offset;
    addition->place =
        arena_format(arena, "the space%s from %s to %s",
                     addition->is_bootloader ? " for the bootloader" : "", at, limit.name);
}

static const struct platform_parameter *boot_of(const struct layout *layout)
{
    const struct platform_parameter *boot = platform_find_parameter(layout->platform, "boot_at");
    return boot && !boot->value.negative ? boot : NULL;
}

static void set_bootloader(struct arena *arena, const struct layout *layout, uint64_t offset,
                           struct addition *addition)
{
    addition->is_bootloader = true;
    addition->name = "bootloader";
    addition->flash = layout_find_flash(layout, NULL);
    addition->offset = offset;
    set_room(arena, layout, addition);
}

// Of partitions that begin at one place, one is within the other: the smaller one.
static const struct partition *partition_at(const struct layout *layout,
                                            const struct layout_flash *flash, uint64_t offset)
{
    const struct partition *found = NULL;
    for_each (partition, &layout->partitions) {
        if (partition->table->flash == flash && partition->is_placed && !partition->is_absent &&
            partition->offset == offset && !layout_is_own_table(partition) &&
            (!found || partition->size < found->size)) {
            found = partition;
        }
    }
    return found;
}

static const struct table *table_at(const struct layout *layout, const struct layout_flash *flash,
                                    uint64_t offset)
{
    for_each (table, &layout->tables) {
        if (table->flash == flash && is_stored(table) && table->offset == offset) {
            return table;
        }
    }
    return NULL;
}

static void set_offset(struct arena *arena, const struct layout *layout,
                       const struct layout_flash *flash, struct addition *addition)
{
    uint64_t offset = addition->offset;
    const struct table *table = table_at(layout, flash, offset);
    const struct partition *partition = partition_at(layout, flash, offset);
    const struct platform_parameter *boot = flash->index == 0 ? boot_of(layout) : NULL;
    if (table) {
        set_table(arena, table, addition);
    } else if (partition) {
        set_partition(arena, partition, addition);
    } else if (boot && boot->value.magnitude == offset) {
        set_bootloader(arena, layout, offset, addition);
    } else {
        addition->flash = flash;
        addition->name = text_offset(arena, offset);
        set_room(arena, layout, addition);
    }
}

static void report_no_place(struct session *session, const struct layout *layout, const char *place)
{
    struct arena *arena = &session->compilation.arena;
    const struct partition *partition = partition_by_name(session, layout, place);
    session->usage_error =
        partition ? arena_format(arena, "--add: partition `%s` is not in this flash%s", place,
                                 partition->is_absent ? ": its `depends on` is not met" : "")
                  : arena_format(arena, "--add: `%s` is not an offset, and %s", place,
                                 session->usage_error);
}

// A word that means no partition may be a table's name, or what ESP-IDF's targets and files call
// the table and the bootloader.
static const struct table *find_table(const struct layout *layout, const char *place)
{
    bool is_main = strcmp(place, "partition-table") == 0 || strcmp(place, "partition_table") == 0;
    const struct table *table = layout_find_table(layout, place);
    table = !table && is_main ? layout_chip_table(layout) : table;
    return table && is_stored(table) ? table : NULL;
}

bool addition_place(struct session *session, const struct layout *layout,
                    const struct layout_flash *flash, const char *word, struct addition *addition)
{
    struct arena *arena = layout->arena;
    size_t length = strcspn(word, "=");
    const char *place = arena_copy(arena, word, length);
    const struct layout_flash *own = flash ? flash : layout_find_flash(layout, NULL);
    bool is_partition = layout_named(layout, place).count > 0;
    const struct partition *partition = layout_find(layout, place);
    const struct table *table = is_partition ? NULL : find_table(layout, place);
    const struct platform_parameter *boot =
        !is_partition && strcmp(place, "bootloader") == 0 ? boot_of(layout) : NULL;
    *addition = (struct addition){.layout = layout, .path = option_path(arena, word + length + 1)};
    buffer_init(&addition->bytes, arena);
    if (partition && is_on(partition->table->flash, flash) && !partition->is_absent) {
        set_partition(arena, partition, addition);
    } else if (table && is_on(table->flash, flash)) {
        set_table(arena, table, addition);
    } else if (boot && own->index == 0) {
        addition->offset = boot->value.magnitude;
        set_offset(arena, layout, own, addition); // which may be a partition
    } else if (!is_partition && read_offset(place, &addition->offset)) {
        set_offset(arena, layout, own, addition);
    } else {
        report_no_place(session, layout, place);
    }
    return !session->usage_error;
}

struct addition addition_of_file(const struct layout *layout, const struct partition *partition,
                                 const char *path)
{
    struct addition addition = {.layout = layout, .path = path};
    buffer_init(&addition.bytes, layout->arena);
    set_partition(layout->arena, partition, &addition);
    return addition;
}

// As messages call it; with its size, if that is the one after signing.
static const char *name_of(struct arena *arena, const struct addition *addition)
{
    const char *name = arena_format(arena, "`%s`", addition->path);
    return addition->signed_size > addition->size ? image_signed_name(arena, name) : name;
}

// Of a place that is not a partition.
static bool check_size(struct diagnostics *diagnostics, const struct addition *addition)
{
    struct arena *arena = diagnostics->arena;
    uint64_t size = addition->signed_size;
    if (size <= addition->room) {
        return true;
    }
    struct diagnostic *diagnostic = report(
        diagnostics, CODE_IMAGE_TOO_LARGE, (struct span){0}, "%s has %s bytes; %s has room for %s",
        name_of(arena, addition), text_number(arena, number_of(size)), addition->place,
        text_number(arena, number_of(addition->room)));
    add_note(diagnostic, (struct span){0}, "it is %s byte%s too large",
             text_number(arena, number_of(size - addition->room)),
             size - addition->room == 1 ? "" : "s");
    return false;
}

// Null for a partition: only the bootloader's place is left.
static struct placed_image placed_image(struct arena *arena, const struct addition *addition,
                                        const struct partition *partition)
{
    return (struct placed_image){
        .partition = partition,
        .offset = addition->offset,
        .name = arena_format(arena, "`%s`", addition->path),
        .bytes = (const uint8_t *)addition->bytes.bytes,
        .size = addition->bytes.length,
    };
}

static bool is_startable(struct diagnostics *diagnostics, const struct addition *addition,
                         const struct partition *partition)
{
    const struct placed_image placed = placed_image(diagnostics->arena, addition, partition);
    return device_judge(addition->layout, &placed, diagnostics);
}

bool addition_judge(struct diagnostics *diagnostics, const struct addition *addition,
                    const struct partition *partition)
{
    const char *name = name_of(diagnostics->arena, addition);
    bool fits = addition->signed_size <= layout_image_limit(partition);
    if (!fits) {
        image_report_too_large(diagnostics, (struct span){0}, partition, name,
                               addition->signed_size);
    }
    return fits && image_leaves_headroom(diagnostics, partition, addition->signed_size, name) &&
           is_startable(diagnostics, addition, partition);
}

// A table that says something else than the schema would make all that is at the places of the
// schema unreachable. After the table there may be a signature (secure boot version 1).
static bool check_table(struct diagnostics *diagnostics, const struct addition *addition)
{
    struct buffer table;
    buffer_init(&table, diagnostics->arena);
    layout_encode_table(addition->table, &table);
    bool is_same = addition->bytes.length >= table.length &&
                   memcmp(addition->bytes.bytes, table.bytes, table.length) == 0;
    if (!is_same) {
        report(diagnostics, CODE_OTHER_TABLE, addition->table->span,
               "`%s` is not table `%s` as the schema describes it", addition->path,
               addition->table->name);
    }
    return is_same;
}

// Reads at most one byte more than fits, so that a wrong file of many gigabytes is refused at once.
static const char *read_bytes(struct session *session, struct addition *addition)
{
    uint64_t limit = addition->room < SIZE_LIMIT ? addition->room : SIZE_LIMIT;
    struct host_status status;
    const char *error =
        host_read(session->options->host, addition->path, limit, &addition->bytes, &status);
    bool is_file = !error && status.kind == HOST_FILE; // which may grow while it is read
    addition->size = addition->bytes.length;
    if (is_file && status.size > addition->size && addition->size > limit) {
        addition->size = status.size;
    }
    addition->is_secret = status.is_private;
    const struct placed_image placed =
        placed_image(addition->layout->arena, addition, addition->partition);
    bool is_whole = addition->size == addition->bytes.length; // else it is too large as it is
    addition->signed_size =
        is_whole ? device_signed_size(addition->layout, &placed) : addition->size;
    return !error && limit < addition->room && addition->size > limit ? "larger than 1G" : error;
}

bool addition_read(struct session *session, struct diagnostics *diagnostics,
                   struct addition *addition)
{
    const char *error = read_bytes(session, addition);
    addition->is_read = !error;
    if (error) {
        report_unreadable(diagnostics, CODE_CANNOT_READ, addition->path, error);
        return false;
    }
    if (addition->partition) {
        return addition_judge(diagnostics, addition, addition->partition);
    }
    if (!check_size(diagnostics, addition)) {
        return false;
    }
    return addition->table ? check_table(diagnostics, addition)
                           : !addition->is_bootloader || is_startable(diagnostics, addition, NULL);
}
