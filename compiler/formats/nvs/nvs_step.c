// The steps by which an image is put together.
#include "nvs.h"

// By value, so that callers can write a step as one expression; the list needs a copy that lives
// as long as the plan.
void nvs_add_step(struct nvs *nvs, struct nvs_step content)
{
    struct nvs_step *step = arena_new(nvs->request->arena, sizeof *step);
    *step = content;
    list_append(nvs->request->arena, &nvs->steps, step);
}
