// What takes the place of flash_key.c and dump_decrypt.c in a WebAssembly module, which can load no
// libcrypto: keys of flash encryption are of no use there.
#include "dump_decrypt.h"
#include "flash_key.h"

static bool report_missing(struct session *session, const char *path)
{
    report_failure(&session->compilation.diagnostics, CODE_ENCRYPTION_FAILED,
                   "cannot use the key `%s`: schemac was built without libcrypto", path);
    return false;
}

bool flash_key_encrypt(struct session *session, const char *path, struct flash *flash)
{
    (void)flash;
    return report_missing(session, path);
}

bool flash_key_decrypt(struct session *session, const char *path, const struct flash *flash,
                       struct flash_dump *dump)
{
    (void)flash;
    (void)dump;
    return report_missing(session, path);
}

bool dump_decrypt(struct session *session, const char *path, const struct dump_request *request,
                  struct buffer *image)
{
    (void)path;
    (void)request;
    (void)image;
    const char *key = option_text(session->options, OPTION_FLASH_KEY);
    return !key || report_missing(session, key);
}
