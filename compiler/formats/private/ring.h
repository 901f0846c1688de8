// Rings of records: where their slots are, and what is in one beside the record.
#ifndef FORMATS_RING_H
#define FORMATS_RING_H

#include "records.h"

enum {
    RING_NUMBER_SIZE = 4, // of a sequence, of a checksum
    RING_END_SIZE = 8,    // of both, at the end of a slot
    RING_ALIGNMENT = 32,  // of a slot's size
};

/// The ring that a content with the line `ring;` makes of its partition; null if it cannot be one,
/// which was reported here or with the layout. The record is complete.
const struct record_ring *ring_plan(const struct image_request *request,
                                    const struct record_form *form);

/// Notes in the plan what firmware must know to find records where a device has them; also of
/// records that are not a ring.
void ring_note_forms(const struct image_request *request, struct image_plan *plan);

/// How many records an image can have: one sector is for the first of firmware's.
uint64_t ring_capacity(const struct record_ring *ring);

/// Where a slot begins, counted from the first of the first sector, in the partition.
uint64_t ring_offset(const struct record_ring *ring, uint64_t index);

/// Appends what precedes the record in a slot, and what follows it. Slots are made in their order,
/// in an image that has nothing else; the first has sequence 1.
void ring_begin_slot(const struct record_ring *ring, uint64_t index, struct buffer *image);
void ring_end_slot(const struct record_ring *ring, uint64_t index, struct buffer *image);

#endif
