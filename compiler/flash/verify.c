// Compares a flash dump with what should be in the flash, piece by piece.
//
// A finding is one piece, or one partition without a piece, of whose content nothing is known.
// Firmware that has run changes some partitions, and a chip may encrypt its flash: what the layout
// says of a partition decides whether a difference is wrong or to be expected.
#include "verify.h"

#include "text.h"
#include "verify_cipher.h"
#include "verify_parts.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { CHUNK_SIZE = 4096 };

// How two stretches of the same place differ.
struct difference {
    uint64_t first; // on the flash
    uint64_t bytes;
    uint64_t sectors;
};

struct flash_verifier {
    const struct flash *flash;
    const struct flash_dump *dump;
    const struct verify_settings *settings;
    struct cipher_check cipher;
    struct arena *arena;
    char blank[CHUNK_SIZE]; // of erased flash
};

static uint64_t dump_end(const struct flash_dump *dump)
{
    return dump->offset + dump->length;
}

// The dump's byte at an offset that it reaches.
static const char *dump_at(const struct flash_dump *dump, uint64_t offset)
{
    assert(offset >= dump->offset && offset <= dump_end(dump));
    return dump->bytes + (offset - dump->offset);
}

// How the dump differs from what is expected from an offset on; if that is null, from erased flash.
// Most chunks are equal, and memcmp() is much faster than a loop over bytes.
static struct difference compare(const struct flash_verifier *verifier, uint64_t offset,
                                 const char *expected, uint64_t length)
{
    struct difference difference = {0};
    const char *actual = dump_at(verifier->dump, offset);
    uint64_t erase = verifier->flash->device->erase;
    uint64_t sector = 0; // the last one that differs, counted from 1
    for (uint64_t at = 0; at < length; at += CHUNK_SIZE) {
        size_t count = length - at < CHUNK_SIZE ? (size_t)(length - at) : CHUNK_SIZE;
        const char *wanted = expected ? expected + at : verifier->blank;
        if (memcmp(wanted, actual + at, count) == 0) {
            continue;
        }
        for (size_t i = 0; i < count; i++) {
            if (wanted[i] != actual[at + i]) {
                uint64_t place = offset + at + i;
                difference.first = difference.bytes ? difference.first : place;
                difference.bytes++;
                difference.sectors += place / erase + 1 != sector;
                sector = place / erase + 1;
            }
        }
    }
    return difference;
}

static void note(const struct flash_verifier *verifier, struct finding *finding, const char *text)
{
    list_append(verifier->arena, &finding->notes, text);
}

// Whether firmware writes on its own where a piece is.
static bool is_written(const struct flash_verifier *verifier, const struct finding *finding)
{
    return finding->piece->is_written ||
           (finding->partition && layout_is_written(verifier->flash->layout, finding->partition));
}

// Whether a device in use may contain something else there: a lifetime is for what survives
// updates, or for what updates replace.
static bool has_lifetime(const struct partition *partition)
{
    return partition && partition->lifetime != LIFETIME_DEFAULT;
}

static bool is_app(const struct partition *partition)
{
    return partition && (partition->kind == KIND_APP || partition->kind == KIND_OTA_SLOT);
}

// Whether the reader of a piece ignores what follows it: the image of an app has its own length,
// and a signature may follow a table.
static bool knows_its_end(const struct flash_piece *piece)
{
    return !piece->partition || is_app(piece->partition) || piece->partition->is_outside;
}

// Notes only guess at causes; the verdict is set.
static void explain(const struct flash_verifier *verifier, struct finding *finding)
{
    const struct flash_piece *piece = finding->piece;
    if (finding->verdict != VERDICT_DIFFERS) {
        return;
    }
    if (is_app(finding->partition)) {
        verify_app(piece->bytes, dump_at(verifier->dump, piece->offset), piece->length,
                   verifier->arena, &finding->notes);
        verify_mark(verifier->flash->layout, dump_at(verifier->dump, piece->offset), piece->length,
                    &finding->notes);
    }
    if (piece->table) {
        verify_rows(piece->table, piece->bytes, dump_at(verifier->dump, piece->offset),
                    verifier->arena, &finding->notes);
    }
}

