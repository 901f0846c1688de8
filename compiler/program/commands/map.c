// `map`: draws one or several layouts, as text for a terminal, as SVG or as HTML. Variants that
// have the same layout share a drawing whose title lists all of them; two drawings are compared,
// and changes are marked.
//
// Each layout needs an arena that lives until the picture is drawn. Layouts that join another
// drawing are given up at once, and their arena is used for the next one (`spare`): a schema with a
// thousand variants of three layouts needs three arenas.
//
// The style of a terminal is used only if the picture really goes to one. A file, or a pipe, gets
// the same bytes everywhere.
#include "commands.h"
#include "usage.h"
#include "model.h"
#include "output.h"
#include "terminal.h"
#include "session.h"
#include "text.h"
#include "import_session.h"
#include "print.h"
#include "variants.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>
#include <strings.h>

enum { FILES_LIMIT = 2 };

struct task {
    const struct options *options;
    struct session sessions[FILES_LIMIT];
    struct fit_judge judges[FILES_LIMIT]; // of each session: whether what is in it fits
    size_t count;                         // of sessions that have begun
    struct LIST(struct picture_side) sides;
    struct LIST(struct images) images; // of each of them
    struct names identities;
    struct map sides_by_identity;     // what they have in common, to struct picture_side
    struct LIST(struct arena) arenas; // of the layouts
    struct arena *spare; // one that a layout has had, which joined another side; or null
    struct arena *arena;
};

// What is the same for layouts that share a side.
static const char *identity_of(struct task *task, const struct layout *layout, struct arena *arena)
{
    struct buffer text;
    buffer_init(&text, arena);
    buffer_text(&text, layout->platform->chip);
    buffer_byte(&text, 1);
    picture_identity(layout, &text);
    return names_intern(&task->identities, text.bytes, text.length);
}

// Variants that are laid out alike share a side; its title names them all.
static bool joins_side(struct task *task, const char *identity, const char *title)
{
    struct picture_side *side = map_find(&task->sides_by_identity, identity);
    if (side) {
        side->title = arena_format(task->arena, "%s, %s", side->title, title);
    }
    return side;
}

static struct arena *layout_arena(struct task *task, struct session *session)
{
    struct arena *arena = arena_new(task->arena, sizeof *arena);
    arena_init(arena, session->compilation.arena.exhausted);
    list_append(task->arena, &task->arenas, arena);
    return arena;
}

// Lays out a variant and measures its images, unless its layout is drawn already.
static void add_side(struct task *task, struct session *session, const char *variant,
                     const char *title, bool may_join)
{
    struct arena *arena = task->spare ? task->spare : layout_arena(task, session);
    struct images *images = compilation_images_in(&session->compilation,
                                                  session_invocation(session, ".", variant), arena);
    const struct layout *layout = images ? images->layout : NULL;
    const char *identity = layout && may_join ? identity_of(task, layout, arena) : NULL;
    task->spare = NULL;
    if (!layout || (may_join && joins_side(task, identity, title))) {
        arena_clear(arena);
        task->spare = arena;
        return;
    }
    struct fit_judge *judge = &task->judges[session - task->sessions];
    struct addition_list additions = {0};
    const struct job_list none = {0};
    fit_judge_read(judge, layout, &additions);
    fit_judge_measure(judge, images, &additions, &none);
    struct picture_side *side = arena_new(task->arena, sizeof *side);
    *side = (struct picture_side){
        .layout = layout,
        .title = title,
        .usages = usage_of(session, images, &additions),
    };
    list_append(task->arena, &task->sides, side);
    list_append(task->arena, &task->images, images);
    if (may_join) {
        map_set(task->arena, &task->sides_by_identity, identity, side);
    }
}

static bool is_variant(struct session *session, const char *name)
{
    struct syntax_names variants = variants_list(session);
    for (size_t i = 0; i < variants.count; i++) {
        if (strcmp(variants.items[i]->text, name) == 0) {
            return true;
        }
    }
    return false;
}

// The variants that `--variant A,B` names; null in the list is the schema itself. A word that is a
// variant's name as a whole is not split.
static struct text_list named_variants(struct task *task, struct session *session)
{
    const char *text = option_text(task->options, OPTION_VARIANT);
    struct text_list names = {0};
    if (!text || !strchr(text, ',') || is_variant(session, text)) {
        list_append(task->arena, &names, text);
        return names;
    }
    while (*text) {
        size_t length = strcspn(text, ",");
        list_append(task->arena, &names, arena_copy(task->arena, text, length));
        text += length + (text[length] == ',');
    }
    return names;
}

