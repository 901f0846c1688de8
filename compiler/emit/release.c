// manifest.json and ota.json, from what a build has made.
//
// Sources: ESP Web Tools, "Creating your manifest"; its src/const.ts and src/flash.ts: a build is
// chosen by the name that esptool-js has for the chip, paths are relative to the manifest, and a
// device is erased before its first installation unless the user may choose.
#include "release.h"

#include "artifacts.h"
#include "json.h"
#include "stored_tables.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static void add_part(const struct layout *layout, struct release *release,
                     struct release_part content)
{
    struct release_part *part = arena_new(layout->arena, sizeof *part);
    *part = content;
    list_append(layout->arena, &release->parts, part);
}

// From the directory of the manifests: outputs are below it, and other files beside or above.
static const char *path_from_output(const struct layout *layout, const char *path)
{
    const char *back = artifact_way_back(layout);
    bool is_near = path[0] != '/' && back;
    return !is_near ? path : *back ? arena_format(layout->arena, "%s/%s", back + 1, path) : path;
}

// The SDK's build flashes what is `from build`, so that the fragments leave it out; who installs a
// release needs it.
static void add_of_build(const struct images *images, struct release *release)
{
    const struct layout *layout = images->layout;
    for_each (partition, &layout->partitions) {
        const char *file = partition_build_file(images, partition);
        if (file && !partition_is_preserved(partition)) {
            add_part(layout, release,
                     (struct release_part){.name = partition->label,
                                           .path = path_from_output(layout, file),
                                           .file = file,
                                           .offset = partition->offset,
                                           .partition = partition});
        }
    }
}

static int compare_parts(const void *a, const void *b)
{
    const struct release_part *first = *(const struct release_part *const *)a;
    const struct release_part *second = *(const struct release_part *const *)b;
    return (first->offset > second->offset) - (first->offset < second->offset);
}

struct release release_parts(const struct images *images)
{
    struct release release = {.version = NULL};
    struct flash_file_list files = flash_files(images);
    for_each (file, &files) {
        if (!file->is_preserved) {
            add_part(images->layout, &release,
                     (struct release_part){.name = file->name,
                                           .path = file->path,
                                           .offset = file->offset,
                                           .partition = file->partition});
        }
    }
    add_of_build(images, &release);
    if (release.parts.count > 1) {
        qsort(release.parts.items, release.parts.count, sizeof *release.parts.items, compare_parts);
    }
    return release;
}

// What esptool calls a chip of Espressif: "ESP32-C3". Null: it is another's.
static const char *web_family(struct arena *arena, const char *chip)
{
    static const char series[] = "ESP32";
    char *name = arena_copy(arena, chip, strlen(chip));
    for (char *at = name; *at; at++) {
        *at = (char)toupper((unsigned char)*at);
    }
    if (strcmp(name, series) == 0 || strcmp(name, "ESP8266") == 0) {
        return name;
    }
    size_t length = sizeof series - 1;
    bool is_known = strncmp(name, series, length) == 0 && isalpha((unsigned char)name[length]);
    return is_known ? arena_format(arena, "%s-%s", series, name + length) : NULL;
}

// Without a version in an application, that of the schema: the key must be there.
static void make_web(const struct layout *layout, const struct release *release, const char *family,
                     struct artifact_list *artifacts)
{
    struct buffer out;
    struct json json;
    buffer_init(&out, layout->arena);
    json_init(&json, &out);
    json_open_object(&json, NULL);
    json_text(&json, "name", layout->name);
    json_text(&json, "version",
              release->version
                  ? release->version
                  : arena_format(layout->arena, "revision %" PRIu64, layout->revision));
    json_bool(&json, "new_install_prompt_erase", true);
    json_open_array(&json, "builds");
    json_open_object(&json, NULL);
    json_text(&json, "chipFamily", family);
    json_open_array(&json, "parts");
    for_each (part, &release->parts) {
        json_open_object(&json, NULL);
        json_uri(&json, "path", part->path);
        json_integer(&json, "offset", part->offset);
        json_close(&json);
    }
    json_close(&json);
    json_close(&json);
    json_close(&json);
    json_close(&json);
    artifact_add(layout->arena, artifacts, "manifest.json", &out);
}

static void append_part(struct json *json, const struct layout *layout,
                        const struct release_part *part)
{
    json_open_object(json, NULL);
    json_text(json, "name", part->name);
    json_text(json, "offset", text_offset(layout->arena, part->offset));
    json_integer(json, "size", part->size);
    if (part->sha256) {
        json_text(json, "sha256", part->sha256);
    }
    json_text(json, "path", part->path);
    json_close(json);
}

static void append_names(struct json *json, const char *key, struct text_list names)
{
    json_open_array(json, key);
    for_each (name, &names) {
        json_text(json, NULL, name);
    }
    json_close(json);
}

static void make_ota(const struct images *images, const struct release *release,
                     struct artifact_list *artifacts)
{
    const struct layout *layout = images->layout;
    struct buffer out;
    struct json json;
    buffer_init(&out, layout->arena);
    json_init(&json, &out);
    json_open_object(&json, NULL);
    json_text(&json, "schema", layout->name);
    json_integer(&json, "revision", layout->revision);
    json_text(&json, "layout_digest", layout_digest_text(layout->arena, layout_digest(layout)));
    json_text(&json, "chip", layout->platform->chip);
    if (release->version) {
        json_text(&json, "project", release->project);
        json_text(&json, "version", release->version);
    }
    json_open_array(&json, "parts");
    for_each (part, &release->parts) {
        append_part(&json, layout, part);
    }
    json_close(&json);
    append_names(&json, "replaced", flash_files_replaced(images));
    append_names(&json, "preserved", flash_files_preserved(layout));
    json_close(&json);
    artifact_add(layout->arena, artifacts, "ota.json", &out);
}

void release_manifests(const struct images *images, const struct release *release,
                       struct artifact_list *artifacts)
{
    const struct layout *layout = images->layout;
    const char *family = web_family(layout->arena, layout->platform->chip);
    if (family) {
        make_web(layout, release, family, artifacts);
    }
    make_ota(images, release, artifacts);
}

// Nothing is known of images yet: release_manifests() is called once they are.
void manifest_emit(const struct layout *layout, const struct images *images,
                   struct artifact_list *artifacts)
{
    (void)layout;
    (void)images;
    (void)artifacts;
}
