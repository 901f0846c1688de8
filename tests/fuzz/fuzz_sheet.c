// An XLSX file of any bytes, in memory.
#include "spreadsheet.h"
#include "posix.h"

#include <stdlib.h>

static void out_of_memory(void *context)
{
    (void)context;
    abort();
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
    struct arena arena;
    struct spreadsheet sheet;
    arena_init(&arena, out_of_memory);
    sheet_init(&sheet, &arena, &host_posix);
    sheet_read_xlsx(&sheet, data, size);
    if (sheet.library || sheet.csv.length > SHEET_SIZE_LIMIT) {
        abort();
    }
    arena_release(&arena);
    return 0;
}
