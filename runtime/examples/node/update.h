/* Updating the application, from any source, over any port; C99, C11 and C++17. */
#ifndef UPDATE_H
#define UPDATE_H

#include <pschema/ota.h>

/* Where an image comes from. `read` fills `size` bytes from `position` on, or fails. */
struct source {
    void *context;
    uint32_t size; /* of the image, in bytes */
    enum pschema_result (*read)(void *context, uint32_t position, void *buffer, uint32_t size);
};

/* Writes the image to the next slot, and sets it to be started; the caller restarts. What an
 * update before it wrote until the power failed is not sent again: `*sent`, in bytes, is what was.
 * Blocks while the source does, and a block at a time while the flash is erased. */
enum pschema_result update(struct pschema_ota *ota, const struct source *source, uint32_t *sent);

/* To be called once this application knows whether it does its work: one that is on trial stays,
 * or is given up. `*must_restart`: it was given up. */
enum pschema_result judge(struct pschema_ota *ota, int is_fine, int *must_restart);

#endif
