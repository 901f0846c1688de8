// Tables of statements, and the reader of the file that is read at the moment: what the statements
// of definitions.c and the attributes of attributes.c share. It is a leaf, so that neither of the
// two needs the other for it.
#include "definitions.h"

#include <string.h>

struct reader *parser_reader(struct kconfig_parser *parser)
{
    return &parser->files.items[parser->files.count - 1]->reader;
}

const struct statement *statement_find(const struct statement *table, size_t count,
                                       const char *name, struct nearest *nearest)
{
    for (size_t i = 0; i < count; i++) {
        if (nearest) {
            nearest_offer(nearest, table[i].name);
        } else if (strcmp(table[i].name, name) == 0) {
            return &table[i];
        }
    }
    return NULL;
}
