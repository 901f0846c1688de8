// Reads the log of one metadata block: tags with data, in commits that each end with a checksum.
// Tags are big-endian and each is mixed with the one before it, so a log can be read from its
// beginning only. Two passes: one finds how far whole commits reach, since what comes after the
// last of them was cut off and does not count; the other takes what they say. Ids of entries move
// up and down as entries are made and deleted, so a log is replayed in its order. Source: SPEC.md
// of littlefs. All lengths come from the image, and each is checked against what is left of the
// block.
#include "littlefs_log.h"

#include "digest.h"

#include <string.h>

enum { SUPERBLOCK_TAGS = 64 }; // behind which a superblock's content is looked for

/// A step through a log.
struct littlefs_step {
    uint32_t at; // of the tag
    uint32_t type, id, length;
    uint32_t next;     // behind the data
    uint32_t previous; // what the next tag is mixed with
};

/// What a commit says of the storage behind it.
struct forward {
    bool is_there;
    uint32_t size, crc;
};

// Little-endian, as all of littlefs but its tags.
uint32_t littlefs_get(const uint8_t *bytes)
{
    return (uint32_t)bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 |
           (uint32_t)bytes[3] << 24;
}

static uint32_t get_tag(const uint8_t *bytes)
{
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 |
           (uint32_t)bytes[3];
}

// The first tag is mixed with all ones.
static struct littlefs_step first_step(void)
{
    return (struct littlefs_step){.next = 4, .previous = UINT32_MAX}; // behind the revision
}

// The lowest bit of the type only says which valid bit the next tag has.
static bool is_crc(const struct littlefs_step *step)
{
    return (step->type & 0x780) == LITTLEFS_CRC;
}

// The highest bit of a tag is 0 if it is valid; the bit that erased flash has depends on the last
// commit, which the checksum's type says. A length of 0x3ff has no data: it deletes.
static bool take_step(const uint8_t *block, uint32_t size, struct littlefs_step *step)
{
    uint32_t at = step->next;
    if (at > size || size - at < LITTLEFS_TAG) {
        return false;
    }
    uint32_t tag = get_tag(block + at) ^ step->previous;
    uint32_t length = tag & 0x3ff;
    step->at = at;
    step->type = tag >> 20;
    step->id = tag >> 10 & 0x3ff;
    step->length = length == LITTLEFS_DELETED ? 0 : length;
    if (tag >> 31 || step->type == 0 || step->length > size - at - LITTLEFS_TAG) {
        return false;
    }
    step->next = at + LITTLEFS_TAG + step->length;
    step->previous = is_crc(step) ? tag ^ (step->type & 1) << 31 : tag;
    return true;
}

// The checksum covers its own tag, and for the first commit the revision, too.
void littlefs_log_find(const uint8_t *block, uint32_t size, struct littlefs_log *log)
{
    struct littlefs_step step = first_step();
    uint32_t commit = 0;
    *log = (struct littlefs_log){.revision = littlefs_get(block)};
    while (take_step(block, size, &step)) {
        if (!is_crc(&step)) {
            continue;
        }
        uint32_t covered = step.at + LITTLEFS_TAG;
        if (step.length < 4 || digest_crc32_next(UINT32_MAX, block + commit, covered - commit) !=
                                   littlefs_get(block + covered)) {
            return;
        }
        log->end = commit = step.next;
    }
}

// Makes an entry behind the others. Behind the last, up to the capacity, are those that were
// deleted, or null: a log that makes and deletes ids again and again needs no more memory.
static void append_entry(struct arena *arena, struct littlefs_log *log)
{
    if (log->count == log->capacity) {
        log->entries = arena_grow(arena, log->entries, &log->capacity, sizeof(void *));
    }
    struct littlefs_entry **entry = &log->entries[log->count++];
    *entry = *entry ? *entry : arena_new(arena, sizeof **entry);
    **entry = (struct littlefs_entry){0};
}

// A name begins an entry. Ids may come in any order in one commit, so entries up to this one are
// made, without a type; littlefs_log_read() refuses those that never get one.
static const char *take_name(struct arena *arena, const struct littlefs_step *step,
                             const uint8_t *data, struct littlefs_log *log)
{
    bool is_known = step->type == LITTLEFS_REGULAR || step->type == LITTLEFS_FOLDER ||
                    step->type == LITTLEFS_SUPERBLOCK;
    if (!is_known || step->id == LITTLEFS_NO_ID) {
        return is_known ? "a name without an id" : "a name of an unknown type";
    }
    while (step->id >= log->count) {
        append_entry(arena, log);
    }
    struct littlefs_entry *entry = log->entries[step->id];
    if (entry->type) {
        return "two names for the same id";
    }
    entry->type = step->type;
    entry->name = data;
    entry->name_length = step->length;
    return NULL;
}

// Ids from this one on move up or down.
static const char *take_splice(struct arena *arena, const struct littlefs_step *step,
                               struct littlefs_log *log)
{
    size_t id = step->id;
    bool is_new = step->type == LITTLEFS_CREATE;
    if ((!is_new && step->type != LITTLEFS_DELETE) || step->length) {
        return "a change of ids of an unknown type";
    }
    if (is_new ? id > log->count || id == LITTLEFS_NO_ID : id >= log->count) {
        return "a change of an id that does not exist";
    }
    if (is_new) {
        append_entry(arena, log);
    }
    struct littlefs_entry **at = log->entries + id;
    struct littlefs_entry **last = log->entries + log->count - 1;
    struct littlefs_entry *moved = is_new ? *last : *at;
    memmove(is_new ? at + 1 : at, is_new ? at : at + 1, (size_t)(last - at) * sizeof *at);
    *(is_new ? at : last) = moved;
    log->count -= !is_new;
    return NULL;
}

