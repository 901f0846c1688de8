// Tables in binary form. The platform describes rows and checksum as records, so that this file
// knows no chip; tables of platforms without such a description have no binary form.
#include "artifacts.h"

void table_emit(const struct layout *layout, const struct images *images,
                struct artifact_list *artifacts)
{
    (void)images;
    for_each (table, &layout->tables) {
        if (!table->format) {
            continue;
        }
        struct buffer out;
        buffer_init(&out, layout->arena);
        layout_encode_table(table, &out);
        artifact_add(layout->arena, artifacts, artifact_table_path(layout, table), &out);
    }
}
