// `from pki { cert "server.crt"; ... }`: certificates and private keys, as ESP-AT reads them.
//
// Its container has a header (u16 0xf1f1, u16 number of items, u32 length of the items) and the
// items: u8 type, u8 index among those of its type, u16 length, the file's bytes, and 0xff up to a
// multiple of four. Items of a type are together (ESP-AT, tools/AtPKI.py).
#include "pki.h"

#include <ctype.h>
#include <string.h>

enum { MAGIC = 0xf1f1, INDEX_LIMIT = 0x100, ALIGNMENT = 4 };

static const char *const type_names[PKI_TYPE_COUNT] = {
    [PKI_CA] = "ca",
    [PKI_CERT] = "cert",
    [PKI_KEY] = "key",
};

static const struct word_rule pki_words[] = {
    {.place = WORD_OF_LINE, .before = "by", .last = WORD_LAST, .role = ROLE_PARTITION},
    {.place = WORD_OF_LINE, .before = "matches", .last = WORD_LAST, .role = ROLE_PARTITION},
    {.place = WORD_OF_LINE, .line = "ca", .first = 1, .last = 1, .role = ROLE_PATH},
    {.place = WORD_OF_LINE, .line = "cert", .first = 1, .last = 1, .role = ROLE_PATH},
    {.place = WORD_OF_LINE, .line = "key", .first = 1, .last = 1, .role = ROLE_PATH},
    {.role = ROLE_NONE},
};

static bool report_line(const struct image_request *request, struct span span, const char *what)
{
    report(request->diagnostics, CODE_BAD_CONTENT, span, "%s", what);
    return false;
}

// The Gregorian calendar, for any year of four digits; `month` is 1 to 12.
static uint32_t days_in(uint32_t year, uint32_t month)
{
    static const uint8_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && is_leap ? 29 : days[month - 1];
}

// "2027-01-31" as 20270131, by which dates can be compared as numbers; 0 if it is not a date.
static uint32_t read_date(const char *text)
{
    static const char form[] = "0000-00-00";
    uint32_t date = 0;
    if (strlen(text) != sizeof form - 1) {
        return 0;
    }
    for (size_t i = 0; form[i]; i++) {
        if (form[i] == '-' ? text[i] != '-' : !isdigit((unsigned char)text[i])) {
            return 0;
        }
        date = form[i] == '-' ? date : date * 10 + (uint32_t)(text[i] - '0');
    }
    uint32_t month = date / 100 % 100;
    uint32_t day = date % 100;
    bool is_date = month >= 1 && month <= 12 && day >= 1 && day <= days_in(date / 10000, month);
    return is_date ? date : 0;
}

// The date is written in the schema and not taken from the clock: the same schema makes, or
// refuses, the same image next year. One date for all certificates of a partition.
static void parse_date(const struct image_request *request, const struct content_line *line,
                       struct pki_plan *plan)
{
    const struct word_list *words = &line->words;
    const struct word *word = words->count == 3 ? words->items[2] : NULL;
    if (!word || !word_is(words->items[1], "on") || word->type != WORD_IS_STRING) {
        report_line(request, line->span, "a date is missing, as in `valid on \"2027-01-31\";`");
    } else if (plan->date) {
        struct diagnostic *diagnostic = report(request->diagnostics, CODE_BAD_CONTENT, word->span,
                                               "this is the second date for these certificates");
        add_note(diagnostic, plan->date_span, "the first is here");
    } else {
        plan->date = read_date(word->text);
        plan->date_span = word->span;
        if (!plan->date) {
            report(request->diagnostics, CODE_BAD_CONTENT, word->span,
                   "`%s` is not a date; write year, month and day as in \"2027-01-31\"",
                   word->text);
        }
    }
}

// Only certificates of another `from pki` can be read here; what is in a file's image is not
// known.
static bool find_partition(const struct image_request *request, const struct word *word,
                           struct pki_link *link)
{
    const struct partition *partition = word_partition(request, word);
    if (!partition) {
        return false;
    }
    if (!generator_makes("pki", partition)) {
        struct diagnostic *diagnostic =
            report(request->diagnostics, CODE_BAD_CONTENT, word->span,
                   "`%s` contains no certificates: it is not `from pki`", partition->label);
        add_note(diagnostic, partition->span, "it is declared here");
        return false;
    }
    *link = (struct pki_link){partition, NULL, word->span};
    return true;
}

