// One run of a command that compiles: from its options to its exit status.
#ifndef SESSION_H
#define SESSION_H

#include "driver.h"
#include "options.h"

struct session {
    const struct options *options;
    const char *path; // of the schema
    struct compilation compilation;
    const char *usage_error; // null: the command line is good so far
};

/// Reads the schema in a file, the platforms that it needs, and the files of Kconfig. False if
/// anything is wrong. `is_mute`: warnings are not said.
bool session_begin(struct session *session, const struct options *options, const char *path,
                   bool is_mute);

/// Writes what was reported, releases everything and returns the exit status.
int session_end(struct session *session);

/// The project as the command line tells of it, for one variant (null: none).
struct project session_project(struct session *session, const char *output, const char *variant);

/// Adds the files that a layout's artifacts and images are made of to a list of const char.
void session_add_inputs(struct session *session, const struct layout *layout, struct list *inputs);

/// The schema's variants: a list of struct syntax_name.
struct list session_variants(struct session *session);

/// Whether the schema has a variant of this name; if not, that is a usage error.
bool session_has_variant(struct session *session, const char *variant);

/// Says so on standard output; what can't be written is reported.
void session_say(struct session *session, const struct buffer *text);

#endif
