// Looks for changes that make room, where a layout has none.
//
// Which demands conflict is found by letting go of one after the other: what can be let go while
// there is still no room has no part in it, so that the rest is a smallest set, none of which can
// be left out. What would end the conflict is found by trying: each size made smaller (halving
// finds the least that is enough), each place changed or given up, the flash made larger. Every
// offer was compiled, with the lock, and the cheapest come first.
#include "repair.h"

#include "search.h"
#include "text.h"

#include <string.h>

enum {
    TRIAL_LIMIT = 1500,    // compilations; each takes about a millisecond
    BYTE_LIMIT = 32 << 20, // that are read for them in all: a Kconfig tree may have megabytes
    DEMAND_LIMIT = 150,    // more are not looked through
    OFFER_LIMIT = 3,
};

// How many compilations are worth it.
static size_t trial_limit(const struct compilation *compilation)
{
    size_t bytes = 1;
    for_each (source, &compilation->sources.files) {
        bytes += source->built_in ? 0 : source->length;
    }
    return bytes > BYTE_LIMIT / TRIAL_LIMIT ? BYTE_LIMIT / bytes : TRIAL_LIMIT;
}

// The first that says there is no room, if nothing else is wrong; of a variant only if the command
// line asks for that one.
static struct diagnostic *find_shortage(const struct repair_request *request)
{
    struct diagnostic *found = NULL;
    for_each (diagnostic, &request->compilation->diagnostics.kept) {
        if (diagnostic->severity != SEVERITY_ERROR) {
            continue;
        }
        bool is_short = trial_is_of_room(diagnostic->code) || diagnostic->shortage.partition;
        bool is_of_variant = diagnostic->context && !request->invocation.variant;
        if (!is_short) {
            return NULL;
        }
        found = found || is_of_variant ? found : diagnostic;
    }
    return found;
}

// What is left when nothing more can be let go.
static struct demand_list find_conflict(struct repair_search *search)
{
    struct arena *arena = search->arena;
    struct demand_list conflict = {0};
    struct text_change_list relaxed = search->base;
    for (size_t i = search->demands.count; i-- > 0;) {
        const struct demand *demand = search->demands.items[i];
        struct text_change_list more = {0};
        list_append(arena, &more, search_change(arena, demand->span, demand->relaxed));
        for_each (change, &relaxed) {
            list_append(arena, &more, change);
        }
        const struct trial_result result = trial_run(&search->trials, &more);
        if (result.has_room || search->trials.left == 0) {
            list_append(arena, &conflict, search->demands.items[i]);
        } else if (result.is_placed) {
            relaxed = more; // else its type does not let it go, and it is no demand of the schema
        }
    }
    return conflict;
}

// They were found from the end of the text to its start.
static void note_conflict(struct repair_search *search, struct diagnostic *diagnostic)
{
    struct demand_list conflict = find_conflict(search);
    struct buffer text;
    if (conflict.count == 0 || search->trials.left == 0) {
        return;
    }
    buffer_init(&text, search->arena);
    for (size_t i = conflict.count; i-- > 0;) {
        const struct demand *demand = conflict.items[i];
        const char *separator = i + 1 == conflict.count ? "" : i == 0 ? " and " : ", ";
        buffer_format(&text, "%s%s", separator, demand->words);
    }
    add_note(diagnostic, (struct span){0},
             conflict.count == 1 ? "%s is what leaves no room" : "these conflict: %s", text.bytes);
}

// More would not be read.
static void offer(const struct repair_search *search, struct diagnostic *diagnostic)
{
    size_t count = 0;
    for_each (found, &search->offers) {
        if (count++ < OFFER_LIMIT) {
            add_remedy(diagnostic, found->title);
            for_each (change, &found->changes) {
                add_edit(diagnostic, change->span, change->text);
            }
        }
    }
}

// A partition that must grow gets its size first; what else must change for that is searched. A
// fill gets a `min`.
static bool enlarge(struct repair_search *search, const struct diagnostic *diagnostic)
{
    const char *name = diagnostic->shortage.partition;
    for_each (demand, &search->demands) {
        if (demand->kind == DEMAND_SIZE && strcmp(demand->name, name) == 0 && demand->value &&
            !demand->is_settled) {
            uint64_t size;
            if (!size_align_up(diagnostic->shortage.needed, demand->step, &size)) {
                return false;
            }
            const char *text = text_size(search->arena, size);
            list_append(search->arena, &search->base,
                        search_change(search->arena, demand->span, text));
            search->title = arena_format(search->arena, "enlarge `%s` to %s", name, text);
            search->grown = demand;
            return true;
        }
    }
    return false;
}

// The diagnostic is in the arena of the compilation, as is all that is added to it.
static void repair(const struct repair_request *request, struct diagnostic *diagnostic,
                   const struct layout *rough)
{
    struct arena *arena = &request->compilation->arena;
    struct repair_search search = {
        .arena = arena,
        .layout = rough,
        .trials = {.request = request, .before = rough, .left = trial_limit(request->compilation)},
        .demands = demands_find(request->compilation, request->invocation.variant, rough),
    };
    if (search.demands.count > DEMAND_LIMIT ||
        (diagnostic->shortage.partition && !enlarge(&search, diagnostic))) {
        return;
    }
    if (!search.grown) {
        note_conflict(&search, diagnostic);
    }
    search_offers(&search);
    offer(&search, diagnostic);
}

// A schema of standard input or in memory has no file that could be changed, but its text is known.
void repair_offer(const struct repair_request *request)
{
    struct compilation *original = request->compilation;
    struct diagnostic *diagnostic = original->file ? find_shortage(request) : NULL;
    struct compilation rough;
    if (!diagnostic || damage_is_any(&original->syntax.damage)) {
        return;
    }
    const struct source *source = original->file->source;
    compilation_init(&rough, original->sources.host, original->arena.exhausted);
    if (compilation_read_text(&rough, source->path, source->bytes, source->length) &&
        compilation_read_kconfig(&rough, request->kconfig)) {
        const struct layout *layout = compilation_rough_layout(&rough, request->invocation);
        if (layout) {
            repair(request, diagnostic, layout);
        }
    }
    compilation_release(&rough);
}
