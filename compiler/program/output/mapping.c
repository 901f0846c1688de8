// An artifact of a mapped file has its bytes in the pages of that file, which the system reads when
// they are asked for, and may drop.
#include "mapping.h"

#include <fcntl.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

// The descriptor is closed at once: the mapping keeps the file, even when its name is removed. A
// mapping of no bytes is an error to mmap(), so that an empty file has none.
bool mapping_open(struct artifact *artifact, const char *path)
{
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) {
        return false;
    }
    void *bytes = MAP_FAILED;
    if (artifact->length) {
        bytes = mmap(NULL, artifact->length, PROT_READ, MAP_SHARED, file, 0);
    }
    close(file);
    if (artifact->length && bytes == MAP_FAILED) {
        return false;
    }
    artifact->is_mapped = artifact->length > 0;
    artifact->bytes = artifact->is_mapped ? bytes : "";
    return true;
}

// The pages are read again from the file if they are needed once more; a run that writes many
// large images must not keep all of them.
void mapping_forget(const struct artifact *artifact)
{
    if (artifact->is_mapped) {
        madvise((void *)(uintptr_t)artifact->bytes, artifact->length, MADV_DONTNEED);
    }
}

void mapping_close(struct artifact *artifact)
{
    if (artifact->is_mapped) {
        munmap((void *)(uintptr_t)artifact->bytes, artifact->length);
    }
    artifact->is_mapped = false;
    artifact->bytes = "";
    artifact->length = 0;
}
