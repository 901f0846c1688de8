// An artifact of a mapped file has its bytes in the pages of that file, which the system reads when
// they are asked for, and may drop.
#include "mapping.h"

#include <fcntl.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

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
