/** @file
 * A file with the contents of a whole flash chip, on a POSIX system.
 *
 * It has the rules of the chip: writing only clears bits, and what would set one fails with
 * PSCHEMA_ERROR_FLASH. So firmware code can be run, and tools can be built, on a host: over what
 * was read back from a device, or a file that is flashed later.
 */
#ifndef PSCHEMA_POSIX_H
#define PSCHEMA_POSIX_H

#include <pschema/flash.h>

#ifdef __cplusplus
extern "C" {
#endif

/** A file. The flash points to the port: it must not be copied or moved while it is open, which
 * does not compile in C++. */
struct pschema_posix {
    struct pschema_flash flash; /**< what the runtime is given */
    int file;                   /**< its descriptor */
    const void *memory;         /**< the file, mapped; null: not yet */
#ifdef __cplusplus
    pschema_posix() = default;
    pschema_posix(const pschema_posix &) = delete;
    pschema_posix &operator=(const pschema_posix &) = delete;
#endif
};

/** Opens a file, or makes one of erased flash where there is none. `size` is the chip's, a multiple
 * of `erase_size`; 0: as large as the file is, which then must exist. `erase_size` and
 * `program_size` are powers of two, the latter at most 32.
 *
 * PSCHEMA_ERROR_NOT_FOUND: the file does not exist, and `size` is 0. PSCHEMA_ERROR_RANGE: the file
 * has another size, or one that is not a multiple of `erase_size` or not below 4 GiB.
 * PSCHEMA_ERROR_FLASH: the system refused; `errno` says why. */
PSCHEMA_CHECKED enum pschema_result pschema_posix_open(struct pschema_posix *port, const char *path,
                                                       uint32_t size, uint32_t erase_size,
                                                       uint32_t program_size);

/** Ends the use of the file and of all memory that it was mapped to. */
void pschema_posix_close(struct pschema_posix *port);

#ifdef __cplusplus
}
#endif

#endif