// `signed by PARTITION` and `matches PARTITION`, from the word at `*next`, which moves past what
// was read. Both may name each other's partitions; nothing is followed further than one step, so
// that a ring of partitions does no harm.
static bool parse_link(const struct image_request *request, const struct content_line *line,
                       size_t *next, struct pki_line *made)
{
    const struct word_list *words = &line->words;
    const struct word *word = words->items[*next];
    bool is_signer = word_is(word, "signed") && *next + 1 < words->count &&
                     word_is(words->items[*next + 1], "by");
    struct pki_link *link = is_signer ? &made->signer : &made->owner;
    *next += is_signer ? 2 : 1;
    if (!is_signer && !word_is(word, "matches")) {
        return report_line(
            request, word->span,
            arena_format(request->arena, "`%s` is not allowed here; only %s can follow the path",
                         word->text,
                         made->type == PKI_KEY ? "`matches PARTITION`" : "`signed by PARTITION`"));
    }
    if (is_signer == (made->type == PKI_KEY)) {
        return report_line(
            request, word->span,
            is_signer ? "only certificates are signed; a `key` has `matches`"
                      : "only keys match certificates; a certificate is `signed by` another");
    }
    if (link->partition) {
        return report_line(request, word->span, "a line names only one partition");
    }
    if (*next == words->count) {
        return report_line(request, span_behind(words->items[*next - 1]->span),
                           "a partition is missing here");
    }
    return find_partition(request, words->items[(*next)++], link);
}

static enum pki_type parse_type(const struct image_request *request, const struct word *word)
{
    struct nearest nearest = nearest_to(word->text);
    for (enum pki_type type = PKI_CA; type < PKI_TYPE_COUNT; type++) {
        if (word_is(word, type_names[type])) {
            return type;
        }
        nearest_offer(&nearest, type_names[type]);
    }
    report(request->diagnostics, CODE_BAD_CONTENT, word->span,
           "a line of `from pki` begins with `ca`, `cert`, `key` or `valid`%s",
           nearest_hint(request->arena, &nearest));
    return PKI_NONE;
}

// Patterns are expanded even where a link is wrong, so that files that do not exist are reported
// in the same run. The line is kept only if all of it is right.
static void parse_files(const struct image_request *request, const struct content_line *line,
                        struct pki_plan *plan)
{
    const struct word *pattern = line->words.count > 1 ? line->words.items[1] : NULL;
    struct pki_line *made = arena_new(request->arena, sizeof *made);
    made->type = parse_type(request, line->words.items[0]);
    if (made->type == PKI_NONE) {
        return;
    }
    if (!pattern || pattern->type != WORD_IS_STRING || !*pattern->text) {
        const char *name = type_names[made->type];
        report_line(request, line->span,
                    arena_format(request->arena, "a path is missing, as in `%s \"device.%s\";`",
                                 name, made->type == PKI_KEY ? "key" : "crt"));
        return;
    }
    made->span = pattern->span;
    bool is_good = true;
    for (size_t next = 2; next < line->words.count && is_good;) {
        is_good = parse_link(request, line, &next, made);
    }
    if (input_find_word(request, pattern, &made->paths) && is_good) {
        list_append(request->arena, &plan->lines, made);
    }
}

// What the content of a partition says; its files are noted as inputs of the request's. Lines with
// mistakes are left out.
static struct pki_plan *parse(const struct image_request *request,
                              const struct content_line_list *lines)
{
    struct pki_plan *plan = arena_new(request->arena, sizeof *plan);
    for_each (line, lines) {
        if (line->value.kind != VALUE_NONE || line->has_block) {
            report_line(request, line->span, "a line of `from pki` has no value and no block");
        } else if (word_is(line->words.items[0], "valid")) {
            parse_date(request, line, plan);
        } else {
            parse_files(request, line, plan);
        }
    }
    return plan;
}

// What another partition has. Its lines are parsed once more, with diagnostics that nobody hears:
// what is wrong with them is reported where it is judged itself. The plan of that partition may
// not exist yet, as partitions are planned in the order of the schema.
static void follow_link(const struct image_request *request, struct image_plan *plan,
                        struct pki_link *link)
{
    struct diagnostics unheard;
    struct image_request other = *request;
    if (link->partition) {
        diagnostics_init(&unheard, request->arena, request->sources);
        other.diagnostics = &unheard;
        link->plan = parse(&other, &link->partition->content->lines);
        plan->needs_schema = true;
    }
}

