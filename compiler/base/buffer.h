// A growing text or row of bytes.
#ifndef BASE_BUFFER_H
#define BASE_BUFFER_H

#include "arena.h"

#include <stdbool.h>
#include <stdint.h>

struct buffer {
    struct arena *arena;
    char *bytes; // followed by a NUL; null while empty
    size_t length;
    size_t capacity;
};

void buffer_init(struct buffer *buffer, struct arena *arena);

/// Makes room for `length` more bytes, and a NUL after them, and returns where they go; whoever
/// writes them there counts them and closes them with the NUL.
char *buffer_room(struct buffer *buffer, size_t length);

void buffer_bytes(struct buffer *buffer, const void *bytes, size_t length);
void buffer_text(struct buffer *buffer, const char *text);
void buffer_byte(struct buffer *buffer, uint8_t byte);
void buffer_fill(struct buffer *buffer, uint8_t byte, size_t count);

/// Writes the low `size` bytes of `value`, least significant first unless `big_endian`.
void bytes_put(char *bytes, uint64_t value, size_t size, bool big_endian);

/// Appends the low `size` bytes of `value`, least significant first unless `big_endian`.
void buffer_integer(struct buffer *buffer, uint64_t value, size_t size, bool big_endian);

__attribute__((format(printf, 2, 3))) void buffer_format(struct buffer *buffer, const char *format,
                                                         ...);

#endif
