// File systems: what files are in them.
#include "files_dump.h"

#include <inttypes.h>

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
    for_each (node, &folder->children) {
        if (node->is_folder && node->children.count) {
            tell_folder(arena, node, list);
        } else {
            tell_file(arena, node, list);
        }
    }
}

struct fact *files_begin(const struct dump_request *request, const struct decoder *decoder)
{
    struct fact *fact = fact_new(request->arena);
    fact_text(request->arena, fact, "format", decoder->name)->is_quiet = true;
    fact_size(request->arena, fact, "size", request->size)->is_quiet = true;
    return fact;
}

void files_tell(const struct dump_request *request, struct dump_result *result,
                const struct decoder *decoder, const struct tree_node *root, const char *kind)
{
    struct arena *arena = request->arena;
    struct fact *fact = result->fact;
    if (root) {
        struct fact *list = fact_list(arena, fact, "files");
        tell_folder(arena, root, list);
        result->files = root;
    } else {
        fact_damage(arena, fact, request->base, "%s", result->error);
    }
    if (request->is_part) {
        fact_say(arena, fact, "%s%s%s", decoder->description, kind,
                 root && root->children.count == 0 ? ", empty" : "");
    }
}
