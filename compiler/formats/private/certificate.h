// Certificates and private keys in files, as libcrypto understands them.
#ifndef FORMATS_CERTIFICATE_H
#define FORMATS_CERTIFICATE_H

#include "host.h"

#include <stdbool.h>
#include <stdint.h>

/// libcrypto, ready for the functions below.
struct certificates;

/// A certificate or a private key.
struct credential {
    const uint8_t *bytes; // DER
    size_t length;
    const char *subject; // "/CN=device"; null: a key
    const char *issuer;
    uint32_t first, last; // the days from and to which a certificate is valid: 20270131
};

struct credential_list LIST(const struct credential);

enum issuing {
    ISSUED,
    ISSUED_BY_OTHER,   // the issuer has another name
    ISSUED_WITH_OTHER, // it has this name, but it is not this one: it has another key
};

/// Null, and `*error` says why there is no libcrypto.
struct certificates *certificates_new(const struct host *host, struct arena *arena,
                                      const char **error);

/// Reads a file of certificates, PEM or DER, and appends them to a list. Null;
/// else what is wrong with it, in words that follow its name.
const char *certificate_read(struct certificates *certificates, const void *bytes, size_t length,
                             struct credential_list *found);

/// Reads a file with one private key likewise. The error says nothing of its bytes.
const char *certificate_read_key(struct certificates *certificates, const void *bytes,
                                 size_t length, struct credential *key);

/// Whether `issuer` has issued and signed a certificate.
enum issuing certificate_issued(struct certificates *certificates,
                                const struct credential *certificate,
                                const struct credential *issuer);

/// Whether a private key is that of a certificate.
bool certificate_has_key(struct certificates *certificates, const struct credential *certificate,
                         const struct credential *key);

#endif
