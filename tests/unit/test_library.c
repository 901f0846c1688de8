// libschemac through its public header alone.
#include "schemac.h"

#include "unit.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <sys/resource.h>

#if defined __has_feature
#if __has_feature(address_sanitizer)
#define HAS_SANITIZER 1
#endif
#endif
#if defined __SANITIZE_ADDRESS__
#define HAS_SANITIZER 1
#endif

static const char text[] =
    "schema lamp revision 2;\n"
    "include \"parts/slots.pschema\";\n"
    "target esp32 { flash 4M; }\n"
    "// Wi-Fi and user settings\n"
    "table main {\n"
    "    /// Settings\n"
    "    partition nvs data.nvs size 24K preserve {\n"
    "        from nvs {\n"
    "            namespace device { string token = \"pst_4711_x\" secret; }\n"
    "        }\n"
    "    }\n"
    "    partition otadata data.ota size 8K;\n"
    "    partition ota_0 .. ota_1 app.ota_0 size slot;\n"
    "}\n"
    "variant large { target { flash 8M; } }\n";

static struct schemac_host *host;
static struct schemac *schemac;

static void put(const char *path, const char *content)
{
    ck_assert_int_eq(schemac_host_put(host, path, content, strlen(content)), SCHEMAC_DONE);
}

static void set_up(void)
{
    host = schemac_host_memory();
    put("lamp.pschema", text);
    put("parts/slots.pschema", "const slot = 1M;\n");
    schemac = schemac_new(host);
}

static void tear_down(void)
{
    schemac_free(schemac);
    schemac_host_free(host);
}

static const struct schemac_layout *compile(const char *path, const char *variant)
{
    const struct schemac_layout *layout;
    ck_assert_int_eq(schemac_read(schemac, path), SCHEMAC_DONE);
    ck_assert_int_eq(schemac_compile(schemac, variant, &layout), SCHEMAC_DONE);
    ck_assert_uint_eq(schemac_diagnostic_count(schemac), 0);
    return layout;
}

START_TEST(a_layout_is_told)
{
    const struct schemac_layout *layout = compile("lamp.pschema", NULL);
    uint64_t offset, size;
    ck_assert_str_eq(schemac_layout_name(layout), "lamp");
    ck_assert_str_eq(schemac_layout_chip(layout), "esp32");
    ck_assert_uint_eq(schemac_layout_revision(layout), 2);
    ck_assert_ptr_null(schemac_layout_variant(layout));
    ck_assert_uint_eq(schemac_flash_count(layout), 1);
    ck_assert_str_eq(schemac_flash_name(layout, 0), "flash");
    ck_assert_uint_eq(schemac_flash_size(layout, 0), 4 << 20);
    ck_assert_uint_eq(schemac_flash_erase_size(layout, 0), 4096);
    ck_assert_uint_eq(schemac_table_count(layout), 1);
    ck_assert_str_eq(schemac_table_name(layout, 0), "main");
    ck_assert_uint_eq(schemac_table_flash(layout, 0), 0);
    ck_assert(schemac_table_is_written(layout, 0, &offset, &size));
    ck_assert_uint_eq(offset, 0x8000);
    ck_assert_uint_eq(size, 0x1000);
    ck_assert_uint_eq(schemac_table_place(layout, 0).line, 5);
    ck_assert_uint_eq(schemac_partition_count(layout), 4);
    const struct schemac_partition *slot = schemac_partition_at(layout, 3);
    ck_assert_ptr_eq(schemac_partition_find(layout, "main.ota_1"), slot);
    ck_assert_ptr_null(schemac_partition_find(layout, "ota_2"));
    ck_assert_str_eq(schemac_partition_label(slot), "ota_1");
    ck_assert_uint_eq(schemac_partition_offset(slot), 0x120000);
    ck_assert_uint_eq(schemac_partition_size(slot), 1 << 20);
    ck_assert_str_eq(schemac_partition_subtype_name(slot), "ota_1");
    ck_assert_uint_eq(schemac_partition_subtype(slot), 0x11);
    ck_assert_str_eq(schemac_partition_kind(slot), "ota_slot");
    ck_assert_ptr_null(schemac_partition_content(slot));
    const struct schemac_partition *nvs = schemac_partition_find(layout, "nvs");
    ck_assert_str_eq(schemac_partition_identifier(nvs), "nvs");
    ck_assert_str_eq(schemac_partition_documentation(nvs), "Settings");
    ck_assert_str_eq(schemac_partition_lifetime(nvs), "preserve");
    ck_assert_str_eq(schemac_partition_content(nvs), "nvs");
    ck_assert_str_eq(schemac_partition_type_name(nvs), "data");
    ck_assert_uint_eq(schemac_partition_type(nvs), 1);
    ck_assert_uint_eq(schemac_partition_flags(nvs), 0);
    ck_assert_uint_eq(schemac_partition_table(nvs), 0);
    ck_assert(!schemac_partition_is_disabled(nvs));
    struct schemac_place place = schemac_partition_place(layout, nvs);
    ck_assert_str_eq(place.path, "lamp.pschema");
    ck_assert_uint_eq(place.line, 7);
    ck_assert_uint_eq(place.column, 15);
    ck_assert_uint_eq(place.end_column, 18);
    ck_assert_int_eq(strncmp(text + place.offset, "nvs", place.length), 0);
}
END_TEST

