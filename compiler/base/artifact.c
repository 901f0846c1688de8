// An artifact refers to the bytes of the buffer that it was made of: nothing is copied, since
// images are large, and the buffer must not grow afterwards.
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
