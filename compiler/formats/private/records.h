// What `from record` says, and how it is done.
#ifndef FORMATS_RECORDS_H
#define FORMATS_RECORDS_H

#include "generator.h"
#include "slots.h"

extern const struct decoder record_decoder;
extern const struct word_rule record_words[];

// Each column and line is compared with all others.
enum { RECORD_COLUMN_LIMIT = 10 * 1000, RECORD_LINE_LIMIT = 10 * 1000 };

/// `FIELD = VALUE;`
struct record_setting {
    const struct word *name;
    struct csv_cell value;
    bool is_text; // else a number, which is for every element of an array
};

struct record_setting_list LIST(const struct record_setting);

/// `row COLUMN = "VALUE";`
struct pick {
    const struct word *column;
    struct csv_cell value;
};

/// What the schema says.
struct record_form {
    const struct record *record;     // null: the parameters that a table of types lists
    const struct word *types;        // the file of that table; null: none
    const struct word *data;         // the file of the values; null: none
    const struct content_line *ring; // the line that makes it one; null: it is none
    struct record_setting_list settings;
    struct LIST(const struct pick) picks;
    struct word_list ignored; // columns
};

/// A slot, and what its value comes from.
struct assignment {
    struct target target;
    const struct record_setting *setting; // null: a column
    size_t column;
    struct span span;
};

/// An image, or its check, on the way.
struct record_job {
    const struct image_request *request;
    const struct record_form *form;
    const struct record_ring *ring; // null: records follow each other
    struct slots slots;
    struct LIST(const struct assignment) assignments;
    struct csv_row_list rows;             // of the data; the first has the columns' names
    struct csv_row_list picked;           // those of them that make the image
    struct LIST(const struct slot) meant; // probably named by what was reported as unknown
    bool has_bad_pick; // a `row` names no column: perhaps one that is not a field
};

/// The form of a content; null, and reported, if it has none.
const struct record_form *record_form_read(const struct image_request *request);

/// The fields of a record as slots.
void record_slots(const struct record *record, struct slots *slots);

/// The parameters that a table of types lists as slots. What is wrong is reported.
void record_types_read(const struct image_request *request, const struct word *file,
                       struct slots *slots);

/// Adds what the schema's lines set; what no slot can take is reported.
void record_take_settings(struct record_job *job);

/// Reads the data: adds what its columns set, and picks rows. What is wrong is reported.
void record_take_data(struct record_job *job);

/// Adds an assignment, unless the slot has a value already: that is reported.
void record_assign(struct record_job *job, struct assignment assignment);

/// Reports slots that need a value and have none.
void record_check_given(const struct record_job *job);

/// What the slots belong to: "record `calibration`".
const char *record_text(const struct image_request *request, const struct record_form *form);

/// The column of a name; the row's number of cells if there is none.
size_t row_find(const struct csv_row *header, const char *name);

#endif