START_TEST(variants_are_compiled_once)
{
    const struct schemac_layout *layout = compile("lamp.pschema", "large");
    const struct schemac_layout *again;
    ck_assert_uint_eq(schemac_variant_count(schemac), 1);
    ck_assert_str_eq(schemac_variant_name(schemac, 0), "large");
    ck_assert(schemac_has_base(schemac));
    ck_assert_str_eq(schemac_layout_variant(layout), "large");
    ck_assert_uint_eq(schemac_flash_size(layout, 0), 8 << 20);
    ck_assert_int_eq(schemac_compile(schemac, "large", &again), SCHEMAC_DONE);
    ck_assert_ptr_eq(layout, again);
    ck_assert_int_eq(schemac_compile(schemac, "small", &again), SCHEMAC_MISUSED);
    ck_assert_ptr_null(again);
    ck_assert_str_eq(schemac_error(schemac), "the schema has no variant `small`");
}
END_TEST

static const char *file_of(const struct schemac_files *files, size_t index, size_t *length)
{
    return schemac_file_bytes(files, index, length);
}

START_TEST(files_are_made)
{
    const struct schemac_layout *layout = compile("lamp.pschema", NULL);
    const struct schemac_files *files;
    size_t length;
    ck_assert_int_eq(schemac_emit(schemac, layout, NULL, &files), SCHEMAC_DONE);
    ck_assert_uint_ge(schemac_file_count(files), schemac_emitter_count() - 1);
    ck_assert_int_eq(schemac_emit(schemac, layout, schemac_emitter_name(0), &files), SCHEMAC_DONE);
    ck_assert_int_gt((int)strlen(schemac_emitter_description(0)), 0);
    ck_assert_int_eq(schemac_emit(schemac, layout, "tape", &files), SCHEMAC_MISUSED);
    ck_assert_ptr_null(files);
    const struct schemac_partition *nvs = schemac_partition_find(layout, "nvs");
    ck_assert_int_eq(schemac_image(schemac, layout, nvs, 0, &files), SCHEMAC_DONE);
    ck_assert_uint_eq(schemac_file_count(files), 1);
    file_of(files, 0, &length);
    ck_assert_uint_eq(length, 24 << 10);
    ck_assert(schemac_file_is_secret(files, 0));
    ck_assert_int_eq(schemac_map_svg(schemac, layout, 0, &files), SCHEMAC_DONE);
    ck_assert_int_eq(strncmp(file_of(files, 0, &length), "<?xml", 5), 0);
    ck_assert_str_eq(schemac_file_path(files, 0), "lamp.svg");
    const struct schemac_partition *slot = schemac_partition_find(layout, "ota_0");
    ck_assert_int_eq(schemac_image(schemac, layout, slot, 0, &files), SCHEMAC_INVALID);
    ck_assert_ptr_null(files);
    ck_assert_uint_eq(schemac_diagnostic_count(schemac), 1);
    ck_assert_str_eq(schemac_diagnostic_name(schemac_diagnostic_at(schemac, 0)), "no-content");
}
END_TEST

