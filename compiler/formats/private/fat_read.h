// Names as a FAT folder has them, for the reader.
#ifndef FORMATS_FAT_READ_H
#define FORMATS_FAT_READ_H

#include "fat.h"

enum { FAT_PARTS = (FAT_LONG_NAME + FAT_UNITS - 1) / FAT_UNITS };

/// The parts of a long name that were met. They stand before the entry that they name, the last one
/// first.
struct fat_parts {
    uint16_t units[FAT_PARTS * FAT_UNITS];
    size_t next;      // number of the part that must follow; 0: the entry itself must
    size_t count;     // of all parts; 0: there are none
    uint8_t checksum; // of the short name that must follow
};

/// Takes an entry that is part of a long name. What does not belong together is forgotten.
void fat_parts_take(struct fat_parts *parts, const uint8_t *entry);

/// The name of an entry: the long one, if the parts before it are its own and whole, else the short
/// one, whose bytes beyond ASCII are of code page 437. It takes the place of what is in the buffer,
/// which ends with a NUL. False: it is not a name.
bool fat_parts_name(const struct fat_parts *parts, const uint8_t *entry, struct buffer *name);

#endif
