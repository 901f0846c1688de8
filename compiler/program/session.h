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
/// anything is wrong. `is_mute`: warnings are not said.
bool session_begin(struct session *session, const struct options *options, const char *path,
                   bool is_mute);

/// Whether each -W names a warning of ours or a rule of a platform that was read; else it is kept
/// as a mistake of the command line.
bool session_check_settings(struct session *session);

/// What is wrong with --depfile of a command that makes one file; null: nothing.
const char *depfile_check_usage(struct arena *arena, const struct options *options);

/// Begins without reading anything.
void session_init(struct session *session, const struct options *options, const char *path,
                  bool is_mute);

/// As session_begin(), but takes a partition CSV or a binary table as well, of which a schema is
/// made in memory.
bool session_begin_any(struct session *session, const struct options *options, const char *path,
                       bool is_mute);

/// The same for a session that was initialised and no more.
bool session_read_any(struct session *session);

/// Reads the lock beside the schema, which layouts are held against from then on. False if it is
/// damaged.
bool session_read_lock(struct session *session);

/// Whether a file that is to be a schema is known to be something else; reported if so.
bool session_refuse_import(struct compilation *compilation, const char *path,
                           const struct source *source, enum import_kind kind);

/// What the options say of an import, but for its files.
struct import_request session_request(const struct options *options);

/// Makes a schema of files, and reads it, with `path` for its name. False if anything is wrong; no
/// schema was made if `import_text` is null then.
bool session_import(struct session *session, const struct import_request *request,
                    const char *path);

/// Writes what was reported, releases everything and returns the exit status.
int session_end(struct session *session);

/// The project as the command line tells of it, for one variant (null: none).
struct invocation session_invocation(struct session *session, const char *output,
                                     const char *variant);

/// Adds the files that a layout's artifacts and images are made of to a list of const char.
void session_add_inputs(struct session *session, const struct images *images,
                        struct text_list *inputs);

/// Adds the file that tells make what the output is made of, a list of const char: --depfile.
void session_add_depfile(struct session *session, const struct text_list *inputs,
                         struct artifact_list *artifacts);

/// The schema's variants: a list of struct syntax_name.
struct syntax_names session_variants(struct session *session);

/// What to say where that list is empty.
const char *session_no_variants(struct session *session);

/// Whether the schema has a variant of this name; if not, that is a usage error.
bool session_has_variant(struct session *session, const char *variant);

/// The partition that `TABLE.PARTITION` or `PARTITION` names; null, and a usage error, if that is
/// none or several.
const struct partition *session_find_partition(struct session *session, const struct layout *layout,
                                               const char *name);

/// Says on standard error what was found out of what is imported, and where; of it, only what is
/// assumed, if so asked. Not with --quiet, nor where messages are for programs.
void session_say_settings(struct session *session, bool are_assumed);

/// Writes for people on standard output: names in the text do nothing to a terminal. What can't be
/// written is reported.
void session_say(struct session *session, const struct buffer *text);

/// Writes data there as it is.
void session_put(struct session *session, const struct buffer *data);

/// Writes a text there that is somebody's file, as it is; to a terminal, as for people.
void session_put_text(struct session *session, const struct buffer *text);

/// Whether a stream is a terminal that takes escape sequences.
bool session_has_terminal(int stream);

/// Whether what is written to a stream (STDOUT_FILENO, STDERR_FILENO) is to have colors.
bool session_wants_color(const struct options *options, int stream);

#endif
