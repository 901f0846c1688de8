// What a project's directory says of its build.
#ifndef IMPORT_PROJECT_H
#define IMPORT_PROJECT_H

#include "buffer.h"
#include "import.h"

struct importer;

/// A path as seen from the project's directory.
const char *project_path(struct arena *arena, const char *directory, const char *path);

/// Reads a file as a whole. False if that can't be done.
bool project_read(const struct host *host, struct arena *arena, const char *path,
                  struct buffer *text);

/// A symbol that the sdkconfig sets; null if it does not.
const struct kconfig_symbol *project_symbol(const struct importer *importer, const char *name);
/// Its value alone; null if it is not set.
const char *project_value(const struct importer *importer, const char *name);

bool project_is_on(const struct importer *importer, const char *name);
bool project_has_sdkconfig(const struct importer *importer);

/// The member of a choice that is chosen, of names that end with null; null if none is set.
const struct kconfig_symbol *project_chosen(const struct importer *importer,
                                            const char *const *members);

/// Where a symbol got its value: `sdkconfig.defaults:3`.
const char *project_place(const struct importer *importer, const struct kconfig_symbol *symbol);

/// Takes the table that a project's directory is built with. False, and reported, if it can't be
/// read.
bool project_add_table(struct importer *importer, const char *directory);

/// Takes the table of the SDK's own that the project is built with, if it is: the chip is known
/// by now.
bool project_add_built_in(struct importer *importer);

/// The rows of a table that an SDK has built in, as a CSV; null if it has none of this name.
const char *built_in_table(bool is_esp8266, const char *file);

/// Finds the chip that files are for, and what says so.
const char *project_chip(struct importer *importer, const char **from);

/// Reads the value of a `hex`. False if it is none.
bool project_read_hex(struct arena *arena, const char *text, uint64_t *value);

/// Notes which files its build would not find.
void project_note_missing(struct importer *importer);

/// Finds out what the sdkconfig says beside the chip: the flash, where the table is, and how apps
/// are signed.
void project_find_flash(struct importer *importer);
void project_find_offset(struct importer *importer);
void project_find_secure_boot(struct importer *importer);

/// Chooses a flash where the sdkconfig names none: all tables have their places by now.
void project_choose_flash(struct importer *importer);

/// Whether the SDK's build gives the main table a checksum.
bool project_wants_checksum(const struct importer *importer);

struct extra_subtype {
    const char *type, *name;
    uint64_t number;
};

/// Finds the subtypes that the project has beside those of its SDK. False, and reported, if one is
/// not right.
bool subtypes_find(struct importer *importer);

/// Appends what declares them in a schema.
struct syntax_items subtypes_items(const struct importer *importer, struct names *names);
void subtypes_write(const struct importer *importer, struct buffer *out);

/// Notes what was found out, and where it came from. `is_assumed`: nothing says so.
__attribute__((format(printf, 3, 4))) void project_note(struct importer *importer, bool is_assumed,
                                                        const char *format, ...);

#endif
