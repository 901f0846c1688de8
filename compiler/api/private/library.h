// What the functions of schemac.h share.
//
// A function that may need memory runs its work within library_guard(): where the system has no
// memory left, the arena's `exhausted` jumps back there, and the compilation is of no use any more.
// Functions that only look something up need none: what they look up was found before.
#ifndef API_LIBRARY_H
#define API_LIBRARY_H

#include "driver.h"
#include "memory.h"
#include "schemac.h"

#include <setjmp.h>

struct schemac_host {
    struct host host;
    bool has_memory;
    struct memory memory;               // of a memory, or an overlay
    struct arena arena;                 // of its files
    struct schemac_functions functions; // of a host of the user's own
};

struct schemac_layout {
    struct schemac *schemac;
    const char *variant;   // null: none
    struct images *images; // null: the variant has no layout
    bool is_sound;         // nothing is wrong with it: artifacts can be made
};

struct schemac_files {
    struct artifact_list artifacts;
};

struct schemac {
    struct compilation compilation;
    jmp_buf caller;                // where the function that the user called is left
    bool is_exhausted;             // it was
    const char *error;             // of the last misuse
    const char *path;              // of the schema; null: not read yet
    const char *output;            // the directory that artifacts are meant for
    size_t read_errors;            // that there were when it was read
    const struct outline *outline; // null: the schema could not be read
    struct kconfig_files kconfig;
    struct text_list options; // words that the program would have been called with
    struct text_list kconfig_words;
    struct LIST(struct schemac_layout) layouts;
};

/// What a function of schemac.h was called with, and what it returns; each uses what it needs.
struct library_call {
    const char *name;
    const struct schemac_layout *layout;
    const struct partition *partition;
    const struct diagnostic *diagnostic;
    size_t number;
    const struct schemac_layout **found;
    const struct schemac_files **files;
    const char **text;
    size_t *length;
};

typedef enum schemac_status library_work(struct schemac *schemac, struct library_call *call);

/// Does something that may need memory.
enum schemac_status library_guard(struct schemac *schemac, library_work *work,
                                  struct library_call *call);

/// Keeps what is wrong with the arguments.
__attribute__((format(printf, 2, 3))) enum schemac_status library_misused(struct schemac *schemac,
                                                                          const char *format, ...);

/// The status of a call before which there were so many errors.
enum schemac_status library_status(const struct schemac *schemac, size_t errors);

/// Sorts what was reported so far, takes secrets out of it, and finds the lines of its places.
void library_settle_diagnostics(struct schemac *schemac);

/// Finds the lines of a place, so that library_place() needs no memory.
void library_index(const struct sources *sources, struct span span);

struct schemac_place library_place(const struct sources *sources, struct span span);

#endif
