// Any bytes as an image of any kind: every decoder shows what it can, as text and as JSON, and what
// it would extract. The first byte of the input chooses the decoder, the second how.
#include "cipher.h"
#include "decoders.h"
#include "digest.h"
#include "dump.h"
#include "nvs_view.h"
#include "posix.h"
#include "ring.h"

#include <stdlib.h>
#include <string.h>

enum {
    OPTIONS = 2,
    SEAL = 1,     // make the checksums of NVS pages and entries right
    HAS_KEYS = 2, // decrypt NVS
    IS_PART = 4,
    HAS_SCHEMA = 8, // of records
    IS_BIG_ENDIAN = 16,
    HAS_TABLE_AT = 32,
    HAS_RING = 64, // with right checksums of its slots, if SEAL is there, too
    TABLE_AT = 0x1000,
};

static void out_of_memory(void *context)
{
    (void)context;
    abort();
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

static void seal(uint8_t *at, uint32_t sum)
{
    for (size_t i = 0; i < sizeof sum; i++) {
        at[i] = (uint8_t)(sum >> 8 * i);
    }
}

static void seal_nvs(uint8_t *bytes, size_t size)
{
    for (size_t page = 0; page + NVS_PAGE_SIZE <= size; page += NVS_PAGE_SIZE) {
        seal(bytes + page + 28, digest_crc32(bytes + page + 4, 24));
        for (size_t i = 0; i < NVS_ENTRY_COUNT; i++) {
            uint8_t *entry = bytes + page + NVS_FIRST_ENTRY + i * NVS_ENTRY_SIZE;
            uint8_t covered[28];
            memcpy(covered, entry, 4);
            memcpy(covered + 4, entry + 8, 24);
            seal(entry + 4, digest_crc32(covered, sizeof covered));
        }
    }
}

static void seal_ring(const struct record_ring *ring, uint8_t *bytes, size_t size)
{
    for (uint64_t i = 0; i < ring->slots * ring->sectors; i++) {
        size_t offset = (size_t)ring_offset(ring, i);
        if (offset + ring->slot <= size) {
            size_t end = (size_t)ring->slot - RING_NUMBER_SIZE;
            seal(bytes + offset + end, digest_crc32(bytes + offset, end));
        }
    }
}

static struct field *add_field(struct arena *arena, struct record *record, const char *name,
                               enum field_type type, uint64_t count)
{
    struct field *field = arena_new(arena, sizeof *field);
    *field = (struct field){
        .name = name,
        .type = type,
        .offset = record->size,
        .count = count,
        .is_array = count > 1,
        .is_complete = true,
    };
    record->size += field_type_size(type) * count;
    list_append(arena, &record->fields, field);
    return field;
}

static void add_constant(struct arena *arena, struct record *record, const char *name,
                         enum field_type type, uint64_t count, uint64_t value)
{
    struct field *field = add_field(arena, record, name, type, count);
    field->source = SOURCE_NUMBER;
    field->number = number_of(value);
}

// ESP-IDF's table.
static void make_tables(struct arena *arena, struct dump_tables *tables)
{
    struct record *row = arena_new(arena, sizeof *row);
    struct record *sum = arena_new(arena, sizeof *sum);
    struct table_format *format = arena_new(arena, sizeof *format);
    add_constant(arena, row, "magic", FIELD_U16, 1, 0x50aa);
    add_field(arena, row, "type", FIELD_U8, 1);
    add_field(arena, row, "subtype", FIELD_U8, 1);
    add_field(arena, row, "offset", FIELD_U32, 1);
    add_field(arena, row, "size", FIELD_U32, 1);
    add_field(arena, row, "label", FIELD_CHAR, 16);
    add_field(arena, row, "flags", FIELD_U32, 1);
    add_constant(arena, sum, "magic", FIELD_U16, 1, 0xebeb);
    add_constant(arena, sum, "pad", FIELD_U8, 14, 0xff);
    add_field(arena, sum, "digest", FIELD_U8, 16)->source = SOURCE_MD5_ROWS;
    *format = (struct table_format){row, sum, 0xc00, 1, 0xff};
    struct platform *platform = arena_new(arena, sizeof *platform);
    struct platform_type *data = arena_new(arena, sizeof *data);
    *tables = (struct dump_tables){platform, format, sum, TABLE_AT};
    *data = (struct platform_type){.name = "data", .low = 1, .high = 1};
    list_append(arena, &platform->types, data);
    static const struct {
        uint64_t number;
        const char *name;
    } names[] = {{0, "ota"}, {2, "nvs"}, {3, "coredump"}, {4, "nvs_keys"}, {0x81, "fat"}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct platform_subtype *subtype = arena_new(arena, sizeof *subtype);
        *subtype = (struct platform_subtype){
            .name = names[i].name, .low = names[i].number, .high = names[i].number};
        list_append(arena, &data->subtypes, subtype);
    }
}

// The partition of index 0, and what is known of its image.
static const struct partition *make_records(struct arena *arena, bool is_big_endian,
                                            struct image_plan *plan)
{
    static const struct word data = {.type = WORD_IS_STRING, .text = "data.csv"};
    struct record *record = arena_new(arena, sizeof *record);
    struct record_form *form = arena_new(arena, sizeof *form);
    struct content *content = arena_new(arena, sizeof *content);
    struct partition *partition = arena_new(arena, sizeof *partition);
    record->is_big_endian = is_big_endian;
    add_constant(arena, record, "magic", FIELD_U16, 1, 0x4141);
    struct field *ranged = add_field(arena, record, "level", FIELD_I32, 1);
    ranged->has_range = true;
    ranged->low = (struct number){5, true};
    ranged->high = number_of(5);
    add_field(arena, record, "gain", FIELD_F32, 2);
    add_field(arena, record, "wide", FIELD_F64, 1);
    add_field(arena, record, "name", FIELD_CHAR, 5);
    struct field *last = add_field(arena, record, "many", FIELD_I8, 3);
    struct field *sum = add_field(arena, record, "crc", FIELD_U32, 1);
    sum->source = SOURCE_CRC32;
    sum->first = record->fields.items[0];
    sum->last = last;
    *form = (struct record_form){.record = record, .data = &data};
    *content = (struct content){.generator = "record"};
    *plan = (struct image_plan){.record = record, .parsed = form};
    *partition = (struct partition){.label = "records", .content = content};
    return partition;
}

static uint64_t touch(const struct tree_node *folder)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < folder->children.count; i++) {
        const struct tree_node *node = folder->children.items[i];
        sum += node->is_folder ? touch(node) : 0;
        for (uint64_t at = 0; at < node->size && !node->is_folder; at++) {
            sum += node->bytes[at];
        }
    }
    return sum;
}

