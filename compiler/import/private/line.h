// The lines of a CSV of partitions, with variables replaced.
#ifndef IMPORT_LINE_H
#define IMPORT_LINE_H

#include "importer.h"

struct csv_text_line {
    char *text; // without its end, and without spaces around it; a NUL is after it
    size_t length;
    uint32_t *origins; // of each byte and of the end: its offset among all sources
    struct span span;
};

/// Reads the line at `*at` in a text, and steps after it. False, and reported, if it begins with a
/// variable that nobody knows.
bool csv_line_read(struct importer *importer, const struct source *source, size_t *at,
                   struct csv_text_line *line);

struct span csv_line_span(const struct csv_text_line *line, size_t start, size_t end);

#endif
