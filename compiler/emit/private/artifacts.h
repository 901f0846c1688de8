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
    const char *path; // within the output directory
    uint64_t offset;
    bool is_encrypted;
    bool is_preserved;                 // only for blank devices: `flash` leaves it out
    const struct partition *partition; // null: a table
    const struct table *table;         // null: a partition's image
};

struct flash_file_list LIST(const struct flash_file);

/// All files to be flashed, by offset.
struct flash_file_list flash_files(const struct images *images);

/// The partitions that `flash` overwrites although a device keeps their content in updates.
struct text_list flash_files_replaced(const struct images *images);

/// The partitions that `flash` leaves alone: only blank devices get their images.
struct text_list flash_files_preserved(const struct layout *layout);

/// The names of these: "nvs, www"; "" if there are none.
const char *flash_files_preserved_text(const struct layout *layout);

/// "nvs, www"; "" for none
const char *flash_files_join(struct arena *arena, const struct text_list *names);

/// The file that the SDK's build makes for a partition and flashes itself, so that only a whole
/// image of the flash has it; null: there is none.
const char *partition_build_file(const struct images *images, const struct partition *partition);

/// Whether a whole image of the flash has more than what `flash` writes.
bool flash_files_are_more(const struct images *images);

/// Whether only blank devices get a partition's image.
bool partition_is_preserved(const struct partition *partition);

/// Whether a partition is enabled, and on the flash of the chip, which esptool writes.
bool partition_is_flashable(const struct partition *partition);

/// Whether schemac makes the image of a partition, the same for all devices.
bool partition_has_image(const struct images *images, const struct partition *partition);

/// Whether the project makes the image of a partition, as it does that of an app.
bool partition_takes_image(const struct images *images, const struct partition *partition);

/// The build variable that names that image: THERMOSTAT_OTA_0_IMAGE.
const char *partition_image_variable(const struct layout *layout,
                                     const struct partition *partition);

/// The OTA slot with the lowest number; null if there is none, or the SDK's build flashes it.
const struct partition *partition_first_slot(const struct images *images);

/// "4MB", as esptool calls a size of flash; "keep" for a size that it does not know, and
/// with secure boot.
const char *flash_files_size(const struct layout *layout);

/// "NAME.suffix"
const char *artifact_name(const struct layout *layout, const char *suffix);

/// The path of a table in binary form, within the output directory: "main.bin".
const char *artifact_table_path(const struct layout *layout, const struct table *table);

/// Whether an emitter before made the file of this path, within the output directory.
bool artifact_is_made(const struct artifact_list *artifacts, const char *path);

/// A path within the output directory, from the directory where schemac runs.
const char *artifact_output_path(const struct layout *layout, const char *path);

/// The path from the output directory back to where schemac ran, as "/../..", so that a file with
/// relative paths can move with its project. Null if `-o` is absolute or contains `..`.
const char *artifact_way_back(const struct layout *layout);

/// The arguments of schemac that make the artifacts again: "compile", "--quiet" and so on.
struct text_list fragment_compile_words(const struct layout *layout);

/// Those that make the image of a partition, except for `-o`.
struct text_list fragment_generate_words(const struct layout *layout,
                                         const struct partition *partition);

/// Those that judge what is to be flashed, except for an `--add OFFSET=FILE` of each file.
struct text_list fragment_check_words(const struct layout *layout);

/// What the artifacts depend on: files, and directories in which files are searched.
struct text_list artifact_inputs(const struct images *images);

/// Appends a text as comment lines, each after `mark`. Null: none.
void comment_append(struct buffer *out, const char *mark, const char *text);

/// "thermostat, revision 3"
const char *layout_title(const struct layout *layout);

/// "thermostat, revision 3, for esp32. Made by schemac 1.0.0; do not edit.", and a line with the
/// schema's path.
const char *artifact_origin(const struct layout *layout);

/// layout_title() for the middle of a comment line that starts with `mark`.
const char *comment_title(const struct layout *layout, const char *mark);

/// image_digest() in hex.
const char *image_digest_text(const struct images *images, const struct partition *partition);

// Texts quoted for other programs.
const char *quote_make(struct arena *arena, const char *path);     // a target or prerequisite
const char *quote_recipe(struct arena *arena, const char *text);   // a word, in a Makefile's recipe
const char *quote_variable(struct arena *arena, const char *text); // the same, by a variable
const char *quote_cmake(struct arena *arena, const char *text);    // a quoted argument

const char *quote_c(struct arena *arena, const char *text); // a string

/// What a path contains that cannot be quoted: "a `;`". Null: nothing.
const char *quote_make_problem(const char *path, bool is_output);
const char *quote_cmake_problem(const char *path, bool is_output);

/// Reports each path of the project that a kind of build file cannot express.
void artifact_paths_check(const struct images *images, struct diagnostics *diagnostics,
                          const char *(*problem)(const char *path, bool is_output));

#endif
