// What the partitions of a flash contain: which decoder takes them, and what is said if it is
// another one than their type promises. Contents are shown by what they are: partitions for SPIFFS
// often have littlefs in them, and who reads a dump wants to see it.
#include "flash_cipher.h"
#include "flash_walk.h"

#include "text.h"

#include <string.h>

// Names of types are "data.nvs"; `begin` may be only "data.".
bool flash_has_type(const struct table_row *row, const char *begin)
{
    return strncmp(row->type_name, begin, strlen(begin)) == 0;
}

// The decoder that a row or the schema asks for; null: none.
static const struct decoder *hinted(const struct dump_request *part, const struct table_row *row)
{
    return decoder_meant(part->decoders, row->type_name, part->partition);
}

// What is erased, is nothing yet. A type says what is meant; what is there instead is shown, too:
// partitions for SPIFFS often hold littlefs.
static const struct decoder *choose(const struct dump_request *part, const struct table_row *row,
                                    bool is_encrypted)
{
    const struct decoder *hint = hinted(part, row);
    if (raw_probe(part)) {
        return part->decoders->raw;
    }
    if (hint && hint->is_secret) {
        return hint; // whatever they are, they are not shown
    }
    if (hint && (!hint->probe || hint->probe(part))) {
        return hint;
    }
    const struct decoder *found = decoder_find(part);
    if (found) {
        return found;
    }
    return hint && !hint->is_recognised && !is_encrypted ? hint : part->decoders->raw;
}

// `table` is null where it is not known which of the schema's this is.
static const struct partition *of_schema(const struct flash_walker *walker,
                                         const struct table *table, const struct table_row *row)
{
    const struct layout *layout = walker->request->layout;
    for (size_t i = 0; layout && i < layout->partitions.count; i++) {
        const struct partition *partition = layout->partitions.items[i];
        if ((!table || partition->table == table) && strcmp(partition->label, row->label) == 0) {
            return partition;
        }
    }
    return NULL;
}

// Which bit that is depends on the platform.
static bool is_encrypted(const struct dump_request *request, const struct table_row *row)
{
    for_each (flag, &request->tables->platform->flags) {
        if (strcmp(flag->name, "encrypted") == 0) {
            return (row->flags & flag->mask) != 0;
        }
    }
    return false;
}

// Each partition has a directory of its own below the one that files are extracted to.
static void keep_files(struct flash_walker *walker, const struct table_row *row,
                       const struct dump_result *part)
{
    struct arena *arena = walker->request->arena;
    if (part->files) {
        dump_add_folder(arena, walker->files, dump_file_name(arena, row->label), part->files);
        walker->result->is_secret |= part->is_secret;
    }
}

// Something is there that is not what the row says.
static void tell_raw(const struct dump_request *part, const struct table_row *row, bool is_hidden)
{
    const struct decoder *hint = hinted(part, row);
    if (is_hidden) {
        fact_remark(part->arena, row->fact, row->place,
                    "the partition is encrypted by flash encryption");
    } else if (hint && hint != part->decoders->raw) {
        bool is_random = flash_text_likeness(part->bytes, part->size) == LIKE_CIPHER;
        fact_damage(
            part->arena, row->fact, part->base, "this is not %s%s", hint->description,
            is_random && !part->is_decrypted
                ? ": it looks like random bytes; this may be an encrypted flash: `--flash-key KEY`"
                : "");
    }
}

// Rows may overlap as they like, each as large as the flash. So `walker->left` bounds what is
// decoded in all: the work is linear in the size of the file, whatever a table says.
struct fact *flash_decode_row(struct flash_walker *walker, const struct table *table,
                              const struct table_row *row)
{
    const struct dump_request *request = walker->request;
    struct dump_request part = *request;
    struct dump_result result = {0};
    if (row->offset > request->size || row->size > request->size - row->offset) {
        fact_damage(request->arena, row->fact, row->place,
                    "it ends after the end of the file, which has %s",
                    text_size(request->arena, request->size));
    }
    if (row->offset >= request->size || row->size == 0) {
        return NULL;
    }
    size_t rest = request->size - (size_t)row->offset;
    rest = row->size < rest ? (size_t)row->size : rest;
    if (rest > walker->left) {
        fact_damage(request->arena, row->fact, row->place,
                    "it overlaps so many others that it is not shown");
        return NULL;
    }
    walker->left -= rest;
    part.bytes += row->offset;
    part.base += row->offset;
    part.size = rest;
    part.partition = request->images ? of_schema(walker, table, row) : NULL; // a lock says nothing
    part.name = dump_file_name(request->arena, row->label);
    part.is_part = true;
    part.is_cut = rest < row->size;
    part.found = walker->keys;
    bool is_hidden = is_encrypted(request, row) && !request->is_decrypted;
    const struct decoder *decoder = choose(&part, row, is_hidden);
    decoder->decode(&part, &result);
    fact_attach(request->arena, row->fact, "content", result.fact);
    if (decoder == part.decoders->raw && !raw_probe(&part)) {
        tell_raw(&part, row, is_hidden);
    }
    keep_files(walker, row, &result);
    return result.fact;
}
