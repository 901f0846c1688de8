// What a flash holds whose table is not to be relied on, and which table fits that.
#ifndef FORMATS_DOCTOR_H
#define FORMATS_DOCTOR_H

#include "table_view.h"
#include "trace.h"

enum { DOCTOR_ROWS = 90 }; // that a proposal may have: fewer than any table has room for

/// A remark on something at an offset of the flash.
struct doctor_remark {
    uint64_t offset;
    const char *text;
};

struct doctor_remark_list LIST(const struct doctor_remark);

/// How a table goes with what was found.
struct doctor_fit {
    size_t supports;  // things at the start of a partition that is for them
    size_t conflicts; // at the start of one that is for something else
    size_t orphans;   // in no partition
    size_t known;     // all that a table can be judged by
    struct doctor_remark_list conflict_list;
};

struct doctor {
    const struct dump_request *request;
    struct arena *arena;
    struct trace_list traces;
    uint64_t table_at;                 // where the table should be
    struct proposal *proposal;         // null: none could be made
    const struct trace *source;        // the table that it is; null: none
    struct doctor_fit fit;             // of the proposal, if it is a table or the schema
    struct doctor_remark_list remarks; // on what was found
};

/// Appends a remark; the text is a format.
__attribute__((format(printf, 4, 5))) void doctor_note(struct arena *arena,
                                                       struct doctor_remark_list *list,
                                                       uint64_t offset, const char *format, ...);

/// Whether something was found by itself, that is not a part of something else.
bool doctor_is_own(const struct trace *trace);

/// Whether it is the bootloader that the chip starts.
bool doctor_is_boot(const struct doctor *doctor, const struct trace *trace);

/// The row that something is in; null: none.
struct proposed_row *doctor_row_at(const struct proposed_table *table, uint64_t offset);

/// Compares a table with what was found.
struct doctor_fit doctor_judge(const struct doctor *doctor, const struct proposed_table *table);

/// The rows of a table in the flash, all as sure as said.
struct proposed_table *doctor_table(const struct doctor *doctor, uint64_t offset,
                                    enum sureness sureness);

/// The main table of the request's schema, with those in its partitions.
struct proposed_table *doctor_schema_table(const struct doctor *doctor);

/// Appends a row for whatever is in none yet, and finds sizes, subtypes and labels for these.
void doctor_join(struct doctor *doctor, struct proposed_table *table);

/// Finds the table that fits best: that of the schema, one in the flash, or one that is made of
/// what was found. `found_at`: where the flash has its table, or null.
void doctor_propose(struct doctor *doctor, const uint64_t *found_at);

/// Adds what was found, and the proposal, to a group.
void doctor_tell(const struct doctor *doctor, struct fact *fact);

/// Examines a flash; null: nothing is known of tables. `found_at` as above.
struct doctor *doctor_examine(const struct dump_request *request, const uint64_t *found_at);

/// Whether a table that fits is in the flash, and is where such a table can be; `*at` is that
/// place.
bool doctor_has_table(const struct doctor *doctor, uint64_t *at);

/// Adds what is recognised in a part of a flash that no table lists.
void doctor_tell_leftovers(const struct dump_request *request, uint64_t start, uint64_t end,
                           struct fact *fact);

#endif
