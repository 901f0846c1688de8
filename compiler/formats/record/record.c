// `from record calibration "calib.csv"`: each row of a file makes one record, one after the other.
// `from record "types.csv" "data.csv"`: one row, at the offsets that a table of types gives.
//
// Both forms become slots (slots.h), and columns and lines become assignments of cells to slots.
// The check assigns what the schema itself says, and judges it without writing; making the image
// adds the columns of the file, and writes a template with the assignments over it for each row.
#include "ring.h"

#include <string.h>

// Slots are made anew for the check and for each image: jobs share nothing but the form, which is
// const.
static struct record_job begin(const struct image_request *request, const struct record_form *form)
{
    struct record_job job = {.request = request, .form = form, .ring = request->plan->ring};
    slots_init(&job.slots, request->arena);
    if (form->record) {
        record_slots(form->record, &job.slots);
    } else {
        record_types_read(request, form->types, &job.slots);
    }
    return job;
}

// `bytes` is null where a value is only judged. A number of the schema is for every element of an
// array; a text lists the elements, as a cell does.
static bool put(const struct record_job *job, const struct assignment *assignment,
                const struct csv_cell *cell, char *bytes)
{
    struct slot_writer writer = {job->request->diagnostics, &job->slots, bytes};
    bool is_for_all = assignment->setting && !assignment->setting->is_text;
    return writer_put(&writer, assignment->target, cell, is_for_all);
}

// Bytes are named rather than K: what is missing is often less than that.
static void report_too_large(const struct record_job *job, uint64_t count)
{
    const struct partition *partition = job->request->partition;
    struct arena *arena = job->request->arena;
    const char *size = text_number(arena, number_of(job->form->record->size));
    const char *needs = count == 1 ? arena_format(arena, "a record needs %s", size)
                                   : arena_format(arena, "%s records need %s each",
                                                  text_number(arena, number_of(count)), size);
    struct diagnostic *diagnostic =
        report(job->request->diagnostics, CODE_IMAGE_TOO_LARGE, partition->content->span,
               "partition `%s` has %s bytes; %s", partition->label,
               text_number(arena, number_of(partition->size)), needs);
    add_note(diagnostic, partition->size_span, "its size is decided here");
}

// A record too many would be in the sector that firmware erases first: the next one. The product
// for the message cannot overflow, as a sector is smaller than the flash, and rows are in memory.
static bool check_ring_room(const struct record_job *job, uint64_t count)
{
    const struct record_ring *ring = job->ring;
    struct arena *arena = job->request->arena;
    if (count <= ring_capacity(ring)) {
        return true;
    }
    uint64_t sectors = (count - 1) / ring->slots + 2;
    struct diagnostic *diagnostic = report(
        job->request->diagnostics, CODE_IMAGE_TOO_LARGE, job->form->ring->span,
        "the ring `%s` has room for %s records in an image, beside the sector that must be free; "
        "there are %s",
        job->request->partition->label, text_number(arena, number_of(ring_capacity(ring))),
        text_number(arena, number_of(count)));
    add_note(diagnostic, job->request->partition->size_span,
             "its size is decided here; %s sectors of %s would be enough",
             text_number(arena, number_of(sectors)), text_size(arena, ring->sector));
    return false;
}

// Whether so many records fit; without a place, a partition has no size yet. It divides, since a
// count of rows times a size of a record could overflow. A table of types has its own check
// (record_types.c).
static bool check_room(const struct record_job *job, uint64_t count)
{
    const struct record *record = job->form->record;
    if (job->ring) {
        return check_ring_room(job, count);
    }
    bool fits = !record || !job->request->partition->is_placed || record->size == 0 ||
                count <= job->request->partition->size / record->size;
    if (!fits) {
        report_too_large(job, count);
    }
    return fits;
}

// `md5(rows)` is for records of partition tables, which a platform declares; there is nothing here
// that it could cover.
static void check_no_rows(const struct image_request *request, const struct record *record)
{
    for_each (field, &record->fields) {
        if (field->source == SOURCE_MD5_ROWS) {
            report(request->diagnostics, CODE_BAD_CONTENT, field->span,
                   "`%s` covers the rows of a partition table; an image has none", field->name);
        }
    }
}

