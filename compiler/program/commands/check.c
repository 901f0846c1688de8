// `check`: finds what `build` would find, and writes nothing.
//
// Each variant is laid out in turn, in memory that is given up before the next. Its images are made
// and dropped. What they report becomes part of the compilation once all variants are laid out,
// since that may read files, too.
#include "commands.h"
#include "emit.h"
#include "fit_judge.h"
#include "fix.h"
#include "jobs.h"
#include "model.h"
#include "outputs.h"
#include "variants.h"

#include <string.h>

struct checker {
    struct session *session;
    struct outputs outputs;
    struct image_settings settings;
    struct findings findings;
    struct fit_judge fits;
    bool is_sound; // nothing is wrong with the schema as it was read
};

// Whether an image can be built here and now: those of single devices need a row of values, and
// a slot of updates has the image of its family.
static bool has_image(const struct checker *checker, const struct images *images,
                      const struct partition *partition)
{
    const struct image_plan *plan = image_plan_of(images, partition);
    return plan && !plan->is_bad && !partition->is_absent && image_is_judged(partition) &&
           (!plan->is_per_device || checker->settings.values);
}

// The images are dropped as soon as they are made; only findings are kept.
static void judge_images(struct checker *checker, const struct images *images)
{
    const struct layout *layout = images->layout;
    struct arena *arena = &checker->session->compilation.arena;
    struct job_list jobs = {0};
    struct addition_list additions = {0};
    fit_judge_read(&checker->fits, layout, &additions);
    for_each (partition, &layout->partitions) {
        bool is_replaced = fit_judge_find(&additions, partition) != NULL;
        if (!is_replaced && has_image(checker, images, partition)) {
            struct job *job = job_new(checker->session, images, partition, partition->label);
            job->request.settings = &checker->settings;
            list_append(arena, &jobs, job);
        }
    }
    jobs_judge(checker->session, &jobs, &checker->findings);
    fit_judge_measure(&checker->fits, images, &additions, &jobs);
}

static void check_variant(struct checker *checker, struct arena *arena, const char *variant)
{
    struct session *session = checker->session;
    struct compilation *compilation = &session->compilation;
    arena_clear(arena); // of the variant before
    const struct images *images =
        compilation_images_to_check(compilation, session_invocation(session, ".", variant), arena);
    bool is_clean = compilation->diagnostics.errors == 0;
    for (size_t i = 0; images && is_clean && i < checker->outputs.emitters.count; i++) {
        const struct emitter *emitter = checker->outputs.emitters.items[i];
        if (emitter->check) {
            emitter->check(images->layout, images, &compilation->diagnostics);
        }
    }
    if (images && checker->is_sound) {
        judge_images(checker, images);
    }
}

// Abstract variants that are a part of no other: only what they say on top of the schema is known.
static void check_unused(struct checker *checker, struct arena *arena)
{
    const struct syntax_names *unused =
        &compilation_outline(&checker->session->compilation)->unused;
    for (size_t i = 0; i < unused->count; i++) {
        check_variant(checker, arena, unused->items[i]->text);
    }
}

static void check_variants(struct checker *checker, const char *variant)
{
    struct session *session = checker->session;
    struct syntax_names variants = variants_list(session);
    bool has_base =
        variants.count == 0 || model_has_base_target(compilation_outline(&session->compilation));
    struct arena arena; // of one variant at a time
    arena_init(&arena, session->compilation.arena.exhausted);
    checker->is_sound = session->compilation.diagnostics.errors == 0;
    if (variant || has_base) {
        check_variant(checker, &arena, variant);
    }
    for (size_t i = 0; !variant && i < variants.count; i++) {
        check_variant(checker, &arena, variants.items[i]->text);
    }
    if (!variant && has_base) {
        check_unused(checker, &arena);
    }
    arena_release(&arena);
}

// With --variant, the lock is not checked as a whole: lock_check_all() would report all other
// variants as gone.
static void check(struct session *session)
{
    const char *variant = option_text(session->options, OPTION_VARIANT);
    struct checker checker = {.session = session, .settings = session->options->images};
    checker.settings.is_check = true;
    findings_init(&checker.findings, &session->compilation.arena);
    fit_judge_init(&checker.fits, session);
    outputs_begin(&checker.outputs, session);
    if (variant && !variants_have(session, variant)) {
        return;
    }
    check_variants(&checker, variant);
    fit_judge_report(&checker.fits);
    if (!session->usage_error && option_is_given(session->options, OPTION_JSON)) {
        fit_judge_print_json(&checker.fits);
    } else if (!session->usage_error && !option_is_given(session->options, OPTION_QUIET)) {
        fit_judge_print(&checker.fits);
    }
    jobs_report(session, &checker.findings);
    if (!variant && session->compilation.lock_context.lock) {
        lock_check_all(&session->compilation.lock_context);
    }
}

static void read_and_check(struct session *session, const struct options *options)
{
    if (session_begin_any(session, options, options->arguments[0], false) &&
        session_read_lock(session)) {
        check(session);
    }
}

static const char *check_usage(struct arena *arena, const struct options *options)
{
    (void)arena;
    return option_is_given(options, OPTION_FIX) && strcmp(options->arguments[0], "-") == 0
               ? "--fix needs a file that it can write; standard input is none"
               : NULL;
}

// What was fixed may have hidden other mistakes: the new text is checked from its start.
static int run(const struct options *options)
{
    struct session session;
    read_and_check(&session, options);
    if (option_is_given(options, OPTION_FIX) && fix_schema(&session)) {
        compilation_release(&session.compilation);
        read_and_check(&session, options);
    }
    return session_end(&session);
}

static const enum option_id taken[] = {
    OPTION_VARIANT,  OPTION_VALUES, OPTION_DEVICE,  OPTION_ADD,         OPTION_MAX_USE,
    OPTION_JSON,     OPTION_CHIP,   OPTION_OFFSET,  OPTION_DEFINE,      OPTION_FIX,
    KCONFIG_OPTIONS, OPTION_QUIET,  OPTION_WARNING, DIAGNOSTIC_OPTIONS,
};

const struct command command_check = {
    .name = "check",
    .arguments = "FILE",
    .summary = "report mistakes without writing anything, or fix those it can",
    .description =
        "Checks a schema and all its variants, or a partition CSV or binary table directly.\n"
        "Images are built in memory, to report what `build` would report about their data, but\n"
        "no program is started, and an input that does not exist yet is only a note. With\n"
        "--values, each row of the CSV is checked; with --device, one of them.\n"
        "\n"
        "For each application and bootloader, and each file that `--add` names, a table lists\n"
        "its size, how much of its place it takes, and what is left after the `headroom`:\n"
        "`--add ota_0=app.bin --add bootloader=bootloader.bin --add main=partition-table.bin`.\n"
        "\n"
        "`--fix` writes into FILE what was meant where that is certain, such as a missing `;`, "
        "and\n"
        "reports the rest. It never chooses between several ways out.",
    TAKES(taken),
    .fewest = 1,
    .most = 1,
    .begins_with_file = true,
    .check = check_usage,
    .run = run,
};
