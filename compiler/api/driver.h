// One compilation, from a file to artifacts in memory.
#ifndef DRIVER_H
#define DRIVER_H

#include "diagnostic.h"
#include "image_plan.h"
#include "kconfig.h"
#include "layout.h"
#include "lock.h"
#include "names.h"
#include "source.h"
#include "syntax.h"

struct emitter_list;
struct outline;

struct compilation {
    struct arena arena;
    struct names names;
    struct sources sources;
    struct diagnostics diagnostics;
    struct syntax syntax;
    const struct syntax_file *file;   // null: could not be read
    struct outline *outline;          // of the file; null: not asked for yet
    const struct kconfig *kconfig;    // null: no files of Kconfig were read
    struct lock_context lock_context; // its lock null: there is none to check layouts against
};

/// `host` must live as long as it. `exhausted` is called where the system has no memory left; it
/// does not return.
void compilation_init(struct compilation *compilation, const struct host *host,
                      void (*exhausted)(void *context));

/// As compilation_init(), with what `exhausted` is called with. It may be called already here.
void compilation_init_with(struct compilation *compilation, const struct host *host,
                           void (*exhausted)(void *context), void *context);
void compilation_release(struct compilation *compilation);

/// Reads a schema and all that it includes. False if it has no meaning to speak of; with mistakes
/// in it, it has no layout, but more mistakes may be found.
bool compilation_read(struct compilation *compilation, const char *path);

/// Like compilation_read, for a file whose bytes were read already.
bool compilation_parse(struct compilation *compilation, const struct source *source);

/// Like compilation_read, for a schema in memory. False if it has mistakes.
bool compilation_read_text(struct compilation *compilation, const char *path, const char *text,
                           size_t length);

/// Reads the project's files of Kconfig, where there are any. False if that cannot be done.
bool compilation_read_kconfig(struct compilation *compilation, const struct kconfig_files *files);

/// Reads the lock beside a schema, if there is one, so that every layout from now on
/// is checked against it. False if it cannot be read.
bool compilation_read_lock(struct compilation *compilation, const char *schema);

/// What is wrong with the settings of warnings, which the diagnostics have: one names none of ours,
/// nor a rule of a platform that was read. Null if nothing is.
const char *compilation_check_settings(struct compilation *compilation);

/// What is in the file that was read, its variants among it.
struct outline *compilation_outline(struct compilation *compilation);

/// The layout of one variant (null: of the schema itself), verified, with what its images are to
/// be. Null if anything is wrong.
struct images *compilation_images(struct compilation *compilation, struct invocation invocation);

/// The same in an arena of its own, so that the layouts of many variants need not all stay.
struct images *compilation_images_in(struct compilation *compilation, struct invocation invocation,
                                     struct arena *arena);

/// The same for who reports on: also where only contents of partitions are wrong (their plans are
/// bad), and whatever was wrong with the variants before.
struct images *compilation_images_to_check(struct compilation *compilation,
                                           struct invocation invocation, struct arena *arena);

/// A layout as far as it can be found, also of a file with mistakes; null: not at all.
const struct layout *compilation_rough_layout(struct compilation *compilation,
                                              struct invocation invocation);

/// The layout alone.
const struct layout *compilation_layout(struct compilation *compilation,
                                        struct invocation invocation);

/// All files that were read, the schema first; a list of const char.
struct text_list compilation_inputs(struct compilation *compilation);

/// Adds the artifacts of some emitters; false if one cannot say what the
/// layout is.
bool compilation_emit(struct compilation *compilation, const struct images *images,
                      const struct emitter_list *chosen, struct artifact_list *artifacts);

#endif