// How many bytes firmware compares before it takes anything for a record.
static uint64_t known_bytes(const struct record *record)
{
    static const char *const names[] = {"magic", "version"};
    uint64_t count = 0;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        uint64_t value;
        const struct field *field = record_find_constant(record, names[i], &value);
        count += field ? field->count * field_type_size(field->type) : 0;
    }
    return count;
}

static bool has_checksum(const struct record *record)
{
    for_each (field, &record->fields) {
        if (field->source == SOURCE_CRC32) {
            return true;
        }
    }
    return false;
}

// Decryption turns all that was not encrypted into noise: what is left of older firmware, an image
// that was flashed without encryption, and erased flash for a reader that asks for it decrypted.
// Noise passes four bytes that are compared once in 2^32 devices. The slots of a ring have
// checksums.
static void check_noise(const struct image_request *request, const struct record_form *form)
{
    const struct record *record = form->record;
    const struct partition *partition = request->partition;
    if (!layout_has_flag(request->layout, partition, "encrypted") || form->ring ||
        has_checksum(record) || known_bytes(record) >= sizeof(uint32_t)) {
        return;
    }
    struct diagnostic *diagnostic =
        report(request->diagnostics, CODE_RECORD_OF_NOISE, partition->content->span,
               "`%s` is encrypted, and record `%s` has neither a checksum nor a magic of 32 bits: "
               "firmware takes noise for a record",
               partition->label, record->name);
    add_note(diagnostic, record->span,
             "`u32 crc = crc32(%s .. %s);` at its end would tell them "
             "apart, or `u32 magic = 0x...;`",
             record->fields.items[0]->name, record->fields.items[record->fields.count - 1]->name);
    add_note(diagnostic, (struct span){0},
             "whatever was written without encryption decrypts to noise, and so does erased flash");
}

// A record with mistakes of its own (not complete) was reported where it is declared: its fields
// may have no offsets, so that nothing more is said. A table of types is a file, which may not be
// there yet, and is read only when the image is made.
static void record_check(const struct image_request *request, struct image_plan *plan)
{
    const struct record_form *form = record_form_read(request);
    plan->parsed = form;
    if (!form) {
        return;
    }
    plan->record = form->record;
    if (form->types) {
        input_note(request, input_path(request, form->types->text));
    }
    if (form->data) {
        input_note(request, input_path(request, form->data->text));
    }
    if (!form->record || !form->record->is_complete) {
        return;
    }
    plan->needs_schema = true;
    check_no_rows(request, form->record);
    check_noise(request, form);
    struct record_job job = begin(request, form);
    if (form->ring) {
        plan->ring = ring_plan(request, form);
    } else {
        check_room(&job, 1);
    }
    ring_note_forms(request, plan);
    record_take_settings(&job);
    for_each (assignment, &job.assignments) {
        put(&job, assignment, &assignment->setting->value, NULL);
    }
    if (!form->data) {
        record_check_given(&job);
    }
}

// What an image has where no row says otherwise: a record with its defaults, or erased flash. Made
// once, and copied for each row.
static struct buffer make_template(const struct record_job *job)
{
    struct buffer bytes;
    buffer_init(&bytes, job->request->arena);
    if (job->form->record) {
        record_encode(job->form->record, NULL, 0, NULL, &bytes);
    } else {
        buffer_fill(&bytes, 0xff, (size_t)job->request->partition->size);
    }
    return bytes;
}

// Whether a row has a cell in each column, and nothing beside them. A row that is too short is a
// wrong one, even if all that is missing could be empty: cells may have been shifted.
static bool check_row(const struct record_job *job, const struct csv_row *row)
{
    const struct csv_row *header = job->rows.items[0];
    if (row->count < header->count) {
        struct diagnostic *diagnostic =
            report(job->request->diagnostics, CODE_BAD_TABLE, row->span,
                   "this row ends after %zu of %zu cells", row->count, header->count);
        add_note(diagnostic, header->span, "the columns are these");
        return false;
    }
    for (size_t i = 0; i < row->count; i++) {
        const struct csv_cell *cell = &row->cells[i];
        bool has_column =
            i < header->count && *text_trimmed(job->request->arena, header->cells[i].text);
        if (!has_column && *text_trimmed(job->request->arena, cell->text)) {
            report(job->request->diagnostics, CODE_BAD_TABLE, cell->span,
                   "this cell is in a column without a name");
            return false;
        }
    }
    return true;
}

