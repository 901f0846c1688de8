// Whether certificates and keys are what their lines say, and belong to each other.
//
// Three questions, each asked only where the schema does: is a certificate valid on a date (`valid
// on`), was it issued by one of another partition (`signed by`), do keys belong to certificates
// (`matches`). An item that cannot be read is reported once, and left out of all of them. This is
// no chain validation as in TLS: purposes, constraints and revocations are not looked at.
#include "certificate.h"
#include "pki.h"

struct pki_verifier {
    const struct image_request *request;
    struct certificates *certificates;
    bool is_good;
};

// At the line, with the path: a pattern names many files.
static struct diagnostic *fail(struct pki_verifier *verifier, enum code code,
                               const struct pki_item *item, const char *text)
{
    verifier->is_good = false;
    return report(verifier->request->diagnostics, code, item->line->span, "`%s` %s", item->path,
                  text);
}

// Finds out what a file contains; messages never quote it.
static void judge(struct pki_verifier *verifier, struct pki_item *item)
{
    struct arena *arena = verifier->request->arena;
    const char *error = NULL;
    if (item->line->type == PKI_KEY) {
        struct credential *key = arena_new(arena, sizeof *key);
        error = certificate_read_key(verifier->certificates, item->content.bytes,
                                     item->content.length, key);
        list_append(arena, &item->credentials, key);
    } else {
        error = certificate_read(verifier->certificates, item->content.bytes, item->content.length,
                                 &item->credentials);
    }
    item->is_good = !error;
    if (error) {
        fail(verifier, CODE_BAD_CERTIFICATE, item, error);
    }
}

static void judge_all(struct pki_verifier *verifier, const struct pki_item_list *items)
{
    for_each (item, items) {
        if (item->is_good) {
            judge(verifier, item);
        }
    }
}

static const char *date_text(struct arena *arena, uint32_t date)
{
    return arena_format(arena, "%04u-%02u-%02u", (unsigned)(date / 10000),
                        (unsigned)(date / 100 % 100), (unsigned)(date % 100));
}

// Every certificate of a chain must be valid, and each that is not has a message of its own.
static void verify_date(struct pki_verifier *verifier, const struct pki_plan *plan,
                        const struct pki_item *item)
{
    struct arena *arena = verifier->request->arena;
    for (size_t i = 0; i < item->credentials.count && item->line->type != PKI_KEY; i++) {
        const struct credential *certificate = item->credentials.items[i];
        if (plan->date >= certificate->first && plan->date <= certificate->last) {
            continue;
        }
        struct diagnostic *diagnostic =
            fail(verifier, CODE_NOT_VALID, item,
                 arena_format(arena, "(%s) is valid from %s to %s", certificate->subject,
                              date_text(arena, certificate->first),
                              date_text(arena, certificate->last)));
        add_note(diagnostic, plan->date_span, "it must be valid on %s",
                 date_text(arena, plan->date));
    }
}

// How a certificate and the best of those that may have issued it suit each other. Ends at the
// first that has; else an issuer of the right name and another key is better than none, since it
// explains more.
static enum issuing find_issuer(struct pki_verifier *verifier, const struct credential *certificate,
                                const struct pki_item_list *items)
{
    enum issuing best = ISSUED_BY_OTHER;
    for (size_t i = 0; i < items->count && best != ISSUED; i++) {
        const struct pki_item *item = items->items[i];
        for (size_t j = 0; j < item->credentials.count && item->line->type != PKI_KEY; j++) {
            enum issuing issuing =
                certificate_issued(verifier->certificates, certificate, item->credentials.items[j]);
            best = issuing == ISSUED_BY_OTHER || best == ISSUED ? best : issuing;
        }
    }
    return best;
}

// Each certificate is issued by one of the other partition's, or by the one that follows it in its
// own file, as in a chain. Files are short and partitions small: comparing all with all is cheap
// enough.
static void verify_signer(struct pki_verifier *verifier, const struct pki_item *item,
                          const struct pki_item_list *signers)
{
    struct arena *arena = verifier->request->arena;
    const struct pki_link *link = &item->line->signer;
    const char *holder = link->partition->label;
    for (size_t i = 0; i < item->credentials.count; i++) {
        const struct credential *certificate = item->credentials.items[i];
        bool is_chained = i + 1 < item->credentials.count &&
                          certificate_issued(verifier->certificates, certificate,
                                             item->credentials.items[i + 1]) == ISSUED;
        enum issuing issuing = is_chained ? ISSUED : find_issuer(verifier, certificate, signers);
        if (issuing == ISSUED) {
            continue;
        }
        struct diagnostic *diagnostic =
            fail(verifier, CODE_NOT_SIGNED, item,
                 issuing == ISSUED_BY_OTHER
                     ? arena_format(arena, "(%s) is signed by `%s`, which `%s` does not hold",
                                    certificate->subject, certificate->issuer, holder)
                     : arena_format(
                           arena, "(%s) is signed by a different `%s` than the one that `%s` holds",
                           certificate->subject, certificate->issuer, holder));
        add_note(diagnostic, link->span, "it must be signed by one of these");
    }
}

