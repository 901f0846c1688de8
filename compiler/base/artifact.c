#include "artifact.h"

struct artifact *artifact_add(struct arena *arena, struct list *artifacts, const char *path,
                              const struct buffer *content)
{
    struct artifact *artifact = arena_new(arena, sizeof *artifact);
    *artifact = (struct artifact){path, content->bytes ? content->bytes : "", content->length,
                                  false, false};
    list_append(arena, artifacts, artifact);
    return artifact;
}
