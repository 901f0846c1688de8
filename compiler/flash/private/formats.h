// The formats.
#ifndef FLASH_FORMATS_H
#define FLASH_FORMATS_H

#include "flash_format.h"

enum { UF2_PAYLOAD = 256 };

void ihex_write(const struct flash *flash, const struct flash_range_list *ranges,
                struct buffer *out);
bool ihex_probe(const char *bytes, size_t length);
void uf2_write(const struct flash *flash, const struct flash_range_list *ranges,
               struct buffer *out);
bool uf2_probe(const char *bytes, size_t length);

#endif
