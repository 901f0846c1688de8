// What an event, such as a move, does to what a device keeps in a partition.
//
// The knowledge is a table of sentences: a row for each event, an entry for each kind of data. It
// is about devices in the field that get an app over the air, and a new table only when somebody
// flashes them. Sources: ESP-IDF's bootloader (bootloader_support/src/bootloader_utility.c: how a
// slot is chosen from otadata, and what it does with an app that does not fit), nvs_flash (pages
// are found by their place in the partition), and the mount options of its file systems, which
// format what they cannot mount.
//
// Every entry has a text: consequence_get asserts it. Who adds a kind of data fills a column, and
// who adds an event a row.
#include "rules.h"

#include <assert.h>
#include <string.h>

// Types by the names that the platform's own tools know them by; null: any subtype.
static const struct {
    const char *type, *subtype;
    enum kept_data kept;
} types_kept[] = {
    {"data", "nvs_keys", KEPT_SECRETS},   {"data", "coredump", KEPT_DUMP},
    {"data", "phy", KEPT_CALIBRATION},    {"bootloader", NULL, KEPT_BOOT},
    {"partition_table", NULL, KEPT_BOOT},
};

// What is preserved is a device's own, even if firmware only reads it.
static bool is_preserved(const struct partition *partition)
{
    return partition->lifetime == LIFETIME_PRESERVE;
}

// Types that have no kind of their own in a layout, by their names. What is left is the
// application's own data.
static enum kept_data data_kept_in(const struct layout *layout, const struct partition *partition)
{
    for (size_t i = 0; i < sizeof types_kept / sizeof *types_kept; i++) {
        if (is_same_text(types_kept[i].type, partition->type_name) &&
            (!types_kept[i].subtype ||
             is_same_text(types_kept[i].subtype, partition->subtype_name))) {
            return types_kept[i].kept;
        }
    }
    return layout_has_flag(layout, partition, "readonly") && !is_preserved(partition)
               ? KEPT_CONSTANTS
               : KEPT_DATA;
}

// Whether an app is the one that a pin starts, and not all that there is to start.
static bool is_test(const struct layout *layout, const struct partition *partition)
{
    bool has_other = false;
    for (size_t i = 0; i < layout->partitions.count && !has_other; i++) {
        const struct partition *other = layout->partitions.items[i];
        bool is_app = other->kind == KIND_APP || other->kind == KIND_OTA_SLOT;
        has_other = is_app && !is_same_type(other, partition);
    }
    return has_other && is_same_text(partition->type_name, "app") &&
           is_same_text(partition->subtype_name, "test");
}

// Scratch comes first: nobody counts on such data, whatever its type. What is `readonly` and not
// preserved is the same on all devices, so that flashing can bring it again.
enum kept_data kept_data_of(const struct layout *layout, const struct partition *partition)
{
    bool is_constant = layout_has_flag(layout, partition, "readonly") && !is_preserved(partition);
    if (partition->lifetime == LIFETIME_SCRATCH) {
        return KEPT_SCRATCH;
    }
    switch (partition->kind) {
    case KIND_OTA_SLOT:
        return KEPT_SLOT;
    case KIND_APP:
        return is_test(layout, partition) ? KEPT_TEST : KEPT_APP;
    case KIND_OTADATA:
        return KEPT_CHOICE;
    case KIND_NVS:
        return is_constant ? KEPT_CONSTANTS : KEPT_SETTINGS;
    case KIND_FILESYSTEM:
        return is_constant ? KEPT_CONSTANTS : KEPT_FILES;
    case KIND_TABLE:
        return KEPT_TABLE;
    case KIND_DATA:
    case KIND_COUNT:
        break;
    }
    return data_kept_in(layout, partition);
}

