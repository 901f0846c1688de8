// A namespace as a structure over ESP-IDF's NVS library, over a fake that keeps keys in memory and
// notes what is written.
#include "settings_fixture.h"
#include "unit.h"

#include <nvs.h>
#include <pschema/flash.h>
#include <pschema/partition.h>

enum { HANDLE = 7, KEY_LIMIT = 16, ANY_ERROR = 0x110 };
enum { SET_STRING = PSCHEMA_NVS_STRING, SET_BLOB = PSCHEMA_NVS_BLOB };

struct stored {
    char key[16];
    int type;
    size_t size;
    uint8_t bytes[256];
};

static struct {
    struct stored keys[KEY_LIMIT];
    size_t count;
    int has_space; // the namespace exists
    int opened, sets, commits;
    nvs_open_mode_t mode;
    esp_err_t open_error, get_error, set_error, commit_error;
    int sets_until_error;
    char last_set[16];
} fake;

static const struct pschema_partition partition = {.label = "nvs", .size = 0x6000};
static const struct pschema_partition readonly = {
    .label = "nvs", .size = 0x6000, .flags = PSCHEMA_FLAG_READ_ONLY};
static const struct pschema_nvs nvs = {&partition};

esp_err_t nvs_open_from_partition(const char *part_name, const char *namespace_name,
                                  nvs_open_mode_t open_mode, nvs_handle_t *out_handle)
{
    ck_assert_str_eq(part_name, "nvs");
    ck_assert_str_eq(namespace_name, "space");
    if (fake.open_error) {
        return fake.open_error;
    }
    if (open_mode == NVS_READONLY && !fake.has_space) {
        return ESP_ERR_NVS_NOT_FOUND;
    }
    fake.has_space = 1;
    fake.mode = open_mode;
    fake.opened++;
    *out_handle = HANDLE;
    return ESP_OK;
}

void nvs_close(nvs_handle_t handle)
{
    ck_assert_uint_eq(handle, HANDLE);
    fake.opened--;
}

static struct stored *find(const char *key, int type)
{
    for (size_t i = 0; i < fake.count; i++) {
        if (strcmp(fake.keys[i].key, key) == 0 && fake.keys[i].type == type) {
            return &fake.keys[i];
        }
    }
    return NULL;
}

static void put(const char *key, int type, const void *bytes, size_t size)
{
    struct stored *stored = find(key, type);
    if (!stored) {
        stored = &fake.keys[fake.count++];
        ck_assert_uint_le(fake.count, KEY_LIMIT);
    }
    memset(stored, 0, sizeof *stored);
    memcpy(stored->key, key, strlen(key));
    stored->type = type;
    stored->size = size;
    memcpy(stored->bytes, bytes, size);
    fake.has_space = 1;
}

static esp_err_t set(nvs_handle_t handle, const char *key, int type, const void *bytes, size_t size)
{
    ck_assert_uint_eq(handle, HANDLE);
    ck_assert_int_eq(fake.mode, NVS_READWRITE);
    if (fake.set_error && fake.sets == fake.sets_until_error) {
        return fake.set_error;
    }
    fake.sets++;
    memset(fake.last_set, 0, sizeof fake.last_set);
    memcpy(fake.last_set, key, strlen(key));
    put(key, type, bytes, size);
    return ESP_OK;
}

static esp_err_t get(nvs_handle_t handle, const char *key, int type, void *value, size_t size)
{
    const struct stored *stored = find(key, type);
    ck_assert_uint_eq(handle, HANDLE);
    if (fake.get_error) {
        return fake.get_error;
    }
    if (!stored) {
        return ESP_ERR_NVS_NOT_FOUND;
    }
    ck_assert_uint_eq(stored->size, size);
    memcpy(value, stored->bytes, size);
    return ESP_OK;
}

#define INTEGER(name, type, number)                                                                \
    esp_err_t nvs_get_##name(nvs_handle_t handle, const char *key, type *out_value)                \
    {                                                                                              \
        return get(handle, key, number, out_value, sizeof *out_value);                             \
    }                                                                                              \
    esp_err_t nvs_set_##name(nvs_handle_t handle, const char *key, type value)                     \
    {                                                                                              \
        return set(handle, key, number, &value, sizeof value);                                     \
    }
