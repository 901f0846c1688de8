// What `dump` shows of FAT: the files, and whether wear levelling is around them.
#include "fat.h"
#include "files_dump.h"

static bool probe(const struct dump_request *request)
{
    return fat_probe(request->bytes, request->size);
}

static void decode(const struct dump_request *request, struct dump_result *result)
{
    const struct tree_node *root =
        fat_read(request->arena, request->bytes, request->size, &result->error);
    bool is_levelled = fat_wear_probe(request->bytes, request->size);
    result->fact = files_begin(request, &fat_decoder);
    if (is_levelled) {
        fact_flag(request->arena, result->fact, "wear_levelling", true)->is_quiet = true;
    }
    files_tell(request, result, &fat_decoder, root, is_levelled ? " with wear levelling" : "");
}

const struct decoder fat_decoder = {
    .name = "fat",
    .description = "a FAT file system",
    .probe = probe,
    .decode = decode,
    .types = {"data.fat"},
    .is_filesystem = true,
};
