// `check --json`: what build fragments ask before they flash anything. The members of an object are
// permanent, and new ones may come.
//
// What is found about an image is found once more for it alone, since the diagnostics of the
// command name what several slots and variants share only once.
#include "fit_judge.h"

#include "app_image.h"
#include "encryption.h"
#include "json.h"
#include "print.h"

#include <string.h>

const struct fit_details *fit_examine(struct session *session, struct addition addition)
{
    struct compilation *compilation = &session->compilation;
    struct fit_details *details = arena_new(&compilation->arena, sizeof *details);
    const struct platform *platform = addition.layout->platform;
    const struct platform_parameter *chip_id = platform_find_parameter(platform, "chip_id");
    struct app_image image;
    diagnostics_init(&details->findings, &compilation->arena, &compilation->sources);
    details->findings.settings = compilation->diagnostics.settings;
    buffer_init(&addition.bytes, addition.layout->arena);
    addition_read(session, &details->findings, &addition);
    details->is_there = addition.is_read;
    details->is_encrypted =
        device_flash_encryption(addition.layout) == DEVICE_ENCRYPTION_ON &&
        (addition.is_bootloader ||
         (addition.table
              ? device_encrypts_table(addition.layout, addition.table)
              : addition.partition && device_encrypts(addition.layout, addition.partition)));
    details->is_program =
        app_image_read((const uint8_t *)addition.bytes.bytes, addition.bytes.length, &image);
    if (details->is_program) {
        details->chip = image.chip;
        details->is_right_chip = chip_id && chip_id->value.magnitude == image.chip_id;
        details->is_signed = image.signature != 0;
    }
    return details;
}

static void append_finding(struct json *json, const struct diagnostic *finding)
{
    const struct code_entry *code = code_get(finding->code);
    json_open_object(json, NULL);
    json_text(json, "code", code->id);
    json_text(json, "name", code->name);
    json_text(json, "severity", severity_name(finding->severity));
    json_text(json, "message", finding->message);
    json_close(json);
}

static void append_details(struct json *json, const struct fit_details *details)
{
    if (details->chip) {
        json_text(json, "chip", details->chip);
    }
    if (details->is_program) {
        json_bool(json, "is_right_chip", details->is_right_chip);
        json_bool(json, "signed", details->is_signed);
    }
    json_bool(json, "encrypted", details->is_encrypted);
    json_open_array(json, "findings");
    for_each (finding, &details->findings.kept) {
        append_finding(json, finding);
    }
    json_close(json);
}

static void append_image(struct json *json, const struct fit *fit)
{
    bool is_there = !fit->details || fit->details->is_there;
    json_open_object(json, NULL);
    json_text(json, "partition", fit->name);
    if (fit->file) {
        json_text(json, "file", fit->file);
    }
    json_integer(json, "size", fit->size);
    json_integer(json, "room", fit->room);
    json_integer(json, "use_percent", fit_percent(fit));
    json_number(json, "left", fit_left(fit));
    json_bool(json, "fits", is_there && fit->size <= fit->room);
    if (fit->details) {
        append_details(json, fit->details);
    }
    json_close(json);
}

// The members of an object.
static void append_report(struct json *json, const struct fit_report *report)
{
    json_open_array(json, "images");
    for_each (fit, &report->fits) {
        append_image(json, fit);
    }
    json_close(json);
    json_integer(json, "free", report->summary.free);
    json_integer(json, "largest_gap", report->summary.largest);
    if (report->summary.fullest) {
        json_text(json, "fullest", report->summary.fullest->name);
    }
}

// What was not laid out has no images. One layout is the object; several are a list of such
// objects, with the names of their variants.
void fit_judge_print_json(struct fit_judge *judge)
{
    struct buffer out;
    struct json json;
    const struct fit_report none = {0};
    bool is_one = judge->reports.count <= 1;
    buffer_init(&out, judge->arena);
    json_init(&json, &out);
    json_open_object(&json, NULL);
    if (!is_one) {
        json_open_array(&json, "variants");
    }
    if (judge->reports.count == 0) {
        append_report(&json, &none);
    }
    for_each (report, &judge->reports) {
        if (!is_one) {
            json_open_object(&json, NULL);
        }
        if (report->variant) {
            json_text(&json, "variant", report->variant);
        }
        append_report(&json, report);
        if (!is_one) {
            json_close(&json);
        }
    }
    if (!is_one) {
        json_close(&json);
    }
    json_close(&json);
    print_text(judge->session, &out);
}
