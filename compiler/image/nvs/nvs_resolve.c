// Which values firmware finds among the entries of an NVS image: the newest of each key.
#include "nvs_view.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { ANY_TYPE = 0xff }; // of an entry that has a name, whatever it is

struct resolver {
    struct nvs_view *view;
    struct names names;
    struct map newest; // from what identifies an entry to it
};

static void damage(struct nvs_view *view, const struct nvs_entry *entry, const char *text)
{
    fact_damage(view->arena, entry->page->fact, entry->offset, "entry %zu (`%s`) %s", entry->index,
                entry->name, text);
}

static const char *identity(struct resolver *resolver, uint8_t space, uint8_t type, uint8_t chunk,
                            const char *name)
{
    char text[64];
    int length = snprintf(text, sizeof text, "%02x%02x%02x%s", space, type, chunk, name);
    return names_intern(&resolver->names, text, (size_t)length);
}

static void find_newest(struct resolver *resolver)
{
    struct nvs_view *view = resolver->view;
    for (size_t i = 0; i < view->entries.count; i++) {
        const struct nvs_entry *entry = view->entries.items[i];
        uint8_t chunk = entry->type == NVS_CHUNK ? entry->chunk : 0;
        const char *key = identity(resolver, entry->space, entry->type, chunk, entry->name);
        struct nvs_entry *before = map_find(&resolver->newest, key);
        if (before) {
            before->is_old = true;
            damage(view, before,
                   arena_format(view->arena,
                                "is there twice: a newer one is at 0x%" PRIx64
                                ", and this one was not erased",
                                entry->offset));
        }
        map_set(view->arena, &resolver->newest, key, (void *)entry);
        const char *any = identity(resolver, entry->space, ANY_TYPE, 0, entry->name);
        map_set(view->arena, &resolver->newest, any, (void *)entry);
    }
}

static void find_spaces(struct nvs_view *view)
{
    for (size_t i = 0; i < view->entries.count; i++) {
        const struct nvs_entry *entry = view->entries.items[i];
        if (entry->space != 0 || entry->is_old) {
            continue;
        }
        struct nvs_space *space = &view->spaces[entry->data[0]];
        if (entry->type != NVS_U8 || entry->data[0] == 0 || entry->data[0] == 0xff) {
            damage(view, entry, "defines a namespace, but as none is defined");
        } else if (space->name) {
            damage(view, entry,
                   arena_format(view->arena, "defines namespace %d, which is `%s` already",
                                entry->data[0], space->name));
        } else {
            *space = (struct nvs_space){entry->name, entry};
        }
    }
}

// Puts the chunks of a blob behind each other.
static void join_chunks(struct resolver *resolver, const struct nvs_entry *index,
                        struct nvs_value *value)
{
    struct nvs_view *view = resolver->view;
    uint64_t size = dump_integer(index->data, 4);
    size_t count = index->data[4];
    unsigned start = index->data[5];
    struct buffer bytes;
    buffer_init(&bytes, view->arena);
    buffer_text(&bytes, "");
    value->is_whole = start == 0 || start == NVS_CHUNK_START;
    if (!value->is_whole || start + count > NVS_ANY_CHUNK) {
        damage(view, index, "counts chunks from a number that none begins with");
        value->is_whole = false;
        return;
    }
    for (size_t i = 0; i < count; i++) {
        const char *key =
            identity(resolver, index->space, NVS_CHUNK, (uint8_t)(start + i), index->name);
        struct nvs_entry *chunk = map_find(&resolver->newest, key);
        if (!chunk || chunk->is_damaged) {
            damage(view, index,
                   arena_format(view->arena, "is a blob whose chunk %zu of %zu is %s", i + 1, count,
                                chunk ? "damaged" : "missing"));
            value->is_whole = false;
        }
        if (chunk) {
            chunk->is_claimed = true;
        }
        if (chunk && chunk->payload) {
            buffer_bytes(&bytes, chunk->payload, chunk->length);
        }
    }
    if (value->is_whole && bytes.length != size) {
        damage(view, index,
               arena_format(view->arena, "is a blob of %" PRIu64 " bytes, but its chunks have %zu",
                            size, bytes.length));
        value->is_whole = false;
    }
    value->bytes = (const uint8_t *)bytes.bytes;
    value->length = bytes.length;
}

static void add_value(struct resolver *resolver, const struct nvs_entry *entry)
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
    };
    if (entry->type == NVS_INDEX) {
        join_chunks(resolver, entry, value);
    }
    if (!view->spaces[entry->space].name) {
        damage(
            view, entry,
            arena_format(view->arena, "is of namespace %d, which nothing defines", entry->space));
    }
    list_append(view->arena, &view->values, value);
}

static void check_chunks(struct nvs_view *view)
{
    for (size_t i = 0; i < view->entries.count; i++) {
        const struct nvs_entry *entry = view->entries.items[i];
        if (entry->type == NVS_CHUNK && !entry->is_claimed && !entry->is_old) {
            damage(view, entry,
                   arena_format(view->arena,
                                "is chunk %d of a blob that has no index: a write that was cut "
                                "off, or damage",
                                entry->chunk & ~NVS_CHUNK_START));
        }
    }
}

// An erased key without a newer one: firmware erased it, or its state was damaged.
static void tell_erased(struct resolver *resolver)
{
    struct nvs_view *view = resolver->view;
    for (size_t i = 0; i < view->erased.count; i++) {
        const struct nvs_entry *entry = view->erased.items[i];
        const char *type = nvs_type_text(entry->type);
        const char *key = identity(resolver, entry->space, ANY_TYPE, 0, entry->name);
        const char *space = view->spaces[entry->space].name;
        if (map_find(&resolver->newest, key)) {
            continue;
        }
        fact_remark(view->arena, entry->page->fact, entry->offset,
                    "entry %zu is erased, and nothing newer has its key: %s%s%s %s%s", entry->index,
                    type ? type : "unknown", space ? " " : "", space ? space : "",
                    space ? "" : "namespace ", entry->name);
    }
}

void nvs_view_resolve(struct nvs_view *view)
{
    struct resolver resolver = {.view = view};
    names_init(&resolver.names, view->arena);
    find_newest(&resolver);
    find_spaces(view);
    for (size_t i = 0; i < view->entries.count; i++) {
        const struct nvs_entry *entry = view->entries.items[i];
        if (!entry->is_old && entry->space != 0 && entry->type != NVS_CHUNK) {
            add_value(&resolver, entry);
        }
    }
    check_chunks(view);
    tell_erased(&resolver);
}
