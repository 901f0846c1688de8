// Records of an image, read by the schema that declares them.
#ifndef FORMATS_RECORD_READER_H
#define FORMATS_RECORD_READER_H

#include "dump.h"
#include "records.h"

struct record_reader {
    const struct dump_request *request;
    const struct record *record;    // null: the parameters of a table of types
    const struct record_ring *ring; // null: records follow each other
    struct slots slots;
    uint64_t size; // of one record
};

/// Shows the record at an offset of the image: in text as one line, which begins with `title`. The
/// image has all its bytes.
struct fact *record_tell(const struct record_reader *reader, const char *title, uint64_t at,
                         struct fact *list);

/// The CSV that the schema reads the records from, with those at these offsets of the image.
void record_extract(const struct record_reader *reader, const uint64_t *offsets, size_t count,
                    struct dump_result *result);

/// Shows a ring.
void ring_dump(const struct record_reader *reader, struct dump_result *result);

#endif
