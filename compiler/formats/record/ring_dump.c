// Rings of records, read back: every slot that has something in it, which one firmware takes for
// the latest, and where it goes on (ring.c has the format).
//
// A slot is judged as firmware does: it has a record if it has a sequence and its checksum is
// right, whatever the record says. What is neither that nor blank is skipped by firmware, and named
// here; since the end is written last, a loss of power mostly leaves a slot without a sequence.
// What a short image does not have is erased.
#include "record_reader.h"
#include "ring.h"

#include "digest.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>

static const uint32_t no_sequence = UINT32_MAX;

struct ring_record {
    uint64_t offset; // of its slot, in the image
    uint32_t sequence;
    struct fact *fact;
};

struct ring_reader {
    const struct record_reader *reader;
    const struct record_ring *ring;
    struct fact *fact, *list, *faults;
    struct LIST(struct ring_record) records; // by place
    const struct ring_record *latest;        // null: none
    uint64_t broken;                         // slots that are neither blank nor have a record
};

// How many of the bytes from an offset on the image has.
static size_t bytes_at(const struct ring_reader *ring, uint64_t offset, uint64_t length)
{
    uint64_t size = ring->reader->request->size;
    uint64_t left = offset < size ? size - offset : 0;
    return (size_t)(left < length ? left : length);
}

static bool is_blank(const struct ring_reader *ring, uint64_t offset, uint64_t length)
{
    size_t count = bytes_at(ring, offset, length);
    return count == 0 || dump_is_all(ring->reader->request->bytes + offset, count, 0xff);
}

// Why a slot that is not blank has no record; null: it has one.
static const char *find_fault(const struct ring_reader *ring, uint64_t offset, uint32_t *sequence)
{
    const uint8_t *bytes = ring->reader->request->bytes + offset;
    if (bytes_at(ring, offset, ring->ring->slot) < ring->ring->slot) {
        return "the image ends within this slot";
    }
    size_t end = (size_t)ring->ring->slot - RING_NUMBER_SIZE;
    *sequence = (uint32_t)dump_integer(bytes + end - RING_NUMBER_SIZE, RING_NUMBER_SIZE);
    if (*sequence == no_sequence || *sequence == 0) {
        return "this slot has no sequence number: it was not written to its end";
    }
    return digest_crc32(bytes, end) == dump_integer(bytes + end, RING_NUMBER_SIZE)
               ? NULL
               : "the checksum of this slot does not match: it was not written to its end, or is "
                 "damaged";
}

static void tell_broken(struct ring_reader *ring, uint64_t offset, uint32_t sequence,
                        const char *fault)
{
    const struct dump_request *request = ring->reader->request;
    struct fact *fact = fact_item(request->arena, ring->faults);
    uint64_t place = request->base + offset;
    fact_offset(request->arena, fact, "offset", place);
    fact_say(request->arena, fact, "no record at 0x%" PRIx64, place);
    if (sequence == no_sequence) {
        fact_remark(request->arena, fact, place, "%s", fault);
    } else {
        fact_damage(request->arena, fact, place, "%s", fault);
    }
    ring->broken++;
}

// Firmware gives each record a sequence above all others, and fills a sector from its start on; of
// two with one sequence it takes the one that comes first.
static void tell_valid(struct ring_reader *ring, uint64_t offset, uint32_t sequence)
{
    const struct dump_request *request = ring->reader->request;
    struct arena *arena = request->arena;
    const char *title =
        arena_format(arena, "record %" PRIu32 " at 0x%" PRIx64, sequence, request->base + offset);
    struct fact *fact = record_tell(ring->reader, title, offset, ring->list);
    fact_count(arena, fact, "sequence", sequence);
    struct ring_record *record = arena_new(arena, sizeof *record);
    *record = (struct ring_record){offset, sequence, fact};
    const struct ring_record *before =
        ring->records.count ? ring->records.items[ring->records.count - 1] : NULL;
    if (before && before->offset / ring->ring->sector == offset / ring->ring->sector &&
        before->sequence >= sequence) {
        fact_damage(arena, fact, request->base + offset,
                    "its sequence is not above that of the record before it, which is %" PRIu32,
                    before->sequence);
    }
    list_append(arena, &ring->records, record);
    if (ring->latest && sequence == ring->latest->sequence) {
        fact_damage(arena, fact, request->base + offset,
                    "the record at 0x%" PRIx64 " has the same sequence, and firmware takes that",
                    request->base + ring->latest->offset);
    } else if (!ring->latest || sequence > ring->latest->sequence) {
        ring->latest = record;
    }
}

static void read_slot(struct ring_reader *ring, uint64_t offset)
{
    uint32_t sequence = 0;
    if (is_blank(ring, offset, ring->ring->slot)) {
        return;
    }
    const char *fault = find_fault(ring, offset, &sequence);
    if (fault) {
        tell_broken(ring, offset, sequence, fault);
    } else {
        tell_valid(ring, offset, sequence);
    }
}

