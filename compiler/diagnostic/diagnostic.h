// What is wrong with the input, as data: collected on the way, rendered once at the end.
#ifndef DIAGNOSTIC_DIAGNOSTIC_H
#define DIAGNOSTIC_DIAGNOSTIC_H

#include "arena.h"
#include "buffer.h"
#include "list.h"
#include "source.h"
#include "span.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum severity { SEVERITY_OFF, SEVERITY_NOTE, SEVERITY_WARNING, SEVERITY_ERROR };

// Permanent codes; codes.def has their texts.
enum code {
#define CODE(symbol, id, name, severity, title, explanation, fault, cure) CODE_##symbol,
#define DISCREET_CODE CODE
#include "codes.def"
#undef CODE
#undef DISCREET_CODE
    CODE_COUNT
};

struct code_entry {
    const char *id;          // "PS3004"
    const char *name;        // "overlap": what -W and -Werror= address
    enum severity severity;  // errors cannot be switched off; notes are no reason for -Werror
    const char *title;       // one line
    const char *explanation; // paragraphs, without a line end after the last
    const char *fault;       // a whole schema that has the fault, for code_example(); or null
    const char *cure;        // the same, mended, or null
    bool is_discreet;        // its messages never quote a secret value
};

const struct code_entry *code_get(enum code code);

/// By "PS3004", "ps3004" or "overlap"; null if there is none.
const struct code_entry *code_find(const char *id_or_name);

/// Appends an example as it is to be read.
void code_example(const char *example, struct buffer *out);

/// "note", "warning" or "error".
const char *severity_name(enum severity severity);

struct note {
    struct span span; // may be unknown
    const char *message;
    struct note *next;
};

struct fix {
    struct span span; // what to replace; empty to insert
    const char *replacement;
    struct fix *next;
};

/// One of several ways out, of which somebody has to choose.
struct remedy {
    const char *title; // "make `ota_0` 64K smaller"
    struct fix *edits; // all together; they do not overlap
    struct remedy *next;
};

/// What a message is about, for who looks for a way out.
struct shortage {
    const char *partition; // that is too small for its image; null: none
    uint64_t needed;       // bytes
};

struct diagnostic {
    enum code code;
    enum severity severity;
    struct span span; // unknown: about the environment or the command line
    const char *message;
    const char *rule;    // its name for -W; null where it can't be switched
    const char *context; // "in variant `x`"; null: none
    struct note *notes;
    struct fix *fixes; // what was meant: all together
    bool is_guess;     // `fixes` may be wrong: a name that is nearly the one that is there
    struct shortage shortage;
    struct remedy *remedies;   // in the order in which they are to be preferred
    struct diagnostics *owner; // null: not kept
    size_t order;
};

enum {
    DIAGNOSTICS_LIMIT = 1000, // kept of each severity; the rest is only counted
    HINTS_LIMIT = 20,         // after so many errors, nothing is looked for that was probably meant
};

struct diagnostic_list LIST(struct diagnostic);

/// From -Wname, -Wno-name, -Werror, -Werror=name.
struct rule_setting {
    const char *name; // null: all warnings
    enum severity severity;
};

struct rule_setting_list LIST(const struct rule_setting);

/// What was reported in one compilation.
struct diagnostics {
    struct arena *arena;
    const struct sources *sources;
    struct diagnostic_list kept;
    size_t errors;
    size_t all_errors; // with those that were known already
    size_t warnings;
    size_t notes;                      // of their own, rather than of a diagnostic
    struct rule_setting_list settings; // in the order of the command line
    bool is_mute;                      // warnings and notes are not kept
    bool is_closed;                    // nothing is kept any more
    bool system_failed;                // one of the errors is the environment's, not the user's
    const char *context;               // of all that is reported now
    const char *subject;               // the file that the command is about; null: none
    struct diagnostic spare;           // what is not kept is written here
};

/// Reads what follows -W, with dashes for underscores, which it is also given as.
const struct rule_setting *rule_setting_read(struct arena *arena, const char *word,
                                             const char **text);

void diagnostics_init(struct diagnostics *diagnostics, struct arena *arena,
                      const struct sources *sources);

/// Reports what a code stands for: an error, or a warning as the settings for its name say. Never
/// null: notes and fixes can always be added.
__attribute__((format(printf, 4, 5))) struct diagnostic *
report(struct diagnostics *diagnostics, enum code code, struct span span, const char *format, ...);

/// Reports for a rule that has a name of its own (those of platforms).
__attribute__((format(printf, 6, 7))) struct diagnostic *
report_rule(struct diagnostics *diagnostics, enum code code, const char *rule,
            enum severity severity, struct span span, const char *format, ...);

/// Reports a failure of the environment: a file, a tool, the system.
__attribute__((format(printf, 3, 4))) struct diagnostic *
report_failure(struct diagnostics *diagnostics, enum code code, const char *format, ...);

/// "; did you mean `FILE`?" for a file that is not there, where another has nearly its name; else
/// "".
const char *unreadable_hint(const struct diagnostics *diagnostics, const char *path);

/// Reports that a file cannot be read, and a file with nearly its name if it is not there.
void report_unreadable(struct diagnostics *diagnostics, enum code code, const char *path,
                       const char *error);

__attribute__((format(printf, 3, 4))) void add_note(struct diagnostic *diagnostic, struct span span,
                                                    const char *format, ...);
__attribute__((format(printf, 3, 4))) void add_fix(struct diagnostic *diagnostic, struct span span,
                                                   const char *format, ...);

/// Adds a fix that may be wrong: nobody applies it unasked.
__attribute__((format(printf, 3, 4))) void add_guess(struct diagnostic *diagnostic,
                                                     struct span span, const char *format, ...);

/// Adds a way out after those that are there.
void add_remedy(struct diagnostic *diagnostic, const char *title);

/// Adds an edit to the last of the remedies.
void add_edit(struct diagnostic *diagnostic, struct span span, const char *replacement);

/// Counts one of this severity less: it was taken back.
void diagnostics_uncount(struct diagnostics *diagnostics, enum severity severity);

/// Forgets what was reported.
void diagnostics_clear(struct diagnostics *diagnostics);

/// From now on nothing is kept: what was reported makes everything else pointless.
void diagnostics_close(struct diagnostics *diagnostics);

/// Whether it is worth looking for what was probably meant.
bool wants_hints(const struct diagnostics *diagnostics);

/// Takes over what was reported elsewhere, with places from offset `end` on moved by `shift`.
void diagnostics_adopt(struct diagnostics *diagnostics, const struct diagnostics *others,
                       uint32_t end, uint32_t shift);

/// Takes what is hidden in the sources out of all messages: done once, when all is reported.
void diagnostics_conceal(struct diagnostics *diagnostics);

/// Puts them in the order of their places; those without one come last.
void diagnostics_sort(struct diagnostics *diagnostics);

struct render_options {
    bool color;
    size_t shown_limit; // of each severity, as text; 0: all
};

/// Everything that was reported, for people and for programs.
void render_text(const struct diagnostics *diagnostics, struct render_options options,
                 struct buffer *out);
void render_json(const struct diagnostics *diagnostics, struct buffer *out);

/// SARIF 2.1.0 (OASIS), as code hosts and editors read it.
void render_sarif(const struct diagnostics *diagnostics, const char *version, struct buffer *out);

#endif
