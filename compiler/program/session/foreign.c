// Files that are given as a schema and are something else: each is named, with what it is for. They
// are recognized by name and content (see import/), before the parser sees them: one useful message
// is better than a hundred syntax errors in a CSV.
#include "foreign.h"

// What cannot be converted into a schema. The note says what the file is good for, as whoever
// names it here has taken it for something else.
static bool refuse_foreign(struct compilation *compilation, const char *path,
                           const struct source *source)
{
    static const char *const texts[][2] = {
        [FOREIGN_LOCK] =
            {"the lock file of a schema",
             "it records released layouts; the schema is the `.pschema` file next to it"},
        [FOREIGN_SDKCONFIG] = {"an sdkconfig",
                               "pass it with `--sdkconfig`, together with a schema"},
        [FOREIGN_KCONFIG] = {"a Kconfig file", "pass it with `--kconfig`, together with a schema"},
        [FOREIGN_BINARY] = {"a binary file", "`schemac dump` shows what an image contains"},
    };
    enum foreign_kind kind = import_foreign(path, source->bytes, source->length);
    if (kind != FOREIGN_NONE) {
        struct diagnostic *diagnostic =
            report(&compilation->diagnostics, CODE_NOT_A_SCHEMA, (struct span){0},
                   "`%s` is %s, not a schema", path, texts[kind][0]);
        add_note(diagnostic, (struct span){0}, "%s", texts[kind][1]);
    }
    return kind != FOREIGN_NONE;
}

bool foreign_refuse(struct compilation *compilation, const char *path, const struct source *source,
                    enum import_kind kind)
{
    const char *what = kind == IMPORT_PARTITIONS ? "a partition CSV"
                       : kind == IMPORT_TABLE
                           ? "a binary partition table, or a flash dump that contains one"
                       : kind == IMPORT_KEYS        ? "a CSV of NVS keys"
                       : kind == IMPORT_DEVICE_KEYS ? "a CSV of NVS keys without values"
                                                    : NULL;
    if (what) {
        report(&compilation->diagnostics, CODE_IMPORT_FIRST, (struct span){0},
               "`%s` is %s, not a schema; `schemac import %s%s` converts it", path, what, path,
               kind == IMPORT_DEVICE_KEYS ? " VALUES.csv" : "");
    }
    return what || refuse_foreign(compilation, path, source);
}
