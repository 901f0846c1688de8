/* Text for the host's console. */
#ifndef PRINT_H
#define PRINT_H

#include "host.h"

#include <pschema/result.h>

void print_number(int32_t number);

/* As the flash has it, of any number of bytes. */
void print_bytes(const void *bytes, uint32_t size);

/* Eight digits. */
void print_hexadecimal(uint32_t number);

/* "NAME: " and what it came to; returns whether that was PSCHEMA_OK. */
int print_result(const char *name, enum pschema_result result);

#endif
