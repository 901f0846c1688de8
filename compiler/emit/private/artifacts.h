// The emitters, and what they share.
#ifndef EMIT_ARTIFACTS_H
#define EMIT_ARTIFACTS_H

#include "artifact.h"
#include "emit.h"
#include "text.h"

// The functions of all emitters.
#define EMITTER(function, checks, source, name, suffix, description)                               \
    void function##_check(const struct layout *layout, const struct images *images,                \
                          struct diagnostics *diagnostics);                                        \
    void function##_emit(const struct layout *layout, const struct images *images,                 \
                         struct artifact_list *artifacts);
#include "emitters.def"
#undef EMITTER

/// A file to be written to the chip's flash.
struct flash_file {
    const char *name; // of the partition or table
    const char *path; // within the output folder
    uint64_t offset;
    bool is_encrypted;
    bool is_preserved;                 // for blank devices only: it is left out of flashing all
    const struct partition *partition; // null: a table
    const struct table *table;         // null: a partition's image
};

struct flash_file_list LIST(const struct flash_file);

/// What there is to be flashed, by offset.
struct flash_file_list flash_files(const struct images *images);

/// The partitions that flashing all replaces although a device keeps what they hold in updates.
struct text_list flash_files_replaced(const struct images *images);

/// Those that it leaves alone, as only blank devices get their images; likewise.
struct text_list flash_files_preserved(const struct layout *layout);

/// The names of these: "nvs, www"; "" if there are none.
const char *flash_files_preserved_text(const struct layout *layout);

/// "nvs, www"; "" for none
const char *flash_files_join(struct arena *arena, const struct text_list *names);

/// Whether only blank devices get a partition's image.
bool partition_is_preserved(const struct partition *partition);

/// Whether a partition is in its table and on the chip's own flash.
bool partition_is_flashable(const struct partition *partition);

/// Whether a partition's image is made by schemac, one for all devices.
bool partition_has_image(const struct images *images, const struct partition *partition);

/// Whether a partition's image is made by the project itself: an application, most often.
bool partition_takes_image(const struct images *images, const struct partition *partition);

/// The build variable that names that image: THERMOSTAT_OTA_0_IMAGE.
const char *partition_image_variable(const struct layout *layout,
                                     const struct partition *partition);

/// The OTA slot with the lowest number; null if there is none.
const struct partition *partition_first_slot(const struct layout *layout);

/// "4MB", as esptool says it; "keep" for a size that it has no word for.
const char *flash_files_size(const struct layout *layout);

/// "NAME.suffix"
const char *artifact_name(const struct layout *layout, const char *suffix);

/// A table's binary form, within the output folder: "main.bin".
const char *artifact_table_path(const struct layout *layout, const struct table *table);

/// A path within the output folder, as seen from where schemac runs.
const char *artifact_output_path(const struct layout *layout, const char *path);

/// The words of the command that makes the artifacts: "compile", "--quiet" and so on.
struct text_list fragment_compile_words(const struct layout *layout);

/// Those of the command that makes a partition's image, but for where it goes.
struct text_list fragment_generate_words(const struct layout *layout,
                                         const struct partition *partition);

/// What the artifacts depend on: files, and folders in which files are looked for.
struct text_list artifact_inputs(const struct images *images);

/// Comment lines: `text`, which may have several, each after `mark`. Null: none.
void comment_append(struct buffer *out, const char *mark, const char *text);

/// "thermostat, revision 3"
const char *layout_title(const struct layout *layout);

/// The same for the middle of a comment line that begins with `mark`.
const char *comment_title(const struct layout *layout, const char *mark);

/// image_digest() in hex.
const char *image_digest_text(const struct images *images, const struct partition *partition);

// Texts as others read them.
const char *quote_make(struct arena *arena, const char *path);     // a target or prerequisite
const char *quote_recipe(struct arena *arena, const char *text);   // a word, in a Makefile's recipe
const char *quote_variable(struct arena *arena, const char *text); // the same, by a variable
const char *quote_cmake(struct arena *arena, const char *text);    // a quoted argument

const char *quote_c(struct arena *arena, const char *text); // a string

/// What a path has that no quoting helps with: "a `;`". Null: nothing.
const char *quote_make_problem(const char *path, bool is_output);
const char *quote_cmake_problem(const char *path, bool is_output);

/// Reports each path of the project that a kind of build file cannot hold.
void artifact_paths_check(const struct images *images, struct diagnostics *diagnostics,
                          const char *(*problem)(const char *path, bool is_output));

#endif
