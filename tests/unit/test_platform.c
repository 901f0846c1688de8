// A chip's platform as a value, without a schema.
#include "driver.h"

#include "unit.h"

static struct compilation compilation;

static void set_up(void)
{
    compilation_init(&compilation, &host_none, unit_exhausted);
}

static void tear_down(void)
{
    compilation_release(&compilation);
}

static const struct platform *platform_of(const char *chip)
{
    return layout_platform(&compilation.syntax, chip, NULL);
}

START_TEST(a_chip_has_its_platform)
{
    const struct platform *platform = platform_of("esp32c3");
    ck_assert_ptr_nonnull(platform);
    ck_assert_uint_eq(compilation.diagnostics.errors, 0);
    ck_assert_str_eq(platform->name, "esp_idf");
    ck_assert_str_eq(platform->chip, "esp32c3");
    ck_assert_uint_eq(platform->table_at, 0x8000);
    ck_assert_uint_eq(platform->erase, 4096);
    ck_assert_ptr_nonnull(platform->format);
    ck_assert_uint_eq(platform->format->row->size, 32);
    ck_assert_ptr_eq(platform->format->checksum, platform_find_record(platform, "md5"));
    ck_assert_ptr_null(platform_find_record(platform, "other"));
    ck_assert_uint_eq(platform_parameter(platform, "boot_at"), 0);
    ck_assert_uint_eq(platform_parameter(platform, "no_such_parameter"), 0);
    ck_assert_ptr_nonnull(platform_find_flag(platform, "encrypted"));
    ck_assert_ptr_null(platform_find_flag(platform, "no_such_flag"));
}
END_TEST

START_TEST(chips_of_one_compilation_differ)
{
    ck_assert_uint_eq(platform_parameter(platform_of("esp32"), "boot_at"), 0x1000);
    ck_assert_uint_eq(platform_parameter(platform_of("esp32c3"), "boot_at"), 0);
    ck_assert_str_eq(platform_of("esp8266")->name, "esp8266_rtos");
}
END_TEST

START_TEST(an_unknown_chip_is_reported)
{
    ck_assert_ptr_null(platform_of("esp3200"));
    ck_assert_uint_eq(compilation.diagnostics.errors, 1);
}
END_TEST

START_TEST(types_are_found_by_number_and_named)
{
    const struct platform *platform = platform_of("esp32");
    const struct platform_type *data = platform_find_type(platform, 1);
    const struct platform_type *app = platform_find_type(platform, 0);
    ck_assert_str_eq(data->name, "data");
    ck_assert_str_eq(app->kind, "app");
    const struct platform_subtype *slot = platform_find_subtype(app, 0x13);
    ck_assert(slot->is_family);
    ck_assert_str_eq(platform_subtype_name(&compilation.arena, slot, 0x13), "ota_3");
    ck_assert_str_eq(platform_type_text(&compilation.arena, platform, 1, 2, true), "data.nvs");
    ck_assert_str_eq(platform_type_text(&compilation.arena, platform, 0, 0x1f, true), "app.ota_15");
    ck_assert_str_eq(platform_type_text(&compilation.arena, platform, 1, 0xfe, false), "data.0xfe");
    ck_assert_str_eq(platform_type_text(&compilation.arena, platform, 0x40, 1, false), "0x40.0x1");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("platform");
    TCase *tests = tcase_create("platform");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, a_chip_has_its_platform);
    tcase_add_test(tests, chips_of_one_compilation_differ);
    tcase_add_test(tests, an_unknown_chip_is_reported);
    tcase_add_test(tests, types_are_found_by_number_and_named);
    suite_add_tcase(suite, tests);
    return unit_run(suite);
}