START_TEST(a_diagnostic_is_told_and_fixed)
{
    const struct schemac_layout *layout;
    const char *fixed;
    size_t length;
    put("bad.pschema", "schema bad revision 1;\ntarget esp32 { flash 4M }\n");
    ck_assert_int_eq(schemac_compile(schemac, NULL, &layout), SCHEMAC_MISUSED);
    ck_assert_int_eq(schemac_read(schemac, "bad.pschema"), SCHEMAC_INVALID);
    ck_assert_int_eq(schemac_read(schemac, "bad.pschema"), SCHEMAC_MISUSED);
    ck_assert_int_eq(schemac_compile(schemac, NULL, &layout), SCHEMAC_INVALID);
    ck_assert_ptr_null(layout);
    ck_assert_uint_eq(schemac_diagnostic_count(schemac), 1);
    const struct schemac_diagnostic *diagnostic = schemac_diagnostic_at(schemac, 0);
    ck_assert_int_eq(schemac_diagnostic_severity(diagnostic), SCHEMAC_ERROR);
    ck_assert_str_eq(schemac_diagnostic_code(diagnostic), "PS1011");
    ck_assert_str_eq(schemac_diagnostic_message(diagnostic), "expected `;` after `4M`");
    ck_assert_ptr_null(schemac_diagnostic_context(diagnostic));
    ck_assert_int_gt((int)strlen(schemac_diagnostic_explanation(diagnostic)), 0);
    ck_assert_uint_eq(schemac_note_count(diagnostic), 0);
    ck_assert_uint_eq(schemac_fix_count(diagnostic), 1);
    ck_assert_str_eq(schemac_fix_replacement(diagnostic, 0), ";");
    struct schemac_place place = schemac_fix_place(diagnostic, 0);
    ck_assert_uint_eq(place.line, 2);
    ck_assert_uint_eq(place.length, 0);
    ck_assert_int_eq(schemac_fix_apply(schemac, diagnostic, place.path, &fixed, &length),
                     SCHEMAC_DONE);
    ck_assert_str_eq(fixed, "schema bad revision 1;\ntarget esp32 { flash 4M; }\n");
    ck_assert_uint_eq(length, strlen(fixed));
    ck_assert_int_eq(schemac_fix_apply(schemac, diagnostic, "other", &fixed, &length),
                     SCHEMAC_MISUSED);
}
END_TEST

START_TEST(what_is_wrong_beside_places_is_told)
{
    ck_assert_int_eq(schemac_read(schemac, "none.pschema"), SCHEMAC_FAILED);
    ck_assert_uint_eq(schemac_diagnostic_count(schemac), 1);
    const struct schemac_diagnostic *diagnostic = schemac_diagnostic_at(schemac, 0);
    ck_assert_ptr_null(schemac_diagnostic_place(diagnostic).path);
    ck_assert_uint_eq(schemac_variant_count(schemac), 0);
    ck_assert(!schemac_has_base(schemac));
}
END_TEST

START_TEST(warnings_are_set)
{
    const struct schemac_layout *layout;
    put("bad.pschema", "schema bad revision 1;\ntarget esp32 { flash 4M; }\n"
                       "table main { partition app app.factory size 1M; }\nconst unused = 1;\n");
    ck_assert_int_eq(schemac_set_warning(schemac, "error"), SCHEMAC_DONE);
    ck_assert_int_eq(schemac_set_warning(schemac, "nonsense"), SCHEMAC_DONE);
    ck_assert_int_eq(schemac_read(schemac, "bad.pschema"), SCHEMAC_MISUSED);
    ck_assert_ptr_nonnull(strstr(schemac_error(schemac), "there is no warning `nonsense`"));
    schemac_compile(schemac, NULL, &layout);
    for (size_t i = 0; i < schemac_diagnostic_count(schemac); i++) {
        ck_assert_int_ne(schemac_diagnostic_severity(schemac_diagnostic_at(schemac, i)),
                         SCHEMAC_WARNING);
    }
}
END_TEST

START_TEST(secrets_are_not_told)
{
    const struct schemac_layout *layout;
    put("bad.pschema", "schema bad revision 1;\ntarget esp32 { flash 4M; }\n"
                       "table main { partition nvs data.nvs size 24K {\n"
                       "from nvs { namespace a { u8 pin = \"pst_4711_x\" secret; } } } }\n");
    schemac_read(schemac, "bad.pschema");
    ck_assert_int_eq(schemac_compile(schemac, NULL, &layout), SCHEMAC_INVALID);
    ck_assert_uint_gt(schemac_diagnostic_count(schemac), 0);
    for (size_t i = 0; i < schemac_diagnostic_count(schemac); i++) {
        const struct schemac_diagnostic *diagnostic = schemac_diagnostic_at(schemac, i);
        ck_assert_ptr_null(strstr(schemac_diagnostic_message(diagnostic), "4711"));
        for (size_t j = 0; j < schemac_note_count(diagnostic); j++) {
            ck_assert_ptr_null(strstr(schemac_note_message(diagnostic, j), "4711"));
        }
    }
}
END_TEST