// The rest of a sector is too short for a slot.
static void read_sector(struct ring_reader *ring, uint64_t sector)
{
    const struct record_ring *form = ring->ring;
    const struct dump_request *request = ring->reader->request;
    uint64_t used = form->slots * form->slot;
    for (uint64_t slot = 0; slot < form->slots; slot++) {
        read_slot(ring, sector + slot * form->slot);
    }
    if (!is_blank(ring, sector + used, form->sector - used)) {
        fact_damage(request->arena, ring->fact, request->base + sector + used,
                    "the bytes after the last slot of the sector are not erased");
    }
}

// Where firmware writes the next record: into a blank slot after the latest one in its sector, or
// to the start of the next sector, which it erases first. Without a record, that is the first.
static uint64_t find_next(const struct ring_reader *ring, bool *erases)
{
    const struct record_ring *form = ring->ring;
    *erases = true;
    if (!ring->latest) {
        return 0;
    }
    uint64_t sector = ring->latest->offset / form->sector * form->sector;
    uint64_t end = sector + form->slots * form->slot;
    for (uint64_t at = ring->latest->offset + form->slot; at < end; at += form->slot) {
        if (is_blank(ring, at, form->slot)) {
            *erases = false;
            return at;
        }
    }
    uint64_t next = sector + form->sector;
    return next / form->sector < form->sectors ? next : 0;
}

static void tell_next(const struct ring_reader *ring, struct fact *fact)
{
    const struct dump_request *request = ring->reader->request;
    struct arena *arena = request->arena;
    uint32_t sequence = ring->latest ? ring->latest->sequence + 1 : 1;
    if (sequence == no_sequence) {
        fact_remark(arena, fact, request->base + ring->latest->offset,
                    "no sequence is left: firmware can append no more");
        return;
    }
    bool erases;
    uint64_t offset = request->base + find_next(ring, &erases);
    struct fact *next = fact_group(arena, fact, "next");
    fact_count(arena, next, "sequence", sequence);
    fact_offset(arena, next, "offset", offset);
    fact_flag(arena, next, "erases", erases);
    fact_say(arena, next, "the next record is %" PRIu32 ", at 0x%" PRIx64 "%s", sequence, offset,
             erases ? ", where firmware erases the sector first" : "");
}

// The total cannot overflow: all slots are within the partition.
static void tell_ring(const struct ring_reader *ring, struct fact *fact)
{
    const struct record_ring *form = ring->ring;
    struct arena *arena = ring->reader->request->arena;
    uint64_t blank = form->slots * form->sectors - ring->records.count - ring->broken;
    struct fact *group = fact_group(arena, fact, "ring");
    group->is_quiet = true;
    fact_size(arena, group, "record_size", ring->reader->size);
    fact_size(arena, group, "slot_size", form->slot);
    fact_size(arena, group, "sector_size", form->sector);
    fact_count(arena, group, "sectors", form->sectors);
    fact_count(arena, group, "records", ring->records.count);
    fact_count(arena, group, "broken_slots", ring->broken);
    fact_count(arena, group, "blank_slots", blank);
    if (ring->latest) {
        fact_count(arena, group, "latest", ring->latest->sequence);
        fact_remark(arena, ring->latest->fact, ring->reader->request->base + ring->latest->offset,
                    "this is the latest");
    }
    fact_say(arena, fact,
             "ring of records: %zu of %" PRIu64 " bytes each in %" PRIu64
             " sectors; blank slots: %" PRIu64,
             ring->records.count, ring->reader->size, form->sectors, blank);
}

static int compare_records(const void *a, const void *b)
{
    const struct ring_record *first = *(const struct ring_record *const *)a;
    const struct ring_record *second = *(const struct ring_record *const *)b;
    if (first->sequence != second->sequence) {
        return first->sequence < second->sequence ? -1 : 1;
    }
    return (first->offset < second->offset) - (first->offset > second->offset);
}

// In the order in which firmware wrote them, the latest last; of too many for an image, which
// leaves a sector free, the oldest are left out.
static void extract(struct ring_reader *ring, struct dump_result *result)
{
    struct arena *arena = ring->reader->request->arena;
    size_t count = ring->records.count;
    uint64_t most = ring_capacity(ring->ring);
    size_t first = count > most ? count - (size_t)most : 0;
    qsort(ring->records.items, count, sizeof *ring->records.items, compare_records);
    uint64_t *offsets = arena_array(arena, count, sizeof *offsets);
    for (size_t i = 0; i < count; i++) {
        offsets[i] = ring->records.items[i]->offset;
    }
    record_extract(ring->reader, offsets + first, count - first, result);
}

void ring_dump(const struct record_reader *reader, struct dump_result *result)
{
    const struct dump_request *request = reader->request;
    struct fact *fact = result->fact;
    struct ring_reader ring = {.reader = reader, .ring = reader->ring, .fact = fact};
    uint64_t end = ring.ring->sectors * ring.ring->sector;
    end = end < request->size ? end : request->size;
    ring.list = fact_list(request->arena, fact, "records");
    ring.faults = fact_list(request->arena, fact, "broken");
    for (uint64_t sector = 0; sector < end; sector += ring.ring->sector) {
        read_sector(&ring, sector);
    }
    dump_check_rest(request, fact, (size_t)end);
    tell_ring(&ring, fact);
    tell_next(&ring, fact);
    if (request->wants_files && ring.records.count) {
        extract(&ring, result);
    }
}
