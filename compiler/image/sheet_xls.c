// Excel 97 workbooks, read by libfreexl, which opens files by their path only.
#include "sheet.h"

#ifdef SCHEMAC_LIBFREEXL

#include <freexl.h>
#include <string.h>

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

static void take_cell(struct sheet *sheet, size_t row, size_t column, const FreeXL_CellValue *cell)
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

static int read_cells(struct sheet *sheet, const struct freexl *freexl, const void *workbook)
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

static int read_workbook(struct sheet *sheet, const struct freexl *freexl, const void *workbook)
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

void sheet_read_xls(struct sheet *sheet, const char *path)
{
    struct freexl freexl;
    if (!sheet_load(sheet, "libfreexl", SCHEMAC_LIBFREEXL, names, sizeof names / sizeof *names,
                    &freexl)) {
        return;
    }
    const void *workbook = NULL;
    int status = freexl.freexl_open(path, &workbook);
    if (!status) {
        status = read_workbook(sheet, &freexl, workbook);
    }
    if (workbook) {
        freexl.freexl_close(workbook);
    }
    if (status) {
        sheet_fail(sheet,
                   arena_format(sheet->arena,
                                "it is damaged, or no XLS file (error %d of libfreexl)", status));
    }
}

#else

void sheet_read_xls(struct sheet *sheet, const char *path)
{
    (void)path;
    sheet->library = "libfreexl";
}

#endif
