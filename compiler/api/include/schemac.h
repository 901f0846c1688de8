/* libschemac: compiles .pschema, descriptions of the flash of a microcontroller, within a program.
 *
 * An editor, a build system or a test makes a host (where files come from), a compilation on it,
 * has a schema read, and asks for what it needs: what is wrong and how to fix it, the layout, the
 * artifacts that `schemac compile` would write, images of partitions, a picture.
 *
 *     struct schemac_host *host = schemac_host_memory();
 *     schemac_host_put(host, "main.pschema", text, strlen(text));
 *     struct schemac *schemac = schemac_new(host);
 *     const struct schemac_layout *layout;
 *     if (schemac_read(schemac, "main.pschema") == SCHEMAC_DONE &&
 *         schemac_compile(schemac, NULL, &layout) == SCHEMAC_DONE) {
 *         ...
 *     }
 *     schemac_free(schemac);
 *     schemac_host_free(host);
 *
 * The library never ends the process, prints nothing, installs no signal handlers and has no global
 * state. Several threads may use it at once, as long as each compilation is used by one thread at a
 * time; a host that several compilations share must not be changed while one of them is being used.
 *
 * Ownership: who calls a function whose name ends in `_new`, or that makes a host, frees the
 * result. All else that a function returns belongs to the compilation (or the host) that it was
 * asked of and stays as it is until that is freed. Arguments are copied where they are kept.
 *
 * Text is UTF-8 and ends in a NUL. Offsets and sizes are in bytes; an offset of a partition counts
 * from the start of its flash. Counts and indices are zero-based, lines and columns count from 1.
 * An index must be less than the count that belongs to it, and no pointer may be null unless a
 * function says so.
 *
 * Compatibility: types are opaque, so that nothing is compiled into users but functions and the
 * structs and enums of this page. Functions are added, and enums get new values at their end; what
 * is here stays until the SOVERSION counts up. Struct schemac_functions has its size as its first
 * member and may grow at its end.
 *
 * C99, C11 and C++17.
 */
#ifndef SCHEMAC_H
#define SCHEMAC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SCHEMAC_API __attribute__((visibility("default")))