// All names are checked before the first layout is computed, so that a typing error is reported
// alone.
static void add_named(struct task *task, struct session *session)
{
    struct text_list names = named_variants(task, session);
    for_each (name, &names) {
        if (name && !variants_have(session, name)) {
            return;
        }
    }
    for_each (name, &names) {
        add_side(task, session, name, NULL, false);
    }
}

// Variants join if they are alike, so that a title lists them; the schema without a variant comes
// first, if it can be built.
static void add_all(struct task *task, struct session *session)
{
    struct syntax_names variants = variants_list(session);
    if (variants.count == 0) {
        session->usage_error = variants_none(session);
        return;
    }
    if (model_has_base_target(compilation_outline(&session->compilation))) {
        add_side(task, session, NULL, "no variant", true);
    }
    for (size_t i = 0; i < variants.count; i++) {
        const char *name = variants.items[i]->text;
        add_side(task, session, name, name, true);
    }
}

// A single side is named as any other picture of the schema, and by the variants that it shows.
static void name_only_side(struct task *task)
{
    struct picture_side *side = task->sides.count == 1 ? task->sides.items[0] : NULL;
    if (side && side->title) {
        side->title = arena_format(task->arena, "%s revision %" PRIu64 ": %s", side->layout->name,
                                   side->layout->revision, side->title);
    }
}

// Stops at the first file with errors: a comparison needs both, and the other one's errors would
// hide the first's.
static bool read_files(struct task *task)
{
    for (size_t i = 0; i < task->options->argument_count; i++) {
        struct session *session = &task->sessions[i];
        task->count++;
        if (!session_begin_any(session, task->options, task->options->arguments[i], true)) {
            return false;
        }
        task->arena = &task->sessions[0].compilation.arena;
        task->identities.arena = task->arena;
        fit_judge_init(&task->judges[i], session);
        import_session_note_settings(session, true);
        if (option_is_given(task->options, OPTION_ALL_VARIANTS)) {
            add_all(task, session);
        } else {
            add_named(task, session);
        }
        if (session->usage_error || session->compilation.diagnostics.errors) {
            return false;
        }
        fit_judge_report(&task->judges[i]); // what does not fit is drawn, too
        if (session->usage_error) {
            return false;
        }
    }
    return true;
}

static struct picture_side *copy_sides(struct task *task)
{
    struct picture_side *sides = arena_array(task->arena, task->sides.count, sizeof *sides);
    for (size_t i = 0; i < task->sides.count; i++) {
        sides[i] = *task->sides.items[i];
    }
    return sides;
}

static void write_picture(struct task *task, const struct buffer *picture)
{
    struct session *session = &task->sessions[0];
    const char *output = option_text(task->options, OPTION_OUTPUT);
    struct artifact_list artifacts = {0};
    struct text_list inputs = {0};
    if (!output || strcmp(output, "-") == 0) {
        if (option_is_given(task->options, OPTION_SVG) ||
            option_is_given(task->options, OPTION_HTML)) {
            print_file(session, picture);
        } else {
            print_text(session, picture);
        }
        return;
    }
    artifact_add(task->arena, &artifacts, output, picture);
    for (size_t i = 0; i < task->images.count; i++) {
        session_add_inputs(session, task->images.items[i], &inputs);
    }
    output_write("", &artifacts, &inputs, &session->compilation.diagnostics, NULL);
}

// What a picture is drawn as: what the options say, else the suffix of its file.
enum drawing { DRAW_TEXT, DRAW_SVG, DRAW_HTML, DRAW_NOTHING };

static bool has_suffix(const char *path, const char *suffix)
{
    size_t length = path ? strlen(path) : 0;
    size_t count = strlen(suffix);
    return length > count && strcasecmp(path + length - count, suffix) == 0;
}

