// Whether the apps in a flash are made for the layout that its own tables have. These are known
// only when all of the flash has been walked: a table within a partition may follow the apps.
//
// A table on another flash is not in the dump, so that a mark that differs is worth a remark, and
// is not damage.
#include "flash_walk.h"

#include "app.h"

#include <string.h>

void flash_keep_table(struct flash_walker *walker, uint64_t offset, const struct table_view *view)
{
    const struct dump_request *request = walker->request;
    struct stored_table *stored = arena_new(request->arena, sizeof *stored);
    stored->flash = request->flash ? request->flash->index : 0;
    stored->offset = offset;
    buffer_init(&stored->rows, request->arena);
    buffer_bytes(&stored->rows, request->bytes + offset, view->end);
    list_append(request->arena, &walker->stored, stored);
}

// The group of an app with a mark; null for anything else.
static struct fact *marked_app(const struct table_row *row)
{
    struct fact *content = NULL;
    for (size_t i = 0; row->fact && i < row->fact->children.count; i++) {
        struct fact *child = row->fact->children.items[i];
        content = child->name && strcmp(child->name, "content") == 0 ? child : content;
    }
    for (size_t i = 0; content && i < content->children.count; i++) {
        const char *name = content->children.items[i]->name;
        if (name && strcmp(name, APP_MARKS) == 0) {
            return content;
        }
    }
    return NULL;
}

void flash_judge_marks(struct flash_walker *walker)
{
    const struct dump_request *request = walker->request;
    uint64_t digest = stored_tables_digest(request->arena, &walker->stored);
    const char *whose = "this flash";
    bool is_schema = request->layout && request->images; // a lock does not keep its tables' bytes
    if (walker->stored.count == 0 && is_schema) {
        digest = layout_digest(request->layout);
        whose = "the schema";
    }
    if (digest == 0) {
        return;
    }
    for_each (row, &walker->taken) {
        struct fact *app = marked_app(row);
        size_t rest = request->size - (size_t)row->offset;
        struct app_image image;
        if (app && app_image_read(request->bytes + row->offset,
                                  row->size < rest ? (size_t)row->size : rest, &image)) {
            app_compare_mark(request->arena, &image, request->base + row->offset, digest, whose,
                             app);
        }
    }
}
