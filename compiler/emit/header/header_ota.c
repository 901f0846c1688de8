// OTA: the slots by number, and what an update needs to know about them. Slots are counted from the
// first subtype of their family, up to the first number that is missing.
#include "header.h"

#include <inttypes.h>
#include <string.h>

// Slots are few: each look-up goes through the table.
static const struct partition *find_slot(const struct layout *layout, uint64_t number)
{
    const struct table *table = layout_chip_table(layout);
    for (size_t i = 0; table && i < table->rows.count; i++) {
        const struct partition *partition = table->rows.items[i];
        if (partition->kind == KIND_OTA_SLOT &&
            partition->family_number - partition->family_first == number) {
            return partition;
        }
    }
    return NULL;
}

// Up to the first number that is missing: the numbers of slots are those that firmware computes
// with.
size_t header_slot_count(const struct layout *layout)
{
    size_t count = 0;
    while (find_slot(layout, count)) {
        count++;
    }
    return count;
}

// Without slots otadata has nothing to select.
const struct partition *header_otadata(const struct layout *layout)
{
    const struct table *table = layout_chip_table(layout);
    for (size_t i = 0; table && i < table->rows.count; i++) {
        const struct partition *partition = table->rows.items[i];
        if (partition->kind == KIND_OTADATA && find_slot(layout, 0)) {
            return partition;
        }
    }
    return NULL;
}

// The app that boots if otadata selects no slot; null: none.
static const struct partition *find_factory(const struct layout *layout)
{
    const struct table *table = layout_chip_table(layout);
    for_each (partition, &table->rows) {
        if (partition->kind == KIND_APP && partition->subtype_name &&
            strcmp(partition->subtype_name, "factory") == 0) {
            return partition;
        }
    }
    return NULL;
}

// The slots in the order of their numbers, as pschema_ota_open() takes them.
static void add_apps(struct header *header, const char *name, size_t count)
{
    struct buffer apps;
    buffer_init(&apps, header->arena);
    buffer_text(&apps, "{\n");
    for (size_t i = 0; i < count; i++) {
        buffer_format(&apps, "    {&%s_%s_partition},\n", header->name,
                      find_slot(header->layout, i)->identifier);
    }
    buffer_text(&apps, "}");
    header_add_constant(header, "struct pschema_app", name, count, apps.bytes);
}

// Ways to a slot: a function that takes any number, and forms that take constants alone and do not
// compile where there is no such slot: a macro, and in C++ a template. No macro has the name of a
// function, so that nothing else of that name is changed.
static void append_slots(struct header *header, size_t count)
{
    const char *name = header->name;
    const char *prefix = header->prefix;
    const char *apps = arena_format(header->arena, "%s_ota_apps", name);
    const char *reason = arena_format(
        header->arena, count == 1 ? "%s has 1 OTA slot: 0" : "%s has %zu OTA slots: 0 to %zu",
        header->name, count, count - 1);
    add_apps(header, apps, count);
    buffer_format(&header->out,
                  "\n/// An OTA slot by its number; an empty app where there is no such slot.\n"
                  "%s_ACCESSOR struct pschema_app %s_ota_slot(uint64_t number)\n"
                  "{\n"
                  "    const struct pschema_app none = {pschema_no_partition()};\n"
                  "    return number < %s_OTA_SLOTS ? %s[number] : none;\n"
                  "}\n",
                  prefix, name, prefix, apps);
    buffer_format(&header->out,
                  "\n/// The same for a constant, which does not compile where there is no such "
                  "slot.\n"
                  "#ifdef __cplusplus\n"
                  "extern \"C++\" {\n"
                  "template <uint64_t number> %s_ACCESSOR struct pschema_app %s_ota_slot()\n"
                  "{\n"
                  "    static_assert(number < %s_OTA_SLOTS, \"%s\");\n"
                  "    return %s[number];\n"
                  "}\n"
                  "}\n"
                  "#define %s_OTA_SLOT(number) (%s_ota_slot<(number)>())\n"
                  "#else\n"
                  "#define %s_OTA_SLOT(number) \\\n"
                  "    (%s[(number) + PSCHEMA_ZERO_IF((number) < %s_OTA_SLOTS, \\\n"
                  "        \"%s\")])\n"
                  "#endif\n",
                  prefix, name, prefix, reason, apps, prefix, name, prefix, apps, prefix, reason);
}

static void append_all(struct header *header, const struct partition *otadata)
{
    const struct partition *factory = find_factory(header->layout);
    const char *name = header->name;
    bool is_sequence_only = platform_parameter(header->layout->platform, "ota_sequence_only") != 0;
    buffer_format(&header->out,
                  "\n/// The OTA slots, and otadata, which selects the one to boot: for "
                  "pschema_ota_open().\n"
                  "%s_ACCESSOR struct pschema_ota_slots %s_ota(void)\n"
                  "{\n"
                  "    const struct pschema_ota_slots slots = {\n"
                  "        %s_%s(),\n"
                  "        %s\n"
                  "        %s_ota_apps, %s_OTA_SLOTS, %s};\n"
                  "    return slots;\n"
                  "}\n",
                  header->prefix, name, name, otadata->identifier,
                  factory ? arena_format(header->arena, "%s_%s(),", name, factory->identifier)
                          : "{pschema_no_partition()}, // no factory app",
                  name, header->prefix,
                  is_sequence_only ? "1u /* the bootloader ignores states */" : "0u");
}

void header_append_ota(struct header *header)
{
    size_t count = header_slot_count(header->layout);
    const struct partition *otadata = header_otadata(header->layout);
    if (count) {
        append_slots(header, count);
    }
    if (otadata) {
        append_all(header, otadata);
    }
}
