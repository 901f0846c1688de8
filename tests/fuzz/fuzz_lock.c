// Any bytes as a lock: what is read of it can be written, and that is read as the same, and a
// schema is held against it.
#include "compare.h"
#include "driver.h"
#include "lock.h"

#include <stdlib.h>
#include <string.h>

static const char schema[] = "schema fuzz revision 4;\n"
                             "target esp32 { flash 4M; }\n"
                             "table main {\n"
                             "    partition nvs data.nvs at 0x9000 size 24K;\n"
                             "    partition factory app.factory at 0x10000 size 1M;\n"
                             "}\n";

static void out_of_memory(void *context)
{
    (void)context;
    abort();
}

static void expect(bool holds)
{
    if (!holds) {
        abort();
    }
}

static size_t count_changes(struct compilation *compilation, const struct layout *before,
                            const struct layout *after)
{
    struct comparison comparison;
    comparison_begin(&comparison, &compilation->arena, before, after);
    comparison.is_unordered = true;
    comparison_run(&comparison);
    struct buffer out;
    buffer_init(&out, &compilation->arena);
    comparison_text(&comparison, &out);
    return comparison.changes.count;
}

static void write_again(struct compilation *compilation, const struct locked *locked)
{
    struct lock_part_list parts = {0};
    struct buffer text;
    buffer_init(&text, &compilation->arena);
    list_append(&compilation->arena, &parts,
                lock_part_new(&compilation->arena, locked->layout, NULL));
    lock_text(NULL, &parts, &text);
    const struct source *source =
        sources_add(&compilation->sources, "again.lock", text.bytes, text.length);
    const struct lock *again =
        source ? lock_read(&compilation->arena, &compilation->diagnostics, source) : NULL;
    if (source) {
        expect(again && again->locked.count == 1);
        const struct locked *same = again->locked.items[0];
        expect(count_changes(compilation, locked->layout, same->layout) == 0);
    }
}

static void use(struct compilation *compilation, const struct lock *lock)
{
    for (size_t i = 0; i < lock->locked.count && i < 8; i++) {
        write_again(compilation, lock->locked.items[i]);
    }
    compilation_read_text(compilation, "fuzz.pschema", schema, sizeof schema - 1);
    const struct layout *layout = compilation_layout(
        compilation, (struct invocation){.schema = "fuzz.pschema", .output = "."});
    expect(layout);
    struct lock_context context = {
        .lock = lock,
        .diagnostics = &compilation->diagnostics,
        .arena = &compilation->arena,
    };
    lock_check(&context, layout);
    lock_check_all(&context);
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
    struct compilation compilation;
    compilation_init(&compilation, &host_none, out_of_memory);
    const struct source *source =
        sources_add(&compilation.sources, "fuzz.lock", (const char *)data, size);
    const struct lock *lock =
        source ? lock_read(&compilation.arena, &compilation.diagnostics, source) : NULL;
    expect(!source || lock || compilation.diagnostics.errors);
    if (lock) {
        expect(lock_is(source));
        use(&compilation, lock);
    }
    struct buffer out;
    buffer_init(&out, &compilation.arena);
    diagnostics_sort(&compilation.diagnostics);
    render_text(&compilation.diagnostics, (struct render_options){false, 0}, &out);
    compilation_release(&compilation);
    return 0;
}
