// Files of a project's directory, which are read as a whole and up to a limit: nothing of a size
// that matters is configured by more.
#include "project.h"

#include "importer.h"

enum { TEXT_LIMIT = 4 << 20 };

const char *project_path(struct arena *arena, const char *directory, const char *path)
{
    return path[0] == '/' ? path : files_join(arena, directory, path);
}

bool project_read(const struct host *host, struct arena *arena, const char *path,
                  struct buffer *text)
{
    struct host_status status;
    buffer_init(text, arena);
    bool is_good = !host_read(host, path, TEXT_LIMIT, text, &status) && text->length <= TEXT_LIMIT;
    buffer_text(text, "");
    return is_good;
}
