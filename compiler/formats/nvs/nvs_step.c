// The steps by which an image is put together.
#include "nvs.h"

void nvs_add_step(struct nvs *nvs, struct nvs_step content)
{
    struct nvs_step *step = arena_new(nvs->request->arena, sizeof *step);
    *step = content;
    list_append(nvs->request->arena, &nvs->steps, step);
}
