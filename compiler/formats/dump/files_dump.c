// File systems: what files are in them.
#include "files_dump.h"

#include "fat.h"
#include "littlefs.h"
#include "spiffs.h"
#include "text.h"

#include <inttypes.h>
#include <string.h>

static void tell_file(struct arena *arena, const struct tree_node *node, struct fact *list)
{
    struct fact *fact = fact_item(arena, list);
    fact_text(arena, fact, "path", node->path);
    if (node->is_folder) {
        fact_flag(arena, fact, "folder", true);
        fact_say(arena, fact, "%10s  %s/", "", node->path);
    } else {
        fact_count(arena, fact, "size", node->size);
        fact_say(arena, fact, "%10" PRIu64 "  %s", node->size, node->path);
    }
}

// Empty folders are listed; others can be told from what is in them.
static void tell_folder(struct arena *arena, const struct tree_node *folder, struct fact *list)
{
    for (size_t i = 0; i < folder->children.count; i++) {
        const struct tree_node *node = folder->children.items[i];
        if (node->is_folder && node->children.count) {
            tell_folder(arena, node, list);
        } else {
            tell_file(arena, node, list);
        }
    }
}

// Alone, the files speak for themselves.
static void tell(const struct dump_request *request, struct dump_result *result, const char *format,
                 const struct tree_node *root)
{
    struct arena *arena = request->arena;
    struct fact *fact = result->fact = fact_new(arena);
    fact_text(arena, fact, "format", format)->is_quiet = true;
    fact_size(arena, fact, "size", request->size)->is_quiet = true;
    bool is_levelled = strcmp(format, "fat") == 0 && fat_wear_probe(request->bytes, request->size);
    if (is_levelled) {
        fact_flag(arena, fact, "wear_levelling", true)->is_quiet = true;
    }
    if (root) {
        struct fact *list = fact_list(arena, fact, "files");
        tell_folder(arena, root, list);
        result->files = root;
    } else {
        fact_damage(arena, fact, request->base, "%s", result->error);
    }
    if (request->is_part) {
        const struct decoder *decoder = decoder_named(format);
        fact_say(arena, fact, "%s%s%s", decoder->description,
                 is_levelled ? " with wear levelling" : "",
                 root && root->children.count == 0 ? ", empty" : "");
    }
}

bool fat_dump_probe(const struct dump_request *request)
{
    return fat_probe(request->bytes, request->size);
}

bool littlefs_dump_probe(const struct dump_request *request)
{
    return littlefs_probe(request->bytes, request->size);
}

bool spiffs_dump_probe(const struct dump_request *request)
{
    return spiffs_probe(request->bytes, request->size);
}

void fat_dump(const struct dump_request *request, struct dump_result *result)
{
    tell(request, result, "fat",
         fat_read(request->arena, request->bytes, request->size, &result->error));
}

void littlefs_dump(const struct dump_request *request, struct dump_result *result)
{
    tell(request, result, "littlefs",
         littlefs_read(request->arena, request->bytes, request->size, &result->error));
}

void spiffs_dump(const struct dump_request *request, struct dump_result *result)
{
    tell(request, result, "spiffs",
         spiffs_read(request->arena, request->bytes, request->size, &result->error));
}