INTEGER(u8, uint8_t, PSCHEMA_NVS_U8)
INTEGER(i8, int8_t, PSCHEMA_NVS_I8)
INTEGER(u16, uint16_t, PSCHEMA_NVS_U16)
INTEGER(i16, int16_t, PSCHEMA_NVS_I16)
INTEGER(u32, uint32_t, PSCHEMA_NVS_U32)
INTEGER(i32, int32_t, PSCHEMA_NVS_I32)
INTEGER(u64, uint64_t, PSCHEMA_NVS_U64)
INTEGER(i64, int64_t, PSCHEMA_NVS_I64)

static esp_err_t get_bytes(nvs_handle_t handle, const char *key, int type, void *value,
                           size_t *length)
{
    const struct stored *stored = find(key, type);
    size_t room = *length;
    ck_assert_uint_eq(handle, HANDLE);
    if (!stored) {
        return fake.get_error ? fake.get_error : ESP_ERR_NVS_NOT_FOUND;
    }
    *length = stored->size;
    if (value && room < stored->size) {
        return ESP_ERR_NVS_INVALID_LENGTH;
    }
    if (value) { // as the library does, the bytes may be there even where it fails
        memcpy(value, stored->bytes, stored->size);
    }
    return fake.get_error;
}

esp_err_t nvs_get_str(nvs_handle_t handle, const char *key, char *out_value, size_t *length)
{
    return get_bytes(handle, key, SET_STRING, out_value, length);
}

esp_err_t nvs_get_blob(nvs_handle_t handle, const char *key, void *out_value, size_t *length)
{
    return get_bytes(handle, key, SET_BLOB, out_value, length);
}

esp_err_t nvs_set_str(nvs_handle_t handle, const char *key, const char *value)
{
    return set(handle, key, SET_STRING, value, strlen(value) + 1);
}

esp_err_t nvs_set_blob(nvs_handle_t handle, const char *key, const void *value, size_t length)
{
    return set(handle, key, SET_BLOB, value, length);
}

esp_err_t nvs_commit(nvs_handle_t handle)
{
    ck_assert_uint_eq(handle, HANDLE);
    fake.commits++;
    return fake.commit_error;
}

static void begin(void)
{
    memset(&fake, 0, sizeof fake);
}

static enum pschema_result load_over(const struct pschema_flash *flash, struct settings *values)
{
    struct pschema_nvs_found found[FIELD_COUNT];
    enum pschema_result result;
    memset(values, 0, sizeof *values); // padding
    values->u16 = 0xeeee;
    memset(values->host, 0xee, sizeof values->host);
    memset(values->cert, 0xee, sizeof values->cert);
    result = pschema_nvs_load(flash, nvs, &settings_form, values, found);
    ck_assert_int_eq(fake.opened, 0);
    ck_assert_int_eq(fake.sets, 0);
    return result;
}

static void expect(enum pschema_result expected, const struct settings *wanted)
{
    struct settings values;
    ck_assert_int_eq(load_over(NULL, &values), expected);
    ck_assert_mem_eq(&values, wanted, sizeof values);
}

static enum pschema_result save(const struct settings *values)
{
    fake.sets = fake.commits = 0;
    enum pschema_result result = pschema_nvs_save(NULL, nvs, &settings_form, values);
    ck_assert_int_eq(fake.opened, 0);
    return result;
}

// Other values than the defaults, for all keys.
static struct settings others(void)
{
    struct settings values = settings_defaults;
    values.u8 = 200;
    values.i8 = -100;
    values.u16 = 0x8123;
    values.i16 = -2;
    values.u32 = 0x81234567;
    values.i32 = -0x7edcba99;
    values.u64 = UINT64_C(0x8123456789abcdef);
    values.i64 = INT64_MIN;
    memcpy(values.host, "7 chars", 8);
    memcpy(values.pin, "1234", 5);
    values.cert_size = 100;
    memset(values.cert, 0x5a, 100);
    return values;
}

