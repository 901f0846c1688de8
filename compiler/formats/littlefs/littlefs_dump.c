// What `dump` shows of littlefs: the files.
#include "files_dump.h"
#include "littlefs.h"

static bool probe(const struct dump_request *request)
{
    return littlefs_probe(request->bytes, request->size);
}

static void decode(const struct dump_request *request, struct dump_result *result)
{
    const struct tree_node *root =
        littlefs_read(request->arena, request->bytes, request->size, &result->error);
    result->fact = files_begin(request, &littlefs_decoder);
    files_tell(request, result, &littlefs_decoder, root, "");
}

const struct decoder littlefs_decoder = {
    .name = "littlefs",
    .description = "a littlefs file system",
    .probe = probe,
    .decode = decode,
    .types = {"data.littlefs"},
    .is_filesystem = true,
};
