// The fields of a record as slots for values. Offsets were computed when the layout was made, and
// are within the record's size.
#include "records.h"

// Checksums have slots, too, so that giving them a value gets a message that says what they are.
static enum slot_kind field_kind(const struct field *field)
{
    if (field->source == SOURCE_CRC32 || field->source == SOURCE_MD5_ROWS) {
        return SLOT_CHECKSUM;
    }
    bool is_float = field->type == FIELD_F32 || field->type == FIELD_F64;
    return field->type == FIELD_CHAR ? SLOT_TEXT : is_float ? SLOT_FLOAT : SLOT_INTEGER;
}

// What the type can have, unless the field has a range of its own. That a type is signed is found
// out by its highest bits: they do not fit into it as a number without a sign.
static void set_range(struct slot *slot, const struct field *field)
{
    uint64_t highest = UINT64_MAX >> (64 - 8 * field_type_size(field->type));
    bool is_signed = !field_fits(field->type, number_of(highest));
    slot->high = number_of(is_signed ? highest / 2 : highest);
    slot->low = is_signed ? (struct number){highest / 2 + 1, true} : number_of(0);
    if (field->has_range) {
        slot->high = field->high;
        slot->low = field->low;
    }
}

// A text is one element of as many bytes as it has; any other field has `count` elements.
void record_slots(const struct record *record, struct slots *slots)
{
    slots->is_big_endian = record->is_big_endian;
    for_each (field, &record->fields) {
        const struct slot *before;
        struct slot *slot = slots_add(slots, field->name, &before);
        bool is_text = field->type == FIELD_CHAR;
        const char *type = field_type_name(field->type);
        slot->kind = field_kind(field);
        slot->type = !field->is_array
                         ? type
                         : arena_format(slots->arena, "%s[%s]", type,
                                        text_number(slots->arena, number_of(field->count)));
        slot->offset = field->offset;
        slot->size = is_text ? field->count : field_type_size(field->type);
        slot->count = is_text ? 1 : field->count;
        slot->is_optional = field->source != SOURCE_GIVEN;
        slot->span = field->span;
        set_range(slot, field);
    }
}
