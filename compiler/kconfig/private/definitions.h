// Reading Kconfig files: the statements, and the files that they name.
#ifndef KCONFIG_DEFINITIONS_H
#define KCONFIG_DEFINITIONS_H

#include "line.h"

enum {
    SCOPE_DEPTH_LIMIT = 100, // of menus, choices and ifs in each other
    FILE_DEPTH_LIMIT = 100,  // of files that source each other
};

/// A file that is being read, or that waits for its turn: `source` puts all that it names on top.
struct open_file {
    struct reader reader;
    const struct open_file *by; // the one that sources it; null: none
    size_t depth;
    struct scope *outer; // where it was sourced
};

struct kconfig_parser {
    struct kconfig *kconfig;
    struct LIST(struct open_file) files; // that are being read, or wait; the last is read
    struct map variables;
    const struct source *root;
    struct scope *scope;           // null: none
    struct definition *definition; // that attributes belong to; null: none
    struct option *option;         // likewise, of a `config`
    struct kconfig_choice *choice; // likewise, of a `choice`
    size_t bytes;                  // of all files so far, as often as they were read
};

/// What a line begins with, and who takes the rest of it.
struct statement {
    const char *name;
    void (*take)(struct kconfig_parser *parser, const char *keyword);
};

/// The statement of this name; null if the table has none. Where `nearest` is not null, all are
/// only offered to it.
const struct statement *statement_find(const struct statement *table, size_t count,
                                       const char *name, struct nearest *nearest);

/// The same for what belongs to a `config`, `menu` or `choice`.
const struct statement *attribute_find(const char *name, struct nearest *nearest);

void condition_add(struct kconfig_parser *parser, struct condition_list *list,
                   struct condition condition);

struct reader *parser_reader(struct kconfig_parser *parser);

/// Puts a file that `by` sources on top of those that are being read. Reported at `span` if it
/// can't be.
void file_open(struct kconfig_parser *parser, const struct open_file *by,
               const struct source *source, struct span span);

/// `source` and its kin: opens the files that the line names, so that the first is on top.
void files_source(struct kconfig_parser *parser, const char *keyword);

#endif
