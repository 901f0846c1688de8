// Which values firmware finds among the entries of an NVS image, one for each key.
//
// After a loss of power there can be two entries of one key. Firmware puts that in order when it
// starts, so that what an application finds is not always the newer one (ESP-IDF, nvs_page.cpp and
// nvs_pagemanager.cpp). The rules here are those of that start, applied to an image that nobody
// changes.
#include "nvs_view.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { CHUNK_COUNT = 256 };

struct nvs_resolver {
    struct nvs_view *view;
    struct names names;
    struct map found; // from a name in its namespace to the entries that firmware finds for it
};

// Names have at most 15 characters, and the numbers have bounds: the text is never cut in
// practice, and if it is, only a message is shorter.
__attribute__((format(printf, 3, 4))) static void
damage(struct nvs_view *view, const struct nvs_entry *entry, const char *format, ...)
{
    char text[160]; // names are short
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    fact_damage(view->arena, entry->page->fact, entry->offset, "entry %zu (`%s`) %s", entry->index,
                entry->name, text);
}

// A name in its namespace: the number of the namespace as one character, then the name. Interned,
// so that entries of one key are found in constant time, however many there are.
static const char *identity(struct nvs_resolver *resolver, const struct nvs_entry *entry)
{
    char text[1 + NVS_NAME_SIZE];
    size_t length = strlen(entry->name);
    text[0] = (char)entry->space;
    memcpy(text + 1, entry->name, length);
    return names_intern(&resolver->names, text, 1 + length);
}

// Whether firmware finds the newer of two entries, once it has put in order what a loss of power
// left: on the page that it writes to it erases the older one, and for the last entry of all also
// that on an older page. Else it finds the one that it meets first. What it copied from a page that
// it was freeing, it copies again.
static bool is_newer_found(const struct nvs_view *view, const struct nvs_entry *older,
                           const struct nvs_entry *newer)
{
    if (older->page == newer->page) {
        return older->page->state == NVS_STATE_ACTIVE;
    }
    return view->entries.items[view->entries.count - 1] == newer &&
           older->page->state != NVS_STATE_FREEING;
}

// Reports two entries of one key, at the one that firmware does not find. Returns the other.
static struct nvs_entry *choose(struct nvs_view *view, struct nvs_entry *older,
                                struct nvs_entry *newer)
{
    bool is_newer = is_newer_found(view, older, newer);
    struct nvs_entry *other = is_newer ? older : newer;
    other->is_old = true;
    if (is_newer) {
        damage(view, older,
               "occurs twice: a newer one is at 0x%" PRIx64 ", and this one was not erased",
               newer->offset);
    } else {
        damage(view, newer,
               "occurs twice: firmware finds the older one, at 0x%" PRIx64 ", which was not erased",
               older->offset);
    }
    return is_newer ? newer : older;
}

// Entries of different types are different keys to firmware, even if they have one name; chunks
// are the same only with the same number.
static bool is_same(const struct nvs_entry *entry, const struct nvs_entry *other)
{
    return entry->type == other->type && (entry->type != NVS_CHUNK || entry->chunk == other->chunk);
}

// Puts an entry among those of its name; of two that are the same, one stays. The list of a name
// has at most one entry for each type and one for each of 256 chunks, so that walking it is no
// quadratic time.
static void add_entry(struct nvs_resolver *resolver, struct nvs_entry *entry)
{
    const char *name = identity(resolver, entry);
    struct nvs_entry *first = map_find(&resolver->found, name);
    struct nvs_entry **place = &first;
    while (*place && !is_same(*place, entry)) {
        place = &(*place)->next;
    }
    if (!*place) {
        *place = entry;
    } else if (choose(resolver->view, *place, entry) == entry) {
        entry->next = (*place)->next;
        *place = entry;
    }
    map_set(resolver->view->arena, &resolver->found, name, first);
}

// Namespace 0 has the definitions of the others: keys whose names are theirs, with their number as
// an u8. 0 and 255 are not numbers of a namespace. Of two definitions the first counts.
static void find_spaces(struct nvs_view *view)
{
    for_each (entry, &view->entries) {
        if (entry->space != 0 || entry->is_old) {
            continue;
        }
        struct nvs_space *space = &view->spaces[entry->data[0]];
        if (entry->type != NVS_U8 || entry->data[0] == 0 || entry->data[0] == 0xff) {
            damage(view, entry, "defines a namespace, but not in the way that NVS does");
        } else if (space->name) {
            damage(view, entry, "defines namespace %d, which is already `%s`", entry->data[0],
                   space->name);
        } else {
            *space = (struct nvs_space){.name = entry->name, .entry = entry};
        }
    }
}

// Fills in the chunks that firmware finds for a blob, by their numbers. `chunks` has CHUNK_COUNT
// places, one for each value of a byte.
static void collect_chunks(struct nvs_resolver *resolver, const struct nvs_entry *index,
                           struct nvs_entry **chunks)
{
    struct nvs_entry *entry = map_find(&resolver->found, identity(resolver, index));
    for (; entry; entry = entry->next) {
        if (entry->type == NVS_CHUNK) {
            chunks[entry->chunk] = entry;
        }
    }
}

// Which chunks are not there, or damaged: the first one is reported, with the number of the
// others, since an index that is damaged can count 255 of them.
static bool check_chunks_of(struct nvs_view *view, const struct nvs_entry *index,
                            struct nvs_entry *const *chunks, size_t count)
{
    size_t first = count;
    size_t bad = 0;
    for (size_t i = 0; i < count; i++) {
        bool is_bad = !chunks[i] || chunks[i]->is_damaged;
        first = is_bad && bad == 0 ? i : first;
        bad += is_bad;
    }
    if (bad) {
        const char *more =
            bad == 1 ? "" : arena_format(view->arena, ", and %zu more are incomplete", bad - 1);
        damage(view, index, "is a blob whose chunk %zu of %zu is %s%s", first + 1, count,
               chunks[first] ? "damaged" : "missing", more);
    }
    return bad == 0;
}

