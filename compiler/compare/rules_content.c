// Rules about what fills partitions: images, formats of file systems and NVS, records and keys.
//
// They need the plans of images of both layouts, so they apply to two schemas (`diff`), and never
// to a lock, which does not contain what fills partitions (is_inner).
#include "rules.h"

#include "text.h"

#include <string.h>

static const struct image_plan *before_plan(const struct comparison *comparison,
                                            const struct pair *pair)
{
    return image_plan_of(comparison->before_images, pair->before);
}

static const struct image_plan *after_plan(const struct comparison *comparison,
                                           const struct pair *pair)
{
    return image_plan_of(comparison->after_images, pair->after);
}

// What flashing a new image does to what a device has.
static const struct consequence replaced[KEPT_COUNT] = {
    [KEPT_SLOT] = {CHANGE_SAFE, "an update over the air installs it"},
    [KEPT_SCRATCH] = {CHANGE_SAFE, "the old one does not matter"},
    [KEPT_SETTINGS] = {CHANGE_NEEDS_REFLASH, "a device keeps its old values until it is flashed, "
                                             "which overwrites everything it has stored there"},
    [KEPT_FILES] = {CHANGE_NEEDS_REFLASH, "a device keeps its old files until it is flashed, which "
                                          "overwrites everything it has stored there"},
    [KEPT_SECRETS] = {CHANGE_LOSES_DATA, "flashing a device with it overwrites its own keys, and "
                                         "nothing encrypted with them can be read"},
};

static const struct consequence replaced_other = {CHANGE_NEEDS_REFLASH,
                                                  "a device keeps the old one until it is flashed"};

static const struct consequence replaced_ring = {
    CHANGE_NEEDS_REFLASH, "a device keeps its records until it is flashed, which overwrites "
                          "everything that firmware has appended"};

static const struct consequence replaced_preserved = {
    CHANGE_SAFE, "only blank devices get it; all others keep what they have"};

static const struct consequence *image_consequence(const struct comparison *comparison,
                                                   const struct pair *pair)
{
    enum kept_data kept = kept_data_of(comparison->after, pair->after);
    if (pair->after->lifetime == LIFETIME_PRESERVE) {
        return &replaced_preserved;
    }
    const struct image_plan *plan = before_plan(comparison, pair);
    const struct consequence *other = plan && plan->ring ? &replaced_ring : &replaced_other;
    return replaced[kept].text ? &replaced[kept] : other;
}

void compare_image(struct comparison *comparison)
{
    for_each (pair, &comparison->pairs) {
        if (!pair->is_image_changed) {
            continue;
        }
        const struct consequence *consequence = image_consequence(comparison, pair);
        change_pair(comparison, consequence->severity, pair, "the image of %s changed: %s",
                    partition_name(comparison, comparison->after, pair->after), consequence->text);
    }
}

static const struct content_form *find_form(const struct image_plan *plan, const char *name)
{
    for_each (form, &plan->forms) {
        if (strcmp(form->name, name) == 0) {
            return form;
        }
    }
    return NULL;
}

// What firmware of the new layout makes of what a device has.
static const struct consequence misreadings[KEPT_COUNT] = {
    [KEPT_DATA] = {CHANGE_LOSES_DATA, "firmware cannot read what a device has stored there"},
    [KEPT_SETTINGS] = {CHANGE_LOSES_DATA, "firmware cannot read what a device has stored there"},
    [KEPT_SCRATCH] = {CHANGE_SAFE, "what a device has there does not matter"},
    [KEPT_FILES] = {CHANGE_LOSES_DATA,
                    "firmware cannot mount what a device has there, and formats it again"},
};

static const struct consequence misreading_other = {
    CHANGE_NEEDS_REFLASH, "until it is flashed, firmware cannot read what a device has there"};

static const struct consequence *misreading(enum kept_data kept)
{
    return misreadings[kept].text ? &misreadings[kept] : &misreading_other;
}

// Forms are what firmware must be built or mounted with, such as the block size of a littlefs. Each
// generator says which it has, and how two of them must relate (form_holds).
static void compare_forms(struct comparison *comparison, const struct pair *pair,
                          const struct image_plan *before, const struct image_plan *after)
{
    const char *was = pair->before->content->generator, *is = pair->after->content->generator;
    const char *name = partition_name(comparison, comparison->after, pair->after);
    const struct consequence *consequence =
        misreading(kept_data_of(comparison->before, pair->before));
    if (strcmp(was, is) != 0) {
        if (before->forms.count && after->forms.count && is_same_type(pair->before, pair->after)) {
            change_pair(comparison, consequence->severity, pair,
                        "%s was made `from %s` and is now `from %s`: %s", name, was, is,
                        consequence->text);
        }
        return;
    }
    for_each (form, &after->forms) {
        const struct content_form *known = find_form(before, form->name);
        if (known && !form_holds(form->relation, known->number, form->number)) {
            change_pair(comparison, consequence->severity, pair,
                        "`%s` of %s was %s and is now %s: %s", form->name, name, known->value,
                        form->value, consequence->text);
        }
    }
}

