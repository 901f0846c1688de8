// The table of codes, from codes.def, by their numbers and by their names. A code's place in it is
// its number in `enum code`, which is not permanent; its id is.
#include "diagnostic.h"

#include <string.h>
#include <strings.h>

static const struct code_entry entries[CODE_COUNT] = {
#define CODE(symbol, id, name, severity, title, explanation, fault, cure)                          \
    [CODE_##symbol] = {id, name, SEVERITY_##severity, title, explanation, fault, cure, false},
#define DISCREET_CODE(symbol, id, name, severity, title, explanation, fault, cure)                 \
    [CODE_##symbol] = {id, name, SEVERITY_##severity, title, explanation, fault, cure, true},
#include "codes.def"
#undef CODE
#undef DISCREET_CODE
};

const struct code_entry *code_get(enum code code)
{
    return &entries[code];
}

// The texts of HEAD, MAIN_TABLE and FACTORY. Two hundred copies of them would be a tenth of what a
// browser loads.
void code_example(const char *example, struct buffer *out)
{
    static const char *const parts[] = {
        [1] = "schema example revision 1;\ntarget esp32 { flash 4M; }\n",
        [2] = "table main {\n",
        [3] = "    partition factory app.factory size 1M;\n",
    };
    for (; *example; example++) {
        unsigned byte = (unsigned char)*example;
        if (byte > 0 && byte < sizeof parts / sizeof *parts) {
            buffer_text(out, parts[byte]);
        } else {
            buffer_byte(out, (uint8_t)byte);
        }
    }
}

// A search is enough: it is done once for each -W, and by `explain`. Ids are found in either case,
// as people type them; names have one spelling.
const struct code_entry *code_find(const char *id_or_name)
{
    for (size_t i = 0; i < CODE_COUNT; i++) {
        if (strcasecmp(entries[i].id, id_or_name) == 0 ||
            strcmp(entries[i].name, id_or_name) == 0) {
            return &entries[i];
        }
    }
    return NULL;
}
