// Tables that users give, as sources of CSV text, whatever they are saved as.
//
// A spreadsheet becomes a source like a file that was read, so that messages can show its rows;
// its line numbers are those of the sheet's rows. The kind of a file is decided by its ending, and
// a wrong one shows in the error of its reader.
#include "spreadsheet.h"

#include <string.h>
#include <strings.h>

static bool ends_with(const char *path, const char *ending)
{
    size_t length = strlen(path);
    size_t ending_length = strlen(ending);
    return length > ending_length && strcasecmp(path + length - ending_length, ending) == 0;
}

bool sheet_is(const char *path)
{
    return ends_with(path, ".xlsx") || ends_with(path, ".xls");
}

// Three reasons, from `library` and `error` of the sheet: the file, a library that was missing
// when schemac was built, one that cannot be loaded now.
static void report_failed(const struct image_request *request, const struct spreadsheet *sheet,
                          const char *path, struct span span)
{
    if (!sheet->library) {
        report(request->diagnostics, CODE_BAD_SHEET, span, "cannot read `%s`: %s", path,
               sheet->error);
    } else if (!sheet->error) {
        report(request->diagnostics, CODE_LIBRARY_NEEDED, span,
               "reading `%s` needs %s, which this schemac was built without", path, sheet->library);
    } else {
        report(request->diagnostics, CODE_LIBRARY_NEEDED, span,
               "reading `%s` needs %s, which cannot be loaded: %s", path, sheet->library,
               sheet->error);
    }
}

// The text of all sources together is limited, which a sheet can exceed as well.
static const struct source *add_source(const struct image_request *request,
                                       const struct spreadsheet *sheet, const char *path,
                                       struct span span)
{
    const char *text = sheet->csv.bytes ? sheet->csv.bytes : "";
    struct source *source = sources_add(request->sources, path, text, sheet->csv.length);
    if (!source) {
        report(request->diagnostics, CODE_BAD_SHEET, span,
               "cannot read `%s`: all files together are larger than 512M", path);
        return NULL;
    }
    source->is_data = true;
    return source;
}

// An .xls is read by its library from the path; it is read here as well, so that links, limits and
// errors are judged as for any input.
const struct source *sheet_source(const struct image_request *request, const char *path,
                                  struct span span)
{
    if (ends_with(path, ".csv")) {
        return input_source(request, path, span);
    }
    if (!sheet_is(path)) {
        report(request->diagnostics, CODE_BAD_SHEET, span,
               "`%s` is not a table: its name must end with .csv, .xlsx or .xls", path);
        return NULL;
    }
    struct spreadsheet sheet;
    struct buffer bytes;
    sheet_init(&sheet, request->arena, request->sources->host);
    buffer_init(&bytes, request->arena);
    if (!input_bytes(request, path, span, SHEET_SIZE_LIMIT, &bytes)) {
        return NULL;
    }
    if (ends_with(path, ".xlsx")) {
        sheet_read_xlsx(&sheet, bytes.bytes, bytes.length);
    } else {
        sheet_read_xls(&sheet, path);
    }
    if (sheet.library || sheet.error) {
        report_failed(request, &sheet, path, span);
        return NULL;
    }
    return add_source(request, &sheet, path, span);
}