void compare_format(struct comparison *comparison)
{
    for_each (pair, &comparison->pairs) {
        const struct image_plan *before = before_plan(comparison, pair);
        const struct image_plan *after = after_plan(comparison, pair);
        if (before && after) {
            compare_forms(comparison, pair, before, after);
        }
    }
}

// By name, type and place, which are all that firmware compiles into its accesses.
static bool is_same_field(const struct field *before, const struct field *after)
{
    return strcmp(before->name, after->name) == 0 && before->type == after->type &&
           before->offset == after->offset && before->count == after->count;
}

// The first field that has another place or type; null if all are as they were.
static const char *find_changed_field(const struct record *before, const struct record *after)
{
    for (size_t i = 0; i < after->fields.count; i++) {
        const struct field *field = after->fields.items[i];
        if (i >= before->fields.count || !is_same_field(before->fields.items[i], field)) {
            return field->name;
        }
    }
    const struct field *gone = before->fields.count > after->fields.count
                                   ? before->fields.items[after->fields.count]
                                   : NULL;
    return gone                                            ? gone->name
           : before->is_big_endian != after->is_big_endian ? "its byte order"
                                                           : NULL;
}

// What firmware knows a record by, where it tells the records apart; null if nothing does. The
// defaults of other fields are only defaults.
static const struct field *find_mark(const struct record *before, const struct record *after)
{
    static const char *const names[] = {"magic", "version"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        uint64_t was, is;
        const struct field *other = record_find_constant(before, names[i], &was);
        const struct field *field = record_find_constant(after, names[i], &is);
        if (field && other && is_same_field(other, field) && was != is) {
            return field;
        }
    }
    return NULL;
}

// The first field whose range leaves out values that a device may have; null if none does. What had
// to be a constant had only its value.
static const struct field *find_narrowed(const struct record *before, const struct record *after)
{
    for_each (field, &after->fields) {
        const struct field *other = record_find(before, field->name);
        uint64_t value;
        if (!field->has_range || !other || record_find_constant(before, field->name, &value)) {
            continue;
        }
        struct number low = other->has_range ? other->low : field_lowest(other->type);
        struct number high = other->has_range ? other->high : field_highest(other->type);
        if (number_compare(field->low, low) > 0 || number_compare(field->high, high) < 0) {
            return field;
        }
    }
    return NULL;
}

// Of a ring, flashing does not bring back what firmware has appended.
static const struct consequence rejected[] = {
    {CHANGE_NEEDS_REFLASH, "firmware rejects what a device has there until it is flashed"},
    {CHANGE_LOSES_DATA, "firmware rejects the latest record that a device has appended"},
};

static const struct consequence rejected_beyond[] = {
    {CHANGE_NEEDS_REFLASH,
     "firmware rejects what a device has there with another value until it is flashed"},
    {CHANGE_LOSES_DATA,
     "firmware rejects the latest record that a device has appended if it has another value"},
};

// If a constant field tells old and new records apart, such as a version, firmware notices.
// Otherwise it reads old bytes as new fields.
static void compare_record_pair(struct comparison *comparison, const struct pair *pair,
                                const struct record *before, const struct record *after)
{
    const char *changed = find_changed_field(before, after);
    const struct field *mark = find_mark(before, after);
    const struct field *narrowed = find_narrowed(before, after);
    bool is_ring = before_plan(comparison, pair)->ring != NULL;
    const struct consequence *rejection = mark ? &rejected[is_ring] : &rejected_beyond[is_ring];
    if (mark) {
        change_pair(comparison, rejection->severity, pair,
                    "record `%s` in `%s` has another `%s`: %s", after->name, pair->after->label,
                    mark->name, rejection->text);
    } else if (changed) {
        change_pair(comparison, CHANGE_LOSES_DATA, pair,
                    "record `%s` in `%s` changed at `%s`, and no constant in it shows that: "
                    "firmware misreads what a device has there",
                    after->name, pair->after->label, changed);
    } else if (narrowed) {
        change_pair(comparison, rejection->severity, pair,
                    "`%s` of record `%s` in `%s` must now be %s to %s: %s", narrowed->name,
                    after->name, pair->after->label, text_number(comparison->arena, narrowed->low),
                    text_number(comparison->arena, narrowed->high), rejection->text);
    }
}

// Where firmware does not even find the records that a device has, compare_forms says so.
static bool is_same_ring(const struct record_ring *before, const struct record_ring *after)
{
    return before && after ? before->slot == after->slot && before->sector == after->sector
                           : !before && !after;
}

void compare_record(struct comparison *comparison)
{
    for_each (pair, &comparison->pairs) {
        const struct image_plan *before = before_plan(comparison, pair);
        const struct image_plan *after = after_plan(comparison, pair);
        if (before && after && before->record && after->record &&
            is_same_ring(before->ring, after->ring)) {
            compare_record_pair(comparison, pair, before->record, after->record);
        }
    }
}

