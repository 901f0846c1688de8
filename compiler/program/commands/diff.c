// `diff`
#include "commands.h"
#include "diff.h"

#include <string.h>

static void compare_layouts(struct diff *diff)
{
    struct arena *arena = &diff->new.session.compilation.arena;
    comparison_begin(&diff->comparison, arena, diff->old.layout, diff->new.layout);
    diff->comparison.old_images = diff->old.images;
    diff->comparison.new_images = diff->new.images;
    diff->comparison.is_unordered = diff->old.lock || diff->new.lock;
    diff->comparison.is_bare = side_is_bare(&diff->old) || side_is_bare(&diff->new);
    diff->comparison.has_checksums =
        diff->old.kind != IMPORT_PARTITIONS && diff->new.kind != IMPORT_PARTITIONS;
    if (side_is_bare(&diff->old)) {
        diff->comparison.old_revision = 0; // any `allow` may be about it
    }
    diff_compare_images(diff);
    comparison_judge(&diff->comparison);
    diff->breaking = comparison_count_worse(&diff->comparison, diff->allowed);
}

// What is said of several variants, as it is put together.
struct report {
    struct diff *diff;
    struct buffer text;
    struct json json;
    size_t breaking; // in all of them
};

static void report_layouts(struct report *report)
{
    struct diff *diff = report->diff;
    compare_layouts(diff);
    report->breaking += diff->breaking;
    if (diff->options->is_json) {
        diff_json(diff, &report->json);
    } else {
        buffer_text(&report->text, report->text.length ? "\n" : "");
        diff_text(diff, &report->text);
    }
}

static void report_variant(struct report *report, const char *variant, bool is_in_old,
                           bool is_in_new)
{
    struct diff *diff = report->diff;
    if (is_in_old && is_in_new) {
        if (side_lay_out(&diff->old, variant) && side_lay_out(&diff->new, variant)) {
            report_layouts(report);
        }
    } else if (!diff->options->is_json) {
        buffer_format(&report->text, "%svariant %s is %s\n", report->text.length ? "\n" : "",
                      variant ? variant : "(none)",
                      is_in_new ? "new: no device has it yet"
                                : "gone: devices that have it get nothing from this schema");
    }
}

static bool has_variant(const struct list *variants, const char *variant)
{
    for (size_t i = 0; i < variants->count; i++) {
        const char *known = variants->items[i];
        if (known && variant ? strcmp(known, variant) == 0 : known == variant) {
            return true;
        }
    }
    return false;
}

static void report_all(struct report *report)
{
    struct diff *diff = report->diff;
    const struct list old = side_variants(&diff->old), new = side_variants(&diff->new);
    if (diff->options->is_json) {
        json_open_array(&report->json, NULL);
    }
    for (size_t i = 0; i < new.count; i++) {
        report_variant(report, new.items[i], has_variant(&old, new.items[i]), true);
    }
    for (size_t i = 0; i < old.count; i++) {
        if (!has_variant(&new, old.items[i])) {
            report_variant(report, old.items[i], true, false);
        }
    }
    if (diff->options->is_json) {
        json_close(&report->json);
    }
}

static size_t report_diff(struct diff *diff)
{
    struct report report = {.diff = diff};
    struct session *session = &diff->new.session;
    buffer_init(&report.text, &session->compilation.arena);
    json_init(&report.json, &report.text);
    if (diff->options->all_variants) {
        report_all(&report);
    } else {
        bool has_old = side_lay_out(&diff->old, diff->old.variant);
        if (side_lay_out(&diff->new, diff->new.variant) && has_old) {
            report_layouts(&report);
        }
    }
    bool is_whole = diff->old.session.compilation.diagnostics.errors == 0 &&
                    session->compilation.diagnostics.errors == 0 &&
                    !diff->old.session.usage_error && !session->usage_error;
    if (is_whole && !diff->options->is_quiet) {
        session_say(session, &report.text);
    }
    return report.breaking;
}

static const char *usage_error(const struct options *options, enum change_class *allowed)
{
    *allowed = change_class_allowed;
    if (options->allowed && !change_class_find(options->allowed, allowed)) {
        return "--allow takes safe, needs-reflash, loses-data or bricks";
    }
    if (options->variant && options->all_variants) {
        return "--variant and --all-variants exclude each other";
    }
    if (strcmp(options->arguments[0], "-") == 0 && strcmp(options->arguments[1], "-") == 0) {
        return "only one of OLD and NEW can be standard input";
    }
    return NULL;
}

// Reads both; a table alone after the other, which tells for what chip it is.
static bool read_sides(struct diff *diff)
{
    bool is_swapped = side_is_bare(&diff->old) && !side_is_bare(&diff->new);
    struct side *first = is_swapped ? &diff->new : &diff->old;
    struct side *second = is_swapped ? &diff->old : &diff->new;
    bool is_good = side_read(first, NULL);
    bool is_paired =
        is_good && side_is_bare(second) && !side_is_bare(first) && !diff->options->all_variants;
    is_good &= !is_paired || side_lay_out(first, first->variant);
    bool is_second_good =
        side_read(second, is_paired && is_good ? first->layout->platform->chip : NULL);
    return is_good && is_second_good;
}

int command_diff(const struct options *options)
{
    struct diff diff = {.options = options};
    const char *error = usage_error(options, &diff.allowed);
    if (error) {
        fprintf(stderr, "schemac: error: %s\n", error);
        return STATUS_WRONG_USAGE;
    }
    side_open(&diff.old, options, options->arguments[0]);
    side_open(&diff.new, options, options->arguments[1]);
    size_t breaking = read_sides(&diff) ? report_diff(&diff) : 0;
    int old = session_end(&diff.old.session), new = session_end(&diff.new.session);
    int status = old > new ? old : new;
    return status == STATUS_DONE && breaking ? STATUS_WRONG_INPUT : status;
}
