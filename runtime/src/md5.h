/* MD5 (RFC 1321), for the checksums of partition tables: it does not protect against forgery. */
#ifndef PSCHEMA_MD5_H
#define PSCHEMA_MD5_H

#include <stdint.h>

#define PSCHEMA_MD5_SIZE 16u

struct pschema_md5 {
    uint32_t state[4];
    uint32_t length; /* of all that was added, in bytes */
    uint8_t block[64];
};

void pschema_md5_init(struct pschema_md5 *md5);
void pschema_md5_add(struct pschema_md5 *md5, const uint8_t *data, uint32_t size);

/* Stores PSCHEMA_MD5_SIZE bytes. Nothing can be added after that. */
void pschema_md5_finish(struct pschema_md5 *md5, uint8_t *digest);

#endif
