// A session with a schema that is made in memory, of tables and other files.
#ifndef IMPORT_SESSION_H
#define IMPORT_SESSION_H

#include "session.h"

/// What the options say of an import, but for its files.
struct import_request import_session_request(const struct options *options);

/// Makes a schema of files, and reads it, with `path` for its name. False if anything is wrong; no
/// schema was made if `import_text` is null then.
bool import_session_read(struct session *session, const struct import_request *request,
                         const char *path);

/// Likewise, of the one file that the session was begun with: a schema that nobody sees.
bool import_session_begin(struct session *session, const struct source *source);

/// Writes a text for people to standard error; not with --quiet, nor where messages are for
/// programs.
void import_session_note(struct session *session, const struct buffer *text);

/// Likewise what was found out of what is imported, and where; of it, only what is assumed, if so
/// asked.
void import_session_note_settings(struct session *session, bool are_assumed);

/// Writes a schema that was made to a file. False, and reported, if that cannot be done, or if
/// another one is there, which --force alone overwrites. It is never written over one of the
/// inputs.
bool import_session_write(struct session *session, const struct buffer *text,
                          const struct text_list *inputs, const char *path);

#endif
