// The breaking changes that the schema allows, `allow KIND of PARTITION in revision N`. With one
// name it is the partition's, with two the table's comes first.
#include "define.h"

// Whether an allowance is used is only known when revisions are compared.
void define_allowances(struct layout_builder *builder)
{
    for (size_t i = 0; i < builder->model->allows.count; i++) {
        const struct syntax_item *item = builder->model->allows.items[i];
        struct allowance *allowance = arena_new(builder->arena, sizeof *allowance);
        *allowance = (struct allowance){
            .kind = item->name.text,
            .table = item->allow.partition.second.text ? item->allow.partition.first.text : NULL,
            .partition = item->allow.partition.second.text ? item->allow.partition.second.text
                                                           : item->allow.partition.first.text,
            .revision = item->allow.revision.integer,
            .reason = item->allow.reason.text,
            .kind_span = item->name.span,
            .span = item->span,
        };
        list_append(builder->arena, &builder->layout->allowances, allowance);
    }
}
