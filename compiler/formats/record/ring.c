// Records as a ring, which firmware appends to without ever losing the latest one.
//
// A ring has the sectors of its partition, each of the erase size of its flash. Every sector has
// slots from its start on, and a slot, all of whose numbers are little-endian, has:
//
//     0            the record
//     size         0xff, so that the slot is a multiple of 32 bytes: no chip programs more at once
//     slot - 8     u32   sequence: 1 upwards; 0xffffffff where nothing was written
//     slot - 4     u32   CRC-32 of all before it, from 0xffffffff on, as NVS has it
//
// What does not fill a slot at the end of a sector stays blank. The latest record is that of the
// highest sequence among slots whose CRC is right. Firmware writes the next blank slot after it; at
// the end of a sector it erases the next sector, and after the last the first, and goes on there.
// So a loss of power never costs the latest record, and an image must leave a sector free.
// (runtime/src/ring.c is what firmware does.)
#include "ring.h"

#include "digest.h"
#include "text.h"

#include <assert.h>

static void report_slot(const struct image_request *request, const struct record_form *form,
                        uint64_t slot, uint64_t sector)
{
    struct arena *arena = request->arena;
    struct diagnostic *diagnostic =
        report(request->diagnostics, CODE_BAD_RING, form->ring->span,
               "a slot of the ring needs %s bytes for record `%s`; this flash erases %s at once",
               text_number(arena, number_of(slot)), form->record->name, text_size(arena, sector));
    uint64_t enough = sector;
    while (enough < slot && enough <= UINT64_MAX / 2) {
        enough *= 2;
    }
    if (enough >= slot) {
        add_note(diagnostic, (struct span){0},
                 "the `erase` of a flash may be a multiple of what its chip can erase: %s would be "
                 "enough",
                 text_size(arena, enough));
    }
}

static void report_size(const struct image_request *request, const struct record_form *form,
                        uint64_t sector)
{
    const struct partition *partition = request->partition;
    struct arena *arena = request->arena;
    struct diagnostic *diagnostic =
        report(request->diagnostics, CODE_BAD_RING, form->ring->span,
               "a ring needs at least two sectors of %s; partition `%s` has %s",
               text_size(arena, sector), partition->label, text_size(arena, partition->size));
    add_note(diagnostic, partition->size_span, "its size is decided here; %s would be enough",
             text_size(arena, 2 * sector));
}

// Firmware that cannot append leaves the records of the image, for which no ring is needed.
static bool check_writable(const struct image_request *request, const struct record_form *form)
{
    const struct partition *partition = request->partition;
    if (!layout_has_flag(request->layout, partition, "readonly")) {
        return true;
    }
    struct diagnostic *diagnostic =
        report(request->diagnostics, CODE_BAD_RING, form->ring->span,
               "firmware appends to a ring, but partition `%s` is `readonly`", partition->label);
    add_note(diagnostic, partition->flag_span, "its flags are decided here");
    return false;
}

// Applications, NVS and file systems have functions of their own, none of which appends records.
static bool check_kind(const struct image_request *request, const struct record_form *form)
{
    const struct partition *partition = request->partition;
    if (partition->kind != KIND_DATA) {
        report(request->diagnostics, CODE_BAD_RING, form->ring->span,
               "a ring is for plain data, and partition `%s` is of kind `%s`", partition->label,
               partition_kind_name(partition->kind));
    }
    return partition->kind == KIND_DATA;
}

// That a partition shares a sector with others is a warning elsewhere; here it is an error.
static bool has_whole_sectors(const struct image_request *request, const struct record_form *form,
                              uint64_t sector)
{
    const struct partition *partition = request->partition;
    bool is_whole = partition->offset % sector == 0 && partition->size % sector == 0;
    if (!is_whole) {
        report(request->diagnostics, CODE_BAD_RING, form->ring->span,
               "a ring needs whole sectors of %s; partition `%s` has %s at %s",
               text_size(request->arena, sector), partition->label,
               text_size(request->arena, partition->size),
               text_offset(request->arena, partition->offset));
    }
    return is_whole;
}

const struct record_ring *ring_plan(const struct image_request *request,
                                    const struct record_form *form)
{
    const struct partition *partition = request->partition;
    uint64_t sector = partition->table->flash->erase;
    uint64_t slot = 0;
    bool is_good = check_kind(request, form) && check_writable(request, form);
    if (!partition->is_placed || sector == 0 || !has_whole_sectors(request, form, sector)) {
        return NULL;
    }
    if (!size_add(form->record->size, RING_END_SIZE, &slot) ||
        !size_align_up(slot, RING_ALIGNMENT, &slot)) {
        slot = UINT64_MAX;
    }
    if (slot > sector) {
        report_slot(request, form, slot, sector);
        return NULL;
    }
    if (partition->size / sector < 2) {
        report_size(request, form, sector);
        return NULL;
    }
    struct record_ring *ring = arena_new(request->arena, sizeof *ring);
    *ring = (struct record_ring){sector, slot, sector / slot, partition->size / sector};
    return is_good ? ring : NULL;
}

static void note_form(const struct image_request *request, struct image_plan *plan,
                      const char *name, const char *value, uint64_t number)
{
    struct content_form *form = arena_new(request->arena, sizeof *form);
    *form = (struct content_form){name, value, number, FORM_EQUAL};
    list_append(request->arena, &plan->forms, form);
}

// More sectors, or fewer, are no other form: firmware finds the latest record of those that are
// left.
void ring_note_forms(const struct image_request *request, struct image_plan *plan)
{
    const struct record_ring *ring = plan->ring;
    note_form(request, plan, "ring", ring ? "on" : "off", ring != NULL);
    if (ring) {
        note_form(request, plan, "sector", text_size(request->arena, ring->sector), ring->sector);
        note_form(request, plan, "slot", text_number(request->arena, number_of(ring->slot)),
                  ring->slot);
    }
}

// The product is within the partition's size.
uint64_t ring_capacity(const struct record_ring *ring)
{
    return ring->slots * (ring->sectors - 1);
}

uint64_t ring_offset(const struct record_ring *ring, uint64_t index)
{
    return index / ring->slots * ring->sector + index % ring->slots * ring->slot;
}

void ring_begin_slot(const struct record_ring *ring, uint64_t index, struct buffer *image)
{
    uint64_t offset = ring_offset(ring, index);
    assert(image->length <= offset);
    buffer_fill(image, 0xff, (size_t)(offset - image->length));
}

// Sequence and checksum are what makes a slot count, and the last that firmware writes of it.
void ring_end_slot(const struct record_ring *ring, uint64_t index, struct buffer *image)
{
    size_t start = (size_t)ring_offset(ring, index);
    size_t end = start + (size_t)ring->slot - RING_END_SIZE;
    assert(image->length <= end);
    buffer_fill(image, 0xff, end - image->length);
    buffer_integer(image, index + 1, RING_NUMBER_SIZE, false);
    uint32_t sum = digest_crc32(image->bytes + start, image->length - start);
    buffer_integer(image, sum, RING_NUMBER_SIZE, false);
}
