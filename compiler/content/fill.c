// `from erased`: the bytes of erased flash. `from pattern 0xDE 0xAD`: bytes that repeat through
// the whole partition. The size was limited before (image.c), so that it fits into memory. Neither
// has a `used` in its row: an image whose bytes are all alike says nothing about how full it is.
#include "generator.h"

static const struct word_rule byte_words[] = {{.role = ROLE_NONE}};

enum { ERASED = 0xff };

static void erased_check(const struct image_request *request, struct image_plan *plan)
{
    (void)plan;
    const struct word_list *arguments = &request->partition->content->arguments;
    words_refuse_lines(request);
    if (arguments->count) {
        report(request->diagnostics, CODE_BAD_CONTENT, arguments->items[0]->span,
               "`from erased` takes no bytes; `from pattern` does, as in `from pattern 0x00`");
    }
}

static bool erased_generate(const struct image_request *request, struct buffer *image)
{
    buffer_fill(image, ERASED, (size_t)request->partition->size);
    return true;
}

// Each byte is judged: one word too large would otherwise be cut to its low bits.
static void pattern_check(const struct image_request *request, struct image_plan *plan)
{
    (void)plan;
    const struct content *content = request->partition->content;
    words_refuse_lines(request);
    if (content->arguments.count == 0) {
        report(request->diagnostics, CODE_BAD_CONTENT, content->name_span,
               "`from pattern` takes the bytes that repeat, as in `from pattern 0xde 0xad`; "
               "`from erased` takes none");
    }
    for_each (word, &content->arguments) {
        if (word->type != WORD_IS_INTEGER || word->integer > 0xff) {
            report(request->diagnostics, CODE_BAD_CONTENT, word->span,
                   "`from pattern` takes bytes, 0 to 0xff, as in `from pattern 0xde 0xad`");
        }
    }
}

static bool pattern_generate(const struct image_request *request, struct buffer *image)
{
    const struct word_list *bytes = &request->partition->content->arguments;
    uint64_t size = request->partition->size;
    if (bytes->count == 1) {
        buffer_fill(image, (uint8_t)bytes->items[0]->integer, (size_t)size);
        return true;
    }
    for (uint64_t i = 0; i < size; i++) {
        buffer_byte(image, (uint8_t)bytes->items[i % bytes->count]->integer);
    }
    return true;
}

const struct generator erased_generator = {
    .name = "erased",
    .description = "the bytes of erased flash, 0xff",
    .words = byte_words,
    .check = erased_check,
    .generate = erased_generate,
};

const struct generator pattern_generator = {
    .name = "pattern",
    .description = "bytes that repeat",
    .words = byte_words,
    .check = pattern_check,
    .generate = pattern_generate,
};