// As the declaration of a key writes it.
static const char *key_type(const struct content_key *key)
{
    switch (key->kind) {
    case KEY_INTEGER:
        return field_type_name(key->integer);
    case KEY_STRING:
        return "string";
    case KEY_BLOB:
        break;
    }
    return "blob";
}

// Linear, as is the search for its namespace: an NVS has tens of keys.
static const struct content_key *find_key(const struct image_plan *plan, const char *space_name,
                                          const char *name)
{
    for_each (space, &plan->spaces) {
        for (size_t j = 0; strcmp(space->name, space_name) == 0 && j < space->keys.count; j++) {
            const struct content_key *key = space->keys.items[j];
            if (strcmp(key->name, name) == 0) {
                return key;
            }
        }
    }
    return NULL;
}

// The most bytes that firmware takes: what `max` says, else any size.
static uint64_t most_bytes(const struct content_key *key)
{
    return key->max ? key->max : UINT64_MAX;
}

// A range, or that of the type if none is said.
static struct number lowest(const struct content_key *key)
{
    return key->has_range ? key->low : field_lowest(key->integer);
}

static struct number highest(const struct content_key *key)
{
    return key->has_range ? key->high : field_highest(key->integer);
}

// What a device stored while more was allowed is not given to firmware that allows less.
static void compare_limits(struct comparison *comparison, const struct pair *pair,
                           const char *space, const struct content_key *before,
                           const struct content_key *after)
{
    struct arena *arena = comparison->arena;
    const char *limit = NULL;
    if (after->kind == KEY_INTEGER && (number_compare(lowest(after), lowest(before)) > 0 ||
                                       number_compare(highest(after), highest(before)) < 0)) {
        limit =
            arena_format(arena, "must be %s to %s now, and was allowed to be %s to %s",
                         text_number(arena, lowest(after)), text_number(arena, highest(after)),
                         text_number(arena, lowest(before)), text_number(arena, highest(before)));
    } else if (after->kind != KEY_INTEGER && most_bytes(after) < most_bytes(before)) {
        limit = arena_format(arena, "has at most %s bytes now, and had %s",
                             text_number(arena, number_of(after->max)),
                             before->max ? text_number(arena, number_of(before->max))
                                         : "no such limit");
    }
    if (limit) {
        change_pair(comparison, CHANGE_LOSES_DATA, pair,
                    "`%s.%s` of `%s` %s: firmware refuses what a device has stored beyond that, "
                    "and uses the value from the schema",
                    space, after->name, pair->after->label, limit);
    }
}

// NVS finds a key by namespace, name and type (nvs_get_u8 and so on), so that another type is
// another key to it.
static void compare_key(struct comparison *comparison, const struct pair *pair, const char *space,
                        const struct content_key *key)
{
    const struct content_key *before = find_key(before_plan(comparison, pair), space, key->name);
    if (!before && key->value.kind == VALUE_NONE) {
        change_pair(comparison, CHANGE_NEEDS_REFLASH, pair,
                    "`%s.%s` of `%s` is new and has no default value: a device does not have it "
                    "until it is flashed",
                    space, key->name, pair->after->label);
    } else if (!before) {
        change_pair(comparison, CHANGE_SAFE, pair,
                    "`%s.%s` of `%s` is new: on a device without it, firmware uses the value from "
                    "the schema",
                    space, key->name, pair->after->label);
    } else if (strcmp(key_type(before), key_type(key)) != 0) {
        change_pair(comparison, CHANGE_LOSES_DATA, pair,
                    "`%s.%s` of `%s` was %s and is now %s: NVS does not return what a device "
                    "stored as one type to firmware that asks for the other",
                    space, key->name, pair->after->label, key_type(before), key_type(key));
    } else {
        compare_limits(comparison, pair, space, before, key);
    }
}

static void compare_removed_keys(struct comparison *comparison, const struct pair *pair)
{
    const struct image_plan *before = before_plan(comparison, pair);
    for_each (space, &before->spaces) {
        for_each (key, &space->keys) {
            if (!find_key(after_plan(comparison, pair), space->name, key->name)) {
                change_pair(comparison, CHANGE_SAFE, pair,
                            "`%s.%s` of `%s` is gone: a device keeps it, but firmware no longer "
                            "asks for it",
                            space->name, key->name, pair->after->label);
            }
        }
    }
}

void compare_keys(struct comparison *comparison)
{
    for_each (pair, &comparison->pairs) {
        if (!before_plan(comparison, pair) || !after_plan(comparison, pair)) {
            continue;
        }
        const struct content_space_list *spaces = &after_plan(comparison, pair)->spaces;
        for_each (space, spaces) {
            for_each (key, &space->keys) {
                compare_key(comparison, pair, space->name, key);
            }
        }
        compare_removed_keys(comparison, pair);
    }
}