// A partition that a line names must have certificates; a key's owner those of a device or server,
// not only authorities. Judged by the words of lines, whatever else is wrong with them.
static void check_link(const struct image_request *request, const struct pki_link *link,
                       bool is_signer)
{
    const struct content_line_list *lines =
        link->partition ? &link->partition->content->lines : NULL;
    for (size_t i = 0; lines && i < lines->count; i++) {
        const struct word *type = word_at(lines->items[i], 0);
        bool is_other = word_is(type, type_names[PKI_KEY]) || word_is(type, "valid") ||
                        (!is_signer && word_is(type, type_names[PKI_CA]));
        if (!is_other) { // or a mistake, which is reported there
            return;
        }
    }
    if (lines && lines->count) {
        report(request->diagnostics, CODE_BAD_CONTENT, link->span, "`%s` has no %s line",
               link->partition->label, is_signer ? "`ca` or `cert`" : "`cert`");
    }
}

// Private keys make the image secret, and so does the rule that files whose mode is private are
// secret (input_bytes).
static void pki_check(const struct image_request *request, struct image_plan *plan)
{
    const struct content *content = request->partition->content;
    if (content->arguments.count || !plan->lines.count) {
        report_line(request, content->span,
                    "the files are listed in a block, as in `from pki { cert \"device.crt\"; }`");
    }
    struct pki_plan *parsed = parse(request, &plan->lines);
    for_each (line, &parsed->lines) {
        request->notes->is_secret |= line->type == PKI_KEY;
        follow_link(request, plan, &line->signer);
        follow_link(request, plan, &line->owner);
        check_link(request, &line->signer, true);
        check_link(request, &line->owner, false);
    }
    plan->parsed = parsed;
}

// An index has 8 bits. Sizes were limited to 16 bits where files were read.
static bool append_item(const struct image_request *request, const struct pki_item *item,
                        size_t index, struct buffer *image)
{
    const struct buffer *content = &item->content;
    if (index == INDEX_LIMIT) {
        report(request->diagnostics, CODE_IMAGE_TOO_LARGE, item->line->span,
               "`%s` is one `%s` too many; a partition holds at most 256", item->path,
               type_names[item->line->type]);
    }
    buffer_byte(image, (uint8_t)item->line->type);
    buffer_byte(image, (uint8_t)index);
    buffer_integer(image, content->length, 2, false);
    buffer_bytes(image, content->bytes, content->length);
    buffer_fill(image, 0xff, -content->length % ALIGNMENT);
    return index < INDEX_LIMIT;
}

// Appends the items of a type. Indices count within a type, in the order of lines.
static bool append_type(const struct image_request *request, const struct pki_item_list *items,
                        enum pki_type type, struct buffer *image)
{
    bool is_good = true;
    size_t index = 0;
    for (size_t i = 0; i < items->count && is_good; i++) {
        const struct pki_item *item = items->items[i];
        if (item->line->type == type) {
            is_good = append_item(request, item, index++, image);
        }
    }
    return is_good;
}

// Items of a type are together, and types are in the order of their first items (ESP-AT,
// AtPKI.py). There are three types, so that walking the list for each does not take quadratic time.
static bool append_items(const struct image_request *request, const struct pki_item_list *items,
                         struct buffer *image)
{
    bool is_done[PKI_TYPE_COUNT] = {false};
    bool is_good = true;
    for (size_t i = 0; i < items->count && is_good; i++) {
        enum pki_type type = items->items[i]->line->type;
        is_good = is_done[type] || append_type(request, items, type, image);
        is_done[type] = true;
    }
    return is_good;
}

// What could be read is judged even where some file could not be: one run reports both. An
// estimate of the size skips it, since certificates that are not valid yet have a size, too.
static bool pki_generate(const struct image_request *request, struct buffer *image)
{
    const struct pki_plan *plan = request->plan->parsed;
    struct pki_item_list items = {0};
    struct buffer body;
    buffer_init(&body, request->arena);
    bool is_read = pki_read(request, plan, &items);
    bool is_good =
        request->settings->is_estimate || pki_verify(request, plan, &items); // what could be read
    if (!is_read || !is_good || !append_items(request, &items, &body)) {
        return false;
    }
    buffer_integer(image, MAGIC, 2, false);
    buffer_integer(image, items.count, 2, false);
    buffer_integer(image, body.length, 4, false);
    buffer_bytes(image, body.bytes, body.length);
    return true;
}

const struct generator pki_generator = {
    .name = "pki",
    .description = "certificates and keys for ESP-AT",
    .words = pki_words,
    .check = pki_check,
    .generate = pki_generate,
    .used = used_to_end,
    .decoder = &pki_decoder,
};
