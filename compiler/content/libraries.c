// Which libraries were there when this program was built: CMake says so, by their SCHEMAC_ names.
// They are loaded only when they are needed; `--version` and the tests want to know which could
// be.
#include "image.h"

#include <stddef.h>

const char *const *image_libraries(void)
{
    static const char *const names[] = {
#ifdef SCHEMAC_LIBCRYPTO
        "libcrypto",
#endif
#ifdef SCHEMAC_LIBZIP
        "libzip",
#endif
#ifdef SCHEMAC_LIBEXPAT
        "libexpat",
#endif
#ifdef SCHEMAC_LIBFREEXL
        "libfreexl",
#endif
        NULL,
    };
    return names;
}
