// Compiles a schema with changes in its text: a compilation of its own, in memory that is given
// back at once. The lock is read as well, so that what it forbids is not offered.
#include "trial.h"

#include "model.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

bool trial_is_of_room(enum code code)
{
    return code == CODE_NO_ROOM || code == CODE_NO_ROOM_FOR_TABLE || code == CODE_BAD_FILL ||
           code == CODE_OUT_OF_BOUNDS || code == CODE_OVERLAP;
}

static int compare_changes(const void *a, const void *b)
{
    const struct text_change *first = *(const struct text_change *const *)a;
    const struct text_change *second = *(const struct text_change *const *)b;
    return (first->span.start > second->span.start) - (first->span.start < second->span.start);
}

// Places are offsets into all sources; in the text they count from its start.
static struct buffer change_text(struct arena *arena, const struct source *source,
                                 const struct text_change_list *changes)
{
    struct buffer text;
    struct text_change_list sorted = {0};
    uint32_t done = 0;
    buffer_init(&text, arena);
    for_each (change, changes) {
        list_append(arena, &sorted, change);
    }
    if (sorted.count > 1) {
        qsort(sorted.items, sorted.count, sizeof *sorted.items, compare_changes);
    }
    for_each (change, &sorted) {
        uint32_t start = change->span.start - source->start;
        buffer_bytes(&text, source->bytes + done, start - done);
        buffer_text(&text, change->text);
        done = change->span.end - source->start;
    }
    buffer_bytes(&text, source->bytes + done, source->length - done);
    return text;
}

// What had no place cannot have been moved.
static void judge_partition(const struct partition *before, const struct partition *after,
                            struct repair_cost *cost)
{
    bool is_moved = before->is_placed && before->offset != after->offset;
    bool is_resized = before->size != after->size;
    cost->moved += is_moved;
    cost->resized += is_resized;
    if (is_moved) {
        cost->bytes += before->offset > after->offset ? before->offset - after->offset
                                                      : after->offset - before->offset;
    }
    if (is_resized) {
        cost->bytes +=
            before->size > after->size ? before->size - after->size : after->size - before->size;
    }
}

static bool is_placed(const struct layout *layout)
{
    for_each (partition, &layout->partitions) {
        if (!partition->is_placed) {
            return false;
        }
    }
    return true;
}

// Devices can rely only on what is within their flash.
static bool is_within(const struct partition *partition)
{
    uint64_t end;
    return partition->is_placed && size_add(partition->offset, partition->size, &end) &&
           end <= partition->table->flash->size;
}

// What devices rely on stays where it is, also where another change would push it away.
static bool keeps_settled(const struct layout *before, const struct layout *after)
{
    if (before->partitions.count != after->partitions.count) {
        return false;
    }
    for (size_t i = 0; i < after->partitions.count; i++) {
        const struct partition *old = before->partitions.items[i];
        const struct partition *now = after->partitions.items[i];
        bool is_settled = old->is_frozen || old->lifetime == LIFETIME_PRESERVE;
        if (is_settled && is_within(old) &&
            (old->offset != now->offset || old->size != now->size)) {
            return false;
        }
    }
    return true;
}

// What it does to devices can be told only from a layout that had places for all partitions.
static struct repair_cost cost_of(struct arena *arena, const struct layout *before,
                                  const struct layout *after)
{
    struct repair_cost cost = {0};
    if (!before || before->partitions.count != after->partitions.count) {
        return cost;
    }
    for (size_t i = 0; i < after->partitions.count; i++) {
        judge_partition(before->partitions.items[i], after->partitions.items[i], &cost);
    }
    if (is_placed(before)) {
        struct comparison comparison;
        comparison_begin(&comparison, arena, before, after);
        comparison_run(&comparison);
        cost.severity = comparison_worst(&comparison);
    }
    return cost;
}

// The diagnostics of a trial are only counted: nobody sees them. `has_room` is asked for while much
// else may still be wrong, as rules of sizes are in a schema that asks for as little as it can.
struct trial_result trial_run(struct trials *trials, const struct text_change_list *changes)
{
    const struct repair_request *request = trials->request;
    const struct compilation *original = request->compilation;
    const struct source *source = original->file->source;
    struct trial_result result = {0};
    struct compilation compilation;
    if (trials->left == 0) {
        return result;
    }
    trials->left--;
    compilation_init(&compilation, original->sources.host, original->arena.exhausted);
    compilation.diagnostics.settings = original->diagnostics.settings;
    struct buffer text = change_text(&compilation.arena, source, changes);
    if (compilation_read_text(&compilation, source->path, text.bytes, text.length) &&
        compilation_read_kconfig(&compilation, request->kconfig) &&
        compilation_read_lock(&compilation, source->path)) {
        const struct layout *layout = compilation_layout(&compilation, request->invocation);
        const struct layout *rough =
            layout ? layout : compilation_rough_layout(&compilation, request->invocation);
        result.is_placed = rough && is_placed(rough);
        result.has_room = result.is_placed;
        for_each (diagnostic, &compilation.diagnostics.kept) {
            result.has_room &= !trial_is_of_room(diagnostic->code);
        }
        result.is_good = layout && compilation.diagnostics.errors == 0 &&
                         (!trials->before || keeps_settled(trials->before, layout));
        if (result.is_good) {
            result.cost = cost_of(&compilation.arena, trials->before, layout);
        }
    }
    compilation_release(&compilation);
    return result;
}

int repair_cost_compare(const struct repair_cost *a, const struct repair_cost *b)
{
    if (a->severity != b->severity) {
        return a->severity < b->severity ? -1 : 1;
    }
    if (a->moved != b->moved) {
        return a->moved < b->moved ? -1 : 1;
    }
    if (a->resized != b->resized) {
        return a->resized < b->resized ? -1 : 1;
    }
    return (a->bytes > b->bytes) - (a->bytes < b->bytes);
}
