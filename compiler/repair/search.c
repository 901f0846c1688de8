// Tries single changes: a smaller size, another place or none, a larger flash.
//
// A smaller partition never takes room away, so that halving finds the least that is enough. Places
// are not ordered by that: the ends of other partitions are tried, and the places before them.
#include "search.h"

#include "text.h"

enum { LARGEST_FLASH = 128 << 20 };

const struct text_change *search_change(struct arena *arena, struct span span, const char *text)
{
    struct text_change *change = arena_new(arena, sizeof *change);
    *change = (struct text_change){span, text};
    return change;
}

// With what is common to all trials.
static struct text_change_list with(const struct repair_search *search, const struct demand *demand,
                                    const char *value)
{
    struct text_change_list changes = {0};
    for_each (change, &search->base) {
        list_append(search->arena, &changes, change);
    }
    if (demand) {
        const char *text =
            *value ? arena_format(search->arena, "%s%s%s", demand->before, value, demand->after)
                   : "";
        list_append(search->arena, &changes, search_change(search->arena, demand->span, text));
    }
    return changes;
}

// An empty value gives the clause up.
static struct trial_result try(struct repair_search *search, const struct demand *demand,
                               const char *value)
{
    const struct text_change_list changes = with(search, demand, value);
    return trial_run(&search->trials, &changes);
}

// Kept in order; of equal ones, the first found stays first.
static void keep(struct repair_search *search, const struct demand *demand, const char *value,
                 const struct trial_result *result, const char *title)
{
    struct repair_offering *found = arena_new(search->arena, sizeof *found);
    *found = (struct repair_offering){
        .title = !search->title ? title
                 : title        ? arena_format(search->arena, "%s, and %s", search->title, title)
                                : search->title,
        .changes = with(search, demand, value),
        .cost = result->cost,
    };
    list_append(search->arena, &search->offers, found);
    for (size_t i = search->offers.count - 1; i > 0; i--) {
        const struct repair_offering *before = search->offers.items[i - 1];
        if (repair_cost_compare(&before->cost, &found->cost) <= 0) {
            break;
        }
        search->offers.items[i - 1] = found;
        search->offers.items[i] = before;
    }
}

// Only whether there is room is halved for: a size in between may break a rule that the least one
// does not.
static void try_size(struct repair_search *search, const struct demand *demand)
{
    struct arena *arena = search->arena;
    uint64_t most = demand->value > demand->step ? (demand->value - 1) / demand->step : 0;
    uint64_t least = 1; // steps by which it is made smaller
    if (most == 0 ||
        !try(search, demand, text_size(arena, demand->value - most * demand->step)).has_room) {
        return;
    }
    while (least < most) {
        uint64_t middle = least + (most - least) / 2;
        const char *value = text_size(arena, demand->value - middle * demand->step);
        if (try(search, demand, value).has_room) {
            most = middle;
        } else {
            least = middle + 1;
        }
    }
    uint64_t size = demand->value - most * demand->step;
    static const uint64_t units[] = {1, 64 << 10, 256 << 10, 1 << 20}; // as rules ask for
    for (size_t i = 0; i < sizeof units / sizeof *units && size >= units[i]; i++) {
        uint64_t rounded = size_align_down(size, units[i]);
        const char *value = text_size(arena, rounded);
        struct trial_result result = try(search, demand, value);
        if (result.is_good) {
            keep(search, demand, value, &result,
                 arena_format(arena, "make `%s` %s smaller: `size %s`", demand->name,
                              text_size(arena, demand->value - rounded), value));
            return;
        }
    }
}

struct place_search {
    struct repair_search *search;
    const struct demand *demand;
    const struct partition *partition;
    bool is_found;
    struct trial_result best;
    const char *value;
};

