// OpenSSL's libcrypto, loaded when it is needed.
#ifndef FORMATS_LIBCRYPTO_H
#define FORMATS_LIBCRYPTO_H

#include "host.h"

#include <stdbool.h>

/// Finds functions of libcrypto, as host_load does, and makes it ready without the system's
/// openssl.cnf: what we make depends on no setting of the host's. False, and `*error` says why.
bool libcrypto_load(const struct host *host, struct arena *arena, const char *const *names,
                    size_t count, void *functions, const char **error);

#endif
