// What becomes of what a device holds.
#include "rules.h"

#include <string.h>

// Types by the names that the platform's own tools know them by; null: any subtype.
static const struct {
    const char *type, *subtype;
    enum kept_data kept;
} holdings[] = {
    {"data", "nvs_keys", KEPT_SECRETS},   {"data", "coredump", KEPT_DUMP},
    {"data", "phy", KEPT_CALIBRATION},    {"bootloader", NULL, KEPT_BOOT},
    {"partition_table", NULL, KEPT_BOOT},
};

// What is preserved is a device's own, even if firmware only reads it.
static bool is_preserved(const struct partition *partition)
{
    return partition->lifetime == LIFETIME_PRESERVE;
}

static enum kept_data data_kept_in(const struct layout *layout, const struct partition *partition)
{
    for (size_t i = 0; i < sizeof holdings / sizeof *holdings; i++) {
        if (is_same_text(holdings[i].type, partition->type_name) &&
            (!holdings[i].subtype || is_same_text(holdings[i].subtype, partition->subtype_name))) {
            return holdings[i].kept;
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
            [KEPT_SLOT] = {CHANGE_BRICKS, "a device that runs from it finds no app there once it "
                                          "has the new table"},
            [KEPT_APP] = {CHANGE_BRICKS, "a device that starts it finds no app there once it has "
                                         "the new table"},
            [KEPT_TEST] = {CHANGE_NEEDS_REFLASH,
                           "the bootloader finds no test app there until it is flashed"},
            [KEPT_CHOICE] = {CHANGE_BRICKS, "a device forgets which slot it runs from, and starts "
                                            "another app or none"},
            [KEPT_SETTINGS] = {CHANGE_LOSES_DATA, "what a device keeps in it is no longer found"},
            [KEPT_SECRETS] = {CHANGE_LOSES_DATA, "the keys stay behind, and nothing that they "
                                                 "encrypt can be read"},
            [KEPT_FILES] = {CHANGE_LOSES_DATA, "its files are no longer found, and it is "
                                               "formatted anew"},
            [KEPT_TABLE] = {CHANGE_NEEDS_REFLASH, "the table in it is missing there until it is "
                                                  "flashed"},
            [KEPT_DUMP] = {CHANGE_SAFE, "at most a dump that nobody has fetched is lost"},
            [KEPT_CALIBRATION] = {CHANGE_NEEDS_REFLASH, "the radio finds no data there until it "
                                                        "is flashed"},
            [KEPT_CONSTANTS] = {CHANGE_NEEDS_REFLASH, "its content is missing there until it is "
                                                      "flashed"},
            [KEPT_BOOT] = {CHANGE_BRICKS, "a device looks for it at the old place"},
            [KEPT_SCRATCH] = {CHANGE_SAFE, "nobody misses what is in it"},
            [KEPT_DATA] = {CHANGE_LOSES_DATA, "what a device keeps in it is no longer found"},
        },
    [EVENT_SHRUNK] =
        {
            [KEPT_SLOT] = {CHANGE_BRICKS, "the bootloader refuses an app there that is larger "
                                          "than that"},
            [KEPT_APP] = {CHANGE_BRICKS, "the bootloader refuses an app there that is larger "
                                         "than that"},
            [KEPT_TEST] = {CHANGE_NEEDS_REFLASH,
                           "the bootloader refuses a test app there that is larger than that"},
            [KEPT_CHOICE] = {CHANGE_BRICKS, "the bootloader no longer takes it for what tells "
                                            "the slot to start"},
            [KEPT_SETTINGS] = {CHANGE_LOSES_DATA, "any key may lie in the pages that were cut "
                                                  "off"},
            [KEPT_SECRETS] = {CHANGE_LOSES_DATA, "keys behind the new end are lost, with all "
                                                 "that they encrypt"},
            [KEPT_FILES] = {CHANGE_LOSES_DATA, "a file system of the old size does not mount, "
                                               "and is formatted anew"},
            [KEPT_TABLE] = {CHANGE_NEEDS_REFLASH, "what lay behind the new end is no longer part "
                                                  "of it"},
            [KEPT_DUMP] = {CHANGE_SAFE, "only a dump that is larger than that no longer fits"},
            [KEPT_CALIBRATION] = {CHANGE_NEEDS_REFLASH, "its data must fit that, and be flashed "
                                                        "anew"},
            [KEPT_CONSTANTS] = {CHANGE_NEEDS_REFLASH, "its content must fit that, and be flashed "
                                                      "anew"},
            [KEPT_BOOT] = {CHANGE_NEEDS_REFLASH, "it must fit that, and is only flashed by "
                                                 "cable"},
            [KEPT_SCRATCH] = {CHANGE_SAFE, "nobody misses what is in it"},
            [KEPT_DATA] = {CHANGE_LOSES_DATA, "what a device keeps behind the new end is lost"},
        },
    [EVENT_GROWN] =
        {
            [KEPT_SLOT] = {CHANGE_NEEDS_REFLASH, "an update that needs the new size does not fit "
                                                 "the slot of a device with the old table"},
            [KEPT_APP] = {CHANGE_NEEDS_REFLASH, "an app that needs the new size does not start "
                                                "on a device with the old table"},
            [KEPT_TEST] = {CHANGE_NEEDS_REFLASH, "a test app that needs the new size does not "
                                                 "start on a device with the old table"},
            [KEPT_CHOICE] = {CHANGE_NEEDS_REFLASH, "the bootloader looks at its first two "
                                                   "sectors, as before"},
            [KEPT_SETTINGS] = {CHANGE_SAFE, "the keys that a device has stay there"},
            [KEPT_SECRETS] = {CHANGE_SAFE, "the keys stay there"},
            [KEPT_FILES] = {CHANGE_LOSES_DATA, "a file system of the old size does not mount, "
                                               "and is formatted anew"},
            [KEPT_TABLE] = {CHANGE_SAFE, "what lies in it stays there"},
            [KEPT_DUMP] = {CHANGE_SAFE, "a larger dump fits"},
            [KEPT_CALIBRATION] = {CHANGE_SAFE, "its data stays there"},
            [KEPT_CONSTANTS] = {CHANGE_SAFE, "its content stays there"},
            [KEPT_BOOT] = {CHANGE_SAFE, "a device keeps the one that it has"},
            [KEPT_SCRATCH] = {CHANGE_SAFE, "nobody misses what is in it"},
            [KEPT_DATA] = {CHANGE_SAFE, "what a device keeps in it stays there"},
        },
    [EVENT_REMOVED] =
        {
            [KEPT_SLOT] = {CHANGE_BRICKS, "a device that runs from it has no app left once it "
                                          "has the new table"},
            [KEPT_APP] = {CHANGE_BRICKS, "a device that starts it has no app left once it has "
                                         "the new table"},
            [KEPT_TEST] = {CHANGE_SAFE,
                           "no pin starts it any more, and the other apps start as before"},
            [KEPT_CHOICE] = {CHANGE_BRICKS, "a device forgets which slot it runs from, and no "
                                            "update takes effect any more"},
            [KEPT_SETTINGS] = {CHANGE_LOSES_DATA, "what a device keeps in it is lost"},
            [KEPT_SECRETS] = {CHANGE_LOSES_DATA, "nothing that its keys encrypt can be read"},
            [KEPT_FILES] = {CHANGE_LOSES_DATA, "its files are lost"},
            [KEPT_TABLE] = {CHANGE_NEEDS_REFLASH, "firmware no longer finds the table in it"},
            [KEPT_DUMP] = {CHANGE_SAFE, "a crash leaves no dump any more"},
            [KEPT_CALIBRATION] = {CHANGE_SAFE, "the radio takes the data that is built into "
                                               "firmware"},
            [KEPT_CONSTANTS] = {CHANGE_SAFE, "firmware no longer reads it"},
            [KEPT_BOOT] = {CHANGE_SAFE, "it stays where it is, and the table no longer lists it"},
            [KEPT_SCRATCH] = {CHANGE_SAFE, "nobody misses what was in it"},
            [KEPT_DATA] = {CHANGE_LOSES_DATA, "what a device keeps in it is lost"},
        },
    [EVENT_RETYPED] =
        {
            [KEPT_SLOT] = {CHANGE_BRICKS, "a device that runs from it starts something else once "
                                          "it has the new table"},
            [KEPT_APP] = {CHANGE_BRICKS, "the bootloader no longer finds the app that a device "
                                         "starts"},
            [KEPT_TEST] = {CHANGE_NEEDS_REFLASH, "the bootloader no longer finds a test app in it"},
            [KEPT_CHOICE] = {CHANGE_BRICKS, "the bootloader no longer finds which slot to start"},
            [KEPT_SETTINGS] = {CHANGE_LOSES_DATA, "the keys that a device has cannot be read as "
                                                  "that"},
            [KEPT_SECRETS] = {CHANGE_LOSES_DATA, "its keys are no longer found, and nothing that "
                                                 "they encrypt can be read"},
            [KEPT_FILES] = {CHANGE_LOSES_DATA, "its files cannot be read as that, and are lost"},
            [KEPT_TABLE] = {CHANGE_NEEDS_REFLASH, "firmware that looks for it by its type does "
                                                  "not find it under the old table"},
            [KEPT_DUMP] = {CHANGE_SAFE, "at most a dump that nobody has fetched is lost"},
            [KEPT_CALIBRATION] = {CHANGE_NEEDS_REFLASH, "the radio no longer finds its data"},
            [KEPT_CONSTANTS] = {CHANGE_NEEDS_REFLASH, "firmware that looks for it by its type "
                                                      "does not find it under the old table"},
            [KEPT_BOOT] = {CHANGE_NEEDS_REFLASH, "a device keeps the old row until it is "
                                                 "flashed"},
            [KEPT_SCRATCH] = {CHANGE_SAFE, "nobody misses what is in it"},
            [KEPT_DATA] = {CHANGE_NEEDS_REFLASH, "firmware that looks for it by its type does "
                                                 "not find it under the old table"},
        },
    [EVENT_EXPOSED] =
        {
            [KEPT_SLOT] = {CHANGE_SAFE, "flashing brings a new app, as an update does"},
            [KEPT_APP] = {CHANGE_SAFE, "flashing brings a new app"},
            [KEPT_TEST] = {CHANGE_SAFE, "flashing brings a new test app"},
            [KEPT_CHOICE] = {CHANGE_SAFE, "flashing decides which slot is started"},
            [KEPT_SETTINGS] = {CHANGE_LOSES_DATA, "flashing a device replaces the keys that it "
                                                  "has"},
            [KEPT_SECRETS] = {CHANGE_LOSES_DATA, "flashing a device replaces its keys, and "
                                                 "nothing that they encrypt can be read"},
            [KEPT_FILES] = {CHANGE_LOSES_DATA, "flashing a device replaces the files that it "
                                               "has"},
            [KEPT_TABLE] = {CHANGE_NEEDS_REFLASH, "flashing a device replaces the table in it"},
            [KEPT_DUMP] = {CHANGE_SAFE, "at most a dump that nobody has fetched is lost"},
            [KEPT_CALIBRATION] = {CHANGE_LOSES_DATA, "flashing a device replaces the data of its "
                                                     "own radio"},
            [KEPT_CONSTANTS] = {CHANGE_LOSES_DATA, "flashing a device replaces what it has"},
            [KEPT_BOOT] = {CHANGE_SAFE, "flashing a device replaces it, as before"},
            [KEPT_SCRATCH] = {CHANGE_SAFE, "nobody misses what is in it"},
            [KEPT_DATA] = {CHANGE_LOSES_DATA, "flashing a device replaces what it has"},
        },
    [EVENT_SCRATCHED] =
        {
            [KEPT_SLOT] = {CHANGE_BRICKS, "a device that runs from it may lose its app"},
            [KEPT_APP] = {CHANGE_BRICKS, "a device that starts it may lose its app"},
            [KEPT_TEST] = {CHANGE_NEEDS_REFLASH, "the test app in it may be erased"},
            [KEPT_CHOICE] = {CHANGE_BRICKS, "a device may forget which slot it runs from"},
            [KEPT_SETTINGS] = {CHANGE_LOSES_DATA, "the keys that a device has may be erased at "
                                                  "any time"},
            [KEPT_SECRETS] = {CHANGE_LOSES_DATA, "its keys may be erased at any time, and "
                                                 "nothing that they encrypt can be read then"},
            [KEPT_FILES] = {CHANGE_LOSES_DATA, "its files may be erased at any time"},
            [KEPT_TABLE] = {CHANGE_NEEDS_REFLASH, "the table in it may be erased at any time"},
            [KEPT_DUMP] = {CHANGE_SAFE, "at most a dump that nobody has fetched is lost"},
            [KEPT_CALIBRATION] = {CHANGE_NEEDS_REFLASH, "the radio finds no data once it is "
                                                        "erased"},
            [KEPT_CONSTANTS] = {CHANGE_NEEDS_REFLASH, "its content must be flashed again once it "
                                                      "is erased"},
            [KEPT_BOOT] = {CHANGE_BRICKS, "a device does not start once it is erased"},
            [KEPT_SCRATCH] = {CHANGE_SAFE, "nobody misses what is in it"},
            [KEPT_DATA] = {CHANGE_LOSES_DATA, "what a device keeps in it may be erased at any "
                                              "time"},
        },
};

const struct consequence *consequence_get(enum kept_data kept, enum event event)
{
    return &consequences[event][kept];
}