START_TEST(what_is_saved_is_loaded)
{
    struct settings values = others();
    begin();
    expect(PSCHEMA_ERROR_NOT_FOUND, &settings_defaults);
    ck_assert_int_eq(save(&values), PSCHEMA_OK);
    ck_assert_int_eq(fake.sets, FIELD_COUNT);
    ck_assert_int_eq(fake.commits, 1);
    fake.sets = 0;
    expect(PSCHEMA_OK, &values);
}
END_TEST

START_TEST(only_what_differs_is_saved)
{
    struct settings values = others();
    begin();
    ck_assert_int_eq(save(&values), PSCHEMA_OK);
    ck_assert_int_eq(save(&values), PSCHEMA_OK);
    ck_assert_int_eq(fake.sets, 1); // the library itself compares what has more than 64 bytes
    ck_assert_str_eq(fake.last_set, "cert");
    values.cert_size = 3;
    ck_assert_int_eq(save(&values), PSCHEMA_OK);
    ck_assert_int_eq(save(&values), PSCHEMA_OK);
    ck_assert_int_eq(fake.sets + fake.commits, 0);
    values.i64++;
    ck_assert_int_eq(save(&values), PSCHEMA_OK);
    ck_assert_int_eq(fake.sets, 1);
    ck_assert_str_eq(fake.last_set, "i64");
    values.pin[1] = 'x';
    ck_assert_int_eq(save(&values), PSCHEMA_OK);
    ck_assert_int_eq(fake.sets, 1);
    ck_assert_str_eq(fake.last_set, "pin");
    values.cert[1] ^= 1;
    ck_assert_int_eq(save(&values), PSCHEMA_OK);
    ck_assert_int_eq(fake.sets, 1);
    ck_assert_str_eq(fake.last_set, "cert");
}
END_TEST

// A default that changes in the schema reaches devices that never had another value.
START_TEST(defaults_are_not_saved)
{
    struct settings values = settings_defaults;
    begin();
    ck_assert_int_eq(save(&values), PSCHEMA_OK);
    ck_assert_int_eq(fake.sets + fake.commits, 0);
    values.u16 = 17;
    ck_assert_int_eq(save(&values), PSCHEMA_OK);
    ck_assert_int_eq(fake.sets, 1);
    values.u16 = settings_defaults.u16; // it is there now: the default has to be, too
    ck_assert_int_eq(save(&values), PSCHEMA_OK);
    ck_assert_int_eq(fake.sets, 1);
}
END_TEST

START_TEST(values_that_the_schema_does_not_allow)
{
    struct settings values = others();
    struct settings wanted = others();
    uint8_t large[101] = {0};
    begin();
    ck_assert_int_eq(save(&values), PSCHEMA_OK);
    values.u8 = 0;
    ck_assert_int_eq(save(&values), PSCHEMA_ERROR_VALUE);
    values = others();
    memset(values.host, 'x', sizeof values.host); // no NUL
    ck_assert_int_eq(save(&values), PSCHEMA_ERROR_VALUE);
    values = others();
    values.cert_size = 101;
    ck_assert_int_eq(save(&values), PSCHEMA_ERROR_VALUE);
    ck_assert_int_eq(fake.sets + fake.commits, 0);

    put("u8", PSCHEMA_NVS_U8, "", 1);
    wanted.u8 = settings_defaults.u8;
    expect(PSCHEMA_ERROR_VALUE, &wanted);
    put("host", SET_STRING, "8 chars.", 9);
    memcpy(wanted.host, settings_defaults.host, 8);
    expect(PSCHEMA_ERROR_VALUE, &wanted);
    put("cert", SET_BLOB, large, 101);
    wanted.cert_size = 0;
    memset(wanted.cert, 0, sizeof wanted.cert);
    expect(PSCHEMA_ERROR_VALUE, &wanted);
    ck_assert_int_eq(save(&wanted), PSCHEMA_OK); // what was refused is mended
    fake.sets = 0;
    expect(PSCHEMA_OK, &wanted);
}
END_TEST

