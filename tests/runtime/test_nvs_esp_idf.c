// The typed getters over ESP-IDF's NVS library, over a fake of its functions.
#include "unit.h"

#include <nvs.h>
#include <pschema/nvs.h>

enum { HANDLE = 42, SOME_ERROR = 0x110 };

static struct {
    esp_err_t error;
    const char *partition, *space, *key; // as asked for
    nvs_open_mode_t mode;
    int opened, closed;
    uint64_t number;
    const char *bytes;
    size_t size;
} fake;

esp_err_t nvs_open_from_partition(const char *part_name, const char *namespace_name,
                                  nvs_open_mode_t open_mode, nvs_handle_t *out_handle)
{
    fake.partition = part_name;
    fake.space = namespace_name;
    fake.mode = open_mode;
    fake.opened++;
    *out_handle = HANDLE; // even if it fails, which must not matter
    return fake.error;
}

void nvs_close(nvs_handle_t handle)
{
    ck_assert_uint_eq(handle, HANDLE);
    fake.closed++;
}

static esp_err_t get(nvs_handle_t handle, const char *key)
{
    ck_assert_uint_eq(handle, HANDLE);
    fake.key = key;
    return fake.error;
}

esp_err_t nvs_get_u8(nvs_handle_t handle, const char *key, uint8_t *out_value)
{
    return get(handle, key) ? fake.error : (*out_value = (uint8_t)fake.number, ESP_OK);
}

esp_err_t nvs_get_i8(nvs_handle_t handle, const char *key, int8_t *out_value)
{
    return get(handle, key) ? fake.error : (*out_value = (int8_t)fake.number, ESP_OK);
}

esp_err_t nvs_get_u16(nvs_handle_t handle, const char *key, uint16_t *out_value)
{
    return get(handle, key) ? fake.error : (*out_value = (uint16_t)fake.number, ESP_OK);
}

esp_err_t nvs_get_i16(nvs_handle_t handle, const char *key, int16_t *out_value)
{
    return get(handle, key) ? fake.error : (*out_value = (int16_t)fake.number, ESP_OK);
}

esp_err_t nvs_get_u32(nvs_handle_t handle, const char *key, uint32_t *out_value)
{
    return get(handle, key) ? fake.error : (*out_value = (uint32_t)fake.number, ESP_OK);
}

esp_err_t nvs_get_i32(nvs_handle_t handle, const char *key, int32_t *out_value)
{
    return get(handle, key) ? fake.error : (*out_value = (int32_t)fake.number, ESP_OK);
}

esp_err_t nvs_get_u64(nvs_handle_t handle, const char *key, uint64_t *out_value)
{
    return get(handle, key) ? fake.error : (*out_value = fake.number, ESP_OK);
}

esp_err_t nvs_get_i64(nvs_handle_t handle, const char *key, int64_t *out_value)
{
    return get(handle, key) ? fake.error : (*out_value = (int64_t)fake.number, ESP_OK);
}

// As the library does: the length is set even where reading the bytes fails then.
esp_err_t nvs_get_blob(nvs_handle_t handle, const char *key, void *out_value, size_t *length)
{
    size_t room = *length;
    ck_assert_uint_eq(handle, HANDLE);
    *length = fake.size;
    if (out_value && room < fake.size) {
        return ESP_ERR_NVS_INVALID_LENGTH;
    }
    if (out_value && !get(handle, key)) {
        memcpy(out_value, fake.bytes, fake.size);
    }
    return fake.error;
}

esp_err_t nvs_get_str(nvs_handle_t handle, const char *key, char *out_value, size_t *length)
{
    return nvs_get_blob(handle, key, out_value, length);
}

static const struct pschema_partition partition = {.label = "nvs", .size = 0x6000};
static const struct pschema_nvs nvs = {&partition};

static struct pschema_nvs_namespace open_keys(void)
{
    struct pschema_nvs_namespace keys;
    memset(&fake, 0, sizeof fake);
    ck_assert_int_eq(pschema_nvs_open(NULL, nvs, "space", &keys), PSCHEMA_OK);
    return keys;
}

START_TEST(namespaces)
{
    static const struct pschema_partition none = {.size = 0};
    struct pschema_nvs_namespace keys = open_keys();
    ck_assert_str_eq(fake.partition, "nvs");
    ck_assert_str_eq(fake.space, "space");
    ck_assert_int_eq(fake.mode, NVS_READONLY);
    pschema_nvs_close(&keys);
    pschema_nvs_close(&keys);
    ck_assert_int_eq(fake.closed, 1);

    uint8_t value = 7;
    ck_assert_int_eq(pschema_nvs_get_u8(keys, "k", &value), PSCHEMA_ERROR_NOT_FOUND);
    fake.error = ESP_ERR_NVS_NOT_FOUND;
    ck_assert_int_eq(pschema_nvs_open(NULL, nvs, "space", &keys), PSCHEMA_ERROR_NOT_FOUND);
    fake.error = ESP_OK;
    ck_assert_int_eq(pschema_nvs_get_u8(keys, "k", &value), PSCHEMA_ERROR_NOT_FOUND);
    ck_assert_uint_eq(value, 7);
    pschema_nvs_close(&keys);
    ck_assert_int_eq(fake.closed, 1);

    fake.opened = 0;
    ck_assert_int_eq(pschema_nvs_open(NULL, nvs, "sixteen.letters.", &keys),
                     PSCHEMA_ERROR_NOT_FOUND);
    ck_assert_int_eq(pschema_nvs_open(NULL, (struct pschema_nvs){&none}, "space", &keys),
                     PSCHEMA_ERROR_NOT_FOUND);
    ck_assert_int_eq(fake.opened, 0);
}
END_TEST

