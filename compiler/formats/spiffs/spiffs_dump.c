// What `dump` shows of SPIFFS: the files.
#include "files_dump.h"
#include "spiffs.h"

static bool probe(const struct dump_request *request)
{
    return spiffs_probe(request->bytes, request->size);
}

static void decode(const struct dump_request *request, struct dump_result *result)
{
    const struct tree_node *root =
        spiffs_read(request->arena, request->bytes, request->size, &result->error);
    result->fact = files_begin(request, &spiffs_decoder);
    files_tell(request, result, &spiffs_decoder, root, "");
}

const struct decoder spiffs_decoder = {
    .name = "spiffs",
    .description = "a SPIFFS file system",
    .probe = probe,
    .decode = decode,
    .types = {"data.spiffs"},
    .is_filesystem = true,
};