START_TEST(strings_are_as_they_should_be)
{
    struct settings values = others();
    struct settings wanted = others();
    begin();
    ck_assert_int_eq(save(&values), PSCHEMA_OK);
    fake.sets = 0;
    put("host", SET_STRING, "no NUL", 6);
    memcpy(wanted.host, settings_defaults.host, 8);
    expect(PSCHEMA_ERROR_DAMAGED, &wanted);
    put("host", SET_STRING, "a", 2);
    memcpy(wanted.host, "a\0\0\0\0\0\0", 8);
    expect(PSCHEMA_OK, &wanted);
}
END_TEST

START_TEST(errors_of_the_library)
{
    struct settings values = others();
    begin();
    fake.open_error = ESP_ERR_NVS_NOT_INITIALIZED;
    expect(PSCHEMA_ERROR_STATE, &settings_defaults);
    ck_assert_int_eq(save(&values), PSCHEMA_ERROR_STATE);
    fake.open_error = ESP_ERR_NVS_NOT_ENOUGH_SPACE;
    ck_assert_int_eq(save(&values), PSCHEMA_ERROR_SPACE);
    fake.open_error = ESP_ERR_NOT_ALLOWED;
    ck_assert_int_eq(save(&values), PSCHEMA_ERROR_READ_ONLY);
    fake.open_error = ESP_OK;
    fake.has_space = 1;
    fake.get_error = ANY_ERROR;
    expect(PSCHEMA_ERROR_FLASH, &settings_defaults);
    fake.get_error = ESP_OK;
    fake.set_error = ESP_ERR_NVS_NOT_ENOUGH_SPACE;
    fake.sets_until_error = 4;
    ck_assert_int_eq(save(&values), PSCHEMA_ERROR_SPACE);
    ck_assert_int_eq(fake.sets, 4);
    ck_assert_int_eq(fake.commits, 0);
    fake.set_error = ESP_OK;
    fake.commit_error = ANY_ERROR;
    ck_assert_int_eq(save(&values), PSCHEMA_ERROR_FLASH);
}
END_TEST

// With a flash, as everywhere: its tables must have been checked. Without one, nobody asks.
START_TEST(tables_that_were_not_checked)
{
    static const struct pschema_layout *const none = NULL;
    struct pschema_flash flash = {.layout = none};
    struct settings values = others();
    struct settings loaded;
    begin();
    ck_assert_int_eq(save(&values), PSCHEMA_OK);
    fake.sets = 0;
    ck_assert_int_eq(load_over(&flash, &loaded), PSCHEMA_ERROR_LAYOUT);
    ck_assert_mem_eq(&loaded, &settings_defaults, sizeof loaded);
    values.u16++;
    ck_assert_int_eq(pschema_nvs_save(&flash, nvs, &settings_form, &values), PSCHEMA_ERROR_LAYOUT);
    ck_assert_int_eq(fake.sets, 0);
}
END_TEST

START_TEST(partitions_that_cannot_be_written)
{
    struct settings values = others();
    begin();
    ck_assert_int_eq(
        pschema_nvs_save(NULL, (struct pschema_nvs){&readonly}, &settings_form, &values),
        PSCHEMA_ERROR_READ_ONLY);
    ck_assert_int_eq(pschema_nvs_save(NULL, (struct pschema_nvs){pschema_no_partition()},
                                      &settings_form, &values),
                     PSCHEMA_ERROR_NOT_FOUND);
    ck_assert_int_eq(fake.sets + fake.commits, 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("nvs_load_esp_idf");
    TCase *all = tcase_create("all");
    tcase_add_test(all, what_is_saved_is_loaded);
    tcase_add_test(all, only_what_differs_is_saved);
    tcase_add_test(all, defaults_are_not_saved);
    tcase_add_test(all, values_that_the_schema_does_not_allow);
    tcase_add_test(all, strings_are_as_they_should_be);
    tcase_add_test(all, errors_of_the_library);
    tcase_add_test(all, tables_that_were_not_checked);
    tcase_add_test(all, partitions_that_cannot_be_written);
    suite_add_tcase(suite, all);
    return unit_run(suite);
}