// Who may have made a difference: also one after the end of the piece, as where firmware appends.
static void explain_writer(const struct flash_verifier *verifier, struct finding *finding)
{
    if (finding->verdict != VERDICT_DIFFERS) {
        return;
    }
    if (is_written(verifier, finding)) {
        note(verifier, finding, "firmware writes here; use `--used` for a device that has run");
    } else if (has_lifetime(finding->partition)) {
        note(verifier, finding,
             arena_format(verifier->arena, "it is `%s`; use `--used` for a device that has run",
                          lifetime_name(finding->partition->lifetime)));
    }
}

static void set_difference(struct finding *finding, const struct difference *difference)
{
    finding->first = difference->first;
    finding->bytes = difference->bytes;
    finding->sectors = difference->sectors;
}

// Checks that the rest of the space that a piece may use is erased, as far as the dump reaches.
static void check_rest(const struct flash_verifier *verifier, struct finding *finding)
{
    const struct flash_piece *piece = finding->piece;
    uint64_t begin = piece->offset + piece->length;
    uint64_t end = piece->offset + piece->room;
    end = end < dump_end(verifier->dump) ? end : dump_end(verifier->dump);
    if (begin >= end) {
        return;
    }
    struct difference rest = compare(verifier, begin, NULL, end - begin);
    if (rest.bytes == 0) {
        return;
    }
    note(verifier, finding,
         arena_format(verifier->arena, "after its end, from %s on, %s not erased",
                      text_offset(verifier->arena, rest.first),
                      rest.bytes == 1
                          ? "1 byte is"
                          : arena_format(verifier->arena, "%" PRIu64 " bytes are", rest.bytes)));
    if (finding->verdict == VERDICT_SAME && !knows_its_end(piece)) {
        finding->verdict = VERDICT_DIFFERS;
        set_difference(finding, &rest);
    }
}

// `piece->offset` is compared before it is subtracted: the dump may be of any part of the flash,
// and of any length.
static void check_piece(const struct flash_verifier *verifier, struct finding *finding)
{
    const struct flash_piece *piece = finding->piece;
    const struct flash_dump *dump = verifier->dump;
    if (piece->offset < dump->offset || piece->offset > dump_end(dump) ||
        piece->length > dump_end(dump) - piece->offset) {
        finding->verdict = VERDICT_CUT;
        return;
    }
    struct difference found = compare(verifier, piece->offset, piece->bytes, piece->length);
    set_difference(finding, &found);
    bool is_erased = false;
    if (found.bytes) {
        is_erased = compare(verifier, piece->offset, NULL, piece->length).bytes == 0;
        finding->verdict = is_erased ? VERDICT_ERASED : VERDICT_DIFFERS;
    }
    if (!verify_cipher_piece(&verifier->cipher, finding, is_erased)) {
        explain(verifier, finding);
        check_rest(verifier, finding);
        explain_writer(verifier, finding);
    }
    bool is_wrong = finding->verdict == VERDICT_DIFFERS || finding->verdict == VERDICT_ERASED;
    bool may_differ = is_written(verifier, finding) || has_lifetime(finding->partition);
    if (is_wrong && verifier->settings->is_used && may_differ) {
        finding->verdict = VERDICT_WRITTEN;
        finding->notes = (struct text_list){0};
    }
}

