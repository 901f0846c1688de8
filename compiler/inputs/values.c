// The values of one device: a row of the file that the command line names.
//
// What is secret must not show in messages, which quote whole lines. So a row's secret cells are
// hidden before anything is reported of it; where it cannot be told which they are, all of it is.
#include "values.h"

#include "input.h"

#include <string.h>

static const struct source *read_source(const struct image_request *request, struct span span)
{
    const char *path = request->settings->values;
    const char *error = NULL;
    if (!path) {
        struct diagnostic *diagnostic = report(
            request->diagnostics, CODE_NO_DEVICE, span,
            "the image has values that differ from device to device; it is made for one of them");
        add_note(diagnostic, (struct span){0},
                 "`generate --values devices.csv --device 1` takes them from the first row");
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

// A check without a chosen device judges every row; only then values_next goes on.
static bool checks_all(const struct image_request *request)
{
    return request->settings->is_check && request->settings->device == 0;
}

// The number of the device, from 1; 0, and reported, if there is none. A file with one row needs
// no number.
static size_t choose_device(const struct image_request *request, struct span span,
                            const struct csv_row_list *rows)
{
    const char *path = request->settings->values;
    size_t device = request->settings->device;
    size_t count = rows->count ? rows->count - 1 : 0;
    if (count > 0 && device <= count && (device > 0 || count == 1 || checks_all(request))) {
        return device ? device : 1;
    }
    if (count == 0) {
        report(
            request->diagnostics, CODE_NO_DEVICE, span,
            "`%s` has no devices: after the row of column names, it needs one row for each device",
            path);
    } else if (device) {
        report(request->diagnostics, CODE_NO_DEVICE, span,
               "`%s` has %zu device%s; there is no device %zu", path, count, count == 1 ? "" : "s",
               device);
    } else {
        report(request->diagnostics, CODE_NO_DEVICE, span,
               "`%s` has %zu devices; `--device N` chooses one", path, count);
    }
    return 0;
}

// A row that is shorter or longer than the names is refused as a whole: its cells may have been
// shifted, and another device's password is worse than none.
static void take_row(const struct image_request *request, struct values *values, size_t device)
{
    const struct csv_row *row = values->rows.items[device];
    values->device = device;
    values->row = row;
    csv_check_row(request->diagnostics, row);
    if (row->count != values->names->count) {
        struct diagnostic *diagnostic =
            report(request->diagnostics, CODE_NO_DEVICE, row->span,
                   "this row has %zu cell%s; there are %zu columns", row->count,
                   row->count == 1 ? "" : "s", values->names->count);
        add_note(diagnostic, values->names->span, "the columns are these");
        values->row = NULL;
    }
}

// A cell of several lines may be a quote that was forgotten, with rows of other devices in it.
static void hide_lines(const struct image_request *request, const struct csv_row *row)
{
    for (size_t i = 0; i < row->count; i++) {
        if (strchr(row->cells[i].text, '\n')) {
            sources_hide(request->sources, row->cells[i].span);
        }
    }
}

// Where a secret's column is not found, it may be any other; and where none is, the first row may
// be a device itself, and the names are missing.
static void hide_columns(const struct image_request *request, const struct values *values)
{
    size_t missing = 0;
    for_each (secret, &values->secrets) {
        bool is_found = false;
        for (size_t j = 0; j < values->names->count; j++) {
            if (strcmp(values->names->cells[j].text, secret) == 0) {
                sources_hide(request->sources, values->row->cells[j].span);
                is_found = true;
            }
        }
        missing += !is_found;
    }
    hide_lines(request, values->row);
    if (missing) {
        sources_hide(request->sources, values->row->span);
    }
    if (missing == values->secrets.count) {
        sources_hide(request->sources, values->names->span);
    }
}

// Messages are concealed when they are rendered, so that it is early enough to hide a row after
// something of it was reported. A row that is not as wide as the names has no cells that can be
// told apart: all of it is hidden.
void values_hide(const struct image_request *request, const struct values *values)
{
    if (values->secrets.count && values->row) {
        hide_columns(request, values);
    } else if (values->secrets.count) { // which of its cells is one cannot be told
        sources_hide(request->sources, values->rows.items[values->device]->span);
    }
}

// Everything but the first line is hidden where no row could be taken: the device's values are
// somewhere among it.
void values_read(const struct image_request *request, struct span span, struct values *values)
{
    values->was_read = true;
    const struct source *source = read_source(request, span);
    if (!source) {
        return;
    }
    bool is_read =
        csv_read(request->arena, request->diagnostics, source, CSV_QUOTED, &values->rows);
    size_t device = is_read ? choose_device(request, span, &values->rows) : 0;
    if (device) {
        values->names = values->rows.items[0];
        take_row(request, values, device);
    }
    if (values->row) {
        values_hide(request, values);
    } else if (values->secrets.count) { // which of it is one cannot be told
        uint32_t names = source->start + (uint32_t)strcspn(source->bytes, "\n");
        sources_hide(request->sources,
                     (struct span){names, source->start + (uint32_t)source->length});
    }
}

// Rows are read once, with the first device; going on costs only the check of a row.
bool values_next(const struct image_request *request, struct values *values)
{
    if (!checks_all(request) || values->device == 0 || values->device + 1 >= values->rows.count) {
        return false;
    }
    take_row(request, values, values->device + 1);
    return true;
}

// Columns of one name are refused only if that name is asked for: people keep columns of notes.
const struct csv_cell *values_find(const struct image_request *request, const struct values *values,
                                   const char *column, struct span span)
{
    const struct csv_row *names = values->names;
    const struct csv_cell *found = NULL;
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
