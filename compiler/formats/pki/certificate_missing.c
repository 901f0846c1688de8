// What takes the place of certificate.c where libcrypto was missing when schemac was built. Only
// certificates_new is ever called: it gives null, and callers go no further.
#include "certificate.h"

#include "libcrypto.h"

#ifndef SCHEMAC_LIBCRYPTO

struct certificates *certificates_new(const struct host *host, struct arena *arena,
                                      const char **error)
{
    libcrypto_load(host, arena, NULL, 0, NULL, error);
    return NULL;
}

const char *certificate_read(struct certificates *certificates, const void *bytes, size_t length,
                             struct credential_list *found)
{
    (void)certificates;
    (void)bytes;
    (void)length;
    (void)found;
    return NULL;
}

const char *certificate_read_key(struct certificates *certificates, const void *bytes,
                                 size_t length, struct credential *key)
{
    (void)certificates;
    (void)bytes;
    (void)length;
    (void)key;
    return NULL;
}

enum issuing certificate_issued(struct certificates *certificates,
                                const struct credential *certificate,
                                const struct credential *issuer)
{
    (void)certificates;
    (void)certificate;
    (void)issuer;
    return ISSUED;
}

bool certificate_has_key(struct certificates *certificates, const struct credential *certificate,
                         const struct credential *key)
{
    (void)certificates;
    (void)certificate;
    (void)key;
    return true;
}

#endif
