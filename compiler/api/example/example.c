/* What an editor does with libschemac: it compiles a buffer that includes another one, neither of
 * which is in a file, shows what is wrong, applies the fix and compiles again. */
#include <schemac.h>

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static const char common[] = "const slot = 1M;\n";

/* `sizee` is the mistake. */
static const char main_text[] = "schema lamp revision 1;\n"
                                "include \"common.pschema\";\n"
                                "target esp32 { flash 4M; }\n"
                                "table main {\n"
                                "    partition nvs     data.nvs    size 24K;\n"
                                "    partition otadata data.ota    size 8K;\n"
                                "    partition ota_0   app.ota_0   sizee slot;\n"
                                "    partition ota_1   app.ota_1   size slot;\n"
                                "}\n";

static const char *severity_text(enum schemac_severity severity)
{
    return severity == SCHEMAC_ERROR ? "error" : severity == SCHEMAC_WARNING ? "warning" : "note";
}

static void print_place(struct schemac_place place)
{
    if (place.path) {
        printf("%s:%zu:%zu: ", place.path, place.line, place.column);
    }
}

static void print_diagnostic(const struct schemac_diagnostic *diagnostic)
{
    print_place(schemac_diagnostic_place(diagnostic));
    printf("%s: %s [%s]\n", severity_text(schemac_diagnostic_severity(diagnostic)),
           schemac_diagnostic_message(diagnostic), schemac_diagnostic_code(diagnostic));
    for (size_t i = 0; i < schemac_note_count(diagnostic); i++) {
        print_place(schemac_note_place(diagnostic, i));
        printf("note: %s\n", schemac_note_message(diagnostic, i));
    }
    for (size_t i = 0; i < schemac_fix_count(diagnostic); i++) {
        print_place(schemac_fix_place(diagnostic, i));
        printf("fix: write `%s`\n", schemac_fix_replacement(diagnostic, i));
    }
}

static void print_layout(const struct schemac_layout *layout)
{
    printf("%s, revision %" PRIu64 ", for %s\n", schemac_layout_name(layout),
           schemac_layout_revision(layout), schemac_layout_chip(layout));
    for (size_t i = 0; i < schemac_partition_count(layout); i++) {
        const struct schemac_partition *partition = schemac_partition_at(layout, i);
        struct schemac_place place = schemac_partition_place(layout, partition);
        printf("%-8s  %s.%s  %-8s  0x%06" PRIx64 "  0x%06" PRIx64 "  line %zu\n",
               schemac_partition_label(partition), schemac_partition_type_name(partition),
               schemac_partition_subtype_name(partition), schemac_partition_kind(partition),
               schemac_partition_offset(partition), schemac_partition_size(partition), place.line);
    }
}

static enum schemac_status print_files(struct schemac *schemac, const struct schemac_layout *layout)
{
    const struct schemac_files *files;
    enum schemac_status status = schemac_emit(schemac, layout, "csv", &files);
    for (size_t i = 0; status == SCHEMAC_DONE && i < schemac_file_count(files); i++) {
        size_t length;
        const char *bytes = (const char *)schemac_file_bytes(files, i, &length);
        printf("%s:\n%.*s", schemac_file_path(files, i), (int)length, bytes);
    }
    if (status == SCHEMAC_DONE) {
        status = schemac_map_svg(schemac, layout, 0, &files);
    }
    if (status == SCHEMAC_DONE) {
        size_t length;
        const char *bytes = (const char *)schemac_file_bytes(files, 0, &length);
        printf("%s: %.4s...\n", schemac_file_path(files, 0), bytes);
    }
    return status;
}

/* Puts what the first diagnostic with a fix would make of the text into the host. */
static enum schemac_status apply_fix(struct schemac *schemac, struct schemac_host *host)
{
    for (size_t i = 0; i < schemac_diagnostic_count(schemac); i++) {
        const struct schemac_diagnostic *diagnostic = schemac_diagnostic_at(schemac, i);
        if (schemac_fix_count(diagnostic) > 0) {
            const char *path = schemac_fix_place(diagnostic, 0).path;
            const char *text;
            size_t length;
            enum schemac_status status =
                schemac_fix_apply(schemac, diagnostic, path, &text, &length);
            return status == SCHEMAC_DONE ? schemac_host_put(host, path, text, length) : status;
        }
    }
    return SCHEMAC_INVALID;
}

static enum schemac_status compile(struct schemac *schemac)
{
    const struct schemac_layout *layout;
    enum schemac_status status = schemac_read(schemac, "main.pschema");
    if (status == SCHEMAC_DONE) {
        status = schemac_compile(schemac, NULL, &layout);
    }
    for (size_t i = 0; i < schemac_diagnostic_count(schemac); i++) {
        print_diagnostic(schemac_diagnostic_at(schemac, i));
    }
    if (status == SCHEMAC_DONE) {
        print_layout(layout);
        status = print_files(schemac, layout);
    }
    return status;
}

static enum schemac_status run(struct schemac_host *host)
{
    enum schemac_status status = SCHEMAC_INVALID;
    int has_changed = 1;
    if (schemac_host_put(host, "common.pschema", common, strlen(common)) != SCHEMAC_DONE ||
        schemac_host_put(host, "main.pschema", main_text, strlen(main_text)) != SCHEMAC_DONE) {
        return SCHEMAC_NO_MEMORY;
    }
    while (status == SCHEMAC_INVALID && has_changed) {
        struct schemac *schemac = schemac_new(host);
        if (!schemac) {
            return SCHEMAC_NO_MEMORY;
        }
        status = compile(schemac);
        has_changed = status == SCHEMAC_INVALID && apply_fix(schemac, host) == SCHEMAC_DONE;
        schemac_free(schemac);
    }
    return status;
}

int main(void)
{
    struct schemac_host *host = schemac_host_memory();
    enum schemac_status status = host ? run(host) : SCHEMAC_NO_MEMORY;
    schemac_host_free(host);
    return (int)status;
}