// Each text ends a sentence that begins with what happened.
static const struct consequence consequences[EVENT_COUNT][KEPT_COUNT] = {
    [EVENT_MOVED] =
        {
            [KEPT_SLOT] =
                {CHANGE_BRICKS,
                 "a device that runs from it will not find its app once it has the new table"},
            [KEPT_APP] = {CHANGE_BRICKS,
                          "a device will not find its app once it has the new table"},
            [KEPT_TEST] = {CHANGE_NEEDS_REFLASH,
                           "the bootloader finds no test app there until one is flashed"},
            [KEPT_CHOICE] = {CHANGE_BRICKS, "a device no longer knows which slot to boot, and "
                                            "boots another app or none at all"},
            [KEPT_SETTINGS] = {CHANGE_LOSES_DATA,
                               "what a device has stored in it is no longer found"},
            [KEPT_SECRETS] =
                {CHANGE_LOSES_DATA,
                 "the keys stay at the old place, and nothing encrypted with them can be read"},
            [KEPT_FILES] = {CHANGE_LOSES_DATA,
                            "its files are no longer found, and it is formatted again"},
            [KEPT_TABLE] = {CHANGE_NEEDS_REFLASH,
                            "there is no table at the new place until it is flashed"},
            [KEPT_DUMP] = {CHANGE_SAFE, "at worst, a core dump that nobody has fetched is lost"},
            [KEPT_CALIBRATION] = {CHANGE_NEEDS_REFLASH,
                                  "the radio finds no calibration data there until it is flashed"},
            [KEPT_CONSTANTS] = {CHANGE_NEEDS_REFLASH,
                                "its content is missing at the new place until it is flashed"},
            [KEPT_BOOT] = {CHANGE_BRICKS, "a device looks for it at the old place"},
            [KEPT_SCRATCH] = {CHANGE_SAFE, "its content does not matter"},
            [KEPT_DATA] = {CHANGE_LOSES_DATA, "what a device has stored in it is no longer found"},
        },
    [EVENT_SHRUNK] =
        {
            [KEPT_SLOT] = {CHANGE_BRICKS, "the bootloader rejects a larger app there"},
            [KEPT_APP] = {CHANGE_BRICKS, "the bootloader rejects a larger app there"},
            [KEPT_TEST] = {CHANGE_NEEDS_REFLASH, "the bootloader rejects a larger test app there"},
            [KEPT_CHOICE] =
                {CHANGE_BRICKS,
                 "the bootloader no longer accepts it, and cannot tell which slot to boot"},
            [KEPT_SETTINGS] = {CHANGE_LOSES_DATA,
                               "the pages that were cut off may contain any key"},
            [KEPT_SECRETS] =
                {CHANGE_LOSES_DATA,
                 "keys after the new end are lost, and so is everything encrypted with them"},
            [KEPT_FILES] = {CHANGE_LOSES_DATA,
                            "a file system of the old size does not mount, and is formatted again"},
            [KEPT_TABLE] = {CHANGE_NEEDS_REFLASH,
                            "what was after the new end is no longer part of it"},
            [KEPT_DUMP] = {CHANGE_SAFE, "only a larger core dump no longer fits"},
            [KEPT_CALIBRATION] = {CHANGE_NEEDS_REFLASH, "its data must fit, and be flashed again"},
            [KEPT_CONSTANTS] = {CHANGE_NEEDS_REFLASH, "its content must fit, and be flashed again"},
            [KEPT_BOOT] = {CHANGE_NEEDS_REFLASH,
                           "it must fit, and can only be flashed over a cable"},
            [KEPT_SCRATCH] = {CHANGE_SAFE, "its content does not matter"},
            [KEPT_DATA] = {CHANGE_LOSES_DATA, "what a device has stored after the new end is lost"},
        },
    [EVENT_GROWN] =
        {
            [KEPT_SLOT] = {CHANGE_NEEDS_REFLASH, "an update that needs the new size does not fit "
                                                 "into the slot of a device with the old table"},
            [KEPT_APP] =
                {CHANGE_NEEDS_REFLASH,
                 "an app that needs the new size does not boot on a device with the old table"},
            [KEPT_TEST] = {CHANGE_NEEDS_REFLASH, "a test app that needs the new size does not "
                                                 "start on a device with the old table"},
            [KEPT_CHOICE] = {CHANGE_NEEDS_REFLASH,
                             "the bootloader uses its first two sectors, as before"},
            [KEPT_SETTINGS] = {CHANGE_SAFE,
                               "the keys that a device has stored stay where they are"},
            [KEPT_SECRETS] = {CHANGE_SAFE, "the keys stay where they are"},
            [KEPT_FILES] = {CHANGE_LOSES_DATA,
                            "a file system of the old size does not mount, and is formatted again"},
            [KEPT_TABLE] = {CHANGE_SAFE, "what is in it stays where it is"},
            [KEPT_DUMP] = {CHANGE_SAFE, "a larger core dump fits"},
            [KEPT_CALIBRATION] = {CHANGE_SAFE, "its data stays where it is"},
            [KEPT_CONSTANTS] = {CHANGE_SAFE, "its content stays where it is"},
            [KEPT_BOOT] = {CHANGE_SAFE, "a device keeps the one it has"},
            [KEPT_SCRATCH] = {CHANGE_SAFE, "its content does not matter"},
            [KEPT_DATA] = {CHANGE_SAFE, "what a device has stored in it stays where it is"},
        },
    [EVENT_REMOVED] =
        {
            [KEPT_SLOT] = {CHANGE_BRICKS, "a device that runs from it has no app left once it "
                                          "has the new table"},
            [KEPT_APP] = {CHANGE_BRICKS,
                          "a device that boots it has no app left once it has the new table"},
            [KEPT_TEST] = {CHANGE_SAFE,
                           "no pin boots it any more, and the other apps boot as before"},
            [KEPT_CHOICE] =
                {CHANGE_BRICKS,
                 "a device no longer knows which slot to boot, and updates no longer take effect"},
            [KEPT_SETTINGS] = {CHANGE_LOSES_DATA, "what a device has stored in it is lost"},
            [KEPT_SECRETS] = {CHANGE_LOSES_DATA, "nothing encrypted with its keys can be read"},
            [KEPT_FILES] = {CHANGE_LOSES_DATA, "its files are lost"},
            [KEPT_TABLE] = {CHANGE_NEEDS_REFLASH, "firmware no longer finds the table in it"},
            [KEPT_DUMP] = {CHANGE_SAFE, "a crash no longer leaves a core dump"},
            [KEPT_CALIBRATION] = {CHANGE_SAFE,
                                  "the radio uses the data that is built into the firmware"},
            [KEPT_CONSTANTS] = {CHANGE_SAFE, "firmware no longer reads it"},
            [KEPT_BOOT] = {CHANGE_SAFE, "it stays where it is, but the table no longer lists it"},
            [KEPT_SCRATCH] = {CHANGE_SAFE, "its content does not matter"},
            [KEPT_DATA] = {CHANGE_LOSES_DATA, "what a device has stored in it is lost"},
        },
    [EVENT_RETYPED] =
        {
            [KEPT_SLOT] =
                {CHANGE_BRICKS,
                 "a device that runs from it boots something else once it has the new table"},
            [KEPT_APP] = {CHANGE_BRICKS,
                          "the bootloader no longer finds the app that a device boots"},
            [KEPT_TEST] = {CHANGE_NEEDS_REFLASH, "the bootloader no longer finds a test app in it"},
            [KEPT_CHOICE] = {CHANGE_BRICKS, "the bootloader no longer finds which slot to boot"},
            [KEPT_SETTINGS] =
                {CHANGE_LOSES_DATA,
                 "the keys that a device has stored cannot be read as the new type"},
            [KEPT_SECRETS] =
                {CHANGE_LOSES_DATA,
                 "its keys are no longer found, and nothing encrypted with them can be read"},
            [KEPT_FILES] = {CHANGE_LOSES_DATA,
                            "its files cannot be read as the new type, and are lost"},
            [KEPT_TABLE] = {CHANGE_NEEDS_REFLASH, "firmware that looks for it by type does not "
                                                  "find it on a device with the old table"},
            [KEPT_DUMP] = {CHANGE_SAFE, "at worst, a core dump that nobody has fetched is lost"},
            [KEPT_CALIBRATION] =
                {CHANGE_NEEDS_REFLASH, "the radio no longer finds its calibration data"},
            [KEPT_CONSTANTS] = {CHANGE_NEEDS_REFLASH, "firmware that looks for it by type does not "
                                                      "find it on a device with the old table"},
            [KEPT_BOOT] = {CHANGE_NEEDS_REFLASH, "a device keeps the old row until it is "
                                                 "flashed"},
            [KEPT_SCRATCH] = {CHANGE_SAFE, "its content does not matter"},
            [KEPT_DATA] = {CHANGE_NEEDS_REFLASH, "firmware that looks for it by type does not find "
                                                 "it on a device with the old table"},
        },
    [EVENT_EXPOSED] =
        {
            [KEPT_SLOT] = {CHANGE_SAFE, "flashing installs a new app, as an update does"},
            [KEPT_APP] = {CHANGE_SAFE, "flashing installs a new app"},
            [KEPT_TEST] = {CHANGE_SAFE, "flashing installs a new test app"},
            [KEPT_CHOICE] = {CHANGE_SAFE, "flashing decides which slot is booted"},
            [KEPT_SETTINGS] =
                {CHANGE_LOSES_DATA, "flashing a device overwrites the keys that it has stored"},
            [KEPT_SECRETS] = {CHANGE_LOSES_DATA, "flashing a device overwrites its keys, and "
                                                 "nothing encrypted with them can be read"},
            [KEPT_FILES] = {CHANGE_LOSES_DATA, "flashing a device overwrites its files"},
            [KEPT_TABLE] = {CHANGE_NEEDS_REFLASH, "flashing a device overwrites the table in it"},
            [KEPT_DUMP] = {CHANGE_SAFE, "at worst, a core dump that nobody has fetched is lost"},
            [KEPT_CALIBRATION] =
                {CHANGE_LOSES_DATA,
                 "flashing a device overwrites the calibration data of its own radio"},
            [KEPT_CONSTANTS] = {CHANGE_LOSES_DATA,
                                "flashing a device overwrites what it has stored"},
            [KEPT_BOOT] = {CHANGE_SAFE, "flashing a device overwrites it, as before"},
            [KEPT_SCRATCH] = {CHANGE_SAFE, "its content does not matter"},
            [KEPT_DATA] = {CHANGE_LOSES_DATA, "flashing a device overwrites what it has stored"},
        },
    [EVENT_SCRATCHED] =
        {
            [KEPT_SLOT] = {CHANGE_BRICKS, "a device that runs from it may lose its app"},
            [KEPT_APP] = {CHANGE_BRICKS, "a device that boots it may lose its app"},
            [KEPT_TEST] = {CHANGE_NEEDS_REFLASH, "the test app in it may be erased"},
            [KEPT_CHOICE] = {CHANGE_BRICKS, "a device may forget which slot to boot"},
            [KEPT_SETTINGS] =
                {CHANGE_LOSES_DATA, "the keys that a device has stored may be erased at any time"},
            [KEPT_SECRETS] = {CHANGE_LOSES_DATA, "its keys may be erased at any time, and then "
                                                 "nothing encrypted with them can be read"},
            [KEPT_FILES] = {CHANGE_LOSES_DATA, "its files may be erased at any time"},
            [KEPT_TABLE] = {CHANGE_NEEDS_REFLASH, "the table in it may be erased at any time"},
            [KEPT_DUMP] = {CHANGE_SAFE, "at worst, a core dump that nobody has fetched is lost"},
            [KEPT_CALIBRATION] =
                {CHANGE_NEEDS_REFLASH, "the radio finds no calibration data once it is erased"},
            [KEPT_CONSTANTS] = {CHANGE_NEEDS_REFLASH, "its content must be flashed again once it "
                                                      "is erased"},
            [KEPT_BOOT] = {CHANGE_BRICKS, "a device does not boot once it is erased"},
            [KEPT_SCRATCH] = {CHANGE_SAFE, "its content does not matter"},
            [KEPT_DATA] = {CHANGE_LOSES_DATA,
                           "what a device has stored in it may be erased at any time"},
        },
};

const struct consequence *consequence_get(enum kept_data kept, enum event event)
{
    assert(consequences[event][kept].text);
    return &consequences[event][kept];
}
