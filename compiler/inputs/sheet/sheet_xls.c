// Excel 97 workbooks, read by libfreexl, which opens files by their path only. Damaged files make
// it write beyond its memory: it runs in a process of its own, which can do nothing else
// (host/posix/sandbox.c).
#include "spreadsheet.h"

#ifdef SCHEMAC_LIBFREEXL

#include <freexl.h>
#ifdef __GLIBC__
#include <iconv.h>
#endif
#include <string.h>

#define DAMAGED "it is damaged, or not an XLS file"

enum { IS_TEXT = 't', IS_ERROR = 'e' };

// clang-format off
#define FREEXL_FUNCTIONS(X) \
    X(freexl_open) X(freexl_close) X(freexl_get_info) X(freexl_select_active_worksheet) \
    X(freexl_worksheet_dimensions) X(freexl_get_cell_value)
// clang-format on

struct freexl {
#define POINTER(name) __typeof__ (&(name))(name);
    FREEXL_FUNCTIONS(POINTER)
#undef POINTER
};

static const char *const names[] = {
#define NAME(name) #name,
    FREEXL_FUNCTIONS(NAME)
#undef NAME
};

// Dates and times come as text from libfreexl. What has no text is an empty cell.
static void take_cell(struct spreadsheet *sheet, size_t row, size_t column,
                      const FreeXL_CellValue *cell)
{
    switch (cell->type) {
    case FREEXL_CELL_NULL:
        break;
    case FREEXL_CELL_INT:
        sheet_number(sheet, row, column, cell->value.int_value);
        break;
    case FREEXL_CELL_DOUBLE:
        sheet_number(sheet, row, column, cell->value.double_value);
        break;
    default:
        if (cell->value.text_value) {
            sheet_text(sheet, row, column, cell->value.text_value, strlen(cell->value.text_value));
        }
        break;
    }
}

// The dimensions are numbers of the file; the sandbox ends a reader that takes too long or too
// much.
static int read_cells(struct spreadsheet *sheet, const struct freexl *freexl, const void *workbook)
{
    unsigned rows = 0;
    unsigned short columns = 0;
    int status = freexl->freexl_worksheet_dimensions(workbook, &rows, &columns);
    for (unsigned row = 0; row < rows && !status && !sheet->error; row++) {
        for (unsigned short column = 0; column < columns && !status; column++) {
            FreeXL_CellValue cell = {.type = FREEXL_CELL_NULL};
            status = freexl->freexl_get_cell_value(workbook, row, column, &cell);
            if (!status) {
                take_cell(sheet, row + 1, column + 1U, &cell);
            }
        }
    }
    return status;
}

// A workbook with a password would give cells of noise. Only the first sheet is read, as in an
// XLSX.
static int read_workbook(struct spreadsheet *sheet, const struct freexl *freexl,
                         const void *workbook)
{
    unsigned password = FREEXL_UNKNOWN;
    int status = freexl->freexl_get_info(workbook, FREEXL_BIFF_PASSWORD, &password);
    if (!status && password == FREEXL_BIFF_OBFUSCATED) {
        sheet_fail(sheet, "it is protected by a password");
        return status;
    }
    if (!status) {
        status = freexl->freexl_select_active_worksheet(workbook, 0);
    }
    return status ? status : read_cells(sheet, freexl, workbook);
}

// If opening fails, there may be a handle all the same, which must be closed.
static void read_file(struct spreadsheet *sheet, const struct freexl *freexl, const char *path)
{
    const void *workbook = NULL;
    int status = freexl->freexl_open(path, &workbook);
    if (!status) {
        status = read_workbook(sheet, freexl, workbook);
    }
    if (workbook) {
        freexl->freexl_close(workbook);
    }
    if (status) {
        sheet_fail(sheet, DAMAGED);
    }
}

// glibc loads a file for each encoding: now, since it can open none in the sandbox. libfreexl asks
// for one of these, by the number of the workbook's code page.
static void load_encodings(void)
{
#ifdef __GLIBC__
    static const char *const encodings[] = {
        "UTF-16LE", "CP437",  "CP720",  "CP737",  "CP775",  "CP850",  "CP852",  "CP855",  "CP857",
        "CP858",    "CP860",  "CP861",  "CP862",  "CP863",  "CP864",  "CP865",  "CP866",  "CP869",
        "CP874",    "CP932",  "CP936",  "CP949",  "CP950",  "CP1250", "CP1251", "CP1252", "CP1253",
        "CP1254",   "CP1255", "CP1256", "CP1257", "CP1258", "CP1361",
    };
    for (size_t i = 0; i < sizeof encodings / sizeof *encodings; i++) {
        (void)iconv_open("UTF-8", encodings[i]); // never closed: it stays loaded
    }
#endif
}

struct xls_job {
    struct spreadsheet *sheet;
    const struct freexl *freexl;
};

// Writes what was read with IS_TEXT in front, or what went wrong with IS_ERROR.
static void read_confined(void *argument, const char *path, struct buffer *output)
{
    const struct xls_job *job = argument;
    struct spreadsheet *sheet = job->sheet;
    read_file(sheet, job->freexl, path);
    buffer_byte(output, sheet->error ? IS_ERROR : IS_TEXT);
    if (sheet->error) {
        buffer_text(output, sheet->error);
    } else {
        buffer_bytes(output, sheet->csv.bytes, sheet->csv.length);
    }
}

// The output of the process is as hostile as the file: it has a limit, and is no more than text or
// an error.
static void read_apart(struct spreadsheet *sheet, const struct freexl *freexl, const char *path)
{
    const char *error = NULL;
    struct buffer output;
    struct xls_job job = {sheet, freexl};
    const struct host *host = sheet->host;
    if (!host->isolate) {
        sheet_fail(sheet, "that needs a separate process, which cannot be started here");
        return;
    }
    buffer_init(&output, sheet->arena);
    bool has_ended = host->isolate(host->context, path, load_encodings, read_confined, &job,
                                   SHEET_SIZE_LIMIT + 1, &output, &error);
    if (error) {
        sheet_fail(sheet, error);
    } else if (!has_ended || output.length == 0) {
        sheet_fail(sheet, DAMAGED);
    } else if (output.bytes[0] == IS_ERROR) {
        sheet_fail(sheet, output.bytes + 1);
    } else {
        buffer_bytes(&sheet->csv, output.bytes + 1, output.length - 1);
    }
}

void sheet_read_xls(struct spreadsheet *sheet, const char *path)
{
    struct freexl freexl;
    if (sheet_load(sheet, "libfreexl", SCHEMAC_LIBFREEXL, names, sizeof names / sizeof *names,
                   &freexl)) {
        read_apart(sheet, &freexl, path);
    }
}

#else

void sheet_read_xls(struct spreadsheet *sheet, const char *path)
{
    (void)path;
    sheet->library = "libfreexl";
}

#endif
