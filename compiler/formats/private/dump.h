// What decoders share.
#ifndef FORMATS_DUMP_H
#define FORMATS_DUMP_H

#include "decoder.h"

bool app_probe(const struct dump_request *request);
/// The chip that the header of an image has this number for; null if there is none.
const char *app_chip_name(uint64_t id);
void app_dump(const struct dump_request *request, struct dump_result *result);
bool keys_probe(const struct dump_request *request);
bool nvs_probe(const struct dump_request *request);
bool raw_probe(const struct dump_request *request);
/// The bytes as a file.
void raw_extract(const struct dump_request *request, struct dump_result *result);

/// An integer of up to eight bytes, least significant first.
uint64_t dump_integer(const uint8_t *bytes, size_t size);

/// Whether all bytes have one value; what has none does.
bool dump_is_all(const uint8_t *bytes, size_t size, uint8_t value);

/// Where the first byte is that has not this value; `size` if there is none.
size_t dump_find_other(const uint8_t *bytes, size_t size, uint8_t value);

/// Adds a damage where something stands behind `end` of the image that is not erased.
void dump_check_rest(const struct dump_request *request, struct fact *fact, size_t end);

/// A text of a field of fixed size: up to its first NUL.
const char *dump_text(struct arena *arena, const uint8_t *bytes, size_t size);

/// The root of what is extracted.
struct tree_node *dump_files(struct arena *arena);
/// Adds a file to a folder; its bytes are not copied.
void dump_add_file(struct arena *arena, struct tree_node *folder, const char *name,
                   const void *bytes, size_t size);
/// Adds a folder with what another root has.
void dump_add_folder(struct arena *arena, struct tree_node *root, const char *name,
                     const struct tree_node *other);

/// A text as a schema has it, in quotes. Null: it has something that no schema can say.
const char *dump_quoted(struct arena *arena, const char *text, size_t length);

/// The same for a name, where what no schema can say is `_`.
const char *dump_quoted_name(struct arena *arena, const char *name);

/// A name that files can have: what they cannot is `_`.
const char *dump_file_name(struct arena *arena, const char *name);

/// What begins a schema with one partition, in a flash with room for so many bytes.
void dump_begin_schema(struct buffer *text, const char *name, uint64_t size);

#endif
