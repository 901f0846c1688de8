// A flash in a file: it is what the port of a chip is, survives being closed, and tells faults.
#include "port_checks.h"

#include <pschema/posix.h>

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

enum { CHIP = 256 * 1024, OFFSET = 4096 };

struct place {
    char folder[32];
    char file[48];
};

static struct place place_make(void)
{
    struct place place = {"pschema_posix_XXXXXX", ""};
    ck_assert_ptr_nonnull(mkdtemp(place.folder));
    snprintf(place.file, sizeof place.file, "%s/flash.bin", place.folder);
    return place;
}

static void place_remove(const struct place *place)
{
    unlink(place->file);
    ck_assert_int_eq(rmdir(place->folder), 0);
}

START_TEST(does_what_ports_do)
{
    struct place place = place_make();
    struct pschema_posix port;
    ck_assert_int_eq(pschema_posix_open(&port, place.file, CHIP, 4096, 4), PSCHEMA_OK);
    port_trust(&port.flash);
    port_check(&port.flash, OFFSET);
    pschema_posix_close(&port);
    place_remove(&place);
}
END_TEST

START_TEST(keeps_its_bytes)
{
    struct place place = place_make();
    struct pschema_posix port;
    const struct pschema_partition all = {.label = "all", .size = CHIP};
    const struct pschema_writable writable = {&all};
    uint8_t bytes[8];
    ck_assert_int_eq(pschema_posix_open(&port, place.file, CHIP, 4096, 4), PSCHEMA_OK);
    port_trust(&port.flash);
    ck_assert_int_eq(pschema_write(&port.flash, writable, CHIP - 8, "abcdefgh", 8), PSCHEMA_OK);
    pschema_posix_close(&port);

    ck_assert_int_eq(pschema_posix_open(&port, place.file, 0, 4096, 4), PSCHEMA_OK);
    port_trust(&port.flash);
    ck_assert_uint_eq(port.flash.size, CHIP);
    ck_assert_int_eq(pschema_read(&port.flash, &all, CHIP - 8, bytes, 8), PSCHEMA_OK);
    ck_assert_mem_eq(bytes, "abcdefgh", 8);
    ck_assert_int_eq(pschema_read(&port.flash, &all, 0, bytes, 8), PSCHEMA_OK);
    ck_assert_mem_eq(bytes, "\xff\xff\xff\xff\xff\xff\xff\xff", 8);
    pschema_posix_close(&port);
    place_remove(&place);
}
END_TEST

START_TEST(shows_its_bytes_as_memory)
{
    struct place place = place_make();
    struct pschema_posix port;
    const struct pschema_partition part = {.label = "part", .offset = OFFSET, .size = 8192};
    const struct pschema_writable writable = {&part};
    const void *memory = NULL;
    ck_assert_int_eq(pschema_posix_open(&port, place.file, CHIP, 4096, 4), PSCHEMA_OK);
    port_trust(&port.flash);
    ck_assert_int_eq(pschema_map(&port.flash, &part, 100, 4, &memory), PSCHEMA_OK);
    ck_assert_mem_eq(memory, "\xff\xff\xff\xff", 4);
    ck_assert_int_eq(pschema_write(&port.flash, writable, 100, "wxyz", 4), PSCHEMA_OK);
    ck_assert_mem_eq(memory, "wxyz", 4);
    pschema_posix_close(&port);
    place_remove(&place);
}
END_TEST

START_TEST(tells_faults)
{
    struct place place = place_make();
    struct pschema_posix port;
    const struct pschema_partition all = {.label = "all", .size = CHIP};
    uint8_t byte;
    ck_assert_int_eq(pschema_posix_open(&port, place.file, 0, 4096, 4), PSCHEMA_ERROR_NOT_FOUND);
    ck_assert_int_eq(pschema_posix_open(&port, place.folder, CHIP, 4096, 4), PSCHEMA_ERROR_FLASH);
    ck_assert_int_eq(errno, EISDIR);
    ck_assert_int_eq(pschema_posix_open(&port, "/nowhere/at/all", CHIP, 4096, 4),
                     PSCHEMA_ERROR_FLASH);
    ck_assert_int_eq(errno, ENOENT);

    ck_assert_int_eq(pschema_posix_open(&port, place.file, CHIP, 4096, 4), PSCHEMA_OK);
    port_trust(&port.flash);
    ck_assert_int_eq(truncate(place.file, CHIP - 1), 0); // behind the port's back
    ck_assert_int_eq(pschema_read(&port.flash, &all, CHIP - 1, &byte, 1), PSCHEMA_ERROR_FLASH);
    pschema_posix_close(&port);

    ck_assert_int_eq(pschema_posix_open(&port, place.file, CHIP, 4096, 4), PSCHEMA_ERROR_RANGE);
    ck_assert_int_eq(pschema_posix_open(&port, place.file, 0, 4096, 4), PSCHEMA_ERROR_RANGE);
    ck_assert_int_eq(truncate(place.file, ((off_t)1 << 32) + 4096), 0);
    ck_assert_int_eq(pschema_posix_open(&port, place.file, 0, 4096, 4), PSCHEMA_ERROR_RANGE);
    place_remove(&place);
}
END_TEST

// A file that the system does not let grow to the chip's size.
START_TEST(leaves_no_part_of_a_file)
{
    struct place place = place_make();
    struct pschema_posix port;
    const struct rlimit limit = {CHIP / 2, CHIP / 2};
    ck_assert_ptr_ne((void *)signal(SIGXFSZ, SIG_IGN), (void *)SIG_ERR);
    ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
    ck_assert_int_eq(pschema_posix_open(&port, place.file, CHIP, 4096, 4), PSCHEMA_ERROR_FLASH);
    ck_assert_int_eq(access(place.file, F_OK), -1);
    place_remove(&place);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("port_posix");
    TCase *all = tcase_create("all");
    tcase_add_test(all, does_what_ports_do);
    tcase_add_test(all, keeps_its_bytes);
    tcase_add_test(all, shows_its_bytes_as_memory);
    tcase_add_test(all, tells_faults);
    tcase_add_test(all, leaves_no_part_of_a_file);
    suite_add_tcase(suite, all);
    return unit_run(suite);
}
