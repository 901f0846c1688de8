#include "values.h"

#include "generators.h"

#include <string.h>

bool values_read(const struct image_request *request, struct span span, struct values *values)
{
    const struct image_settings *settings = request->settings;
    struct arena *arena = request->arena;
    const char *error = NULL;
    struct list rows = {0};
    values->was_read = true;
    if (!settings->values) {
        struct diagnostic *diagnostic =
            report(request->diagnostics, CODE_NO_DEVICE, span,
                   "each device has a value of its own here: the image is made for one");
        add_note(diagnostic, (struct span){0},
                 "`generate --values devices.csv --device 1` takes it from the first row");
        return false;
    }
    values->path = settings->values;
    const struct source *source = sources_read_data(request->sources, values->path, &error);
    if (!source) {
        report_failure(request->diagnostics, CODE_INPUT_FAILED, "cannot read `%s`: %s",
                       values->path, error);
        return false;
    }
    input_note(request, values->path);
    if (!csv_read(arena, request->diagnostics, source, CSV_QUOTED, &rows)) {
        return false;
    }
    size_t count = rows.count ? rows.count - 1 : 0;
    if (count == 0 || settings->device > count || (settings->device == 0 && count > 1)) {
        report(request->diagnostics, CODE_NO_DEVICE, span, "`%s` has %zu device%s%s", values->path,
               count, count == 1 ? "" : "s",
               settings->device ? arena_format(arena, ", and no number %zu", settings->device)
               : count          ? "; `--device N` chooses one"
                                : ": a row behind the names of the columns");
        return false;
    }
    const struct row *row = rows.items[settings->device ? settings->device : 1];
    values->names = rows.items[0];
    if (row->count != values->names->count) {
        report(request->diagnostics, CODE_NO_DEVICE, row->span,
               "this row has %zu cells; there are %zu columns", row->count, values->names->count);
        return false;
    }
    values->row = row;
    return true;
}

const struct cell *values_find(const struct image_request *request, const struct values *values,
                               const char *column, struct span span)
{
    const struct row *names = values->names;
    struct nearest nearest = nearest_to(column);
    for (size_t i = 0; i < names->count; i++) {
        if (strcmp(names->cells[i].text, column) == 0) {
            return &values->row->cells[i];
        }
        nearest_offer(&nearest, names->cells[i].text);
    }
    struct diagnostic *diagnostic =
        report(request->diagnostics, CODE_NO_DEVICE, span, "`%s` has no column `%s`%s",
               values->path, column, nearest_hint(request->arena, &nearest));
    add_note(diagnostic, names->span, "the columns are these");
    return NULL;
}