// A later content replaces an earlier one; the name comes first, as an id without a name means
// nothing.
static const char *take_content(const struct littlefs_step *step, const uint8_t *data,
                                struct littlefs_log *log)
{
    bool is_pointer = step->type == LITTLEFS_FOLDER_PAIR || step->type == LITTLEFS_SKIP_LIST;
    if (!is_pointer && step->type != LITTLEFS_INLINE) {
        return "a content of an unknown type";
    }
    if (is_pointer && step->length != LITTLEFS_PAIR_SIZE) {
        return "a pointer whose length is not 8 bytes";
    }
    if (step->id >= log->count || !log->entries[step->id]->type) {
        return "a content before its name";
    }
    struct littlefs_entry *entry = log->entries[step->id];
    entry->content_type = step->type;
    entry->content = data;
    entry->content_length = step->length;
    return NULL;
}

// The next pair of the list; a hard tail says that the same directory goes on there.
static const char *take_tail(const struct littlefs_step *step, const uint8_t *data,
                             struct littlefs_log *log)
{
    bool is_known = step->type == LITTLEFS_SOFT_TAIL || step->type == LITTLEFS_HARD_TAIL;
    if (!is_known || step->length != LITTLEFS_PAIR_SIZE) {
        return is_known ? "a tail whose length is not 8 bytes" : "a tail of an unknown type";
    }
    log->tail = data;
    log->is_hard = step->type == LITTLEFS_HARD_TAIL;
    return NULL;
}

// What a move over several pairs leaves until all of them know of it; the states of all pairs
// cancel each other out if none is under way.
static const char *take_state(const struct littlefs_step *step, const uint8_t *data,
                              struct littlefs_log *log)
{
    if (step->type != LITTLEFS_STATE || step->length != LITTLEFS_STATE_SIZE) {
        return "a state of an unknown form";
    }
    memcpy(log->state, data, LITTLEFS_STATE_SIZE);
    return NULL;
}

// Since version 2.1: how many bytes after the commit were erased, and their checksum, by which
// littlefs sees that a program was begun there.
static const char *take_forward_crc(const struct littlefs_step *step, const uint8_t *data,
                                    struct littlefs_log *log, struct forward *forward)
{
    if (step->type != LITTLEFS_FORWARD_CRC || step->length != 8) {
        return "a checksum of an unknown form";
    }
    *forward = (struct forward){true, littlefs_get(data), littlefs_get(data + 4)};
    log->has_forward_crc = true;
    return NULL;
}

// The upper three bits of the type are its kind (SPEC.md, "Metadata types").
static const char *take_tag(struct arena *arena, const struct littlefs_step *step,
                            const uint8_t *data, struct littlefs_log *log, struct forward *forward)
{
    switch (step->type >> 8) {
    case 0:
        return take_name(arena, step, data, log);
    case 2:
        return take_content(step, data, log);
    case 3:
        return NULL; // an attribute of the user's
    case 4:
        return take_splice(arena, step, log);
    case 5:
        return take_forward_crc(step, data, log, forward);
    case 6:
        return take_tail(step, data, log);
    case 7:
        return take_state(step, data, log);
    default:
        return "a tag of an unknown type";
    }
}

// A log without a word on what follows must go to the end of its block, or be of version 2.0, which
// is not known here.
static bool is_erased(const uint8_t *block, uint32_t size, uint32_t end, struct forward forward)
{
    if (!forward.is_there) {
        return end == size;
    }
    return forward.size <= size - end &&
           digest_crc32_next(UINT32_MAX, block + end, forward.size) == forward.crc;
}

// `log->end` is where littlefs_log_find() saw the last whole commit end. Null, else what is wrong
// at `*place`. Every entry must have a name and a content in the end.
const char *littlefs_log_read(struct arena *arena, const uint8_t *block, uint32_t size,
                              struct littlefs_log *log, uint32_t *place)
{
    struct littlefs_step step = first_step();
    struct forward next = {0};
    struct forward last = {0};
    while (step.next < log->end && take_step(block, size, &step)) {
        *place = step.at;
        if (is_crc(&step)) {
            last = next;
            next = (struct forward){0};
            continue;
        }
        const char *error = take_tag(arena, &step, block + step.at + LITTLEFS_TAG, log, &next);
        if (error) {
            return error;
        }
    }
    for (size_t i = 0; i < log->count; i++) {
        const struct littlefs_entry *entry = log->entries[i];
        if (!entry->type || !entry->content_type) {
            return entry->type ? "an id without a content" : "an id without a name";
        }
    }
    log->is_erased = is_erased(block, size, log->end, last);
    return NULL;
}

// The block size that a superblock at `at` states; 0 if there is none. The magic has a fixed
// place, but the struct may come after other tags, if not after very many: this is asked at every
// offset of an image.
uint32_t littlefs_superblock_block(const uint8_t *bytes, size_t size, size_t at)
{
    struct littlefs_step step = first_step();
    uint32_t left = size - at < UINT32_MAX ? (uint32_t)(size - at) : UINT32_MAX;
    const uint8_t *block = bytes + at;
    if (left < LITTLEFS_BLOCK_MIN || memcmp(block + 8, LITTLEFS_MAGIC, 8) != 0 ||
        !take_step(block, left, &step) || step.type != LITTLEFS_SUPERBLOCK || step.length != 8) {
        return 0;
    }
    for (int i = 0; i < SUPERBLOCK_TAGS && take_step(block, left, &step); i++) {
        if (step.type == LITTLEFS_INLINE && step.id == 0 && step.length == LITTLEFS_FIELDS_SIZE) {
            return littlefs_get(block + step.at + LITTLEFS_TAG + 4);
        }
    }
    return 0;
}
