#include "artifact.h"

struct artifact *artifact_add(struct arena *arena, struct artifact_list *artifacts,
                              const char *path, const struct buffer *content)
{
    struct artifact *artifact = arena_new(arena, sizeof *artifact);
    *artifact = (struct artifact){
        .path = path,
        .bytes = content->bytes ? content->bytes : "",
        .length = content->length,
    };
    list_append(arena, artifacts, artifact);
    return artifact;
}
