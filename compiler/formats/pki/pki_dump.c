// The container of certificates and private keys, read back. Keys are never shown.
//
// The length in the header, the count and each item's length must agree; where they do not,
// reading stops at the first item that does not fit. Certificates are shown if libcrypto is there;
// items can be extracted without it, since they are files as they are.
#include "pki.h"

#include "certificate.h"
#include "dump.h"
#include "text.h"

#include <inttypes.h>
#include <string.h>

enum { MAGIC = 0xf1f1, HEADER = 8, ITEM_HEADER = 4, ALIGNMENT = 4 };

struct pki_reader {
    const struct dump_request *request;
    struct certificates *certificates; // null: there is no libcrypto
    struct fact *list;
    struct tree_node *files;
    struct buffer lines; // of the schema
    size_t next[PKI_TYPE_COUNT];
    bool is_whole;
};

static const char *type_name(uint8_t type)
{
    static const char *const names[PKI_TYPE_COUNT] = {
        [PKI_CA] = "ca", [PKI_CERT] = "cert", [PKI_KEY] = "key"};
    return type < PKI_TYPE_COUNT ? names[type] : NULL;
}

// The magic number has only 16 bits: a length that fits, or a first item of a known type, must go
// with it.
static bool pki_probe(const struct dump_request *request)
{
    return request->size >= HEADER && dump_integer(request->bytes, 2) == MAGIC &&
           (dump_integer(request->bytes + 4, 4) <= request->size - HEADER ||
            (request->size > HEADER && type_name(request->bytes[HEADER])));
}

static const char *date_text(struct arena *arena, uint32_t date)
{
    return arena_format(arena, "%04u-%02u-%02u", date / 10000, date / 100 % 100, date % 100);
}

// An item may be a whole chain, so that there is a list.
static void tell_certificates(struct pki_reader *reader, const uint8_t *bytes, size_t length,
                              struct fact *fact)
{
    struct arena *arena = reader->request->arena;
    struct credential_list found = {0};
    const char *error = certificate_read(reader->certificates, bytes, length, &found);
    struct fact *list = fact_list(arena, fact, "certificates");
    for_each (certificate, &found) {
        struct fact *item = fact_item(arena, list);
        fact_text(arena, item, "subject", certificate->subject);
        fact_text(arena, item, "issuer", certificate->issuer);
        fact_text(arena, item, "first_day", date_text(arena, certificate->first));
        fact_text(arena, item, "last_day", date_text(arena, certificate->last));
        fact_say(arena, item, "%s, issued by %s, valid from %s to %s", certificate->subject,
                 certificate->issuer, date_text(arena, certificate->first),
                 date_text(arena, certificate->last));
    }
    if (error) {
        fact_damage(arena, fact, reader->request->base + (size_t)(bytes - reader->request->bytes),
                    "it %s", error);
    }
}

// Only whether it can be read. What is wrong with it is said without its bytes (certificate.h).
static void tell_key(struct pki_reader *reader, const uint8_t *bytes, size_t length,
                     struct fact *fact)
{
    struct credential key;
    const char *error = certificate_read_key(reader->certificates, bytes, length, &key);
    if (error) {
        fact_damage(reader->request->arena, fact,
                    reader->request->base + (size_t)(bytes - reader->request->bytes), "it %s",
                    error);
    }
}

// PEM begins with dashes; anything else is taken for DER.
static const char *suffix_of(uint8_t type, const uint8_t *bytes, size_t length)
{
    bool is_text = length > 0 && bytes[0] == '-';
    return !is_text ? "der" : type == PKI_KEY ? "key" : "crt";
}

// Names are made here, from types and numbers: nothing of the image gets into a path.
static void extract_item(struct pki_reader *reader, const char *type, const uint8_t *header,
                         size_t length)
{
    struct arena *arena = reader->request->arena;
    const uint8_t *bytes = header + ITEM_HEADER;
    const char *name = arena_format(arena, "%s%zu.%s", type, reader->next[header[0]] - 1,
                                    suffix_of(header[0], bytes, length));
    dump_add_file(arena, reader->files, name, bytes, length);
    buffer_format(&reader->lines, "        %s \"%s\";\n", type, name);
}

