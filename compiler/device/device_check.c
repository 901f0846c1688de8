// Where apps are, and which partitions are flagged as encrypted: what the chip's bootloader and the
// SDK's libraries refuse, or read as noise.
//
// Source: ESP-IDF, components/nvs_flash (nvs_flash_init of an encrypted partition gives
// ESP_ERR_NVS_WRONG_ENCRYPTION), components/spiffs (refuses encrypted partitions), "Flash
// Encryption", soc_caps.h (SOC_SPI_MEM_SUPPORT_CACHE_32BIT_ADDR_MAP).
#include "device_check.h"

#include "encryption.h"
#include "nvs_encryption.h"
#include "text.h"

#include <string.h>

enum { BLOCK = 16 }; // bytes that are encrypted together

static const uint64_t mapped = UINT64_C(16) << 20; // what 24 bits of address reach

// Of the platform's own names, since numbers are the platform's choice.
static bool is_of(const struct partition *partition, const char *subtype)
{
    return partition->subtype_name && strcmp(partition->subtype_name, subtype) == 0;
}

// NVS encrypts itself, and its library refuses a partition that the chip encrypts, too, unless an
// option for devices of before ESP-IDF 4.3 ignores the flag. SPIFFS programs bits of a page more
// than once, which encrypted flash cannot do.
static const char *why_unreadable(const struct layout *layout, const struct partition *partition)
{
    bool is_old = device_has_option(layout, "NVS_COMPATIBLE_PRE_V4_3_ENCRYPTION_FLAG");
    return partition->kind == KIND_NVS && !is_old
               ? "nvs_flash rejects encrypted partitions; NVS encryption uses `keys` instead"
           : is_of(partition, "spiffs") ? "SPIFFS cannot be written through flash encryption"
                                        : NULL;
}

static void check_flag(const struct layout *layout, const struct partition *partition,
                       struct diagnostics *diagnostics)
{
    bool is_flagged = layout_has_flag(layout, partition, "encrypted");
    const char *why = is_flagged ? why_unreadable(layout, partition) : NULL;
    if (why) {
        bool is_on = device_flash_encryption(layout) == DEVICE_ENCRYPTION_ON;
        struct diagnostic *diagnostic =
            report(diagnostics, is_on ? CODE_ENCRYPTED_UNREADABLE : CODE_ENCRYPTED_DOUBTFUL,
                   partition->flag_span, "`%s` must not be `encrypted`: %s", partition->label, why);
        if (!is_on) {
            add_note(diagnostic, (struct span){0},
                     "this matters once the device has flash encryption");
        }
    }
    if (layout_holds_keys(partition) && !is_flagged) {
        report(diagnostics, CODE_PLAIN_NVS_KEYS, partition->span,
               "`%s` contains keys, but is not `encrypted`", partition->label);
    }
}

// What breaks the rules of its type is reported for that.
static bool is_regular(const struct partition *partition)
{
    uint64_t align = partition->align ? partition->align : 1;
    uint64_t multiple = partition->multiple ? partition->multiple : 1;
    return partition->offset % align == 0 && partition->size % multiple == 0 &&
           partition->offset <= partition->table->flash->size &&
           partition->size <= partition->table->flash->size - partition->offset;
}

static void check_blocks(const struct layout *layout, const struct partition *partition,
                         struct diagnostics *diagnostics)
{
    bool is_whole = partition->offset % BLOCK == 0 && partition->size % BLOCK == 0;
    if (!is_whole && device_encrypts(layout, partition)) {
        report(diagnostics, CODE_ENCRYPTED_BLOCKS, partition->flag_span,
               "`%s` is encrypted in blocks of %d bytes, but %s is not a multiple of that",
               partition->label, BLOCK,
               partition->offset % BLOCK ? text_offset(diagnostics->arena, partition->offset)
                                         : text_size(diagnostics->arena, partition->size));
    }
}

static bool is_app(const struct partition *partition)
{
    return partition->kind == KIND_APP || partition->kind == KIND_OTA_SLOT;
}

// A parameter that the platform does not have says nothing about its chips.
static void check_reach(const struct layout *layout, const struct partition *partition,
                        struct diagnostics *diagnostics)
{
    const struct platform_parameter *reach =
        platform_find_parameter(layout->platform, "maps_32_bits");
    if (!reach || reach->value.magnitude != 0 || partition->table->flash->index != 0 ||
        !is_app(partition) || partition->offset + partition->size <= mapped) {
        return;
    }
    struct diagnostic *diagnostic = report(
        diagnostics, CODE_APP_OUT_OF_REACH, partition->offset_span,
        "`%s` ends at %s, but %s runs apps only from the first 16M of its flash", partition->label,
        text_offset(diagnostics->arena, partition->offset + partition->size),
        layout->platform->chip);
    add_note(diagnostic, (struct span){0},
             "place data there, and apps before it, as with `before` or `at`");
}

void device_check(const struct layout *layout, struct diagnostics *diagnostics)
{
    for_each (partition, &layout->partitions) {
        if (partition->is_placed && !partition->is_absent && is_regular(partition)) {
            check_flag(layout, partition, diagnostics);
            check_blocks(layout, partition, diagnostics);
            check_reach(layout, partition, diagnostics);
        }
    }
    nvs_encryption_check(layout, diagnostics);
}
