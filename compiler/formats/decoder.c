// Which decoder an image is for: by what it looks like, or by what the type and the content of its
// partition say. The decoders are those of a table that the request has, so that the decoder of a
// flash can ask for others without knowing any.
#include "decoder.h"

#include <string.h>

static bool can_take(const struct decoder *decoder, const struct dump_request *request)
{
    return !(decoder == request->decoders->flash && request->is_part);
}

const struct decoder *decoder_find(const struct dump_request *request)
{
    const struct decoders *all = request->decoders;
    for (size_t i = 0; i < all->count; i++) {
        const struct decoder *decoder = all->items[i];
        if (decoder->probe && can_take(decoder, request) && decoder->probe(request)) {
            return decoder;
        }
    }
    for (size_t i = 0; i < all->count; i++) {
        const struct decoder *decoder = all->items[i];
        if (decoder->probe_last && can_take(decoder, request) && decoder->probe_last(request)) {
            return decoder;
        }
    }
    return NULL;
}

// How much of a type a decoder is for: the more, the better it fits. 0: it is not for this type.
static size_t fitting(const struct decoder *decoder, const char *type)
{
    size_t longest = 0;
    for (size_t i = 0; i < DECODER_TYPES && decoder->types[i]; i++) {
        size_t length = strlen(decoder->types[i]);
        bool fits = strncmp(type, decoder->types[i], length) == 0;
        longest = fits && length > longest ? length : longest;
    }
    return longest;
}

const struct decoder *decoder_meant(const struct decoders *decoders, const char *type,
                                    const struct partition *partition)
{
    const struct content *content = partition ? partition->content : NULL;
    const struct decoder *of_content = content ? decoders->of_content(content) : NULL;
    const struct decoder *of_type = NULL;
    size_t longest = 0;
    for (size_t i = 0; i < decoders->count; i++) {
        size_t length = fitting(decoders->items[i], type);
        of_type = length > longest ? decoders->items[i] : of_type;
        longest = length > longest ? length : longest;
    }
    return of_content ? of_content : of_type;
}

const char *decoder_type(struct arena *arena, const struct partition *partition)
{
    return arena_format(arena, "%s.%s", partition->type_name ? partition->type_name : "",
                        partition->subtype_name ? partition->subtype_name : "");
}

const struct decoder *decoder_of(const struct decoders *decoders, struct arena *arena,
                                 const struct partition *partition)
{
    return decoder_meant(decoders, decoder_type(arena, partition), partition);
}
