// The schema is compiled while it is made.
//
// Two things only a compilation can tell. First, which partitions need an `at`: it starts with a
// guess (each row directly after the one before), and as long as the layout places a row elsewhere
// than the file does, that row gets one, and the schema is written again. Each round fixes at least
// one row, so that it ends after at most as many rounds as there are rows, and usually after one.
// Second, what the SDK's own tool refuses as well: then the import is refused, with the message
// moved to the row of the CSV.
#include "importer.h"
#include "builtin.h"
#include "model.h"

// A guess at which rows need an offset; the layout shows where it is wrong.
static void guess_fixed(struct importer *importer)
{
    const struct dialect *dialect = importer->chip.dialect;
    uint64_t erase = importer->chip.platform->erase;
    for_each (table, &importer->tables) {
        uint64_t end =
            (table->host ? table->host_row->offset : importer->table_offset) + dialect->table_size;
        for_each (row, &table->imported->rows) {
            bool is_app = import_chip_is_app(&importer->chip, row->type);
            uint64_t step = is_app ? dialect->app_step : dialect->data_step;
            uint64_t place = 0;
            size_align_up(end, step > erase ? step : erase, &place);
            row->is_fixed = row->offset != place;
            end = row->is_outside ? end : row->offset + row->size;
        }
    }
}

const struct layout *compile_check_layout(const struct buffer *text, const char *variant,
                                          struct compilation *check)
{
    struct invocation invocation = {.schema = "import", .output = ".", .variant = variant};
    if (!compilation_read_text(check, "import", text->bytes, text->length)) {
        return NULL;
    }
    builtins_read(&check->syntax);
    const struct model *model =
        model_new(&check->syntax, compilation_outline(check), variant, NULL);
    const struct layout *layout = model ? layout_new(model, &check->syntax, invocation) : NULL;
    if (layout) {
        layout_verify(layout, &check->diagnostics);
    }
    return layout;
}

// Notes which rows are elsewhere than they should; whether there are any that can be helped.
static bool correct_fixed(struct importer *importer, const struct layout *layout)
{
    bool is_changed = false;
    size_t index = 0;
    for_each (table, &importer->tables) {
        for (size_t j = 0; j < table->imported->rows.count; j++, index++) {
            struct import_row *row = table->imported->rows.items[j];
            const struct partition *partition =
                index < layout->partitions.count ? layout->partitions.items[index] : NULL;
            bool is_right = partition && partition->is_placed && partition->offset == row->offset;
            if (!is_right && !row->is_fixed && !row->is_outside) {
                row->is_fixed = is_changed = true;
            }
        }
    }
    return is_changed;
}

// What ESP-IDF's own tool refuses, too. An app that there is twice is not among that.
static bool is_refused(const struct importer *importer, const struct diagnostic *diagnostic,
                       const struct source *text)
{
    static const enum code refused[] = {CODE_MISALIGNED,     CODE_NOT_A_MULTIPLE,
                                        CODE_FORBIDDEN_FLAG, CODE_DUPLICATE_NAME,
                                        CODE_TOO_MANY_ROWS,  CODE_PLATFORM_RULE};
    enum code code = diagnostic->code;
    if (code == CODE_OUT_OF_BOUNDS || code == CODE_OVERLAP) {
        return !importer->is_misplaced; // else that was told
    }
    if (code == CODE_TYPE_DEMANDS) {
        return importer->chip.dialect->is_strict;
    }
    if (code == CODE_NOT_UNIQUE) {
        const struct import_piece *piece =
            import_find_piece(importer->imported, diagnostic->span.start - text->start);
        return importer->chip.dialect->is_strict && piece &&
               !import_chip_is_app(&importer->chip, piece->row->type);
    }
    bool is_one = false;
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        is_one |= refused[i] == code;
    }
    return is_one && diagnostic->severity == SEVERITY_ERROR;
}

// What was found of the text, said of what it came from.
static struct span origin(const struct importer *importer, const struct source *text,
                          struct span span)
{
    const struct import_piece *piece =
        span.start >= text->start ? import_find_piece(importer->imported, span.start - text->start)
                                  : NULL;
    return piece ? piece->span : (struct span){0};
}

// A binary table is as it is: what is wrong with it is said of the schema, which is written.
static bool refuse(struct importer *importer, const struct compilation *check)
{
    const struct source *text = check->sources.files.items[0];
    const struct source_table *main = importer->tables.items[0];
    bool is_good = true;
    for (size_t i = 0; !main->is_binary && i < check->diagnostics.kept.count; i++) {
        const struct diagnostic *found = check->diagnostics.kept.items[i];
        if (!is_refused(importer, found, text)) {
            continue;
        }
        struct diagnostic *said = report(importer->diagnostics, found->code,
                                         origin(importer, text, found->span), "%s", found->message);
        for (const struct note *note = found->notes; note; note = note->next) {
            struct span span = origin(importer, text, note->span);
            if (span_is_known(span) || !span_is_known(note->span)) { // else the platform's own
                add_note(said, span, "%s", note->message);
            }
        }
        is_good = false;
    }
    return is_good;
}

// Writes the schema, and looks at what a compilation makes of it.
bool compile_check_schema(struct importer *importer)
{
    bool is_good = true;
    guess_fixed(importer);
    for (bool is_settled = false; !is_settled;) {
        struct compilation *check = arena_new(importer->arena, sizeof *check);
        schema_write(importer);
        compilation_init(check, &host_none, importer->arena->exhausted);
        check->diagnostics.is_mute = true;
        const struct layout *layout = compile_check_layout(&importer->imported->text, NULL, check);
        is_settled = !layout || !correct_fixed(importer, layout);
        if (is_settled) {
            is_good = refuse(importer, check);
            importer->imported->layout = layout;
        }
        arena_adopt(importer->arena, &check->arena);
    }
    schema_format(importer);
    return is_good;
}