// A host of the user's own: two files, and an environment variable.
struct own {
    size_t reads;
};

static enum schemac_path own_look(void *context, const char *path)
{
    (void)context;
    return strcmp(path, "lamp.pschema") == 0 || strcmp(path, "parts/slots.pschema") == 0
               ? SCHEMAC_PATH_FILE
           : strcmp(path, "parts") == 0 ? SCHEMAC_PATH_DIRECTORY
                                        : SCHEMAC_PATH_MISSING;
}

static void own_read(void *context, const char *path, struct schemac_answer *answer)
{
    struct own *own = context;
    own->reads++;
    if (strcmp(path, "lamp.pschema") == 0) {
        schemac_answer_bytes(answer, text, 100); // in two parts
        schemac_answer_bytes(answer, text + 100, strlen(text) - 100);
        schemac_answer_name(answer, "is not asked for");
    } else {
        schemac_answer_error(answer, "the cloud\n\x1bis not there");
    }
}

START_TEST(a_host_may_be_the_users_own)
{
    struct own own = {0};
    const struct schemac_functions functions = {
        .size = sizeof functions,
        .context = &own,
        .look = own_look,
        .read = own_read,
    };
    const struct schemac_functions other = {.size = 1};
    struct schemac_host *outer = schemac_host_own(&functions);
    ck_assert_ptr_null(schemac_host_own(&other));
    ck_assert_int_eq(schemac_host_put(outer, "x", "", 0), SCHEMAC_MISUSED);
    ck_assert_int_eq(schemac_host_remove(outer, "x"), SCHEMAC_MISUSED);
    struct schemac *outside = schemac_new(outer);
    ck_assert_int_eq(schemac_read(outside, "lamp.pschema"), SCHEMAC_INVALID);
    ck_assert_uint_ge(own.reads, 2);
    const char *message = schemac_diagnostic_message(schemac_diagnostic_at(outside, 0));
    ck_assert_ptr_nonnull(strstr(message, "the cloud  is not there"));
    schemac_free(outside);

    struct schemac_host *over = schemac_host_overlay(outer);
    const struct schemac_layout *layout;
    ck_assert_int_eq(schemac_host_put(over, "parts/slots.pschema", "const slot = 1M;", 16),
                     SCHEMAC_DONE);
    outside = schemac_new(over);
    ck_assert_int_eq(schemac_read(outside, "lamp.pschema"), SCHEMAC_DONE);
    ck_assert_int_eq(schemac_compile(outside, NULL, &layout), SCHEMAC_DONE);
    schemac_free(outside);
    ck_assert_int_eq(schemac_host_remove(over, "parts/slots.pschema"), SCHEMAC_DONE);
    outside = schemac_new(over);
    ck_assert_int_eq(schemac_read(outside, "lamp.pschema"), SCHEMAC_INVALID);
    schemac_free(outside);
    schemac_host_free(over);
    schemac_host_free(outer);
}
END_TEST

// A host of the user's own that has directories, but does not say what a path is.
static const char with_files[] = "schema files revision 1;\n"
                                 "target esp32 { flash 4M; }\n"
                                 "table main {\n"
                                 "    partition app app.factory size 1M;\n"
                                 "    partition www data.littlefs size 64K {\n"
                                 "        from littlefs \"www\";\n"
                                 "    }\n"
                                 "}\n";

static enum schemac_path look_at_files(void *context, const char *path)
{
    (void)context;
    return strcmp(path, "www") == 0 ? SCHEMAC_PATH_DIRECTORY
           : strcmp(path, "www/page") == 0 || strcmp(path, "files.pschema") == 0
               ? SCHEMAC_PATH_FILE
               : SCHEMAC_PATH_MISSING;
}

static void read_files(void *context, const char *path, struct schemac_answer *answer)
{
    (void)context;
    if (strcmp(path, "files.pschema") == 0) {
        schemac_answer_bytes(answer, with_files, strlen(with_files));
    } else if (strcmp(path, "www/page") == 0) {
        schemac_answer_bytes(answer, "what is ", 8);
        schemac_answer_bytes(answer, "in the page", 11);
    } else {
        schemac_answer_error(answer, "there is none");
    }
}