static void decode(struct arena *arena, const struct dump_request *request, uint8_t choice)
{
    struct dump_result result = {0};
    struct buffer text;
    const struct decoder *decoder = choice < all_decoders.count ? all_decoders.items[choice] : NULL;
    decoder = decoder ? decoder : decoder_find(request);
    if (!decoder) {
        return;
    }
    decoder->decode(request, &result);
    buffer_init(&text, arena);
    fact_render_text(result.fact, 0, &text);
    fact_render_json(result.fact, &text);
    volatile uint64_t sum = result.files ? touch(result.files) : 0;
    (void)sum;
    if (result.error && fact_damages(result.fact, NULL) == 0) {
        abort();
    }
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
    static const uint8_t keys[CIPHER_KEYS_SIZE] = {1};
    struct arena arena;
    struct dump_tables tables;
    // A slot has the 34 bytes of a record of make_records(); a sector ends with bytes of no slot.
    static const struct record_ring ring = {.sector = 160, .slot = 64, .slots = 2, .sectors = 4};
    struct image_plan plan = {0};
    struct image_plan *plans[] = {&plan};
    const struct images images = {.plans = plans};
    if (size < OPTIONS) {
        return 0;
    }
    uint8_t options = data[1];
    size -= OPTIONS;
    arena_init(&arena, out_of_memory);
    make_tables(&arena, &tables);
    uint8_t *bytes = malloc(size ? size : 1); // so that a byte too many is found
    if (!bytes) {
        abort();
    }
    memcpy(bytes, data + OPTIONS, size);
    const struct partition *partition =
        options & HAS_SCHEMA ? make_records(&arena, (options & IS_BIG_ENDIAN) != 0, &plan) : NULL;
    plan.ring = options & HAS_RING ? &ring : NULL;
    if (options & SEAL && plan.ring) {
        seal_ring(&ring, bytes, size);
    } else if (options & SEAL) {
        seal_nvs(bytes, size);
    }
    const struct dump_request request = {
        .host = &host_posix,
        .arena = &arena,
        .decoders = &all_decoders,
        .bytes = bytes,
        .size = size,
        .tables = &tables,
        .partition = partition,
        .images = &images,
        .keys = options & HAS_KEYS ? keys : NULL,
        .name = "image",
        .wants_files = true,
        .has_table_at = (options & HAS_TABLE_AT) != 0,
        .is_part = (options & IS_PART) != 0,
    };
    decode(&arena, &request, data[0]);
    free(bytes);
    arena_release(&arena);
    return 0;
}