// The cheapest place is kept; of equally cheap ones, the first.
static void try_offset(struct place_search *place, uint64_t offset)
{
    const char *value = text_offset(place->search->arena, offset);
    if (offset == place->partition->offset) {
        return;
    }
    struct trial_result result = try(place->search, place->demand, value);
    bool is_better = result.is_good &&
                     (!place->is_found || repair_cost_compare(&result.cost, &place->best.cost) < 0);
    if (is_better) {
        place->is_found = true;
        place->best = result;
        place->value = value;
    }
}

// The end of what is placed one after the other from a partition on.
static uint64_t run_end(const struct layout *layout, const struct partition *first)
{
    uint64_t end = first->offset + first->size;
    for_each (partition, &layout->partitions) {
        const struct partition *before = partition;
        while (before && before != first) {
            before = before->follows;
        }
        if (before && partition->is_placed && partition->offset + partition->size > end) {
            end = partition->offset + partition->size;
        }
    }
    return end;
}

// So that it, or it and all that follow it, end at a place.
static void try_before(struct place_search *place, uint64_t at, uint64_t align)
{
    const struct partition *partition = place->partition;
    uint64_t run = run_end(place->search->layout, partition) - partition->offset;
    if (at >= partition->size) {
        try_offset(place, size_align_down(at - partition->size, align));
    }
    if (at >= run && run != partition->size) {
        try_offset(place, size_align_down(at - run, align));
    }
}

// Right after another partition, or right before it, or at the ends of the table's region.
static void try_neighbours(struct place_search *place)
{
    const struct partition *partition = place->partition;
    uint64_t align = partition->align > 4096 ? partition->align : 4096;
    uint64_t end;
    for_each (other, &place->search->layout->partitions) {
        if (other != partition && other->is_placed && other->table == partition->table) {
            if (size_add(other->offset, other->size, &end) && size_align_up(end, align, &end)) {
                try_offset(place, end);
            }
            try_before(place, other->offset, align);
        }
    }
    if (size_align_up(partition->table->start, align, &end)) {
        try_offset(place, end);
    }
    try_before(place, partition->table->flash->size, align);
}

// A partition without `at` follows the one before it, which moves no more than it must.
static void try_place(struct repair_search *search, const struct demand *demand)
{
    struct arena *arena = search->arena;
    struct place_search place = {
        .search = search, .demand = demand, .partition = demand->partition};
    struct trial_result result = try(search, demand, "");
    if (result.is_good) {
        keep(search, demand, "", &result,
             arena_format(arena, "let `%s` follow what is before it: no `at`", demand->name));
    }
    if (place.partition && place.partition->is_placed) {
        try_neighbours(&place);
    }
    if (place.is_found) {
        keep(search, demand, place.value, &place.best,
             arena_format(arena, "move `%s`: `at %s`", demand->name, place.value));
    }
}

// Flash chips come in powers of two; the smallest that is enough is offered.
static void try_flash(struct repair_search *search, const struct demand *demand)
{
    for (uint64_t size = demand->value * 2; size && size <= LARGEST_FLASH; size *= 2) {
        const char *value = text_size(search->arena, size);
        struct trial_result result = try(search, demand, value);
        if (result.is_good) {
            result.cost.severity =
                CHANGE_BRICKS; // also where no layout tells: it is another device
            keep(search, demand, value, &result,
                 arena_format(search->arena, "use a larger flash: `flash %s`", value));
            return;
        }
    }
}

// Every demand once, in the order of the text, which decides between equals.
void search_offers(struct repair_search *search)
{
    struct trial_result alone = search->grown ? try(search, NULL, "") : (struct trial_result){0};
    if (alone.is_good) {
        keep(search, NULL, "", &alone, NULL); // and whatever else is changed costs more
        return;
    }
    for_each (demand, &search->demands) {
        if (demand->is_settled || demand == search->grown) {
            continue;
        }
        switch (demand->kind) {
        case DEMAND_SIZE:
            try_size(search, demand);
            break;
        case DEMAND_PLACE:
            try_place(search, demand);
            break;
        case DEMAND_FLASH:
            try_flash(search, demand);
            break;
        }
    }
}
