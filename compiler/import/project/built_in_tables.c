// The layouts that SDKs have built in (components/partition_table of ESP-IDF 6.2 and of the
// ESP8266_RTOS_SDK 3.4), by the name of their file there.
//
// Written as the CSVs that they are, so that they take the same way through the importer as a
// project's own. Only where partitions are is said.
#include "project.h"

#include <string.h>

struct built_in {
    const char *file;
    const char *rows;
};

#define NVS "nvs,data,nvs,,0x6000\n"
#define PHY "phy_init,data,phy,,0x1000\n"
#define OTADATA "nvs,data,nvs,,0x4000\notadata,data,ota,,0x2000\n"
#define FACTORY(size) "factory,app,factory,," size "\n"
#define SLOTS(size) "ota_0,app,ota_0,," size "\nota_1,app,ota_1,," size "\n"
#define COREDUMP "coredump,data,coredump,,64K\n"
#define KEYS "nvs_key,data,nvs_keys,,0x1000,encrypted\n"

static const struct built_in esp_idf[] = {
    {"partitions_singleapp.csv", NVS PHY FACTORY("1M")},
    {"partitions_singleapp_coredump.csv", NVS PHY FACTORY("1M") COREDUMP},
    {"partitions_singleapp_encr_nvs.csv", NVS PHY FACTORY("1M") KEYS},
    {"partitions_singleapp_large.csv", NVS PHY FACTORY("1500K")},
    {"partitions_singleapp_large_coredump.csv", NVS PHY FACTORY("1500K") COREDUMP},
    {"partitions_singleapp_large_encr_nvs.csv", NVS PHY FACTORY("1500K") KEYS},
    {"partitions_singleapp_tee.csv",
     "tee,app,tee_0,,256K\nsecure_storage,data,nvs,,64K\n" FACTORY("1536K") NVS PHY},
    {"partitions_two_ota.csv", OTADATA PHY FACTORY("1M") SLOTS("1M")},
    {"partitions_two_ota_coredump.csv", OTADATA PHY FACTORY("1M") COREDUMP SLOTS("1M")},
    {"partitions_two_ota_encr_nvs.csv", OTADATA PHY FACTORY("1M") SLOTS("1M") KEYS},
    {"partitions_two_ota_large.csv", NVS "otadata,data,ota,,0x2000\n" PHY SLOTS("1700K")},
    {"partitions_two_ota_tee.csv",
     "tee_0,app,tee_0,,256K\ntee_1,app,tee_1,,256K\ntee_otadata,data,tee_ota,,8K\n"
     "secure_storage,data,nvs,,56K\n" SLOTS("1536K") "otadata,data,ota,,8K\n" NVS PHY},
};

static const struct built_in esp8266[] = {
    {"partitions_singleapp.csv", "nvs,data,nvs,0x9000,0x6000\nphy_init,data,phy,0xf000,0x1000\n"
                                 "factory,app,factory,0x10000,0xf0000\n"},
    {"partitions_two_ota.1MB.csv",
     "nvs,data,nvs,0x9000,0x4000\notadata,data,ota,0xd000,0x2000\nphy_init,data,phy,0xf000,0x1000\n"
     "ota_0,app,ota_0,0x10000,0x70000\nota_1,app,ota_1,0x80000,0x70000\n"},
    {"partitions_two_ota.csv",
     "nvs,data,nvs,0x9000,0x4000\notadata,data,ota,0xd000,0x2000\nphy_init,data,phy,0xf000,0x1000\n"
     "ota_0,app,ota_0,0x10000,0xf0000\nota_1,app,ota_1,0x110000,0xf0000\n"},
};

const char *built_in_table(bool is_esp8266, const char *file)
{
    const struct built_in *tables = is_esp8266 ? esp8266 : esp_idf;
    size_t count = is_esp8266 ? sizeof esp8266 / sizeof *esp8266 : sizeof esp_idf / sizeof *esp_idf;
    for (size_t i = 0; i < count; i++) {
        if (strcmp(tables[i].file, file) == 0) {
            return tables[i].rows;
        }
    }
    return NULL;
}
