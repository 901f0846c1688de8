// Decrypts a dump of a flash by its own table, so that neither a schema nor the chip's name is
// needed: the table is found by decrypting sectors until one begins with rows.
//
// What a chip encrypts: ESP-IDF, Security Guides, Flash Encryption. A part that is plain text
// nevertheless, as one that was flashed without being encrypted, would become noise: it is left as
// it is where its bytes show that.
#include "flash_decrypt.h"

#include "app.h"
#include "flash_walk.h"

#include <stdlib.h>
#include <string.h>

enum { SECTOR = 4096 };

// The sector at an offset, decrypted; false: it is not whole, or libcrypto fails.
static bool decrypt_sector(const struct dump_request *request, const struct flash_cipher *cipher,
                           uint64_t offset, uint8_t sector[SECTOR])
{
    if (offset % FLASH_CIPHER_BLOCK || request->size < SECTOR || offset > request->size - SECTOR) {
        return false;
    }
    memcpy(sector, request->bytes + offset, SECTOR);
    return flash_text_decrypt(cipher, sector, SECTOR, offset);
}

static bool is_table_at(const struct dump_request *request, const struct flash_cipher *cipher,
                        uint64_t offset)
{
    uint8_t sector[SECTOR];
    return decrypt_sector(request, cipher, offset, sector) &&
           table_is_here(request->tables, sector, SECTOR);
}

bool flash_decrypt_find(const struct dump_request *request, const struct flash_cipher *cipher,
                        uint64_t *offset)
{
    *offset = request->tables->at;
    if (is_table_at(request, cipher, *offset) || request->has_table_at) {
        return is_table_at(request, cipher, *offset);
    }
    for (*offset = 0; *offset < request->size; *offset += SECTOR) {
        if (is_table_at(request, cipher, *offset)) {
            return true;
        }
    }
    return false;
}

bool flash_decrypt_is_plain(const struct dump_request *request)
{
    uint64_t at = request->tables->at;
    return at < request->size &&
           table_is_here(request->tables, request->bytes + at, request->size - (size_t)at);
}

static bool is_flagged(const struct dump_request *request, const struct table_row *row)
{
    const struct platform_flag *flag = platform_find_flag(request->tables->platform, "encrypted");
    return flag && (row->flags & flag->mask) != 0;
}

// What the platform says of the types in the table, as it is known without a schema.
static bool is_encrypted(const struct dump_request *request, const struct table_row *row)
{
    const struct platform_type *type = platform_find_type(request->tables->platform, row->type);
    const struct platform_subtype *subtype =
        type ? platform_find_subtype(type, row->subtype) : NULL;
    return is_flagged(request, row) || (type && type->is_encrypted) ||
           (subtype && subtype->is_encrypted);
}

// An app, or a bootloader at one of the places where chips have it.
static bool is_plain_app(const struct dump_request *request, uint64_t offset, size_t size)
{
    static const size_t starts[] = {0, 0x1000, 0x2000};
    for (size_t i = 0; i < sizeof starts / sizeof *starts && starts[i] < size; i++) {
        struct dump_request part = *request;
        part.bytes += offset + starts[i];
        part.size = size - starts[i];
        part.is_part = true;
        if ((i == 0 || offset == 0) && app_probe(&part)) {
            return true;
        }
    }
    return false;
}

// Rows may overlap as they like: `end` is that of what was decrypted before, so that nothing is
// decrypted twice.
static bool decrypt_place(const struct dump_request *request, const struct flash_cipher *cipher,
                          uint8_t *bytes, const struct table_row *row, uint64_t *end,
                          struct plain_place_list *plain)
{
    uint64_t start = row->offset > *end ? row->offset : *end;
    if (start >= request->size) {
        return true;
    }
    size_t rest = request->size - (size_t)start;
    uint64_t before = start - row->offset;
    size_t size = row->size <= before         ? 0
                  : row->size - before < rest ? (size_t)(row->size - before)
                                              : rest;
    if (size == 0 || start % FLASH_CIPHER_BLOCK) {
        return true;
    }
    if (flash_text_likeness(bytes + start, size) == LIKE_PLAIN ||
        is_plain_app(request, start, size)) {
        struct plain_place *place = arena_new(request->arena, sizeof *place);
        *place = (struct plain_place){
            .name = row->type_name ? arena_format(request->arena, "`%s`",
                                                  dump_file_name(request->arena, row->label))
                                   : row->label,
            .offset = start,
        };
        list_append(request->arena, plain, place);
    } else if (!flash_text_decrypt(cipher, bytes + start, size, start)) {
        return false;
    }
    *end = start + size;
    return true;
}

static int compare_offsets(const void *a, const void *b)
{
    const struct table_row *first = *(const struct table_row *const *)a;
    const struct table_row *second = *(const struct table_row *const *)b;
    return (first->offset > second->offset) - (first->offset < second->offset);
}

static void add_row(struct arena *arena, struct table_row_list *rows, const char *name,
                    uint64_t offset, uint64_t size)
{
    struct table_row *row = arena_new(arena, sizeof *row);
    *row = (struct table_row){.label = name, .offset = offset, .size = size};
    list_append(arena, rows, row);
}

// The bootloader is before the table, and no row of it. On an ESP32 with secure boot, version 1,
// there is a digest in its place's first sector, which is encrypted, too.
bool flash_decrypt_by_table(const struct dump_request *request, const struct flash_cipher *cipher,
                            uint64_t offset, uint8_t *bytes, struct plain_place_list *plain)
{
    struct arena *arena = request->arena;
    uint8_t *sector = arena_array(arena, SECTOR, 1);
    struct dump_request part = *request;
    struct table_view view = {0};
    struct table_row_list rows = {0};
    uint64_t end = 0;
    if (!decrypt_sector(request, cipher, offset, sector)) {
        return false;
    }
    part.bytes = sector;
    part.size = SECTOR;
    table_read(&part, fact_new(arena), &view);
    add_row(arena, &rows, "the bootloader", 0, offset);
    add_row(arena, &rows, "the table", offset, SECTOR);
    for_each (row, &view.rows) {
        if (is_encrypted(request, row)) {
            list_append(arena, &rows, row);
        }
    }
    qsort((void *)rows.items, rows.count, sizeof *rows.items, compare_offsets);
    for_each (row, &rows) {
        if (!decrypt_place(request, cipher, bytes, row, &end, plain)) {
            return false;
        }
    }
    return true;
}