// A partition of whose content nothing is known: it can only be erased or not.
static void look_at(const struct flash_verifier *verifier, struct finding *finding)
{
    const struct flash_dump *dump = verifier->dump;
    finding->verdict = VERDICT_UNKNOWN;
    if (finding->offset >= dump->offset && finding->offset <= dump_end(dump) &&
        finding->size <= dump_end(dump) - finding->offset) {
        struct difference found = compare(verifier, finding->offset, NULL, finding->size);
        finding->is_erased = found.bytes == 0;
        finding->is_seen = true;
        if (!finding->is_erased) {
            verify_cipher_unknown(&verifier->cipher, finding);
        }
        if (finding->verdict == VERDICT_UNKNOWN && is_app(finding->partition) &&
            !verify_mark(verifier->flash->layout, dump_at(dump, finding->offset), finding->size,
                         &finding->notes) &&
            !verifier->settings->is_used) { // an update may have left the app before it
            finding->verdict = VERDICT_FOREIGN;
        }
    }
}

// With a partition to look at, only what begins within it counts.
static void add(const struct flash_verifier *verifier, struct finding_list *findings,
                struct finding content)
{
    if (flash_is_within(verifier->settings->only, content.offset)) {
        struct finding *finding = arena_new(verifier->arena, sizeof *finding);
        *finding = content;
        list_append(verifier->arena, findings, finding);
    }
}

static void add_pieces(const struct flash_verifier *verifier, struct finding_list *findings)
{
    const struct flash *flash = verifier->flash;
    for_each (piece, &flash->pieces) {
        const struct partition *partition = piece->partition;
        add(verifier, findings,
            (struct finding){
                .name = partition ? partition->label : piece->name,
                .piece = piece,
                .partition = partition,
                .offset = piece->offset,
                .size = partition ? partition->size : piece->length,
            });
    }
}

static void add_others(const struct flash_verifier *verifier, struct finding_list *findings)
{
    const struct flash *flash = verifier->flash;
    for_each (partition, &flash->layout->partitions) {
        if (flash_is_erased(flash, partition)) {
            add(verifier, findings,
                (struct finding){
                    .name = partition->label,
                    .partition = partition,
                    .offset = partition->offset,
                    .size = partition->size,
                });
        }
    }
}

// By place, as people read a map.
static int compare_findings(const void *a, const void *b)
{
    const struct finding *first = *(const struct finding *const *)a;
    const struct finding *second = *(const struct finding *const *)b;
    if (first->offset != second->offset) {
        return first->offset < second->offset ? -1 : 1;
    }
    return (first->size > second->size) - (first->size < second->size);
}

struct flash_verification verify_flash(const struct flash *flash, const struct flash_dump *dump,
                                       const struct verify_settings *settings)
{
    struct flash_verification verification = {.flash = flash, .dump = dump, .only = settings->only};
    struct finding_list *findings = &verification.findings;
    struct flash_verifier verifier = {
        .flash = flash,
        .dump = dump,
        .settings = settings,
        .cipher = verify_cipher_begin(flash, dump),
        .arena = flash->arena,
    };
    verification.is_encrypting = verifier.cipher.is_on;
    memset(verifier.blank, flash->blank, sizeof verifier.blank);
    add_pieces(&verifier, findings);
    add_others(&verifier, findings);
    if (findings->count > 1) {
        qsort(findings->items, findings->count, sizeof *findings->items, compare_findings);
    }
    for_each (finding, findings) {
        if (finding->piece) {
            check_piece(&verifier, finding);
        } else {
            look_at(&verifier, finding);
        }
        verification.counts[finding->verdict]++;
    }
    verification.is_good =
        verification.counts[VERDICT_DIFFERS] == 0 && verification.counts[VERDICT_ERASED] == 0 &&
        verification.counts[VERDICT_PLAIN] == 0 && verification.counts[VERDICT_FOREIGN] == 0 &&
        verification.counts[VERDICT_CUT] == 0;
    return verification;
}

// What could be compared: a summary of "0 differences" means little if nothing was.
size_t verify_count(const struct flash_verification *verification)
{
    return verification->findings.count - verification->counts[VERDICT_UNKNOWN];
}
