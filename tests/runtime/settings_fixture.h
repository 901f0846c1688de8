// A structure of NVS keys with a member of each kind, and the table of its fields: as schemac's
// headers have them.
#ifndef SETTINGS_FIXTURE_H
#define SETTINGS_FIXTURE_H

#include <pschema/nvs_load.h>

#include <string.h>

struct settings {
    uint8_t u8;
    int8_t i8;
    uint16_t u16;
    int16_t i16;
    uint32_t u32;
    int32_t i32;
    uint64_t u64;
    int64_t i64;
    char host[8];
    char pin[40];
    size_t cert_size;
    uint8_t cert[100];
};

enum { FIELD_COUNT = 11 };

#define SETTINGS_PLACE(member) (uint32_t) offsetof(struct settings, member)

static const struct pschema_nvs_range settings_u8_range = {1, 199};
static const struct pschema_nvs_range settings_i8_range = {0x9c, 199};
static const struct pschema_nvs_range settings_i64_range = {(uint64_t)INT64_MIN, INT64_MAX};
static const struct pschema_nvs_range settings_u64_range = {1, UINT64_MAX - 1};

static const struct settings settings_defaults = {.u8 = 8,
                                                  .i8 = -8,
                                                  .u16 = 16,
                                                  .i32 = -32,
                                                  .u64 = UINT64_MAX - 64,
                                                  .i64 = -64,
                                                  .host = "default"};

static const struct pschema_nvs_field settings_fields[FIELD_COUNT] = {
    {"u8", &settings_u8_range, SETTINGS_PLACE(u8), 1, PSCHEMA_NVS_U8, 1},
    {"i8", &settings_i8_range, SETTINGS_PLACE(i8), 1, PSCHEMA_NVS_I8, 1},
    {"u16", NULL, SETTINGS_PLACE(u16), 2, PSCHEMA_NVS_U16, 1},
    {"i16", NULL, SETTINGS_PLACE(i16), 2, PSCHEMA_NVS_I16, 0},
    {"u32", NULL, SETTINGS_PLACE(u32), 4, PSCHEMA_NVS_U32, 0},
    {"i32", NULL, SETTINGS_PLACE(i32), 4, PSCHEMA_NVS_I32, 1},
    {"u64", &settings_u64_range, SETTINGS_PLACE(u64), 8, PSCHEMA_NVS_U64, 1},
    {"i64", &settings_i64_range, SETTINGS_PLACE(i64), 8, PSCHEMA_NVS_I64, 1},
    {"host", NULL, SETTINGS_PLACE(host), 8, PSCHEMA_NVS_STRING, 1},
    {"pin", NULL, SETTINGS_PLACE(pin), 40, PSCHEMA_NVS_STRING, 0},
    {"cert", NULL, SETTINGS_PLACE(cert_size), 100, PSCHEMA_NVS_BLOB, 0},
};

static const struct pschema_nvs_settings settings_form = {
    "space", settings_fields, FIELD_COUNT, sizeof(struct settings), &settings_defaults};

#endif
