// Whether a chip starts what is put into its flash: an image must be one, be for this chip, be
// whole and be what belongs there.
//
// Source: ESP-IDF, components/bootloader_support: bootloader_common_check_chip_validity(),
// esp_image_verify(); the bootloader of the chip's ROM checks its own image likewise. What a
// platform has no number of a chip for is not judged: its images may be of any form.
#include "judge.h"

#include "text.h"

#include <inttypes.h>
#include <string.h>

struct judgement {
    const struct layout *layout;
    const struct placed_image *placed;
    const struct app_image *image; // null: the bytes are none
    enum image_role role;
    struct diagnostics *diagnostics;
};

// What the role is called in messages.
static const char *role_name(enum image_role role)
{
    return role == ROLE_BOOTLOADER ? "a bootloader" : "an app";
}

static bool is_bootloader(const struct partition *partition)
{
    return partition->type_name && strcmp(partition->type_name, "bootloader") == 0;
}

enum image_role device_image_role(const struct layout *layout, const struct partition *partition,
                                  uint64_t offset)
{
    const struct platform *platform = layout->platform;
    const struct platform_parameter *boot_at = platform_find_parameter(platform, "boot_at");
    if (!platform_find_parameter(platform, "chip_id")) {
        return ROLE_ANY;
    }
    if (partition) {
        bool is_app = partition->kind == KIND_APP || partition->kind == KIND_OTA_SLOT;
        return is_app ? ROLE_APP : is_bootloader(partition) ? ROLE_BOOTLOADER : ROLE_ANY;
    }
    return boot_at && boot_at->value.magnitude == offset ? ROLE_BOOTLOADER : ROLE_ANY;
}

static const char *place_of(const struct judgement *judgement)
{
    const struct placed_image *placed = judgement->placed;
    struct arena *arena = judgement->diagnostics->arena;
    return placed->partition ? arena_format(arena, "`%s`", placed->partition->label)
                             : text_offset(arena, placed->offset);
}

// An encrypted image is the likeliest of what is none but was meant to be one.
static void report_no_image(const struct judgement *judgement)
{
    const struct placed_image *placed = judgement->placed;
    struct diagnostic *diagnostic =
        report(judgement->diagnostics, CODE_NOT_AN_APP, placed->span,
               "%s is not an app or bootloader, but %s must contain %s", placed->name,
               place_of(judgement), role_name(judgement->role));
    if (placed->size > 0) {
        add_note(diagnostic, (struct span){0},
                 "an image begins with the byte 0xe9, and this file with 0x%02x", placed->bytes[0]);
    } else {
        add_note(diagnostic, (struct span){0}, "the file is empty");
    }
}

static bool check_chip(const struct judgement *judgement)
{
    const struct platform *platform = judgement->layout->platform;
    const struct app_image *image = judgement->image;
    struct arena *arena = judgement->diagnostics->arena;
    uint64_t wanted = platform_parameter(platform, "chip_id");
    if (image->chip_id == wanted || wanted == APP_NO_CHIP) {
        return true;
    }
    const char *chip =
        image->chip ? image->chip
                    : arena_format(arena, "a chip with the number 0x%04" PRIx64, image->chip_id);
    report(judgement->diagnostics, CODE_APP_OF_OTHER_CHIP, judgement->placed->span,
           "%s is for %s; the target is %s", judgement->placed->name, chip, platform->chip);
    return false;
}

// Bootloaders before ESP-IDF 5.2 and apps of other frameworks have no description: only one that
// is there and says the other is wrong.
static bool check_kind(const struct judgement *judgement)
{
    enum app_description kind = judgement->image->description_kind;
    enum image_role role = kind == APP_DESCRIPTION_APP          ? ROLE_APP
                           : kind == APP_DESCRIPTION_BOOTLOADER ? ROLE_BOOTLOADER
                                                                : judgement->role;
    if (role == judgement->role) {
        return true;
    }
    report(judgement->diagnostics, CODE_WRONG_IMAGE, judgement->placed->span,
           "%s is %s, but %s must contain %s", judgement->placed->name, role_name(role),
           place_of(judgement), role_name(judgement->role));
    return false;
}

static bool check_damage(const struct judgement *judgement)
{
    const char *damage = app_image_damage(judgement->diagnostics->arena, judgement->image);
    if (damage) {
        report(judgement->diagnostics, CODE_DAMAGED_APP, judgement->placed->span,
               "%s is damaged: %s", judgement->placed->name, damage);
    }
    return !damage;
}

// Fuses of the chip keep the highest version that ran, and refuse all below.
static bool check_secure_version(const struct judgement *judgement)
{
    uint64_t wanted = platform_parameter(judgement->layout->platform, "secure_version");
    uint64_t version = app_image_secure_version(judgement->image);
    if (judgement->role != ROLE_APP || version >= wanted) {
        return true;
    }
    report(judgement->diagnostics, CODE_SECURE_VERSION, judgement->placed->span,
           "%s has secure version %" PRIu64 "; devices accept only %" PRIu64 " and later ones",
           judgement->placed->name, version, wanted);
    return false;
}

// esptool writes the size that it is given into the header of a bootloader, unless that is signed,
// but not into that of an app. An app for a larger flash aborts at its start; one for a smaller
// flash, and the bootloader, refuse what is beyond the size in their header. The ESP8266's tools
// disagree about the codes of sizes, so that those of its images say nothing.
static bool check_flash_size(const struct judgement *judgement)
{
    uint64_t size = judgement->image->flash_size;
    uint64_t flash = judgement->layout->flashes.items[0]->size;
    struct arena *arena = judgement->diagnostics->arena;
    bool is_set_later = judgement->role == ROLE_BOOTLOADER && !judgement->image->signature;
    bool is_vague = judgement->image->header == APP_SHORT_HEADER;
    if (size == 0 || size == flash || is_set_later || is_vague) {
        return true;
    }
    bool is_refused = size > flash && judgement->role == ROLE_APP;
    struct diagnostic *diagnostic = report(
        judgement->diagnostics, is_refused ? CODE_APP_OF_LARGER_FLASH : CODE_APP_OF_OTHER_FLASH,
        judgement->placed->span, "%s is built for a flash of %s; the target has %s",
        judgement->placed->name, text_size(arena, size), text_size(arena, flash));
    add_note(diagnostic, (struct span){0},
             judgement->role == ROLE_BOOTLOADER
                 ? "it is signed, so that esptool cannot correct this; build it for the target"
                 : "build it with the CONFIG_ESPTOOLPY_FLASHSIZE of the target");
    return !is_refused;
}

// One mistake gives one message: of an image for another chip nothing else is worth saying.
bool device_judge(const struct layout *layout, const struct placed_image *placed,
                  struct diagnostics *diagnostics)
{
    struct app_image image;
    struct judgement judgement = {
        .layout = layout,
        .placed = placed,
        .role = device_image_role(layout, placed->partition, placed->offset),
        .diagnostics = diagnostics,
    };
    if (judgement.role == ROLE_ANY) {
        return true;
    }
    if (!app_image_read(placed->bytes, placed->size, &image)) {
        report_no_image(&judgement);
        return false;
    }
    judgement.image = &image;
    return check_chip(&judgement) && check_kind(&judgement) && check_damage(&judgement) &&
           check_secure_version(&judgement) && check_flash_size(&judgement) &&
           (judgement.role != ROLE_APP || device_judge_mark(layout, placed, &image, diagnostics));
}
