// Access to partitions, held against the rules of NOR flash.
#include "flash_fixture.h"

#include <pschema/access.h>

static const struct pschema_partition plain = {.label = "plain", .offset = 8192, .size = 8192};
static const struct pschema_writable writable = {&plain};

START_TEST(bytes_come_back)
{
    struct fixture fixture;
    uint8_t bytes[8] = {0};
    fixture_init(&fixture, 4096, 4);
    ck_assert_int_eq(pschema_erase(&fixture.flash, writable, 0, 8192), PSCHEMA_OK);
    ck_assert_int_eq(pschema_write(&fixture.flash, writable, 8184, "abcdefgh", 8), PSCHEMA_OK);
    ck_assert_int_eq(pschema_read(&fixture.flash, &plain, 8184, bytes, 8), PSCHEMA_OK);
    ck_assert_mem_eq(bytes, "abcdefgh", 8);
    ck_assert_mem_eq(fixture.bytes + 16376, "abcdefgh", 8);
    fixture_check(&fixture);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("access");
    TCase *all = tcase_create("all");
    tcase_add_test(all, bytes_come_back);
    suite_add_tcase(suite, all);
    return unit_run(suite);
}
