/* By the `simcall` instruction of Xtensa's simulators. */
#include "host.h"

#include <string.h>

enum { EXIT = 1, WRITE = 4, OPEN = 5, CLOSE = 6 };
enum { CONSOLE = 1, WRITE_CREATE_TRUNCATE = 01101, READABLE = 0644 };

static int call(int operation, uintptr_t first, uintptr_t second, uintptr_t third)
{
    register int a2 __asm__("a2") = operation;
    register uintptr_t a3 __asm__("a3") = first;
    register uintptr_t a4 __asm__("a4") = second;
    register uintptr_t a5 __asm__("a5") = third;
    __asm__ volatile("simcall" : "+r"(a2), "+r"(a3) : "r"(a4), "r"(a5) : "memory");
    return a2;
}

void host_print(const char *text)
{
    call(WRITE, CONSOLE, (uintptr_t)text, strlen(text));
}

int host_save(const char *path, const void *bytes, uint32_t size)
{
    int file = call(OPEN, (uintptr_t)path, WRITE_CREATE_TRUNCATE, READABLE);
    int written;
    if (file < 0) {
        return 1;
    }
    written = call(WRITE, (uintptr_t)file, (uintptr_t)bytes, size);
    return call(CLOSE, (uintptr_t)file, 0, 0) != 0 || (uint32_t)written != size;
}

void host_exit(int status)
{
    for (;;) {
        call(EXIT, (uintptr_t)status, 0, 0);
    }
}
