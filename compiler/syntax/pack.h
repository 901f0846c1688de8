// A platform's tree as bytes, which are read several times faster than its text.
#ifndef SYNTAX_PACK_H
#define SYNTAX_PACK_H

#include "buffer.h"
#include "syntax.h"

/// Appends the tree and the comments of a file. False if it has what no platform has, or was
/// left incomplete by a mistake.
bool syntax_pack(const struct syntax_file *file, struct buffer *bytes);

/// Takes a file whose text is `source` from what syntax_pack() made of that text, as if it were
/// parsed. The bytes are the program's own: they are not checked.
const struct syntax_file *syntax_unpack(struct syntax *syntax, const struct source *source,
                                        const uint8_t *bytes);

#endif
