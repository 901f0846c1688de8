#include "values.h"

#include "generators.h"

#include <string.h>

static const struct source *read_source(const struct image_request *request, struct span span)
{
    const char *path = request->settings->values;
    const char *error = NULL;
    if (!path) {
        struct diagnostic *diagnostic =
            report(request->diagnostics, CODE_NO_DEVICE, span,
                   "each device has a value of its own here: the image is made for one");
        add_note(diagnostic, (struct span){0},
                 "`generate --values devices.csv --device 1` takes it from the first row");
        return NULL;
    }
    const struct source *source = sources_read_data(request->sources, path, &error);
    if (!source) {
        report_unreadable(request->diagnostics, CODE_INPUT_FAILED, path, error);
    } else {
        input_note(request, path);
    }
    return source;
}

static const struct row *choose_row(const struct image_request *request, struct span span,
                                    const struct list *rows)
{
    const char *path = request->settings->values;
    size_t device = request->settings->device;
    size_t count = rows->count ? rows->count - 1 : 0;
    if (count > 0 && device <= count && (device > 0 || count == 1)) {
        return rows->items[device ? device : 1];
    }
    if (count == 0) {
        report(request->diagnostics, CODE_NO_DEVICE, span,
               "`%s` has no devices: a row for each stands behind the names of the columns", path);
    } else if (device) {
        report(request->diagnostics, CODE_NO_DEVICE, span,
               "`%s` has %zu device%s; there is no device %zu", path, count, count == 1 ? "" : "s",
               device);
    } else {
        report(request->diagnostics, CODE_NO_DEVICE, span,
               "`%s` has %zu devices; `--device N` chooses one", path, count);
    }
    return NULL;
}

static const struct row *read_row(const struct image_request *request, struct span span,
                                  const struct source *source, struct values *values)
{
    struct list rows = {0};
    if (!csv_read(request->arena, request->diagnostics, source, CSV_QUOTED, &rows)) {
        return NULL;
    }
    const struct row *row = choose_row(request, span, &rows);
    if (row) { // a message about another one might show secrets of its
        row_check_text(request->diagnostics, row);
    }
    values->names = rows.count ? rows.items[0] : NULL;
    if (row && row->count != values->names->count) {
        struct diagnostic *diagnostic =
            report(request->diagnostics, CODE_NO_DEVICE, row->span,
                   "this row has %zu cell%s; there are %zu columns", row->count,
                   row->count == 1 ? "" : "s", values->names->count);
        add_note(diagnostic, values->names->span, "the columns are these");
        return NULL;
    }
    return row;
}

// Where a secret's column is not found, it may be any other; and where none is, the first row may
// be a device, and no names.
static void hide_columns(const struct image_request *request, const struct list *secrets,
                         const struct values *values)
{
    size_t missing = 0;
    for (size_t i = 0; i < secrets->count; i++) {
        bool is_found = false;
        for (size_t j = 0; j < values->names->count; j++) {
            if (strcmp(values->names->cells[j].text, secrets->items[i]) == 0) {
                sources_hide(request->sources, values->row->cells[j].span);
                is_found = true;
            }
        }
        missing += !is_found;
    }
    if (missing) {
        sources_hide(request->sources, values->row->span);
    }
    if (missing == secrets->count) {
        sources_hide(request->sources, values->names->span);
    }
}

void values_read(const struct image_request *request, struct span span, const struct list *secrets,
                 struct values *values)
{
    values->was_read = true;
    const struct source *source = read_source(request, span);
    if (!source) {
        return;
    }
    values->row = read_row(request, span, source, values);
    if (values->row && secrets->count) {
        hide_columns(request, secrets, values);
    } else if (secrets->count) { // which of it is one cannot be told
        uint32_t names = source->start + (uint32_t)strcspn(source->bytes, "\n");
        sources_hide(request->sources,
                     (struct span){names, source->start + (uint32_t)source->length});
    }
}

const struct cell *values_find(const struct image_request *request, const struct values *values,
                               const char *column, struct span span)
{
    const struct row *names = values->names;
    const struct cell *found = NULL;
    struct nearest nearest = nearest_to(column);
    for (size_t i = 0; i < names->count; i++) {
        bool is_named = strcmp(names->cells[i].text, column) == 0;
        if (is_named && found) {
            report(request->diagnostics, CODE_NO_DEVICE, names->cells[i].span,
                   "`%s` has two columns `%s`", request->settings->values, column);
            return NULL;
        }
        found = is_named ? &values->row->cells[i] : found;
        nearest_offer(&nearest, names->cells[i].text);
    }
    if (found) {
        return found;
    }
    struct diagnostic *diagnostic =
        report(request->diagnostics, CODE_NO_DEVICE, span, "`%s` has no column `%s`%s",
               request->settings->values, column, nearest_hint(request->arena, &nearest));
    add_note(diagnostic, names->span, "the columns are these");
    return NULL;
}