static enum drawing drawing_of(const struct options *options)
{
    static const char *const others[] = {".png", ".jpg", ".jpeg", ".gif", ".webp", ".pdf", ".bmp"};
    if (option_is_given(options, OPTION_SVG) || option_is_given(options, OPTION_HTML)) {
        return option_is_given(options, OPTION_SVG) ? DRAW_SVG : DRAW_HTML;
    }
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        if (has_suffix(option_text(options, OPTION_OUTPUT), others[i])) {
            return DRAW_NOTHING;
        }
    }
    bool is_html = has_suffix(option_text(options, OPTION_OUTPUT), ".html") ||
                   has_suffix(option_text(options, OPTION_OUTPUT), ".htm");
    return has_suffix(option_text(options, OPTION_OUTPUT), ".svg") ? DRAW_SVG
           : is_html                                               ? DRAW_HTML
                                                                   : DRAW_TEXT;
}

// Two pictures are compared; three or more are only drawn side by side.
static void draw(struct task *task)
{
    const struct options *options = task->options;
    enum drawing drawing = drawing_of(options);
    name_only_side(task);
    struct picture_side *sides = copy_sides(task);
    size_t count = task->sides.count;
    struct buffer picture;
    buffer_init(&picture, task->arena);
    assert(count > 0); // read_files() found something to draw
    if (count == 2) {
        picture_compare(&sides[0], &sides[1]);
    }
    if (drawing == DRAW_SVG) {
        picture_svg(sides, count, option_size(options, OPTION_WIDTH), &picture);
    } else if (drawing == DRAW_HTML) {
        picture_html(sides, count, &picture);
    } else {
        picture_text(sides, count, terminal_style(options), &picture);
        for (size_t i = 0; option_is_given(options, OPTION_ADD) && i < task->count; i++) {
            fit_judge_summary(&task->judges[i], &picture);
        }
    }
    write_picture(task, &picture);
}

static const char *check_usage(struct arena *arena, const struct options *options)
{
    (void)arena;
    return drawing_of(options) == DRAW_NOTHING
               ? "`map` only draws text, SVG and HTML: use `-o FILE.svg`"
           : drawing_of(options) == DRAW_HTML && option_number(options, OPTION_WIDTH)
               ? "--width is for terminals and --svg: an HTML page adapts to the width of its "
                 "window"
           : option_is_given(options, OPTION_ALL_VARIANTS) && options->argument_count > 1
               ? "--all-variants takes one file"
               : NULL;
}

static int run(const struct options *options)
{
    struct task task = {.options = options};
    int status = STATUS_DONE;
    if (read_files(&task)) {
        draw(&task);
    }
    for (size_t i = 0; i < task.arenas.count; i++) {
        arena_release(task.arenas.items[i]);
    }
    for (size_t i = task.count; i-- > 0;) {
        int result = session_end(&task.sessions[i]);
        status = result > status ? result : status;
    }
    return status;
}

static const enum option_id taken[] = {
    OPTION_OUTPUT, OPTION_VARIANT, OPTION_ALL_VARIANTS, OPTION_VALUES,   OPTION_DEVICE,
    OPTION_ADD,    OPTION_MAX_USE, OPTION_SVG,          OPTION_HTML,     OPTION_WIDTH,
    OPTION_CHIP,   OPTION_OFFSET,  OPTION_DEFINE,       KCONFIG_OPTIONS, DIAGNOSTIC_OPTIONS,
};

static const struct option_rule rules[] = {
    {OPTION_EXCLUDES, OPTION_SVG, OPTION_HTML, NULL},
    {OPTION_EXCLUDES, OPTION_VARIANT, OPTION_ALL_VARIANTS, NULL},
};

const struct command command_map = {
    .name = "map",
    .arguments = "FILE [NEW]",
    .summary = "draw the flash layout",
    .description =
        "Draws the flash to scale: each partition and gap with its address, its size, what it\n"
        "contains and how full it is. The map is drawn for the terminal, as wide as the\n"
        "terminal (or COLUMNS), or as SVG or HTML. If standard output is not a terminal, the\n"
        "map has 80 columns and uses ASCII only.\n"
        "\n"
        "Two files, two variants (--variant A,B) or all variants are drawn side by side. Images\n"
        "are built in memory to find out their size, but no program is started. With --add, what\n"
        "is free and how full the fullest slot is are printed below the map.",
    TAKES(taken),
    RULES(rules),
    .fewest = 1,
    .most = 2,
    .begins_with_file = true,
    .check = check_usage,
    .run = run,
};
