// What a schema says of the keys of an NVS image.
#include "nvs_view.h"

#include "generators.h"

#include <string.h>

static const struct content *content_of(const struct dump_request *request)
{
    const struct content *content = request->partition ? request->partition->content : NULL;
    return content && strcmp(content->generator, "nvs") == 0 ? content : NULL;
}

static bool has_word(const struct content_line *line, const char *name)
{
    for (size_t i = 2; i < line->words.count; i++) {
        if (word_is(word_at(line, i), name)) {
            return true;
        }
    }
    return false;
}

// `each` and `gatts` make keys whose names have a number behind.
static bool names_key(const struct content_line *line, const char *key)
{
    const struct word *name = word_at(line, 1);
    bool is_gatts = word_is(word_at(line, 0), "gatts");
    size_t length = name ? strlen(name->text) : 0;
    if (!name || strncmp(name->text, key, length) != 0) {
        return false;
    }
    key += length;
    if (!*key) {
        return !is_gatts;
    }
    if (!is_gatts && !has_word(line, "each")) {
        return false;
    }
    key += !is_gatts && *key == '.';
    return *key && strspn(key, "0123456789") == strlen(key);
}

// The type that a key of a line has in an image.
static const char *type_of(const struct content_line *line)
{
    const char *word = word_at(line, 0)->text;
    bool is_blob = strcmp(word, "hex") == 0 || strcmp(word, "base64") == 0;
    return is_blob ? "blob" : strcmp(word, "gatts") == 0 ? "string" : word;
}

// What Wi-Fi keys tell of a password is as secret as that.
static bool is_of_wifi(const char *key)
{
    static const char *const names[] = {"sta.pmk", "sta.apsw", "sta.apinfo", "ap.pmk_info"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strcmp(names[i], key) == 0) {
            return true;
        }
    }
    return false;
}

static bool find_in_space(const struct content_line *space, const char *key,
                          struct nvs_declaration *found)
{
    for (size_t i = 0; i < space->lines.count; i++) {
        const struct content_line *line = space->lines.items[i];
        if (names_key(line, key)) {
            *found = (struct nvs_declaration){type_of(line),
                                              line->is_secret || has_word(line, "secret")};
            return true;
        }
    }
    return false;
}

// A namespace's name may be in quotes.
static bool is_named(const struct content_line *space, const char *name)
{
    const struct word *word = word_at(space, 1);
    return word && strcmp(word->text, name) == 0;
}

// What one partition's lines say of a key. Without a namespace, any of them may have it.
static struct nvs_declaration find_key(const struct content *content, const char *space,
                                       const char *key)
{
    struct nvs_declaration found = {0};
    bool has_wifi_keys = false;
    for (size_t i = 0; i < content->lines.count; i++) {
        const struct content_line *line = content->lines.items[i];
        bool is_here = !space || is_named(line, space);
        if (word_is(word_at(line, 0), "namespace") && is_here && find_in_space(line, key, &found)) {
            return found;
        }
        has_wifi_keys |= word_is(word_at(line, 0), "wifi_keys");
        if (word_is(word_at(line, 0), "import")) {
            found.type = ""; // of whatever type the file has it
            found.is_secret |= has_word(line, "secret");
        }
    }
    if (has_wifi_keys && is_of_wifi(key)) {
        return (struct nvs_declaration){"blob", true};
    }
    return found;
}

// Where it is not known which partition this is, what is secret in any of them is so here.
static bool is_secret_anywhere(const struct layout *layout, const char *space, const char *key)
{
    for (size_t i = 0; layout && i < layout->partitions.count; i++) {
        const struct partition *partition = layout->partitions.items[i];
        if (partition->content && strcmp(partition->content->generator, "nvs") == 0 &&
            find_key(partition->content, space, key).is_secret) {
            return true;
        }
    }
    return false;
}

struct nvs_declaration nvs_declared(const struct dump_request *request, const char *space,
                                    const char *key)
{
    const struct content *content = content_of(request);
    struct nvs_declaration found = {0};
    if (content) {
        found = find_key(content, space, key);
    }
    if (!content || !found.type) {
        found.is_secret = is_secret_anywhere(request->layout, space, key);
    }
    return found;
}

static bool has_key(const struct nvs_view *view, const char *space, const char *key)
{
    for (size_t i = 0; i < view->values.count; i++) {
        const struct nvs_value *value = view->values.items[i];
        const char *name = view->spaces[value->space].name;
        if (name && strcmp(name, space) == 0 && strcmp(value->entry->name, key) == 0) {
            return true;
        }
    }
    return false;
}

void nvs_compare(const struct nvs_view *view)
{
    const struct content *content = content_of(view->request);
    for (size_t i = 0; content && i < content->spaces.count; i++) {
        const struct content_space *space = content->spaces.items[i];
        for (size_t j = 0; j < space->keys.count; j++) {
            const struct content_key *key = space->keys.items[j];
            if (!has_key(view, space->name, key->name)) {
                fact_remark(view->arena, view->fact, view->request->base,
                            "the schema has `%s` in `%s`, which is not here", key->name,
                            space->name);
            }
        }
    }
}