// An item of an unknown type is shown and not extracted, so that the image cannot be made again.
// Each type counts its own indices. The caller has checked that the item and its padding are
// within the image.
static void tell_item(struct pki_reader *reader, const uint8_t *header, size_t length)
{
    struct arena *arena = reader->request->arena;
    uint64_t offset = reader->request->base + (size_t)(header - reader->request->bytes);
    const uint8_t *bytes = header + ITEM_HEADER;
    const char *type = type_name(header[0]);
    struct fact *fact = fact_item(arena, reader->list);
    fact_text(arena, fact, "type", type ? type : "unknown");
    fact_count(arena, fact, "index", header[1]);
    fact_offset(arena, fact, "offset", offset);
    fact_count(arena, fact, "size", length);
    fact_say(arena, fact, "%s %d at 0x%" PRIx64 ": %zu bytes", type ? type : "unknown", header[1],
             offset, length);
    if (!type) {
        reader->is_whole = false;
        fact_damage(arena, fact, offset, "%d is not a type of an item", header[0]);
        return;
    }
    if (header[1] != reader->next[header[0]]++) {
        fact_damage(arena, fact, offset + 1, "its index should be %zu",
                    reader->next[header[0]] - 1);
        reader->is_whole = false;
    }
    if (reader->certificates && header[0] == PKI_KEY) {
        tell_key(reader, bytes, length, fact);
    } else if (reader->certificates) {
        tell_certificates(reader, bytes, length, fact);
    }
    size_t padding = -length % ALIGNMENT;
    size_t end = length + dump_find_other(bytes + length, padding, 0xff);
    if (end < length + padding) {
        fact_damage(arena, fact, offset + ITEM_HEADER + end, "its padding is not 0xff");
        reader->is_whole = false;
    }
    extract_item(reader, type, header, length);
}

// Where the items end; less than `end` if they are damaged. Sizes are compared by subtraction, as
// a sum could overflow. The count has 16 bits, and each item takes at least four bytes: no image
// makes it long.
static size_t read_items(struct pki_reader *reader, size_t count, size_t end, struct fact *fact)
{
    const struct dump_request *request = reader->request;
    size_t at = HEADER;
    for (size_t i = 0; i < count; i++) {
        size_t length =
            end - at >= ITEM_HEADER ? (size_t)dump_integer(request->bytes + at + 2, 2) : SIZE_MAX;
        size_t room = end - at >= ITEM_HEADER ? end - at - ITEM_HEADER : 0;
        if (length > room || length + -length % ALIGNMENT > room) {
            fact_damage(request->arena, fact, request->base + at, "item %zu of %zu is cut off",
                        i + 1, count);
            reader->is_whole = false;
            return at;
        }
        tell_item(reader, request->bytes + at, length);
        at += ITEM_HEADER + length + -length % ALIGNMENT;
    }
    return at;
}

// The schema has a line for each item, in their order, and no `matches`: what belonged together is
// not in the image.
static void extract(struct pki_reader *reader, struct dump_result *result, struct fact *fact)
{
    const struct dump_request *request = reader->request;
    struct arena *arena = request->arena;
    struct buffer text;
    buffer_init(&text, arena);
    uint64_t size = (request->size + 4095) / 4096 * 4096;
    dump_begin_schema(&text, request->name, size);
    buffer_format(&text, "    partition %s 0x40.0 size %s from pki {\n%s    }\n}\n",
                  dump_quoted_name(arena, request->name), text_size(arena, size),
                  reader->lines.length ? reader->lines.bytes : "");
    dump_add_file(arena, reader->files, arena_format(arena, "%s.pschema", request->name),
                  text.bytes, text.length);
    if (!reader->is_whole) {
        fact_remark(arena, fact, request->base,
                    "what is extracted makes different bytes, because the image is damaged");
    }
    result->files = reader->files;
    result->is_secret = true; // what is said to be a certificate may be a key
}

static void pki_dump(const struct dump_request *request, struct dump_result *result)
{
    struct arena *arena = request->arena;
    const char *error = NULL;
    struct fact *fact = result->fact = fact_new(arena);
    struct pki_reader reader = {.request = request, .files = dump_files(arena), .is_whole = true};
    fact_text(arena, fact, "format", "pki");
    fact_say(arena, fact, "certificates and keys");
    if (request->size < HEADER || dump_integer(request->bytes, 2) != MAGIC) {
        fact_damage(arena, fact, request->base,
                    "a container of certificates begins with the bytes f1 f1");
        return;
    }
    size_t count = (size_t)dump_integer(request->bytes + 2, 2);
    uint64_t length = dump_integer(request->bytes + 4, 4);
    size_t end = length > request->size - HEADER ? request->size : HEADER + (size_t)length;
    buffer_init(&reader.lines, arena);
    reader.certificates = certificates_new(request->host, arena, &error);
    reader.list = fact_list(arena, fact, "items");
    size_t at = read_items(&reader, count, end, fact);
    fact_say(arena, fact, "certificates and keys: %zu items, %" PRIu64 " bytes", count, length);
    if (at != HEADER + length) {
        fact_damage(arena, fact, request->base + 4,
                    "%" PRIu64 " bytes of items are said to be there, but they have %zu", length,
                    at - HEADER);
        reader.is_whole = false;
    }
    if (at == end) { // else a part of an item follows
        dump_check_rest(request, fact, at);
    }
    if (request->wants_files) {
        extract(&reader, result, fact);
    }
}

const struct decoder pki_decoder = {
    .name = "pki",
    .description = "certificates and keys of ESP-AT",
    .probe = pki_probe,
    .decode = pki_dump,
};
