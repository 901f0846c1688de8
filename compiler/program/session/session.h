// One run of a command that compiles: from its options to its exit status.
#ifndef SESSION_H
#define SESSION_H

#include "driver.h"
#include "import.h"
#include "options.h"

struct session {
    const struct options *options;
    const char *path; // of the schema
    struct compilation compilation;
    const char *usage_error;          // null: the command line is good so far
    const struct imported *imported;  // what the schema was made of; null: it was read
    const struct source *import_text; // that schema
    bool is_import_hidden;            // it is in memory alone, for nobody to see
};

/// Reads the schema in a file, the platforms that it needs, and the files of Kconfig. False if
/// anything is wrong. `is_mute`: warnings are not reported.
bool session_begin(struct session *session, const struct options *options, const char *path,
                   bool is_mute);

/// Whether each -W names a warning of ours or a rule of a platform that was read; else it is kept
/// as a mistake of the command line.
bool session_check_settings(struct session *session);

/// Begins without reading anything.
void session_init(struct session *session, const struct options *options, const char *path,
                  bool is_mute);

/// As session_begin(), but takes a partition CSV or a binary table as well, of which a schema is
/// made in memory.
bool session_begin_any(struct session *session, const struct options *options, const char *path,
                       bool is_mute);

/// The same for a session that was initialised and no more.
bool session_read_any(struct session *session);

/// Reads the lock file next to the schema; layouts are checked against it from then on. False if it
/// is damaged.
bool session_read_lock(struct session *session);

/// Writes what was reported, releases everything and returns the exit status.
int session_end(struct session *session);

/// What the command line says about the project, for one variant (null: none).
struct invocation session_invocation(struct session *session, const char *output,
                                     const char *variant);

/// Adds the files that a layout's artifacts and images are made of to a list of const char.
void session_add_inputs(struct session *session, const struct images *images,
                        struct text_list *inputs);

#endif
