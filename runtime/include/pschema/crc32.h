/** @file
 * The CRC-32 of ESP-IDF's formats (NVS, otadata) and of the layout: polynomial 0xEDB88320,
 * reflected.
 *
 * pschema_crc32(PSCHEMA_CRC32_START, data, size) is ESP-IDF's esp_rom_crc32_le(UINT32_MAX, data,
 * size) and zlib's crc32(0xffffffff, data, size); with 0 in place of the start it is the usual
 * CRC-32 of zip and zlib. What it returns is the start for the bytes that follow.
 */
#ifndef PSCHEMA_CRC32_H
#define PSCHEMA_CRC32_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** What a CRC begins with. */
#define PSCHEMA_CRC32_START 0xffffffffu

/** Continues a CRC over `size` bytes. */
uint32_t pschema_crc32(uint32_t crc, const void *data, size_t size);

#ifdef __cplusplus
}
#endif

#endif
