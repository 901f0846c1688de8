// The schema of a table that `dump` proposes for a flash.
//
// It is written like that of any table that is imported, with a comment at each row that says what
// of it is a guess. It must compile, and to the same rows, or it is not written: what was found in
// a flash may be of no layout that there can be.
#include "importer.h"

#include "builtin.h"
#include "proposal.h"

#include <inttypes.h>
#include <string.h>

// Where partitions are whose place the chip decides.
static void note_bootloader(struct importer *importer, const struct import_row *row)
{
    const struct platform_type *type = platform_find_type(importer->chip.platform, row->type);
    if (row->is_outside && type && type->name && strcmp(type->name, "bootloader") == 0) {
        *(row->subtype ? &importer->recovery_at : &importer->boot_at) = row->offset;
    }
}

// "label, size: guess", without what is certain.
static void append_doubts(struct buffer *text, const struct proposed_row *row)
{
    static const char *const names[] = {"label", "type", "subtype", "start", "size", "flags"};
    const enum sureness sure[] = {row->of_label,  row->of_type, row->of_subtype,
                                  row->of_offset, row->of_size, row->of_flags};
    for (int sureness = SURE_LIKELY; sureness >= SURE_GUESS; sureness--) {
        const char *separator = text->length ? "; " : "";
        for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
            bool is_plain = i == 2 && row->of_type == row->of_subtype;
            if (sure[i] == (enum sureness)sureness && !is_plain) {
                buffer_format(text, "%s%s", separator, names[i]);
                separator = ", ";
            }
        }
        if (strcmp(separator, ", ") == 0) {
            buffer_format(text, ": %s", sureness_name((enum sureness)sureness));
        }
    }
}

static void add_remark(struct arena *arena, struct import_remark_list *list, const char *text)
{
    struct import_remark *remark = arena_new(arena, sizeof *remark);
    remark->text = text;
    list_append(arena, list, remark);
}

static void remark_row(struct importer *importer, const struct proposed_row *row,
                       struct import_row *imported)
{
    struct buffer text;
    buffer_init(&text, importer->arena);
    append_doubts(&text, row);
    if (row->evidence) {
        add_remark(importer->arena, &imported->before, row->evidence);
    }
    if (text.length) {
        add_remark(importer->arena, &imported->before, text.bytes);
    }
}

static struct source_table *add_table(struct importer *importer, const struct source *source,
                                      const struct proposed_table *table);

static void add_row(struct importer *importer, const struct source *source,
                    struct source_table *table, const struct proposed_row *row)
{
    struct import_row *imported = arena_new(importer->arena, sizeof *imported);
    *imported = (struct import_row){
        .label = row->label,
        .type = row->type,
        .subtype = row->subtype,
        .has_offset = true,
        .offset = row->offset,
        .size = row->size,
        .flags = row->flags,
    };
    rows_judge(&importer->chip, imported);
    note_bootloader(importer, imported);
    remark_row(importer, row, imported);
    list_append(importer->arena, &table->imported->rows, imported);
    if (row->inner) {
        struct source_table *inner = add_table(importer, source, row->inner);
        inner->host = table;
        inner->host_row = imported;
    }
}

static struct source_table *add_table(struct importer *importer, const struct source *source,
                                      const struct proposed_table *table)
{
    struct source_table *added = import_add_table(importer, source, 0);
    added->has_checksum = table->has_checksum;
    added->imported->name = table->name;
    for_each (row, &table->rows) {
        add_row(importer, source, added, row);
    }
    return added;
}

// What the head of the schema says of it.
static void add_head(struct importer *importer, const struct proposal *proposal, const char *path)
{
    static const char *const from[] = {
        "what was recognised in it",
        "a partition table that was found in it",
        "the schema or lock that was given, which fits what was found",
    };
    struct arena *arena = importer->arena;
    struct import_remark_list *head = &importer->tables.items[0]->head;
    const char *name = files_name(path);
    bool is_plain = text_is_utf8(name, strlen(name)) && !text_has_control(name);
    add_remark(arena, head,
               arena_format(arena, "Proposed by `schemac dump --propose` for %s, by %s.",
                            is_plain ? name : text_identifier(arena, name),
                            from[proposal->source]));
    add_remark(arena, head,
               "Check everything that is called a guess: nothing in the flash says it.");
    add_remark(arena, head,
               arena_format(arena, "Chip: %s. Size of the flash: %s. Place of the table: %s.",
                            sureness_name(proposal->of_chip), sureness_name(proposal->of_flash),
                            sureness_name(proposal->of_place)));
    for_each (text, &proposal->remarks) {
        add_remark(arena, head, text);
    }
}

static bool is_same(const struct importer *importer, const struct layout *layout)
{
    size_t index = 0;
    for_each (table, &importer->tables) {
        for_each (row, &table->imported->rows) {
            const struct partition *partition =
                index < layout->partitions.count ? layout->partitions.items[index++] : NULL;
            bool is_it = partition && partition->offset == row->offset &&
                         partition->size == row->size && partition->type == row->type &&
                         partition->subtype == row->subtype && partition->flags == row->flags &&
                         strcmp(partition->label, row->label) == 0;
            if (!is_it) {
                return false;
            }
        }
    }
    return index == layout->partitions.count;
}

// The first mistake in the schema that was made; null: there is none.
static const char *find_mistake(struct importer *importer)
{
    struct compilation *check = arena_new(importer->arena, sizeof *check);
    const char *mistake = NULL;
    compilation_init(check, &host_none, importer->arena->exhausted);
    const struct layout *layout = compile_check_layout(&importer->imported->text, NULL, check);
    if (check->diagnostics.errors || !layout) {
        mistake = "it has no meaning as a schema";
    }
    for_each (diagnostic, &check->diagnostics.kept) {
        if (diagnostic->severity == SEVERITY_ERROR) {
            mistake = diagnostic->message;
            break;
        }
    }
    if (!mistake && !is_same(importer, layout)) {
        mistake = "a schema would give it other rows";
    }
    arena_adopt(importer->arena, &check->arena);
    return mistake;
}

const char *import_proposal(struct compilation *compilation, const struct proposal *proposal,
                            const char *path, const char *output, struct imported *imported)
{
    const struct import_request request = {.output = output};
    struct source *source = arena_new(&compilation->arena, sizeof *source);
    struct importer importer = {
        .compilation = compilation,
        .arena = &compilation->arena,
        .diagnostics = &compilation->diagnostics,
        .sources = &compilation->sources,
        .request = &request,
        .imported = imported,
        .table_offset = proposal->table->offset,
        .flash = proposal->flash,
    };
    *imported = (struct imported){0};
    source->path = path;
    if (!import_chip_find(&importer, proposal->chip, &importer.chip)) {
        return "its chip has no tables that can be written";
    }
    const struct dialect *dialect = importer.chip.dialect;
    importer.sets_table_offset = importer.table_offset != importer.chip.platform->table_at;
    if (dialect->boot_at) {
        importer.boot_at = platform_parameter(importer.chip.platform, dialect->boot_at);
        importer.recovery_at = platform_parameter(importer.chip.platform, dialect->recovery_at);
        importer.boot_at = proposal->has_bootloader ? proposal->boot_at : importer.boot_at;
    }
    add_table(&importer, source, proposal->table);
    add_head(&importer, proposal, path);
    imported->name = schema_name(&importer);
    compile_check_schema(&importer);
    return find_mistake(&importer);
}
