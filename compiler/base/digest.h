// Checksums of the formats that we write.
#ifndef BASE_DIGEST_H
#define BASE_DIGEST_H

#include <stddef.h>
#include <stdint.h>

enum { MD5_SIZE = 16, SHA256_SIZE = 32 };

/// MD5 (RFC 1321), as the last row of an ESP-IDF partition table holds it.
void digest_md5(const void *bytes, size_t length, uint8_t digest[MD5_SIZE]);

/// SHA-256 (FIPS 180-4), as app images of ESP-IDF end with it.
void digest_sha256(const void *bytes, size_t length, uint8_t digest[SHA256_SIZE]);

/// CRC-32 with the reflected polynomial 0xEDB88320, started at zero and inverted at the end: what
/// `esp_rom_crc32_le(0xFFFFFFFF, ...)` computes. "123456789" gives 0xD202D277.
uint32_t digest_crc32(const void *bytes, size_t length);

/// The same polynomial's plain remainder, inverted nowhere, that follows from the one of all bytes
/// before; for the first ones from what a format starts with.
uint32_t digest_crc32_next(uint32_t remainder, const void *bytes, size_t length);

#endif
