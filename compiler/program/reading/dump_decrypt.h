// Decrypts what `dump` shows, with the key of flash encryption.
#ifndef DUMP_DECRYPT_H
#define DUMP_DECRYPT_H

#include "dump_schema.h"

/// Decrypts the request's bytes, of a whole flash or of the partition that the request names, in
/// place, if the command line has a key. False, and reported, if it is wrong or of no use.
bool dump_decrypt(struct session *session, const char *path, const struct dump_request *request,
                  struct buffer *image);

#endif
