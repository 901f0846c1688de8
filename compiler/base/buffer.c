// A buffer doubles when it is full, in its arena: where it is the last object there, it grows
// without being moved, so that a text that is built alone costs one copy.
//
// One byte more than was asked for is always kept, for a NUL: what is in a buffer can be passed on
// as a text at any time.
#include "buffer.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

enum { FIRST_CAPACITY = 32 }; // at the end of the arena, more of it is had for nothing

void buffer_init(struct buffer *buffer, struct arena *arena)
{
    *buffer = (struct buffer){.arena = arena};
}

char *buffer_room(struct buffer *buffer, size_t length)
{
    if (length >= buffer->capacity - buffer->length) {
        size_t needed = buffer->length + length + 1;
        size_t capacity = buffer->capacity ? buffer->capacity * 2 : FIRST_CAPACITY;
        if (needed <= length || capacity < needed) {
            // More than can be counted is asked of the arena, too, which then says that it has
            // none.
            capacity = needed <= length ? SIZE_MAX : needed;
        }
        buffer->bytes = arena_resize(buffer->arena, buffer->bytes, buffer->capacity, capacity);
        buffer->capacity = capacity;
    }
    assert(buffer->length + length < buffer->capacity);
    return buffer->bytes + buffer->length;
}

void buffer_bytes(struct buffer *buffer, const void *bytes, size_t length)
{
    char *end = buffer_room(buffer, length);
    if (length) {
        memcpy(end, bytes, length);
    }
    end[length] = 0;
    buffer->length += length;
}

void buffer_text(struct buffer *buffer, const char *text)
{
    buffer_bytes(buffer, text, strlen(text));
}

void buffer_byte(struct buffer *buffer, uint8_t byte)
{
    buffer_bytes(buffer, &byte, 1);
}

void buffer_fill(struct buffer *buffer, uint8_t byte, size_t count)
{
    char *end = buffer_room(buffer, count);
    memset(end, byte, count);
    end[count] = 0;
    buffer->length += count;
}

void bytes_put(char *bytes, uint64_t value, size_t size, bool big_endian)
{
    for (size_t i = 0; i < size; i++) {
        // Byte by byte: the machine's own order does not matter. What 64 bits do not have is zero.
        size_t place = big_endian ? size - 1 - i : i;
        bytes[i] = place < 8 ? (char)(value >> (8 * place) & 0xff) : 0;
    }
}

void buffer_integer(struct buffer *buffer, uint64_t value, size_t size, bool big_endian)
{
    buffer_fill(buffer, 0, size);
    bytes_put(buffer->bytes + buffer->length - size, value, size, big_endian);
}

void buffer_format(struct buffer *buffer, const char *format, ...)
{
    // Nearly all are short, and formatted once; a long one is formatted again, where it belongs.
    char short_text[128];
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(short_text, sizeof short_text, format, arguments);
    va_end(arguments);
    if (length < 0) {
        return;
    }
    if ((size_t)length < sizeof short_text) {
        buffer_bytes(buffer, short_text, (size_t)length);
        return;
    }
    char *end = buffer_room(buffer, (size_t)length);
    va_start(arguments, format);
    vsnprintf(end, (size_t)length + 1, format, arguments);
    va_end(arguments);
    buffer->length += (size_t)length;
}
