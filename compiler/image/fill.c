// `from fill 0xFF`: one or more bytes that repeat through the whole partition.
#include "generators.h"

const struct word_rule fill_words[] = {{.role = ROLE_NONE}};

void fill_check(const struct image_request *request)
{
    const struct content *content = request->partition->content;
    check_no_lines(request);
    for (size_t i = 0; i < content->arguments.count; i++) {
        const struct word *word = content->arguments.items[i];
        if (word->type != WORD_IS_INTEGER || word->integer > 0xff) {
            report(request->diagnostics, CODE_BAD_CONTENT, word->span,
                   "`from fill` takes bytes, 0 to 0xff, as in `from fill 0xff`");
        }
    }
}

bool fill_generate(const struct image_request *request, struct buffer *image)
{
    const struct list *bytes = &request->partition->content->arguments;
    uint64_t size = request->partition->size;
    if (bytes->count < 2) {
        const struct word *word = bytes->count ? bytes->items[0] : NULL;
        buffer_fill(image, word ? (uint8_t)word->integer : 0xff, (size_t)size);
        return true;
    }
    for (uint64_t i = 0; i < size; i++) {
        buffer_byte(image, (uint8_t)((const struct word *)bytes->items[i % bytes->count])->integer);
    }
    return true;
}
