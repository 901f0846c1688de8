// What a schema says of the keys of an NVS image. Keys are found by their names, each in the time
// that its name takes.
//
// The lines of the schema are read here as they are written, without the generator's check: a dump
// must hide a secret even where the schema has mistakes. When in doubt a key counts as secret.
#include "nvs_view.h"

#include "generator.h"

#include <string.h>

// Null: it is not known which partition the image is of, or nothing of the schema makes it.
static const struct content *content_of(const struct dump_request *request)
{
    const struct partition *partition = request->partition;
    return partition && generator_makes("nvs", partition) ? partition->content : NULL;
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

// The type that a key of a line has in an image.
static const char *type_of(const struct content_line *line)
{
    const char *word = word_at(line, 0)->text;
    bool is_blob = strcmp(word, "hex") == 0 || strcmp(word, "base64") == 0;
    return is_blob ? "blob" : strcmp(word, "gatts") == 0 ? "string" : word;
}

// What the driver keeps beside a password is as secret as that: the key of a network is all that
// is needed to join it.
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

// What a line says of the keys that it names.
struct declared_line {
    size_t order; // of the lines: the first that names a key counts
    struct nvs_declaration declaration;
};

// The lines of a partition by the keys that they name: by namespace, NUL and name, and by the name
// alone for where the namespace is not known. `each` and `gatts` also make keys whose names have a
// number behind.
struct declarations {
    struct map plain, each, gatts; // to struct declared_line
    size_t count;                  // of lines
    bool has_wifi_keys;
    struct nvs_declaration otherwise; // of what no line names
};

// Names of keys in namespaces, each one pointer.
struct key_names {
    struct names names;
    struct buffer spelling; // of the one that is asked for
};

struct nvs_schema {
    struct arena *arena;
    struct key_names keys;
    const struct declarations *own;             // null: it is not known which partition this is
    struct LIST(const struct declarations) all; // of every partition of the layout
};

static void key_names_init(struct key_names *keys, struct arena *arena)
{
    names_init(&keys->names, arena);
    buffer_init(&keys->spelling, arena);
}

static const struct buffer *spell(struct key_names *keys, const char *space, const char *name,
                                  size_t length)
{
    keys->spelling.length = 0;
    if (space) {
        buffer_bytes(&keys->spelling, space, strlen(space) + 1);
    }
    buffer_bytes(&keys->spelling, name, length);
    return &keys->spelling;
}

static const char *intern(struct key_names *keys, const char *space, const char *name)
{
    const struct buffer *text = spell(keys, space, name, strlen(name));
    return names_intern(&keys->names, text->bytes, text->length);
}

// Null: no such name is known.
static const char *find(struct key_names *keys, const char *space, const char *name, size_t length)
{
    const struct buffer *text = spell(keys, space, name, length);
    return names_find(&keys->names, text->bytes, text->length);
}

// The first line that names a key counts; a second one is a mistake of the schema.
static void enter(struct nvs_schema *schema, struct map *map, const char *space, const char *name,
                  const struct declared_line *declared)
{
    const char *key = intern(&schema->keys, space, name);
    if (!map_find(map, key)) {
        map_set_const(schema->arena, map, key, declared);
    }
}

// Each line is entered twice: under its namespace and without one, since an image may be damaged
// so that the name of a namespace is lost. A schema and an image both decide the number of names:
// so maps, and no lists, or a large one of each would take quadratic time.
static void add_line(struct nvs_schema *schema, struct declarations *lines, const char *space,
                     const struct content_line *line)
{
    const struct word *name = word_at(line, 1);
    if (!name) {
        return;
    }
    bool is_gatts = word_is(word_at(line, 0), "gatts");
    struct declared_line *declared = arena_new(schema->arena, sizeof *declared);
    *declared = (struct declared_line){
        lines->count++, {type_of(line), line->is_secret || has_word(line, "secret")}};
    for (unsigned i = 0; i < 2; i++) { // of a space that has a name, and of any
        const char *where = i ? NULL : space;
        if (!is_gatts) {
            enter(schema, &lines->plain, where, name->text, declared);
        }
        if (is_gatts || has_word(line, "each")) {
            enter(schema, is_gatts ? &lines->gatts : &lines->each, where, name->text, declared);
        }
    }
}

// An import means that any other key may be right, of whatever type its file has; one that is
// `secret` makes all other keys secret.
static void add_lines(struct nvs_schema *schema, struct declarations *lines,
                      const struct content *content)
{
    for_each (line, &content->lines) {
        const struct word *name = word_at(line, 1); // of a namespace; it may be in quotes
        bool is_space = word_is(word_at(line, 0), "namespace");
        for (size_t j = 0; is_space && j < line->lines.count; j++) {
            add_line(schema, lines, name ? name->text : NULL, line->lines.items[j]);
        }
        lines->has_wifi_keys |= word_is(word_at(line, 0), "wifi_keys");
        if (word_is(word_at(line, 0), "import")) {
            lines->otherwise.type = ""; // of whatever type the file has it
            lines->otherwise.is_secret |= has_word(line, "secret");
        }
    }
}

// Made once an image, when the first key is asked for.
static struct nvs_schema *schema_of(const struct dump_request *request, struct arena *arena)
{
    struct nvs_schema *schema = arena_new(arena, sizeof *schema);
    const struct content *own = content_of(request);
    schema->arena = arena;
    key_names_init(&schema->keys, arena);
    if (own) {
        struct declarations *lines = arena_new(arena, sizeof *lines);
        add_lines(schema, lines, own);
        schema->own = lines;
    }
    for (size_t i = 0; request->layout && i < request->layout->partitions.count; i++) {
        const struct partition *partition = request->layout->partitions.items[i];
        if (generator_makes("nvs", partition)) {
            struct declarations *lines = arena_new(arena, sizeof *lines);
            add_lines(schema, lines, partition->content);
            list_append(arena, &schema->all, lines);
        }
    }
    return schema;
}

// Of a declaration and what a map has for a name, the one that comes first in the schema.
static const struct declared_line *earlier(struct nvs_schema *schema,
                                           const struct declared_line *found, const struct map *map,
                                           const char *space, const char *name, size_t length)
{
    const char *key = find(&schema->keys, space, name, length);
    const struct declared_line *other = key ? map_find(map, key) : NULL;
    return other && (!found || other->order < found->order) ? other : found;
}

static bool is_digit(char character)
{
    return character >= '0' && character <= '9';
}

// What one partition's lines say of a key. Without a namespace, any of them may have it. Names
// that end in digits may come from `each` or `gatts`, whose own names may end in digits, too: so
// every shorter beginning is tried, at most 16 of them.
static struct nvs_declaration find_key(struct nvs_schema *schema, const struct declarations *lines,
                                       const char *space, const char *key)
{
    size_t length = strlen(key);
    const struct declared_line *found = earlier(schema, NULL, &lines->plain, space, key, length);
    while (length > 0 && is_digit(key[length - 1])) {
        length--;
        found = earlier(schema, found, &lines->each, space, key, length);
        found = earlier(schema, found, &lines->gatts, space, key, length);
    }
    if (key[length] && length > 0 && key[length - 1] == '.') {
        found = earlier(schema, found, &lines->each, space, key, length - 1);
    }
    if (found) {
        return found->declaration;
    }
    return lines->has_wifi_keys && is_of_wifi(key) ? (struct nvs_declaration){"blob", true}
                                                   : lines->otherwise;
}

// Where it is not known which partition this is, what is secret in any of them is so here.
static bool is_secret_anywhere(struct nvs_schema *schema, const char *space, const char *key)
{
    for_each (item, &schema->all) {
        if (find_key(schema, item, space, key).is_secret) {
            return true;
        }
    }
    return false;
}

// A key that its own partition does not name may have come from another one's lines, by a table
// that has changed since: it is secret if it is so anywhere.
struct nvs_declaration nvs_declared(struct nvs_view *view, const char *space, const char *key)
{
    struct nvs_declaration found = {0};
    if (!view->schema) {
        view->schema = schema_of(view->request, view->arena);
    }
    if (view->schema->own) {
        found = find_key(view->schema, view->schema->own, space, key);
    }
    if (!view->schema->own || !found.type) {
        found.is_secret = is_secret_anywhere(view->schema, space, key);
    }
    return found;
}

// The values that an image has, by namespace and name; of several types of a key the last.
static struct map values_of(const struct nvs_view *view, struct key_names *keys)
{
    struct map values = {0};
    key_names_init(keys, view->arena);
    for_each (value, &view->values) {
        const char *space = view->spaces[value->space].name;
        if (space) {
            map_set_const(view->arena, &values, intern(keys, space, value->entry->name), value);
        }
    }
    return values;
}

// What firmware would refuse, since the schema allows less. A secret is not said. A value of
// another type is no business of this.
static void compare_limits(struct nvs_view *view, const char *space, const struct content_key *key,
                           const struct nvs_value *value)
{
    struct arena *arena = view->arena;
    const char *type = key->kind == KEY_INTEGER  ? field_type_name(key->integer)
                       : key->kind == KEY_STRING ? "string"
                                                 : "blob";
    const char *problem = NULL;
    const char *stored = nvs_type_text((uint8_t)value->type);
    if (!stored || strcmp(stored, type) != 0) {
        return;
    }
    bool is_secret = nvs_declared(view, space, key->name).is_secret;
    struct number number =
        key->kind == KEY_INTEGER ? nvs_signed((uint8_t)value->type, value->number) : number_of(0);
    if (key->has_range &&
        (number_compare(number, key->low) < 0 || number_compare(number, key->high) > 0)) {
        problem =
            arena_format(arena, "is %soutside of its range in the schema, %s to %s",
                         is_secret ? "" : arena_format(arena, "%s, ", text_number(arena, number)),
                         text_number(arena, key->low), text_number(arena, key->high));
    } else if (key->max && value->length > key->max) {
        problem = arena_format(arena, "has %smore bytes than the schema allows, %s",
                               is_secret ? "" : arena_format(arena, "%zu, ", value->length),
                               text_number(arena, number_of(key->max)));
    }
    if (problem) {
        fact_remark(arena, value->entry->page->fact, value->entry->offset, "`%s` in `%s` %s",
                    key->name, space, problem);
    }
}

// Only keys that are declared are missed, not those of imports, which would have to be read. Keys
// may be missing for good reasons (firmware erased them), so that these are remarks and not
// damage.
void nvs_compare(struct nvs_view *view)
{
    const struct image_plan *plan =
        content_of(view->request) ? image_plan_of(view->request->images, view->request->partition)
                                  : NULL;
    struct key_names keys;
    struct map values = values_of(view, &keys);
    for (size_t i = 0; plan && i < plan->spaces.count; i++) {
        const struct content_space *space = plan->spaces.items[i];
        for_each (key, &space->keys) {
            const char *name = find(&keys, space->name, key->name, strlen(key->name));
            if (name) {
                compare_limits(view, space->name, key, map_find(&values, name));
            } else {
                fact_remark(view->arena, view->fact, view->request->base,
                            "the schema has `%s` in `%s`, which is missing here", key->name,
                            space->name);
            }
        }
    }
}