#define CHECK_INTEGER(name, type, expected)                                                        \
    do {                                                                                           \
        type value = 0;                                                                            \
        ck_assert_int_eq(pschema_nvs_get_##name(keys, "fifteen.letters", &value), PSCHEMA_OK);     \
        ck_assert(value == (expected));                                                            \
        ck_assert_str_eq(fake.key, "fifteen.letters");                                             \
        ck_assert_int_eq(pschema_nvs_get_##name(keys, "sixteen.letters.", &value),                 \
                         PSCHEMA_ERROR_NOT_FOUND);                                                 \
        fake.error = ESP_ERR_NVS_TYPE_MISMATCH;                                                    \
        ck_assert_int_eq(pschema_nvs_get_##name(keys, "k", &value), PSCHEMA_ERROR_TYPE);           \
        fake.error = ESP_OK;                                                                       \
    } while (0)

START_TEST(integers)
{
    struct pschema_nvs_namespace keys = open_keys();
    fake.number = UINT64_C(0x81828384858687fe);
    CHECK_INTEGER(u8, uint8_t, 0xfe);
    CHECK_INTEGER(i8, int8_t, -2);
    CHECK_INTEGER(u16, uint16_t, 0x87fe);
    CHECK_INTEGER(i16, int16_t, -0x7802);
    CHECK_INTEGER(u32, uint32_t, 0x858687fe);
    CHECK_INTEGER(i32, int32_t, -0x7a797802);
    CHECK_INTEGER(u64, uint64_t, UINT64_C(0x81828384858687fe));
    CHECK_INTEGER(i64, int64_t, -INT64_C(0x7e7d7c7b7a797802));
}
END_TEST

START_TEST(errors)
{
    static const struct {
        esp_err_t error;
        enum pschema_result result;
    } pairs[] = {
        {ESP_ERR_NVS_NOT_FOUND, PSCHEMA_ERROR_NOT_FOUND},
        {ESP_ERR_NVS_TYPE_MISMATCH, PSCHEMA_ERROR_TYPE},
        {ESP_ERR_NVS_NOT_INITIALIZED, PSCHEMA_ERROR_STATE},
        {ESP_ERR_NVS_PART_NOT_FOUND, PSCHEMA_ERROR_STATE},
        {ESP_ERR_NVS_INVALID_HANDLE, PSCHEMA_ERROR_STATE},
        {ESP_ERR_NVS_INVALID_STATE, PSCHEMA_ERROR_STATE},
        {ESP_FAIL, PSCHEMA_ERROR_DAMAGED},
        {SOME_ERROR, PSCHEMA_ERROR_FLASH},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        struct pschema_nvs_namespace keys = open_keys();
        char text[8];
        size_t size = sizeof text;
        fake.error = pairs[i].error;
        fake.size = 3;
        fake.bytes = "ab";
        ck_assert_int_eq(pschema_nvs_get_string(keys, "k", text, &size), pairs[i].result);
        ck_assert_int_eq(pschema_nvs_get_blob(keys, "k", text, &size), pairs[i].result);
        ck_assert_uint_eq(size, sizeof text);
        ck_assert_int_eq(pschema_nvs_open(NULL, nvs, "space", &keys), pairs[i].result);
        ck_assert_uint_eq(keys.handle, 0);
    }
}
END_TEST

START_TEST(bytes_and_their_room)
{
    struct pschema_nvs_namespace keys = open_keys();
    char text[8] = "as it is";
    size_t size = 0;
    fake.bytes = "text";
    fake.size = 5;
    ck_assert_int_eq(pschema_nvs_get_string(keys, "k", NULL, &size), PSCHEMA_OK);
    ck_assert_uint_eq(size, 5);
    size = 4;
    ck_assert_int_eq(pschema_nvs_get_string(keys, "k", text, &size), PSCHEMA_ERROR_SPACE);
    ck_assert_uint_eq(size, 5);
    ck_assert_mem_eq(text, "as it is", 8);
    ck_assert_int_eq(pschema_nvs_get_string(keys, "k", text, &size), PSCHEMA_OK);
    ck_assert_str_eq(text, "text");
    fake.size = 4; // without its NUL
    ck_assert_int_eq(pschema_nvs_get_string(keys, "k", text, &size), PSCHEMA_ERROR_DAMAGED);
    ck_assert_uint_eq(size, 5);
    ck_assert_int_eq(pschema_nvs_get_blob(keys, "k", text, &size), PSCHEMA_OK);
    ck_assert_uint_eq(size, 4);
    fake.size = 0;
    ck_assert_int_eq(pschema_nvs_get_string(keys, "k", text, &size), PSCHEMA_ERROR_DAMAGED);
    ck_assert_int_eq(pschema_nvs_get_blob(keys, "k", text, &size), PSCHEMA_OK);
    ck_assert_uint_eq(size, 0);
    ck_assert_int_eq(pschema_nvs_get_blob(keys, "sixteen.letters.", text, &size),
                     PSCHEMA_ERROR_NOT_FOUND);
    ck_assert_int_eq(pschema_nvs_get_string(keys, "sixteen.letters.", text, &size),
                     PSCHEMA_ERROR_NOT_FOUND);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("nvs_esp_idf");
    TCase *all = tcase_create("all");
    tcase_add_test(all, namespaces);
    tcase_add_test(all, integers);
    tcase_add_test(all, errors);
    tcase_add_test(all, bytes_and_their_room);
    suite_add_tcase(suite, all);
    return unit_run(suite);
}
