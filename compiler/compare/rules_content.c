// What fills partitions, as far as the schemas tell.
#include "judge.h"

#include <string.h>

static const struct image_plan *old_plan(const struct comparison *comparison,
                                         const struct pair *pair)
{
    return image_plan_of(comparison->old_images, pair->old);
}

static const struct image_plan *new_plan(const struct comparison *comparison,
                                         const struct pair *pair)
{
    return image_plan_of(comparison->new_images, pair->new);
}

// What flashing a new image does to what a device has.
static enum change_class judge_holding(enum holding holding, const char **text)
{
    switch (holding) {
    case HOLDS_SLOT:
        *text = "an update over the air brings it";
        return CHANGE_SAFE;
    case HOLDS_SCRATCH:
        *text = "nobody misses the old one";
        return CHANGE_SAFE;
    case HOLDS_SETTINGS:
        *text = "a device keeps its old values until it is flashed, which replaces all that it has "
                "stored there";
        return CHANGE_NEEDS_REFLASH;
    case HOLDS_FILES:
        *text = "a device keeps its old files until it is flashed, which replaces all that it has "
                "stored there";
        return CHANGE_NEEDS_REFLASH;
    case HOLDS_SECRETS:
        *text = "a device that is flashed with it loses its own keys, and nothing that they "
                "encrypt can be read";
        return CHANGE_LOSES_DATA;
    default:
        *text = "a device keeps the old one until it is flashed";
        return CHANGE_NEEDS_REFLASH;
    }
}

