/* What the emulator's host does for the program: its console, its files, its end. */
#ifndef HOST_H
#define HOST_H

#include <stdint.h>

void host_print(const char *text);

/* Stores bytes in a file. Returns 0, or another number where that fails. */
int host_save(const char *path, const void *bytes, uint32_t size);

/* Ends the emulator with an exit status. */
void host_exit(int status);

#endif
