// What the lines of a `from pki` say.
#ifndef FORMATS_PKI_H
#define FORMATS_PKI_H

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
    struct list lines; // of struct pki_line
    uint32_t date;     // on which every certificate must be valid: 20270131; 0: not said
    struct span date_span;
};

/// A file that becomes an item of the container.
struct pki_item {
    const struct pki_line *line;
    const char *path;
    struct buffer content;
    struct list credentials; // of struct credential, as pki_verify finds them
    bool is_good;            // it could be read, and is what its line says
};

/// Whether the items (a list of struct pki_item) are what they should be, and belong to each other
/// as the lines say. What is not so is reported.
bool pki_verify(const struct image_request *request, const struct pki_plan *plan,
                const struct list *items);

/// Reads the files of a plan; appends to a list of struct pki_item. False, and reported, if one
/// can't be read.
bool pki_read(const struct image_request *request, const struct pki_plan *plan, struct list *items);

#endif
