// What commands write to standard output. What cannot be written is reported.
#ifndef PRINT_H
#define PRINT_H

#include "session.h"

/// Writes a text for people: names in it do nothing to a terminal.
void print_text(struct session *session, const struct buffer *text);

/// Writes data as it is.
void print_bytes(struct session *session, const struct buffer *data);

/// Writes a text that is somebody's file, as it is; to a terminal, as for people.
void print_file(struct session *session, const struct buffer *text);

#endif
