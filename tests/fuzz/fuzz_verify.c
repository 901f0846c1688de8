// Any bytes as what was read back from a flash. Nothing of it is read that is not there, nothing is
// shown as it is, and only what is as it should be is found to be good.
#include "driver.h"
#include "flash_format.h"
#include "verify.h"

#include <stdlib.h>
#include <string.h>

static const char schema[] = "schema fuzzed revision 1;\n"
                             "target esp32c3 { flash 32K; table_at 0x1000; }\n"
                             "table main {\n"
                             "    partition otadata  data.ota   size 8K at 0x2000;\n"
                             "    partition host     0x40.0     size 8K;\n"
                             "    partition keys     0x40.1     size 4K  encrypted;\n"
                             "    partition free     0x40.2     size 4K;\n"
                             "}\n"
                             "table inner in main.host {\n"
                             "    partition notes    0x40.3     size 4K  readonly;\n"
                             "}\n";

static void out_of_memory(void *context)
{
    (void)context;
    abort();
}

enum { FLASH_SIZE = 32 * 1024, HEAD_SIZE = 3, EDIT_SIZE = 3 };

static void expect(bool holds)
{
    if (!holds) {
        abort();
    }
}

static void add(struct flash *flash, const char *name, const char *text)
{
    const struct partition *partition = layout_find(flash->layout, name);
    flash_add(flash, (struct flash_piece){
                         .offset = partition->offset,
                         .bytes = text,
                         .length = strlen(text),
                         .room = partition->size,
                         .name = name,
                         .partition = partition,
                     });
}

static void expect_shown_safely(const struct buffer *text)
{
    for (size_t i = 0; i < text->length; i++) {
        expect(text->bytes[i] == '\n' || (text->bytes[i] >= 0x20 && text->bytes[i] < 0x7f));
    }
}

// Most inputs change the right image here and there; some are the dump themselves.
static void change(struct buffer *image, const uint8_t *data, size_t size)
{
    for (size_t i = 0; i + EDIT_SIZE <= size; i += EDIT_SIZE) {
        size_t at = (data[i] | (size_t)data[i + 1] << 8) % FLASH_SIZE;
        image->bytes[at] = (char)data[i + 2];
    }
}

static void verify(const struct flash *flash, struct diagnostics *diagnostics, const uint8_t *data,
                   size_t size)
{
    struct arena *arena = flash->arena;
    struct buffer image, bytes, text, json;
    buffer_init(&image, arena);
    buffer_init(&bytes, arena);
    buffer_init(&text, arena);
    buffer_init(&json, arena);
    expect(flash_write(flash, flash_format_find("bin"), false, diagnostics, &image));
    bool is_changed = data[0] & 1;
    if (is_changed) {
        buffer_bytes(&bytes, image.bytes, image.length);
        change(&bytes, data + HEAD_SIZE, size - HEAD_SIZE);
        bytes.length = data[0] & 2 ? (data[1] | (size_t)data[2] << 8) % FLASH_SIZE : FLASH_SIZE;
    } else {
        buffer_bytes(&bytes, data + HEAD_SIZE, size - HEAD_SIZE);
    }
    char *exact = malloc(bytes.length + !bytes.length); // so that reading beyond it is seen
    expect(exact != NULL);
    memcpy(exact, bytes.bytes, bytes.length);
    const struct partition *only = data[0] & 4 ? layout_find(flash->layout, "host") : NULL;
    bool is_alone = only && bytes.length == only->size;
    const struct flash_dump dump = {
        .bytes = exact,
        .offset = is_alone ? only->offset : 0,
        .length = bytes.length,
    };
    const struct verify_settings settings = {only, data[0] & 8};
    struct flash_verification found = verify_flash(flash, &dump, &settings);
    verify_text(&found, data[0] & 16, &text);
    verify_json(&found, &json);
    expect_shown_safely(&text);
    expect_shown_safely(&json);
    bool is_same =
        bytes.length == image.length && memcmp(bytes.bytes, image.bytes, image.length) == 0;
    expect(!is_same || found.is_good);
    for (size_t i = 0; i < found.findings.count; i++) {
        const struct finding *finding = found.findings.items[i];
        const struct flash_piece *piece = finding->piece;
        bool is_piece_same =
            piece && finding->verdict != VERDICT_CUT &&
            memcmp(piece->bytes, exact + (piece->offset - dump.offset), (size_t)piece->length) == 0;
        expect(finding->verdict != VERDICT_SAME || is_piece_same);
    }
    free(exact);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

// What the flash should hold, compiled once.
static struct flash expected(void)
{
    static struct compilation compilation;
    static struct flash flash;
    struct invocation invocation = {.schema = "fuzzed.pschema", .output = "."};
    if (!flash.layout) {
        compilation_init(&compilation, &host_none, out_of_memory);
        expect(compilation_read_text(&compilation, "fuzzed.pschema", schema, sizeof schema - 1));
        const struct layout *layout = compilation_layout(&compilation, invocation);
        expect(layout != NULL);
        flash_init(&flash, layout, layout_find_flash(layout, NULL));
        add(&flash, "otadata", "sixty-four bytes of otadata, though they are no numbers at all..");
        add(&flash, "keys", "a key that nobody may read, and so the chip encrypts it");
        add(&flash, "notes", "what the factory knows");
        expect(flash_close(&flash, &compilation.diagnostics));
    }
    return flash;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena;
    struct diagnostics diagnostics;
    struct flash flash = expected();
    if (size < HEAD_SIZE) {
        return 0;
    }
    arena_init(&arena, out_of_memory);
    diagnostics_init(&diagnostics, &arena, NULL);
    flash.arena = &arena;
    verify(&flash, &diagnostics, data, size);
    arena_release(&arena);
    return 0;
}
