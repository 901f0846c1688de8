// The findings as text for people and as JSON for programs. The words of verdicts in JSON are
// stable, those of the text are not.
#include "verify.h"

#include "json.h"
#include "text.h"

#include <inttypes.h>
#include <string.h>

static const struct verdict_words {
    const char *word;  // in JSON
    const char *shown; // after a count of them
    bool is_wrong;
} verdicts[VERDICT_COUNT] = {
    [VERDICT_SAME] = {"identical", "identical", false},
    [VERDICT_DIFFERS] = {"differs", "different", true},
    [VERDICT_ERASED] = {"erased", "erased", true},
    [VERDICT_CUT] = {"cut", "not in the dump", true},
    [VERDICT_WRITTEN] = {"written", "written by firmware", false},
    [VERDICT_ENCRYPTED] = {"encrypted", "encrypted", false},
    [VERDICT_PLAIN] = {"plain", "not encrypted", true},
    [VERDICT_FOREIGN] = {"other-layout", "not for this layout", true},
    [VERDICT_UNKNOWN] = {"unknown", "not checked", false},
};

enum { NAME_WIDTH = 24 };

// "12 bytes in 1 sector, the first at 0x9013"
static const char *extent(struct arena *arena, const struct finding *finding)
{
    return arena_format(arena, "%" PRIu64 " byte%s in %" PRIu64 " sector%s, the first at %s",
                        finding->bytes, finding->bytes == 1 ? "" : "s", finding->sectors,
                        finding->sectors == 1 ? "" : "s", text_offset(arena, finding->first));
}

static const char *sentence(const struct flash_verification *verification,
                            const struct finding *finding)
{
    struct arena *arena = verification->flash->arena;
    const struct flash_dump *dump = verification->dump;
    switch (finding->verdict) {
    case VERDICT_SAME:
        return "identical";
    case VERDICT_DIFFERS:
        return arena_format(arena, "differs: %s", extent(arena, finding));
    case VERDICT_ERASED:
        return "erased: nothing was written";
    case VERDICT_CUT:
        return arena_format(arena, "not in the dump, which covers %s to %s",
                            text_offset(arena, dump->offset),
                            text_offset(arena, dump->offset + dump->length));
    case VERDICT_WRITTEN:
        return arena_format(arena, "differs, as it may on a device in use: %s",
                            extent(arena, finding));
    case VERDICT_ENCRYPTED:
        return verification->is_encrypting ? "cipher text, as it should be"
                                           : "cannot be compared: it is encrypted";
    case VERDICT_PLAIN:
        return "plain text, where the chip expects cipher text";
    case VERDICT_FOREIGN:
        return "contains an app that is not for this layout";
    case VERDICT_UNKNOWN:
    case VERDICT_COUNT:
        break;
    }
    return !finding->is_seen    ? "not checked"
           : finding->is_erased ? "not checked: its content is not known; it is erased"
                                : "not checked: its content is not known; it is not erased";
}

// Columns are counted in characters, since labels may be UTF-8; a name that is longer moves its
// line.
static void append_finding(const struct flash_verification *verification,
                           const struct finding *finding, struct buffer *out)
{
    struct arena *arena = verification->flash->arena;
    int padding = NAME_WIDTH - (int)text_characters(finding->name, strlen(finding->name));
    buffer_format(out, "%s%*s %10s %8s  %s\n", finding->name, padding > 0 ? padding : 0, "",
                  text_offset(arena, finding->offset), text_size(arena, finding->size),
                  sentence(verification, finding));
    for_each (note, &finding->notes) {
        buffer_format(out, "%*s%s\n", NAME_WIDTH + 22, "", note);
    }
}

// Only for a dump from the start: of a part, the caller has said where it is.
static void append_length(const struct flash_verification *verification, struct buffer *out)
{
    const struct flash_dump *dump = verification->dump;
    const struct flash *flash = verification->flash;
    uint64_t size = flash->device->size;
    if (dump->offset == 0 && dump->length > size) {
        buffer_format(out, "the dump is %s larger than the flash, which has %s\n",
                      text_size(flash->arena, dump->length - size), text_size(flash->arena, size));
    } else if (dump->offset == 0 && dump->length < size) {
        buffer_format(out, "the dump ends at %s, the flash at %s",
                      text_offset(flash->arena, dump->length), text_offset(flash->arena, size));
        if (verification->only && verification->counts[VERDICT_CUT]) {
            buffer_format(out, "; a dump of `%s` alone would have %s bytes",
                          verification->only->label,
                          text_offset(flash->arena, verification->only->size));
        }
        buffer_text(out, "\n");
    }
}

static void append_counts(const struct flash_verification *verification, struct buffer *out)
{
    const char *separator = "";
    for (size_t i = 0; i < VERDICT_COUNT; i++) {
        if (verification->counts[i]) {
            buffer_format(out, "%s%zu %s", separator, verification->counts[i], verdicts[i].shown);
            separator = ", ";
        }
    }
    buffer_text(out, "\n");
}

// With `--quiet` only what is wrong remains: nothing at all if the device is right.
void verify_text(const struct flash_verification *verification, bool is_quiet, struct buffer *out)
{
    for_each (finding, &verification->findings) {
        if (!is_quiet || verdicts[finding->verdict].is_wrong) {
            append_finding(verification, finding, out);
        }
    }
    if (!is_quiet) {
        buffer_text(out, "\n");
        append_length(verification, out);
        append_counts(verification, out);
        if (verification->counts[VERDICT_ENCRYPTED]) {
            buffer_text(out, "`--flash-key KEY` compares what is encrypted, too\n");
        }
    }
}

// What an encrypted piece differs by says nothing, and is left out.
static void json_finding(struct json *json, const struct finding *finding)
{
    const char *kind = finding->partition                        ? "partition"
                       : finding->piece && finding->piece->table ? "table"
                                                                 : "file";
    json_open_object(json, NULL);
    json_text(json, "name", kind[0] == 't' ? finding->piece->table->name : finding->name);
    json_text(json, "kind", kind);
    if (finding->partition) {
        json_text(json, "table", finding->partition->table->name);
    }
    json_integer(json, "offset", finding->offset);
    json_integer(json, "size", finding->size);
    json_text(json, "verdict", verdicts[finding->verdict].word);
    if (finding->bytes && finding->verdict != VERDICT_ENCRYPTED &&
        finding->verdict != VERDICT_PLAIN) {
        json_integer(json, "first", finding->first);
        json_integer(json, "bytes", finding->bytes);
        json_integer(json, "sectors", finding->sectors);
    }
    if (finding->is_seen) {
        json_bool(json, "erased", finding->is_erased);
    }
    json_open_array(json, "notes");
    for_each (note, &finding->notes) {
        json_text(json, NULL, note);
    }
    json_close(json);
    json_close(json);
}

void verify_json(const struct flash_verification *verification, struct buffer *out)
{
    const struct flash *flash = verification->flash;
    struct json json;
    json_init(&json, out);
    json_open_object(&json, NULL);
    json_text(&json, "schema", flash->layout->name);
    json_text(&json, "flash", flash->device->identifier);
    json_integer(&json, "flash_size", flash->device->size);
    json_integer(&json, "dump_offset", verification->dump->offset);
    json_integer(&json, "dump_size", verification->dump->length);
    json_bool(&json, "good", verification->is_good);
    json_open_array(&json, "parts");
    for_each (finding, &verification->findings) {
        json_finding(&json, finding);
    }
    json_close(&json);
    json_close(&json);
}
