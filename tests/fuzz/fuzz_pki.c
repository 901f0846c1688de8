// Any bytes as a file of certificates and as one of a private key.
#include "certificate.h"
#include "posix.h"

#include <stdlib.h>

static void out_of_memory(void *context)
{
    (void)context;
    abort();
}

static void link_all(struct certificates *certificates, const struct credential_list *found,
                     const struct credential *key)
{
    for (size_t i = 0; i < found->count; i++) {
        certificate_issued(certificates, found->items[i], found->items[found->count - 1 - i]);
        if (key) {
            certificate_has_key(certificates, found->items[i], key);
        }
    }
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
    struct arena arena;
    const char *error;
    arena_init(&arena, out_of_memory);
    struct certificates *certificates = certificates_new(&host_posix, &arena, &error);
    if (certificates) {
        struct credential_list found = {0};
        struct credential key;
        certificate_read(certificates, data, size, &found);
        bool has_key = !certificate_read_key(certificates, data, size, &key);
        link_all(certificates, &found, has_key ? &key : NULL);
    }
    arena_release(&arena);
    return 0;
}
