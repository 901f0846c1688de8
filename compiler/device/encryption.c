// What a chip with flash encryption encrypts: what its platform says of types, and what is flagged.
//
// Source: ESP-IDF, "Flash Encryption", "Encrypted Partitions"; esp_partition's and the bootloader's
// list: bootloader, table, apps, otadata (also of the TEE), NVS keys.
#include "encryption.h"

#include <string.h>

static const struct layout_symbol *find_symbol(const struct layout *layout, const char *name)
{
    for_each (symbol, &layout->symbols) {
        if (strcmp(symbol->name, name) == 0) {
            return symbol;
        }
    }
    return NULL;
}

bool device_has_option(const struct layout *layout, const char *symbol)
{
    const struct layout_symbol *found = find_symbol(layout, symbol);
    return found && found->value.kind == VALUE_INTEGER && found->value.number.magnitude != 0;
}

// An sdkconfig does not mention what its chip does not have.
enum device_encryption device_flash_encryption(const struct layout *layout)
{
    if (layout->symbols.count == 0) {
        return DEVICE_ENCRYPTION_UNKNOWN;
    }
    return device_has_option(layout, "SECURE_FLASH_ENC_ENABLED") ? DEVICE_ENCRYPTION_ON
                                                                 : DEVICE_ENCRYPTION_OFF;
}

bool device_encrypts(const struct layout *layout, const struct partition *partition)
{
    return partition->is_encrypted || layout_has_flag(layout, partition, "encrypted");
}

// A chip that encrypts anything without being told encrypts the table first of all.
bool device_encrypts_table(const struct layout *layout, const struct table *table)
{
    if (table->host) {
        return device_encrypts(layout, table->host);
    }
    for_each (type, &layout->platform->types) {
        if (type->is_encrypted) {
            return table->flash->index == 0;
        }
    }
    return false;
}
