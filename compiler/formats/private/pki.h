// What the lines of a `from pki` say.
#ifndef FORMATS_PKI_H
#define FORMATS_PKI_H

#include "certificate.h"
#include "generator.h"

extern const struct decoder pki_decoder;

enum pki_type { PKI_NONE, PKI_CA, PKI_CERT, PKI_KEY, PKI_TYPE_COUNT }; // as ESP-AT numbers them

struct pki_plan;

/// Another partition that the files of a line must suit.
struct pki_link {
    const struct partition *partition; // null: none
    const struct pki_plan *plan;
    struct span span;
};

struct pki_line {
    enum pki_type type;
    struct text_list paths;
    struct span span; // of the pattern
    struct pki_link signer;
    struct pki_link owner;
};

struct pki_plan {
    struct LIST(struct pki_line) lines;
    uint32_t date; // on which every certificate must be valid: 20270131; 0: not said
    struct span date_span;
};

/// A file that becomes an item of the container.
struct pki_item {
    const struct pki_line *line;
    const char *path;
    struct buffer content;
    struct credential_list credentials; // as pki_verify finds them
    bool is_good;                       // it could be read, and is what its line says
};

struct pki_item_list LIST(struct pki_item);

/// Whether the items are what they should be, and belong to each other
/// as the lines say. What is not so is reported.
bool pki_verify(const struct image_request *request, const struct pki_plan *plan,
                const struct pki_item_list *items);

/// Reads the files of a plan; appends them. False, and reported, if one
/// can't be read.
bool pki_read(const struct image_request *request, const struct pki_plan *plan,
              struct pki_item_list *items);

#endif
