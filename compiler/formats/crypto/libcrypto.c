// Loads libcrypto when it is first needed, so that schemac runs without it.
//
// It is initialized without the system's openssl.cnf: what schemac makes depends on no setting of
// the machine that it runs on.
#include "libcrypto.h"

#ifdef SCHEMAC_LIBCRYPTO

#include <openssl/crypto.h>

// OPENSSL_init_crypto must be the first function that is called, or libcrypto reads openssl.cnf by
// itself; that is why it is loaded before the others. It may be called again. No handler is left
// at exit, since a library must not outlive who has loaded it.
bool libcrypto_load(const struct host *host, struct arena *arena, const char *const *names,
                    size_t count, void *functions, const char **error)
{
    static const char *const start[] = {"OPENSSL_init_crypto"};
    struct {
        __typeof__(&OPENSSL_init_crypto) OPENSSL_init_crypto;
    } crypto;
    *error = host_load(host, arena, SCHEMAC_LIBCRYPTO, start, 1, &crypto);
    if (!*error) {
        *error = host_load(host, arena, SCHEMAC_LIBCRYPTO, names, count, functions);
    }
    if (!*error && crypto.OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG | OPENSSL_INIT_NO_ATEXIT,
                                              NULL) != 1) {
        *error = "libcrypto cannot be initialized";
    }
    return !*error;
}

#else

bool libcrypto_load(const struct host *host, struct arena *arena, const char *const *names,
                    size_t count, void *functions, const char **error)
{
    (void)host;
    (void)arena;
    (void)names;
    (void)count;
    (void)functions;
    *error = "schemac was built without libcrypto";
    return false;
}

#endif