static void list_files(void *context, const char *path, struct schemac_answer *answer)
{
    (void)context;
    (void)path;
    schemac_answer_name(answer, "page");
}

static bool has_bytes(const struct schemac_files *files, const char *bytes)
{
    size_t length;
    const char *all = schemac_file_bytes(files, 0, &length);
    for (size_t i = 0; i + strlen(bytes) <= length; i++) {
        if (memcmp(all + i, bytes, strlen(bytes)) == 0) {
            return true;
        }
    }
    return false;
}

START_TEST(directories_of_the_users_own_become_images)
{
    const struct schemac_functions functions = {
        .size = sizeof functions,
        .look = look_at_files,
        .read = read_files,
        .list = list_files,
    };
    const struct schemac_layout *layout;
    const struct schemac_files *files;
    struct schemac_host *outer = schemac_host_own(&functions);
    struct schemac *outside = schemac_new(outer);
    ck_assert_int_eq(schemac_read(outside, "files.pschema"), SCHEMAC_DONE);
    ck_assert_int_eq(schemac_compile(outside, NULL, &layout), SCHEMAC_DONE);
    ck_assert_int_eq(
        schemac_image(outside, layout, schemac_partition_find(layout, "www"), 0, &files),
        SCHEMAC_DONE);
    ck_assert(has_bytes(files, "what is in the page"));
    schemac_free(outside);
    schemac_host_free(outer);
}
END_TEST

START_TEST(what_cannot_be_read_is_missing_if_nobody_looks)
{
    const struct schemac_functions functions = {.size = sizeof functions, .read = read_files};
    const struct schemac_functions nothing = {.size = sizeof nothing};
    struct schemac_host *outer = schemac_host_own(&functions);
    struct schemac *outside = schemac_new(outer);
    ck_assert_int_eq(schemac_read(outside, "files.pschema"), SCHEMAC_DONE); // it has no lock
    schemac_free(outside);
    schemac_host_free(outer);
    outer = schemac_host_own(&nothing);
    outside = schemac_new(outer);
    ck_assert_int_eq(schemac_read(outside, "files.pschema"), SCHEMAC_FAILED);
    schemac_free(outside);
    schemac_host_free(outer);
}
END_TEST

// Each has a file, put first: they are not the same.
START_TEST(memory_may_be_over_memory)
{
    struct schemac_host *over = schemac_host_overlay(host);
    const struct schemac_layout *layout;
    ck_assert_int_eq(schemac_host_put(over, "parts/slots.pschema", "const slot = 512K;", 18),
                     SCHEMAC_DONE);
    struct schemac *outside = schemac_new(over);
    ck_assert_int_eq(schemac_read(outside, "lamp.pschema"), SCHEMAC_DONE);
    ck_assert_int_eq(schemac_compile(outside, NULL, &layout), SCHEMAC_DONE);
    ck_assert_uint_eq(schemac_partition_size(schemac_partition_find(layout, "ota_0")), 512 << 10);
    schemac_free(outside);
    schemac_host_free(over);
}
END_TEST

START_TEST(a_host_may_be_the_system)
{
    struct schemac_host *system = schemac_host_posix();
    struct schemac *outside = schemac_new(system);
    ck_assert_int_eq(schemac_read(outside, "/nowhere/at.pschema"), SCHEMAC_FAILED);
    schemac_free(outside);
    schemac_host_free(system);
}
END_TEST

static void *compile_alone(void *context)
{
    size_t *failed = context;
    for (size_t i = 0; i < 20; i++) {
        struct schemac *own = schemac_new(host);
        const struct schemac_layout *layout = NULL;
        const struct schemac_files *files;
        *failed += schemac_read(own, "lamp.pschema") != SCHEMAC_DONE ||
                   schemac_compile(own, NULL, &layout) != SCHEMAC_DONE ||
                   schemac_emit(own, layout, NULL, &files) != SCHEMAC_DONE;
        schemac_free(own);
    }
    return NULL;
}

START_TEST(threads_share_a_host)
{
    enum { COUNT = 4 };
    pthread_t threads[COUNT];
    size_t failed[COUNT] = {0};
    for (size_t i = 0; i < COUNT; i++) {
        ck_assert_int_eq(pthread_create(&threads[i], NULL, compile_alone, &failed[i]), 0);
    }
    for (size_t i = 0; i < COUNT; i++) {
        pthread_join(threads[i], NULL);
        ck_assert_uint_eq(failed[i], 0);
    }
}
END_TEST