// Firmware compares `magic` and `version` with their defaults, which the template has. A line of
// the schema is for all rows, and judged with the first.
static void check_constant(const struct record_job *job, const struct buffer *template,
                           const struct assignment *assignment, struct span span, const char *bytes)
{
    const struct slot *slot = assignment->target.slot;
    const struct record *record = job->form->record;
    uint64_t value;
    size_t size = (size_t)(slot->count * slot->size);
    if (!record_find_constant(record, slot->name, &value) ||
        memcmp(template->bytes + slot->offset, bytes + slot->offset, size) == 0) {
        return;
    }
    struct diagnostic *diagnostic =
        report(job->request->diagnostics, CODE_RECORD_REFUSED, span,
               "firmware refuses a record with another `%s` than the default", slot->name);
    add_note(diagnostic, slot->span, "the default is here; with a range, firmware accepts others");
}

// Without a file of values, the row has no cells, and none is asked for. Checksums come last, over
// what was put in. After a mistake the bytes are of no use, but later rows are still judged.
static void append_row(const struct record_job *job, const struct buffer *template,
                       const struct csv_row *row, uint64_t index, struct buffer *image)
{
    size_t start = image->length;
    if (job->form->data && !check_row(job, row)) {
        return;
    }
    buffer_bytes(image, template->bytes, template->length);
    for_each (assignment, &job->assignments) {
        const struct csv_cell *cell =
            assignment->setting ? &assignment->setting->value : &row->cells[assignment->column];
        bool is_good = put(job, assignment, cell, image->bytes + start);
        if (is_good && job->form->record && (index == 0 || !assignment->setting)) {
            check_constant(job, template, assignment, cell->span, image->bytes + start);
        }
    }
    if (job->form->record) {
        record_seal(job->form->record, image->bytes + start);
    }
}

// A record of a ring is in a slot, whose checksum covers the record as it is in the end.
static void append_record(const struct record_job *job, const struct buffer *template,
                          const struct csv_row *row, uint64_t index, struct buffer *image)
{
    if (job->ring) {
        ring_begin_slot(job->ring, index, image);
    }
    append_row(job, template, row, index, image);
    if (job->ring) {
        ring_end_slot(job->ring, index, image);
    }
}

// Slots first: if the table of types is wrong, every column would be unknown, and nothing more is
// said. Then all that can be judged without rows; the image is given up at the end, if anything
// was reported.
static bool record_generate(const struct image_request *request, struct buffer *image)
{
    const struct diagnostics *diagnostics = request->diagnostics;
    const struct record_form *form = request->plan->parsed;
    size_t errors = diagnostics->errors;
    struct record_job job = begin(request, form);
    if (diagnostics->errors > errors) {
        return false; // every column would be unknown
    }
    record_take_settings(&job);
    if (form->data) {
        record_take_data(&job);
    }
    if (job.rows.count || !form->data) {
        record_check_given(&job);
    }
    size_t count = form->data ? job.picked.count : 1;
    if (count == 0 || !check_room(&job, count) || (!form->record && count > 1)) {
        return false;
    }
    struct buffer template = make_template(&job);
    const struct csv_row no_row = {0};
    for (size_t i = 0; i < count; i++) {
        append_record(&job, &template, form->data ? job.picked.items[i] : &no_row, i, image);
    }
    return diagnostics->errors == errors;
}

const struct generator record_generator = {
    .name = "record",
    .description = "values in the form of a record",
    .words = record_words,
    .check = record_check,
    .generate = record_generate,
    .used = used_whole,
    .decoder = &record_decoder,
};