void judge_image(struct comparison *comparison)
{
    for_each (pair, &comparison->pairs) {
        if (!pair->is_image_changed) {
            continue;
        }
        const char *text;
        enum change_class class = judge_holding(holding_of(comparison->new, pair->new), &text);
        if (pair->new->lifetime == LIFETIME_PRESERVE) {
            class = CHANGE_SAFE;
            text = "only blank devices get it, and all others keep what they have";
        }
        change_pair(comparison, class, pair, "the image of %s changed: %s",
                    partition_name(comparison, comparison->new, pair->new), text);
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
static enum change_class misread(enum holding holding, const char **text)
{
    switch (holding) {
    case HOLDS_DATA:
    case HOLDS_SETTINGS:
        *text = "firmware cannot read what a device has there";
        return CHANGE_LOSES_DATA;
    case HOLDS_SCRATCH:
        *text = "nobody misses what a device has there";
        return CHANGE_SAFE;
    case HOLDS_FILES:
        *text = "firmware does not mount what a device has there, and formats it anew";
        return CHANGE_LOSES_DATA;
    default:
        *text = "firmware cannot read what a device has there until it is flashed";
        return CHANGE_NEEDS_REFLASH;
    }
}

static void judge_forms(struct comparison *comparison, const struct pair *pair,
                        const struct image_plan *old, const struct image_plan *new)
{
    const char *was = pair->old->content->generator, *is = pair->new->content->generator;
    const char *text, *name = partition_name(comparison, comparison->new, pair->new);
    enum change_class class = misread(holding_of(comparison->old, pair->old), &text);
    if (strcmp(was, is) != 0) {
        if (old->forms.count && new->forms.count && is_same_type(pair->old, pair->new)) {
            change_pair(comparison, class, pair, "%s was made `from %s` and is now `from %s`: %s",
                        name, was, is, text);
        }
        return;
    }
    for_each (form, &new->forms) {
        const struct content_form *known = find_form(old, form->name);
        if (known && !form_holds(form->relation, known->number, form->number)) {
            change_pair(comparison, class, pair, "`%s` of %s was %s and is now %s: %s", form->name,
                        name, known->value, form->value, text);
        }
    }
}

void judge_format(struct comparison *comparison)
{
    for_each (pair, &comparison->pairs) {
        const struct image_plan *old = old_plan(comparison, pair);
        const struct image_plan *new = new_plan(comparison, pair);
        if (old && new) {
            judge_forms(comparison, pair, old, new);
        }
    }
}

static bool is_same_field(const struct field *old, const struct field *new)
{
    return strcmp(old->name, new->name) == 0 && old->type == new->type &&
           old->offset == new->offset && old->count == new->count;
}

// The first field that lies or is typed in another way; null if all are as they were.
static const char *find_changed_field(const struct record *old, const struct record *new)
{
    for (size_t i = 0; i < new->fields.count; i++) {
        const struct field *field = new->fields.items[i];
        if (i >= old->fields.count || !is_same_field(old->fields.items[i], field)) {
            return field->name;
        }
    }
    const struct field *gone =
        old->fields.count > new->fields.count ? old->fields.items[new->fields.count] : NULL;
    return gone ? gone->name : old->is_big_endian != new->is_big_endian ? "its byte order" : NULL;
}

// A constant, such as a magic number or a version, that tells the records apart; null if none does.
static const struct field *find_mark(const struct record *old, const struct record *new)
{
    for (size_t i = 0; i < new->fields.count &&i < old->fields.count; i++) {
        const struct field *field = new->fields.items[i], *other = old->fields.items[i];
        bool is_constant = field->source == SOURCE_NUMBER && other->source == SOURCE_NUMBER;
        if (is_same_field(other, field) && is_constant && !field->is_array &&
            number_compare(field->number, other->number) != 0) {
            return field;
        }
    }
    return NULL;
}

static void judge_record_pair(struct comparison *comparison, const struct pair *pair,
                              const struct record *old, const struct record *new)
{
    const char *changed = find_changed_field(old, new);
    const struct field *mark = find_mark(old, new);
    if (mark) {
        change_pair(comparison, CHANGE_NEEDS_REFLASH, pair,
                    "record `%s` in `%s` has another `%s`: firmware refuses what a device has "
                    "there until it is flashed",
                    new->name, pair->new->label, mark->name);
    } else if (changed) {
        change_pair(comparison, CHANGE_LOSES_DATA, pair,
                    "record `%s` in `%s` changed at `%s`, and no constant in it says so: firmware "
                    "misreads what a device has there",
                    new->name, pair->new->label, changed);
    }
}

void judge_record(struct comparison *comparison)
{
    for_each (pair, &comparison->pairs) {
        const struct image_plan *old = old_plan(comparison, pair);
        const struct image_plan *new = new_plan(comparison, pair);
        if (old && new && old->record &&new->record) {
            judge_record_pair(comparison, pair, old->record, new->record);
        }
    }
}

static const char *key_type(const struct content_key *key)
{
    switch (key->kind) {
    case KEY_INTEGER:
        return field_type_name(key->integer);
    case KEY_STRING:
        return "string";
    default:
        return "blob";
    }
}

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

static void judge_key(struct comparison *comparison, const struct pair *pair, const char *space,
                      const struct content_key *key)
{
    const struct content_key *old = find_key(old_plan(comparison, pair), space, key->name);
    if (!old && key->value.kind == VALUE_NONE) {
        change_pair(comparison, CHANGE_NEEDS_REFLASH, pair,
                    "`%s.%s` of `%s` is new and has no value to fall back on: a device does not "
                    "have it until it is flashed",
                    space, key->name, pair->new->label);
    } else if (!old) {
        change_pair(comparison, CHANGE_SAFE, pair,
                    "`%s.%s` of `%s` is new: on a device without it, firmware takes the value "
                    "that the schema gives",
                    space, key->name, pair->new->label);
    } else if (strcmp(key_type(old), key_type(key)) != 0) {
        change_pair(comparison, CHANGE_LOSES_DATA, pair,
                    "`%s.%s` of `%s` was %s and is now %s: NVS does not give what a device stored "
                    "as the one to firmware that asks for the other",
                    space, key->name, pair->new->label, key_type(old), key_type(key));
    }
}

static void judge_removed_keys(struct comparison *comparison, const struct pair *pair)
{
    const struct image_plan *old = old_plan(comparison, pair);
    for_each (space, &old->spaces) {
        for_each (key, &space->keys) {
            if (!find_key(new_plan(comparison, pair), space->name, key->name)) {
                change_pair(comparison, CHANGE_SAFE, pair,
                            "`%s.%s` of `%s` is gone: a device keeps it, and firmware no longer "
                            "asks for it",
                            space->name, key->name, pair->new->label);
            }
        }
    }
}

void judge_keys(struct comparison *comparison)
{
    for_each (pair, &comparison->pairs) {
        if (!old_plan(comparison, pair) || !new_plan(comparison, pair)) {
            continue;
        }
        const struct content_space_list *spaces = &new_plan(comparison, pair)->spaces;
        for_each (space, spaces) {
            for_each (key, &space->keys) {
                judge_key(comparison, pair, space->name, key);
            }
        }
        judge_removed_keys(comparison, pair);
    }
}