#ifndef HAS_SANITIZER // which has memory of its own
// All that can be done, in order; it stops at the first call that is not done.
static enum schemac_status do_all(struct schemac *own)
{
    const struct schemac_layout *layout;
    const struct schemac_files *files;
    enum schemac_status status = schemac_set_warning(own, "error");
    status = status ? status : schemac_read(own, "lamp.pschema");
    status = status ? status : schemac_compile(own, NULL, &layout);
    status = status ? status : schemac_compile(own, "large", &layout);
    status = status ? status : schemac_emit(own, layout, NULL, &files);
    status =
        status ? status : schemac_image(own, layout, schemac_partition_at(layout, 0), 0, &files);
    status = status ? status : schemac_map_svg(own, layout, 0, &files);
    return status;
}

static size_t mapped(void)
{
    size_t pages = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    if (file) {
        ck_assert_int_eq(fscanf(file, "%zu", &pages), 1);
        fclose(file);
    }
    return pages * 4096;
}

START_TEST(memory_may_end_anywhere)
{
    size_t exhausted = 0, failed_to_begin = 0;
    enum schemac_status status = SCHEMAC_NO_MEMORY;
    for (size_t more = 0; status != SCHEMAC_DONE; more += 128 << 10) {
        struct rlimit before;
        getrlimit(RLIMIT_AS, &before);
        const struct rlimit less = {mapped() + more, before.rlim_max};
        setrlimit(RLIMIT_AS, &less);
        struct schemac *own = schemac_new(host);
        if (!own) {
            setrlimit(RLIMIT_AS, &before);
            failed_to_begin++;
            continue;
        }
        status = do_all(own);
        ck_assert(status == SCHEMAC_DONE || status == SCHEMAC_NO_MEMORY);
        if (status == SCHEMAC_NO_MEMORY) {
            exhausted++;
            ck_assert_int_eq(schemac_set_warning(own, "error"), SCHEMAC_NO_MEMORY);
        }
        setrlimit(RLIMIT_AS, &before);
        schemac_diagnostic_count(own);
        schemac_free(own);
        ck_assert_uint_lt(more, 64 << 20);
    }
    ck_assert_uint_gt(exhausted, 0);
    ck_assert_uint_gt(failed_to_begin, 0);
}
END_TEST

START_TEST(memory_may_end_in_a_host)
{
    struct rlimit before;
    char *large = calloc(1, 8 << 20);
    getrlimit(RLIMIT_AS, &before);
    const struct rlimit less = {mapped() + (1 << 20), before.rlim_max};
    setrlimit(RLIMIT_AS, &less);
    enum schemac_status status = schemac_host_put(host, "lamp.pschema", large, 8 << 20);
    memset(large, 'a', (8 << 20) - 1);
    enum schemac_status put = schemac_host_put(host, large, "", 0); // the path takes memory, too
    enum schemac_status removed = schemac_host_remove(host, large);
    setrlimit(RLIMIT_AS, &before);
    free(large);
    ck_assert_int_eq(status, SCHEMAC_NO_MEMORY);
    ck_assert_int_eq(put, SCHEMAC_NO_MEMORY);
    ck_assert_int_eq(removed, SCHEMAC_NO_MEMORY);
    compile("lamp.pschema", NULL); // which is as it was
}
END_TEST
#endif

int main(void)
{
    Suite *suite = suite_create("library");
    TCase *tests = tcase_create("all");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, a_layout_is_told);
    tcase_add_test(tests, variants_are_compiled_once);
    tcase_add_test(tests, files_are_made);
    tcase_add_test(tests, a_diagnostic_is_told_and_fixed);
    tcase_add_test(tests, what_is_wrong_beside_places_is_told);
    tcase_add_test(tests, warnings_are_set);
    tcase_add_test(tests, secrets_are_not_told);
    tcase_add_test(tests, a_host_may_be_the_users_own);
    tcase_add_test(tests, directories_of_the_users_own_become_images);
    tcase_add_test(tests, what_cannot_be_read_is_missing_if_nobody_looks);
    tcase_add_test(tests, memory_may_be_over_memory);
    tcase_add_test(tests, a_host_may_be_the_system);
    tcase_add_test(tests, threads_share_a_host);
#ifndef HAS_SANITIZER
    tcase_add_test(tests, memory_may_end_anywhere);
    tcase_add_test(tests, memory_may_end_in_a_host);
#endif
    suite_add_tcase(suite, tests);
    return unit_run(suite);
}
