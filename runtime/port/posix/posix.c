#include <pschema/posix.h>

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* Bytes that are moved at once. */
enum { PIECE = 4096 };

static uint32_t piece_of(uint32_t size)
{
    return size < PIECE ? size : PIECE;
}

static enum pschema_result read_file(void *context, uint32_t address, void *buffer, uint32_t size)
{
    const struct pschema_posix *port = (const struct pschema_posix *)context;
    uint8_t *to = (uint8_t *)buffer;
    while (size > 0) {
        ssize_t count = pread(port->file, to, size, (off_t)address);
        if (count <= 0) {
            if (count < 0 && errno == EINTR) {
                continue;
            }
            return PSCHEMA_ERROR_FLASH; /* the system's fault, or a file that was cut off */
        }
        to += count;
        address += (uint32_t)count;
        size -= (uint32_t)count;
    }
    return PSCHEMA_OK;
}

static enum pschema_result write_file(const struct pschema_posix *port, uint32_t address,
                                      const uint8_t *from, uint32_t size)
{
    while (size > 0) {
        ssize_t count = pwrite(port->file, from, size, (off_t)address);
        if (count < 0) {
            if (errno == EINTR) {
                continue;
            }
            return PSCHEMA_ERROR_FLASH;
        }
        from += count;
        address += (uint32_t)count;
        size -= (uint32_t)count;
    }
    return PSCHEMA_OK;
}

/* Whether no bit would have to be set. */
static int only_clears(const uint8_t *before, const uint8_t *after, uint32_t size)
{
    uint32_t i;
    for (i = 0; i < size; i++) {
        if (after[i] & ~before[i]) {
            return 0;
        }
    }
    return 1;
}

static enum pschema_result program(void *context, uint32_t address, const void *data, uint32_t size)
{
    const struct pschema_posix *port = (const struct pschema_posix *)context;
    const uint8_t *from = (const uint8_t *)data;
    uint8_t before[PIECE];
    while (size > 0) {
        uint32_t piece = piece_of(size);
        enum pschema_result result = read_file(context, address, before, piece);
        if (result == PSCHEMA_OK && !only_clears(before, from, piece)) {
            result = PSCHEMA_ERROR_FLASH;
        }
        if (result == PSCHEMA_OK) {
            result = write_file(port, address, from, piece);
        }
        if (result) {
            return result;
        }
        address += piece;
        from += piece;
        size -= piece;
    }
    return PSCHEMA_OK;
}

static enum pschema_result erase(void *context, uint32_t address, uint32_t size)
{
    const struct pschema_posix *port = (const struct pschema_posix *)context;
    uint8_t erased[PIECE];
    memset(erased, 0xff, sizeof erased);
    while (size > 0) {
        uint32_t piece = piece_of(size);
        enum pschema_result result = write_file(port, address, erased, piece);
        if (result) {
            return result;
        }
        address += piece;
        size -= piece;
    }
    return PSCHEMA_OK;
}

static enum pschema_result map(void *context, uint32_t address, uint32_t size, const void **memory)
{
    struct pschema_posix *port = (struct pschema_posix *)context;
    (void)size;
    if (!port->memory) {
        void *mapped = mmap(NULL, port->flash.size, PROT_READ, MAP_SHARED, port->file, 0);
        if (mapped == MAP_FAILED) {
            return PSCHEMA_ERROR_FLASH;
        }
        port->memory = mapped;
    }
    *memory = (const uint8_t *)port->memory + address;
    return PSCHEMA_OK;
}

static enum pschema_result sync_file(void *context)
{
    const struct pschema_posix *port = (const struct pschema_posix *)context;
    return fsync(port->file) ? PSCHEMA_ERROR_FLASH : PSCHEMA_OK;
}

/* Opens an existing file: `size` is what it must have, or 0, and then becomes what it has. */
static enum pschema_result open_file(const char *path, uint32_t *size, int *file)
{
    struct stat status;
    *file = open(path, O_RDWR | O_CLOEXEC);
    if (*file < 0) {
        return errno == ENOENT ? PSCHEMA_ERROR_NOT_FOUND : PSCHEMA_ERROR_FLASH;
    }
    if (fstat(*file, &status)) {
        return PSCHEMA_ERROR_FLASH;
    }
    if (status.st_size > UINT32_MAX || (*size && status.st_size != (off_t)*size)) {
        return PSCHEMA_ERROR_RANGE;
    }
    *size = (uint32_t)status.st_size;
    return PSCHEMA_OK;
}

/* A file that cannot be filled is taken away again. */
static enum pschema_result make_file(struct pschema_posix *port, const char *path)
{
    enum pschema_result result;
    port->file = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (port->file < 0) {
        return PSCHEMA_ERROR_FLASH;
    }
    result = erase(port, 0, port->flash.size);
    if (result) {
        unlink(path);
    }
    return result;
}

static void fill(struct pschema_posix *port, uint32_t size, uint32_t erase_size,
                 uint32_t program_size)
{
    struct pschema_flash *flash = &port->flash;
    memset(port, 0, sizeof *port);
    flash->context = port;
    flash->size = size;
    flash->erase_size = erase_size;
    flash->program_size = program_size;
    flash->read = read_file;
    flash->program = program;
    flash->erase = erase;
    flash->map = map;
    flash->sync = sync_file;
}

enum pschema_result pschema_posix_open(struct pschema_posix *port, const char *path, uint32_t size,
                                       uint32_t erase_size, uint32_t program_size)
{
    enum pschema_result result;
    fill(port, size, erase_size, program_size);
    result = open_file(path, &port->flash.size, &port->file);
    if (result == PSCHEMA_OK && port->flash.size & (erase_size - 1)) {
        result = PSCHEMA_ERROR_RANGE;
    }
    if (result == PSCHEMA_ERROR_NOT_FOUND && size) {
        result = make_file(port, path);
    }
    if (result) {
        pschema_posix_close(port);
    }
    return result;
}

void pschema_posix_close(struct pschema_posix *port)
{
    if (port->memory) {
        munmap((void *)(uintptr_t)port->memory, port->flash.size);
        port->memory = NULL;
    }
    if (port->file >= 0) {
        close(port->file);
        port->file = -1;
    }
}
