// Reads the files that the lines of a `from pki` name, in the order of lines and paths: that is
// the order of the items, by which firmware and `matches` count them.
#include "pki.h"

enum { ITEM_LIMIT = 0xffff }; // of a file: its length has 16 bits

// An item that cannot be read is in the list all the same, marked as bad: items are counted by
// their place, and a key would otherwise be compared with the wrong certificate.
bool pki_read(const struct image_request *request, const struct pki_plan *plan,
              struct pki_item_list *items)
{
    bool is_good = true;
    for_each (line, &plan->lines) {
        for (size_t j = 0; j < line->paths.count; j++) {
            struct pki_item *item = arena_new(request->arena, sizeof *item);
            *item = (struct pki_item){.line = line, .path = line->paths.items[j]};
            buffer_init(&item->content, request->arena);
            item->is_good =
                input_bytes(request, item->path, line->span, ITEM_LIMIT, &item->content);
            is_good &= item->is_good;
            list_append(request->arena, items, item);
        }
    }
    return is_good;
}
