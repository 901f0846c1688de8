// `diff`: compares two layouts and classifies each change by what it does to devices that exist.
// The rules are those of compare/; this file pairs variants, reads both sides in an order that lets
// a bare table take the chip of the other side, and prints the result as text or JSON.
//
// With --all-variants, variants are matched by name. One that exists on one side alone is mentioned
// in the text, but is not a change: no device moves from one to the other.
//
// The exit status is that of the worse side; if both are good, it is 1 when a change is worse than
// what is allowed.
#include "commands.h"
#include "diff.h"
#include "print.h"

#include <string.h>

// A lock has its partitions in no order, and a bare table has no revision: rules that need these
// are turned off.
static void compare_layouts(struct diff *diff)
{
    struct arena *arena = &diff->after.session.compilation.arena;
    comparison_begin(&diff->comparison, arena, diff->before.layout, diff->after.layout);
    diff->comparison.before_images = diff->before.images;
    diff->comparison.after_images = diff->after.images;
    diff->comparison.is_unordered = diff->before.lock || diff->after.lock;
    diff->comparison.is_bare = side_is_bare(&diff->before) || side_is_bare(&diff->after);
    diff->comparison.has_checksums =
        diff->before.kind != IMPORT_PARTITIONS && diff->after.kind != IMPORT_PARTITIONS;
    if (side_is_bare(&diff->before)) {
        diff->comparison.before_revision = 0; // any `allow` may be about it
    }
    diff_compare_images(diff);
    comparison_run(&diff->comparison);
    diff->breaking = comparison_count_worse(&diff->comparison, diff->allowed);
}

// The output for several variants, as it grows.
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
    if (option_is_given(diff->options, OPTION_JSON)) {
        diff_json(diff, &report->json);
    } else {
        buffer_text(&report->text, report->text.length ? "\n" : "");
        diff_text(diff, &report->text);
    }
}

// A variant is compared if both sides have it.
static void report_variant(struct report *report, const char *variant, bool is_in_before,
                           bool is_in_after)
{
    struct diff *diff = report->diff;
    if (is_in_before && is_in_after) {
        if (side_lay_out(&diff->before, variant) && side_lay_out(&diff->after, variant)) {
            report_layouts(report);
        }
    } else if (!option_is_given(diff->options, OPTION_JSON)) {
        buffer_format(&report->text, "%svariant %s is %s\n", report->text.length ? "\n" : "",
                      variant ? variant : "(none)",
                      is_in_after ? "new: no device has it yet"
                                  : "gone: there is no update for devices that have it");
    }
}

static bool has_variant(const struct text_list *variants, const char *variant)
{
    for_each (known, variants) {
        if (known && variant ? strcmp(known, variant) == 0 : known == variant) {
            return true;
        }
    }
    return false;
}

static void report_all(struct report *report)
{
    struct diff *diff = report->diff;
    const struct text_list before = side_variants(&diff->before),
                           after = side_variants(&diff->after);
    if (option_is_given(diff->options, OPTION_JSON)) {
        json_open_array(&report->json, NULL);
    }
    for (size_t i = 0; i < after.count; i++) {
        report_variant(report, after.items[i], has_variant(&before, after.items[i]), true);
    }
    for (size_t i = 0; i < before.count; i++) {
        if (!has_variant(&after, before.items[i])) {
            report_variant(report, before.items[i], true, false);
        }
    }
    if (option_is_given(diff->options, OPTION_JSON)) {
        json_close(&report->json);
    }
}

static size_t report_diff(struct diff *diff)
{
    struct report report = {.diff = diff};
    struct session *session = &diff->after.session;
    buffer_init(&report.text, &session->compilation.arena);
    json_init(&report.json, &report.text);
    if (option_is_given(diff->options, OPTION_ALL_VARIANTS)) {
        report_all(&report);
    } else {
        bool has_before_layout = side_lay_out(&diff->before, diff->before.variant);
        if (side_lay_out(&diff->after, diff->after.variant) && has_before_layout) {
            report_layouts(&report);
        }
    }
    bool is_whole = diff->before.session.compilation.diagnostics.errors == 0 &&
                    session->compilation.diagnostics.errors == 0 &&
                    !diff->before.session.usage_error && !session->usage_error;
    if (is_whole && !option_is_given(diff->options, OPTION_QUIET)) {
        print_text(session, &report.text);
    }
    return report.breaking;
}

static const char *check_usage(struct arena *arena, const struct options *options)
{
    (void)arena;
    return strcmp(options->arguments[0], "-") == 0 && strcmp(options->arguments[1], "-") == 0
               ? "only one of OLD and NEW can be standard input"
               : NULL;
}

// Reads both; a table alone is read last, because the other side determines its chip.
static bool read_sides(struct diff *diff)
{
    bool is_swapped = side_is_bare(&diff->before) && !side_is_bare(&diff->after);
    struct side *first = is_swapped ? &diff->after : &diff->before;
    struct side *second = is_swapped ? &diff->before : &diff->after;
    bool is_good = side_read(first, NULL);
    bool is_paired = is_good && side_is_bare(second) && !side_is_bare(first) &&
                     !option_is_given(diff->options, OPTION_ALL_VARIANTS);
    is_good &= !is_paired || side_lay_out(first, first->variant);
    bool is_second_good =
        side_read(second, is_paired && is_good ? first->layout->platform->chip : NULL);
    return is_good && is_second_good;
}

static int run(const struct options *options)
{
    struct diff diff = {
        .options = options,
        .allowed = option_is_given(options, OPTION_ALLOW)
                       ? (enum change_severity)option_number(options, OPTION_ALLOW)
                       : change_severity_allowed,
    };
    side_open(&diff.before, options, options->arguments[0]);
    side_open(&diff.after, options, options->arguments[1]);
    size_t breaking = read_sides(&diff) ? report_diff(&diff) : 0;
    int before = session_end(&diff.before.session), after = session_end(&diff.after.session);
    int status = before > after ? before : after;
    return status == STATUS_DONE && breaking ? STATUS_WRONG_INPUT : status;
}

static const enum option_id taken[] = {
    OPTION_VARIANT, OPTION_ALL_VARIANTS, OPTION_ALLOW,       OPTION_WIDTH,
    OPTION_CHIP,    OPTION_OFFSET,       KCONFIG_OPTIONS,    OPTION_JSON,
    OPTION_QUIET,   OPTION_WARNING,      DIAGNOSTIC_OPTIONS,
};

static const struct option_rule rules[] = {
    {OPTION_EXCLUDES, OPTION_VARIANT, OPTION_ALL_VARIANTS, NULL},
};

const struct command command_diff = {
    .name = "diff",
    .arguments = "OLD NEW",
    .summary = "show what a layout change means for existing devices",
    .description =
        "Shows what happens to devices in the field when OLD is replaced by NEW. Each change is\n"
        "classified as `safe` (an over-the-air update is enough), `needs reflash`, `loses data`\n"
        "or `bricks`, with the reason; then both maps follow.\n"
        "\n"
        "OLD and NEW are schemas, lock files, partition CSVs, binary tables or flash dumps; one\n"
        "of them may be `-` (standard input). FILE:VARIANT selects a variant,\n"
        "FILE.lock:REVISION a revision (default: the last). The exit status is 1 if a change is\n"
        "worse than --allow permits (default: needs-reflash) and no `allow` in NEW permits it.",
    TAKES(taken),
    RULES(rules),
    .fewest = 2,
    .most = 2,
    .check = check_usage,
    .run = run,
};