// Puts the chunks of a blob one after the other. Chunks that are claimed here are not reported as
// left over later, even if others of their blob are missing.
static void join(struct nvs_view *view, struct nvs_entry *const *chunks, size_t count,
                 struct nvs_value *value)
{
    struct buffer bytes;
    buffer_init(&bytes, view->arena);
    for (size_t i = 0; i < count; i++) {
        if (chunks[i]) {
            chunks[i]->is_claimed = true;
            buffer_bytes(&bytes, chunks[i]->payload, chunks[i]->length);
        }
    }
    value->bytes = (const uint8_t *)bytes.bytes;
    value->length = bytes.length;
}

// An index has the size of the blob in 4 bytes, the number of its chunks, and the number of the
// first: 0 or 0x80. When a blob is written again, firmware takes the other one of these, so that
// old and new chunks are apart until the old ones are erased (ESP-IDF, VerOffset). The size is no
// more than compared with what the chunks add up to: no memory is asked for by it.
static void read_blob(struct nvs_resolver *resolver, const struct nvs_entry *index,
                      struct nvs_value *value)
{
    struct nvs_view *view = resolver->view;
    struct nvs_entry *chunks[CHUNK_COUNT] = {NULL};
    uint64_t size = dump_integer(index->data, 4);
    size_t count = index->data[4];
    unsigned start = index->data[5];
    value->is_whole = start == 0 || start == NVS_CHUNK_START;
    if (!value->is_whole || start + count > NVS_ANY_CHUNK) {
        damage(view, index, "counts its chunks from an impossible number");
        value->is_whole = false;
        return;
    }
    collect_chunks(resolver, index, chunks);
    value->is_whole = check_chunks_of(view, index, chunks + start, count);
    join(view, chunks + start, count, value);
    if (value->is_whole && value->length != size) {
        damage(view, index, "is a blob of %" PRIu64 " bytes, but its chunks have %zu", size,
               value->length);
        value->is_whole = false;
    }
}

// Whether a value of another type had the entry's name before. Chunks are passed over: they belong
// to the index of their name. Ends at the latest at the entry itself, which is in its own list.
static bool is_second(struct nvs_resolver *resolver, const struct nvs_entry *entry)
{
    const struct nvs_entry *other = map_find(&resolver->found, identity(resolver, entry));
    while (other != entry && other->type == NVS_CHUNK) {
        other = other->next;
    }
    return other != entry;
}

// The value of an entry as firmware returns it. A namespace that is not defined is reported once,
// at the first of its keys.
static void add_value(struct nvs_resolver *resolver, const struct nvs_entry *entry)
{
    struct nvs_view *view = resolver->view;
    struct nvs_value *value = arena_new(view->arena, sizeof *value);
    *value = (struct nvs_value){
        .entry = entry,
        .space = entry->space,
        .type = entry->type == NVS_INDEX ? NVS_BLOB : (enum nvs_type)entry->type,
        .number = dump_integer(entry->data, nvs_integer_size(entry->type)),
        .bytes = entry->payload,
        .length = entry->payload ? entry->length : 0,
        .is_whole = !entry->is_damaged,
        .is_second = is_second(resolver, entry),
    };
    if (entry->type == NVS_INDEX) {
        read_blob(resolver, entry, value);
    }
    struct nvs_space *space = &view->spaces[entry->space];
    if (!space->name && space->values.count == 0) {
        damage(view, entry, "is in namespace %d, which is not defined", entry->space);
    }
    list_append(view->arena, &view->values, value);
    list_append(view->arena, &space->values, value);
}

// Firmware writes the chunks first and their index last. So chunks without one are what is left of
// a write that was cut off, and firmware erases them when it starts.
static void check_chunks(struct nvs_view *view)
{
    for_each (entry, &view->entries) {
        if (entry->type == NVS_CHUNK && !entry->is_claimed && !entry->is_old) {
            damage(view, entry,
                   "is chunk %d of a blob that has no index: a write was cut off, or it is damaged",
                   entry->chunk & ~NVS_CHUNK_START);
        }
    }
}

// An erased key without a newer one: firmware erased it, or its state was damaged by a single bit.
// The second is worth a remark, since the key is lost; which of the two it was cannot be known.
static void tell_erased(struct nvs_resolver *resolver)
{
    struct nvs_view *view = resolver->view;
    for_each (entry, &view->erased) {
        const char *type = nvs_type_text(entry->type);
        const char *space = view->spaces[entry->space].name;
        if (map_find(&resolver->found, identity(resolver, entry))) {
            continue;
        }
        fact_remark(view->arena, entry->page->fact, entry->offset,
                    "entry %zu is erased, and nothing newer has its key: %s%s%s %s%s", entry->index,
                    type ? type : "unknown", space ? " " : "", space ? space : "",
                    space ? "" : "namespace ", entry->name);
    }
}

// Namespaces come after all entries were compared, since an old definition must not name a space;
// values come after the namespaces, since messages about them name theirs.
void nvs_view_resolve(struct nvs_view *view)
{
    struct nvs_resolver resolver = {.view = view};
    names_init(&resolver.names, view->arena);
    for_each (entry, &view->entries) {
        add_entry(&resolver, entry);
    }
    find_spaces(view);
    for_each (entry, &view->entries) {
        if (!entry->is_old && entry->space != 0 && entry->type != NVS_CHUNK) {
            add_value(&resolver, entry);
        }
    }
    check_chunks(view);
    tell_erased(&resolver);
}
