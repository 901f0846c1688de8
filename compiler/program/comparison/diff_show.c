// A comparison for people, with both maps, and for programs.
#include "diff.h"
#include "picture.h"
#include "terminal.h"

#include <unistd.h>

static void append_head(struct buffer *out, const struct side *side)
{
    const struct layout *layout = side->layout;
    buffer_format(out, "%s", side->path);
    if (layout->invocation.variant) {
        buffer_format(out, " (variant %s)", layout->invocation.variant);
    }
    if (!side_is_bare(side)) {
        buffer_format(out, ", revision %llu", (unsigned long long)layout->revision);
    }
}

// The last line says what the exit status is about.
static void append_sum(const struct diff *diff, struct buffer *out)
{
    const struct change_list *changes = &diff->comparison.changes;
    if (changes->count == 0) {
        buffer_text(out, "Nothing changes for devices.\n");
    } else if (diff->breaking) {
        buffer_format(out, "%zu %s worse than `%s`.\n", diff->breaking,
                      diff->breaking == 1 ? "change is" : "changes are",
                      change_severity_name(diff->allowed));
    } else {
        buffer_format(out, "No change is worse than `%s`%s.\n", change_severity_name(diff->allowed),
                      comparison_worst(&diff->comparison) > diff->allowed
                          ? ", except those that are allowed"
                          : "");
    }
}

// A partition that several changes are about has one mark, with the names of all their rules.
static void mark(struct arena *arena, struct picture_side *side, const struct partition *partition,
                 const struct change *change)
{
    static const enum picture_tone tones[CHANGE_SEVERITY_COUNT] = {
        [CHANGE_SAFE] = TONE_GOOD,
        [CHANGE_NEEDS_REFLASH] = TONE_NOTABLE,
        [CHANGE_LOSES_DATA] = TONE_BAD,
        [CHANGE_BRICKS] = TONE_BAD,
    };
    struct picture_mark *known = side->marks[partition->index];
    if (known) {
        known->text = arena_format(arena, "%s, %s", known->text, change->rule->name);
        return;
    }
    struct picture_mark *after = arena_new(arena, sizeof *after);
    *after = (struct picture_mark){change->rule->name, tones[change->severity]};
    side->marks[partition->index] = after;
}

// The changes at the partitions that they are about: the new ones, or the old ones that are gone.
// They come with the worst first, which gives the mark its tone.
static void add_marks(const struct diff *diff, struct picture_side *before,
                      struct picture_side *after, struct arena *arena)
{
    picture_begin_marks(before);
    picture_begin_marks(after);
    for_each (change, &diff->comparison.changes) {
        if (change->after) {
            mark(arena, after, change->after, change);
        } else if (change->before) {
            mark(arena, before, change->before, change);
        }
    }
}

// In a file there is room for both beside each other.
static struct picture_style picture_style(const struct options *options)
{
    enum { WIDTH_OF_PAIR = 130 };
    struct picture_style style = terminal_style(options);
    bool is_chosen = option_number(options, OPTION_WIDTH) || isatty(STDOUT_FILENO);
    style.width = is_chosen ? style.width : WIDTH_OF_PAIR;
    return style;
}

// Both layouts side by side, where they differ.
static void append_maps(const struct diff *diff, struct buffer *out)
{
    struct picture_side before = {.layout = diff->before.layout},
                        after = {.layout = diff->after.layout};
    before.title = side_is_bare(&diff->before) ? diff->before.path : NULL;
    after.title = side_is_bare(&diff->after) ? diff->after.path : NULL;
    add_marks(diff, &before, &after, out->arena);
    bool is_same = picture_is_same(before.layout, after.layout);
    if (diff->comparison.changes.count && !is_same) {
        buffer_text(out, "\n");
        picture_pair(&before, &after, picture_style(diff->options), out);
    }
}

void diff_text(const struct diff *diff, struct buffer *out)
{
    append_head(out, &diff->before);
    buffer_text(out, " -> ");
    append_head(out, &diff->after);
    buffer_text(out, "\n\n");
    comparison_text(&diff->comparison, out);
    append_sum(diff, out);
    append_maps(diff, out);
}

// Whether a place is the user's: not in a built-in platform, nor in a schema made of a table.
static bool is_place(const struct side *side, struct span span)
{
    return span_is_known(span) && !side_is_bare(side) &&
           !sources_find(&side->session.compilation.sources, span.start)->built_in;
}

static void put_place(struct json *json, const struct side *side, struct span span)
{
    if (is_place(side, span)) {
        struct place place = sources_place(&side->session.compilation.sources, span.start);
        json_text(json, "file", place.source->path);
        json_integer(json, "line", place.line);
        json_integer(json, "column", place.column);
    }
}

static void put_partition(struct json *json, const char *key, const struct side *side,
                          const struct partition *partition, struct span span)
{
    if (!partition && !is_place(side, span)) {
        return;
    }
    json_open_object(json, key);
    if (partition) {
        json_text(json, "partition", partition->label);
        json_text(json, "table", partition->table->name);
        json_text(json, "type", comparison_type(side->layout->arena, partition));
        if (partition->lifetime != LIFETIME_DEFAULT) {
            json_text(json, "lifetime", lifetime_name(partition->lifetime));
        }
        json_integer(json, "offset", partition->offset);
        json_integer(json, "size", partition->size);
    }
    put_place(json, side, span);
    json_close(json);
}

static void put_change(struct json *json, const struct diff *diff, const struct change *change)
{
    json_open_object(json, NULL);
    json_text(json, "class", change_severity_name(change->severity));
    json_text(json, "rule", change->rule->name);
    json_text(json, "subject", change->subject);
    json_text(json, "reason", change->reason);
    if (change->allowance) {
        json_text(json, "allowed", change->allowance->reason);
    }
    put_partition(json, "old", &diff->before, change->before, change->before_span);
    put_partition(json, "new", &diff->after, change->after, change->after_span);
    json_close(json);
}

static void put_side(struct json *json, const char *key, const struct side *side)
{
    json_open_object(json, key);
    json_text(json, "file", side->path);
    if (!side_is_bare(side)) {
        json_integer(json, "revision", side->layout->revision);
    }
    if (side->layout->invocation.variant) {
        json_text(json, "variant", side->layout->invocation.variant);
    }
    json_text(json, "chip", side->layout->platform->chip);
    json_close(json);
}

void diff_json(const struct diff *diff, struct json *json)
{
    const struct comparison *comparison = &diff->comparison;
    json_open_object(json, NULL);
    put_side(json, "old", &diff->before);
    put_side(json, "new", &diff->after);
    json_text(json, "allow", change_severity_name(diff->allowed));
    json_integer(json, "breaking", diff->breaking);
    if (comparison->changes.count) {
        json_text(json, "worst", change_severity_name(comparison_worst(comparison)));
    }
    json_open_array(json, "changes");
    for (size_t i = 0; i < comparison->changes.count; i++) {
        put_change(json, diff, comparison->changes.items[i]);
    }
    json_close(json);
    json_close(json);
}