#ifdef __cplusplus
extern "C" {
#endif

/* The version of the library that is running: "0.2.0". */
SCHEMAC_API const char *schemac_version(void);

/* What became of a call; the first four are also the exit statuses of `schemac`. */
enum schemac_status {
    SCHEMAC_DONE = 0,
    SCHEMAC_INVALID = 1,   /* the input is wrong: the diagnostics say how */
    SCHEMAC_MISUSED = 2,   /* an argument is wrong: schemac_error() says how */
    SCHEMAC_FAILED = 3,    /* the host failed, as for a file that cannot be read: see diagnostics */
    SCHEMAC_NO_MEMORY = 4, /* of a compilation: nothing can be done with it any more but to free it;
                              all calls say so again, and what it returned before remains valid */
};

/* ------------------------------------------------------------------------------------- Hosts */

/* Where files, environment variables and the like come from: the schema, and what it names. */
struct schemac_host;

/* Files in memory, and nothing else. Paths are compared after `.` and `..` are taken out of them.
 * Null: the system has no memory left; so for all hosts. */
SCHEMAC_API struct schemac_host *schemac_host_memory(void);

/* The process's own system. Programs that a schema runs get a process group of their own; while
 * they run, signals that would end the process are held back. XLS files are read in a child
 * process. */
SCHEMAC_API struct schemac_host *schemac_host_posix(void);

/* Files in memory in front of another host: what is not there is asked of that one. An editor puts
 * its unsaved buffers there. `below` must live as long, and remains its owner's. */
SCHEMAC_API struct schemac_host *schemac_host_overlay(const struct schemac_host *below);

/* Puts a file into a memory or an overlay, in place of one with the same path; the bytes are
 * copied. A compilation that has read the file before goes on with what it read. SCHEMAC_MISUSED:
 * it is a host of another kind; SCHEMAC_NO_MEMORY: nothing has changed. */
SCHEMAC_API enum schemac_status schemac_host_put(struct schemac_host *host, const char *path,
                                                 const void *bytes, size_t length);

/* Takes a file out of it again; in an overlay, the one below is seen then. Nothing happens if there
 * is none. Returns what schemac_host_put() does. */
SCHEMAC_API enum schemac_status schemac_host_remove(struct schemac_host *host, const char *path);

/* What a path leads to. */
enum schemac_path {
    SCHEMAC_PATH_MISSING = 0,
    SCHEMAC_PATH_FILE = 1,
    SCHEMAC_PATH_DIRECTORY = 2,
    SCHEMAC_PATH_OTHER = 3,
};

/* What a function of a host of one's own answers with. It is valid during that call only. */
struct schemac_answer;

/* Appends to the bytes of a file. */
SCHEMAC_API void schemac_answer_bytes(struct schemac_answer *answer, const void *bytes,
                                      size_t length);

/* Adds a name that is in a directory. */
SCHEMAC_API void schemac_answer_name(struct schemac_answer *answer, const char *name);

/* Says why there is no answer: "permission denied". The last one counts. */
SCHEMAC_API void schemac_answer_error(struct schemac_answer *answer, const char *error);

/* A host of one's own. Any function may be null: then it is as if there were no such thing. They
 * are called only while a function of this library is, by the same thread, and must return. */
struct schemac_functions {
    size_t size;   /* of this struct, as it was compiled */
    void *context; /* given to each function */

    /* What a path is. Null: it is a file if it can be read. */
    enum schemac_path (*look)(void *context, const char *path);

    /* Answers with the bytes of a file, or an error. It is called again for the same file where
     * only its size is needed. */
    void (*read)(void *context, const char *path, struct schemac_answer *answer);

    /* Answers with the names in a directory, in any order, without `.` and `..`; or an error. */
    void (*list)(void *context, const char *path, struct schemac_answer *answer);

    /* An environment variable; null: it is not set. */
    const char *(*variable)(void *context, const char *name);
};

/* The struct is copied; what `context` leads to is not. Null, too, if its size is wrong. */
SCHEMAC_API struct schemac_host *schemac_host_own(const struct schemac_functions *functions);

/* To be called once no compilation and no overlay uses it any more. Null is ignored. */
SCHEMAC_API void schemac_host_free(struct schemac_host *host);

/* ------------------------------------------------------------------------------- Compilations */

/* One reading of a schema, with all that is made of it. To compile changed text, make another one:
 * that is cheap. */
struct schemac;

/* `host` must live as long. Null: the system has no memory left. */
SCHEMAC_API struct schemac *schemac_new(const struct schemac_host *host);

/* Null is ignored. */
SCHEMAC_API void schemac_free(struct schemac *schemac);

/* What was wrong with the arguments of the last call that returned SCHEMAC_MISUSED, as a sentence
 * without a full stop; "" if there was none. */
SCHEMAC_API const char *schemac_error(const struct schemac *schemac);

/* What to do with a warning, as the program's -W: "no-NAME", "NAME", "error", "error=NAME". To be
 * called before schemac_read(), which returns SCHEMAC_MISUSED if there is no warning of this name,
 * or if what has it is an error. The last word about a warning counts. */
SCHEMAC_API enum schemac_status schemac_set_warning(struct schemac *schemac, const char *setting);

/* Files that the schema's values come from, as the program's --sdkconfig and --kconfig; to be
 * called before schemac_read(). Later ones win. They are read by that. */
SCHEMAC_API enum schemac_status schemac_add_sdkconfig(struct schemac *schemac, const char *path);
SCHEMAC_API enum schemac_status schemac_add_kconfig(struct schemac *schemac, const char *path);

/* The directory that the artifacts are meant for, which build fragments name; "." at first. To be
 * called before schemac_compile(). */
SCHEMAC_API enum schemac_status schemac_set_output(struct schemac *schemac, const char *directory);

/* Reads a schema, what it includes, the files of Kconfig, and the lock beside it if there is one.
 * To be called once. SCHEMAC_INVALID if anything is wrong; schemac_compile() may be called even so,
 * and finds more mistakes. SCHEMAC_FAILED if the schema itself cannot be read. */
SCHEMAC_API enum schemac_status schemac_read(struct schemac *schemac, const char *path);

/* The variants of the schema that was read, in its order; abstract ones are not among them. */
SCHEMAC_API size_t schemac_variant_count(const struct schemac *schemac);
SCHEMAC_API const char *schemac_variant_name(const struct schemac *schemac, size_t index);

/* Whether the schema itself can be compiled, too: it has no variants, or it chooses a chip outside
 * them. */
SCHEMAC_API bool schemac_has_base(const struct schemac *schemac);

struct schemac_layout;

/* Lays out a variant (null: the schema itself) and checks it, also what it says of partitions'
 * content. Each variant is compiled once; later calls return the same.
 *
 * SCHEMAC_INVALID if anything is wrong with it, or was with the schema when it was read. `*layout`
 * is null then, unless content of partitions is all that is wrong: such a layout can be shown, but
 * nothing can be made of it. SCHEMAC_MISUSED: there is no such variant, or nothing was read. */
SCHEMAC_API enum schemac_status schemac_compile(struct schemac *schemac, const char *variant,
                                                const struct schemac_layout **layout);

/* --------------------------------------------------------------------------------- Diagnostics */

enum schemac_severity {
    SCHEMAC_NOTE = 1,
    SCHEMAC_WARNING = 2,
    SCHEMAC_ERROR = 3,
};

/* A range of text. */
struct schemac_place {
    const char *path;      /* of the file, as it was looked up; null: no place in a file */
    size_t offset, length; /* of the range, in bytes; 0 long: a place between two characters */
    size_t line, column;   /* of its start; a column is a character (code point) */
    size_t end_line, end_column; /* of what follows it */
};

/* Something that was found to be wrong, or worth knowing. */
struct schemac_diagnostic;

/* All of them so far, sorted by place, those without a place last. No message shows a value that
 * the schema marks as secret. At most 1000 of each severity are kept. */
SCHEMAC_API size_t schemac_diagnostic_count(const struct schemac *schemac);
SCHEMAC_API const struct schemac_diagnostic *schemac_diagnostic_at(const struct schemac *schemac,
                                                                   size_t index);

SCHEMAC_API enum schemac_severity
schemac_diagnostic_severity(const struct schemac_diagnostic *diagnostic);

/* Its permanent code, "PS3004". */
SCHEMAC_API const char *schemac_diagnostic_code(const struct schemac_diagnostic *diagnostic);

/* Its name, "overlap"; of a warning, what schemac_set_warning() takes. */
SCHEMAC_API const char *schemac_diagnostic_name(const struct schemac_diagnostic *diagnostic);

/* One line, which begins with a lower-case letter. */
SCHEMAC_API const char *schemac_diagnostic_message(const struct schemac_diagnostic *diagnostic);

/* "in variant `x`"; null if the variant does not matter. */
SCHEMAC_API const char *schemac_diagnostic_context(const struct schemac_diagnostic *diagnostic);

/* What its code means in general, in paragraphs, as `schemac explain` prints it. */
SCHEMAC_API const char *schemac_diagnostic_explanation(const struct schemac_diagnostic *diagnostic);

SCHEMAC_API struct schemac_place
schemac_diagnostic_place(const struct schemac_diagnostic *diagnostic);

/* What explains it further, in the order in which it is to be read. */
SCHEMAC_API size_t schemac_note_count(const struct schemac_diagnostic *diagnostic);
SCHEMAC_API const char *schemac_note_message(const struct schemac_diagnostic *diagnostic,
                                             size_t index);
SCHEMAC_API struct schemac_place schemac_note_place(const struct schemac_diagnostic *diagnostic,
                                                    size_t index);

/* How to fix it: all of these together, each of which replaces the text at a place. They do not
 * overlap. None: the library knows no fix. */
SCHEMAC_API size_t schemac_fix_count(const struct schemac_diagnostic *diagnostic);
SCHEMAC_API const char *schemac_fix_replacement(const struct schemac_diagnostic *diagnostic,
                                                size_t index);
SCHEMAC_API struct schemac_place schemac_fix_place(const struct schemac_diagnostic *diagnostic,
                                                   size_t index);

/* The text of a file with the fixes of a diagnostic in it; `path` is that of a place of a fix. A
 * NUL follows the `*length` bytes. SCHEMAC_MISUSED: no fix is in this file. */
SCHEMAC_API enum schemac_status schemac_fix_apply(struct schemac *schemac,
                                                  const struct schemac_diagnostic *diagnostic,
                                                  const char *path, const char **text,
                                                  size_t *length);

/* -------------------------------------------------------------------------------------- Layouts */

SCHEMAC_API const char *schemac_layout_name(const struct schemac_layout *layout);
SCHEMAC_API uint64_t schemac_layout_revision(const struct schemac_layout *layout);
SCHEMAC_API const char *schemac_layout_chip(const struct schemac_layout *layout);

/* The variant; null: the schema itself. */
SCHEMAC_API const char *schemac_layout_variant(const struct schemac_layout *layout);

/* The flash chips; the first is the one that the chip starts from, and is called "flash". */
SCHEMAC_API size_t schemac_flash_count(const struct schemac_layout *layout);
SCHEMAC_API const char *schemac_flash_name(const struct schemac_layout *layout, size_t index);
SCHEMAC_API uint64_t schemac_flash_size(const struct schemac_layout *layout, size_t index);

/* The smallest number of bytes that can be erased. */
SCHEMAC_API uint64_t schemac_flash_erase_size(const struct schemac_layout *layout, size_t index);

/* The partition tables, in the order of the schema. */
SCHEMAC_API size_t schemac_table_count(const struct schemac_layout *layout);
SCHEMAC_API const char *schemac_table_name(const struct schemac_layout *layout, size_t index);

/* The index of the flash that the table and its partitions are in. */
SCHEMAC_API size_t schemac_table_flash(const struct schemac_layout *layout, size_t index);

/* Whether there is a table in flash, at an offset and with as many bytes reserved for it; else its
 * partitions are known to firmware only, and both are 0. Either of the pointers may be null. */
SCHEMAC_API bool schemac_table_is_written(const struct schemac_layout *layout, size_t index,
                                          uint64_t *offset, uint64_t *size);

SCHEMAC_API struct schemac_place schemac_table_place(const struct schemac_layout *layout,
                                                     size_t index);

struct schemac_partition;

/* The partitions of all tables, in the order of the schema. */
SCHEMAC_API size_t schemac_partition_count(const struct schemac_layout *layout);
SCHEMAC_API const struct schemac_partition *
schemac_partition_at(const struct schemac_layout *layout, size_t index);

/* The partition of a name: `PARTITION`, or `TABLE.PARTITION` where several tables have one. Null:
 * there is none, or several. */
SCHEMAC_API const struct schemac_partition *
schemac_partition_find(const struct schemac_layout *layout, const char *name);

/* As the table in flash has it. */
SCHEMAC_API const char *schemac_partition_label(const struct schemac_partition *partition);

/* Its name in generated C, unique among all partitions. */
SCHEMAC_API const char *schemac_partition_identifier(const struct schemac_partition *partition);

/* The comment above it, without comment signs; null: there is none. */
SCHEMAC_API const char *schemac_partition_documentation(const struct schemac_partition *partition);

/* The index of its table. */
SCHEMAC_API size_t schemac_partition_table(const struct schemac_partition *partition);
SCHEMAC_API uint64_t schemac_partition_offset(const struct schemac_partition *partition);
SCHEMAC_API uint64_t schemac_partition_size(const struct schemac_partition *partition);

/* Its type and subtype, as the table in flash has them. */
SCHEMAC_API uint64_t schemac_partition_type(const struct schemac_partition *partition);
SCHEMAC_API uint64_t schemac_partition_subtype(const struct schemac_partition *partition);

/* "app", "ota_0"; null: the platform's tools know no name. */
SCHEMAC_API const char *schemac_partition_type_name(const struct schemac_partition *partition);
SCHEMAC_API const char *schemac_partition_subtype_name(const struct schemac_partition *partition);

/* How firmware uses it: "data", "app", "ota_slot", "otadata", "nvs", "filesystem", "table"; there
 * may be further ones. */
SCHEMAC_API const char *schemac_partition_kind(const struct schemac_partition *partition);

/* As the table in flash has them, a bit each. */
SCHEMAC_API uint32_t schemac_partition_flags(const struct schemac_partition *partition);

/* Whether Kconfig disables it: its space is reserved, but it is in no table. */
SCHEMAC_API bool schemac_partition_is_disabled(const struct schemac_partition *partition);

/* What becomes of it in updates: "preserve", "scratch", or "" as its kind has it. */
SCHEMAC_API const char *schemac_partition_lifetime(const struct schemac_partition *partition);

/* The generator that makes its image, the word after `from`: "nvs"; null: nothing is made. */
SCHEMAC_API const char *schemac_partition_content(const struct schemac_partition *partition);

/* Its name in the schema. */
SCHEMAC_API struct schemac_place schemac_partition_place(const struct schemac_layout *layout,
                                                         const struct schemac_partition *partition);

/* --------------------------------------------------------------------- What is made of a layout */

/* Files in memory. */
struct schemac_files;

SCHEMAC_API size_t schemac_file_count(const struct schemac_files *files);

/* Below the directory that the files are meant for, with `/`. */
SCHEMAC_API const char *schemac_file_path(const struct schemac_files *files, size_t index);

/* `*length` bytes, which a NUL follows. */
SCHEMAC_API const void *schemac_file_bytes(const struct schemac_files *files, size_t index,
                                           size_t *length);

/* Whether it contains what the schema marks as secret: to be written for its owner alone. */
SCHEMAC_API bool schemac_file_is_secret(const struct schemac_files *files, size_t index);

/* The kinds of artifacts, as `--emit` of `schemac compile` has them: "csv", "bin", "header", ... */
SCHEMAC_API size_t schemac_emitter_count(void);
SCHEMAC_API const char *schemac_emitter_name(size_t index);
SCHEMAC_API const char *schemac_emitter_description(size_t index);

/* Makes the artifacts of an emitter (null: of all). SCHEMAC_INVALID: something is wrong with the
 * layout, or the format cannot express it; SCHEMAC_MISUSED: there is no such emitter. */
SCHEMAC_API enum schemac_status schemac_emit(struct schemac *schemac,
                                             const struct schemac_layout *layout,
                                             const char *emitter,
                                             const struct schemac_files **files);

enum {
    SCHEMAC_RUN_PROGRAMS =
        1, /* those that a schema names (`from exec`); without it, that is an error */
};

/* Makes the image of a partition that has content; `flags` of the above. What it is made of is read
 * from the host. SCHEMAC_INVALID also if the layout has mistakes. */
SCHEMAC_API enum schemac_status schemac_image(struct schemac *schemac,
                                              const struct schemac_layout *layout,
                                              const struct schemac_partition *partition,
                                              unsigned flags, const struct schemac_files **files);

/* Draws the layout to scale, as `schemac map` does: an SVG file, `width` pixels wide; 0: as it
 * suits. */
SCHEMAC_API enum schemac_status schemac_map_svg(struct schemac *schemac,
                                                const struct schemac_layout *layout, size_t width,
                                                const struct schemac_files **files);

#ifdef __cplusplus
}
#endif

#endif