static const struct pki_item *nth_certificate(const struct pki_item_list *items, size_t index)
{
    for_each (item, items) {
        if (item->line->type == PKI_CERT && index-- == 0) {
            return item;
        }
    }
    return NULL;
}

// The keys of a line and the certificates of the other partition belong to each other by their
// order, which is how firmware picks them. read_linked has seen to it that each owner has a
// certificate.
static void verify_owner(struct pki_verifier *verifier, const struct pki_item *item, size_t index,
                         const struct pki_item_list *owners)
{
    const struct pki_item *owner = nth_certificate(owners, index);
    if (!owner) {
        fail(verifier, CODE_KEY_MISMATCH, item,
             arena_format(verifier->request->arena, "has no certificate: `%s` holds only %zu",
                          item->line->owner.partition->label, index));
    } else if (!certificate_has_key(verifier->certificates, owner->credentials.items[0],
                                    item->credentials.items[0])) {
        fail(verifier, CODE_KEY_MISMATCH, item,
             arena_format(verifier->request->arena, "is not the key of the certificate `%s`",
                          owner->path));
    }
}

// What the other partition of a link has. False if not all of it is good, and reported; then
// nothing is compared with it. It is read for each link anew: links are few.
static bool read_linked(struct pki_verifier *verifier, const struct pki_link *link,
                        struct pki_item_list *items)
{
    bool is_good = pki_read(verifier->request, link->plan, items);
    judge_all(verifier, items);
    verifier->is_good &= is_good;
    for_each (item, items) {
        is_good &= item->is_good;
    }
    return is_good;
}

static void verify_signers(struct pki_verifier *verifier, const struct pki_line *line,
                           const struct pki_item_list *items)
{
    struct pki_item_list signers = {0};
    if (!line->signer.partition || !read_linked(verifier, &line->signer, &signers)) {
        return;
    }
    for_each (item, items) {
        if (item->line == line && item->is_good) {
            verify_signer(verifier, item, &signers);
        }
    }
}

// All keys that match a partition's certificates are counted together, even of several lines. A
// key that cannot be read still counts, or all after it would be compared with the wrong
// certificate.
static void verify_owners(struct pki_verifier *verifier, const struct pki_link *link,
                          const struct pki_item_list *items)
{
    struct pki_item_list owners = {0};
    size_t count = 0;
    if (!link->partition || !read_linked(verifier, link, &owners)) {
        return;
    }
    for_each (item, items) {
        if (item->line->owner.partition == link->partition) {
            if (item->is_good) {
                verify_owner(verifier, item, count, &owners);
            }
            count++;
        }
    }
    const struct pki_item *owner = nth_certificate(&owners, count);
    if (owner) {
        report(verifier->request->diagnostics, CODE_KEY_MISMATCH, link->span,
               "the certificate `%s` of `%s` has no key: only %zu %s given here", owner->path,
               link->partition->label, count, count == 1 ? "is" : "are");
        verifier->is_good = false;
    }
}

// So that the keys of several lines for one partition are judged once.
static bool is_first_of_owner(const struct pki_plan *plan, size_t index)
{
    const struct pki_line *line = plan->lines.items[index];
    for (size_t i = 0; i < index; i++) {
        if (plan->lines.items[i]->owner.partition == line->owner.partition) {
            return false;
        }
    }
    return true;
}

// False if a check was asked for that cannot be made: then no image is better than one that nobody
// has looked at. Without such a line it is only a warning.
static bool report_unchecked(const struct image_request *request, const struct pki_plan *plan,
                             const char *error)
{
    struct span asked = plan->date_span;
    for (size_t i = 0; i < plan->lines.count && !span_is_known(asked); i++) {
        const struct pki_line *line = plan->lines.items[i];
        asked = span_is_known(line->signer.span) ? line->signer.span : line->owner.span;
    }
    if (span_is_known(asked)) {
        report(request->diagnostics, CODE_PKI_NOT_CHECKABLE, asked, "this cannot be checked: %s",
               error);
        return false;
    }
    report(request->diagnostics, CODE_PKI_UNCHECKED, request->partition->content->name_span,
           "the certificates and keys of `%s` are not checked: %s", request->partition->label,
           error);
    return true;
}

// Items first, since all other questions need them parsed; then dates, signers and owners.
bool pki_verify(const struct image_request *request, const struct pki_plan *plan,
                const struct pki_item_list *items)
{
    const char *error = NULL;
    struct pki_verifier verifier = {
        request, certificates_new(request->sources->host, request->arena, &error), true};
    if (!verifier.certificates) {
        return report_unchecked(request, plan, error);
    }
    judge_all(&verifier, items);
    for (size_t i = 0; i < items->count && plan->date; i++) {
        verify_date(&verifier, plan, items->items[i]);
    }
    for (size_t i = 0; i < plan->lines.count; i++) {
        const struct pki_line *line = plan->lines.items[i];
        verify_signers(&verifier, line, items);
        if (is_first_of_owner(plan, i)) {
            verify_owners(&verifier, &line->owner, items);
        }
    }
    return verifier.is_good;
}
