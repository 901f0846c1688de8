// ESP-AT's factory parameters: a table of their types, and one of their values with a row for each
// module. In new releases they are keys of an NVS, in old ones fields of a partition of their own.
#include "csv.h"
#include "esp_at.h"
#include "python.h"

#include <string.h>

enum { NAME, TYPE, ENCODING, COLUMN_COUNT, LONGEST_ENCODING = 6 };

struct at_tables {
    const struct source *types, *data;
    struct csv_row_list type_rows, data_rows; // of the second, the first names columns
};

static bool is_csv(struct arena *arena, const char *name, const char *word)
{
    const char *end = strrchr(name, '.');
    return end && end > name && strcmp(end, ".csv") == 0 && strstr(text_lower(arena, name), word);
}

// The CSV of ESP-AT's name in a directory of raw data; else one whose name has a word in it. Null
// if there is none.
static const struct source *find_csv(struct importer *importer, const char *directory,
                                     const char *exact, const char *word)
{
    struct arena *arena = importer->arena;
    struct text_list names =
        host_list(importer->sources->host, arena, at_raw_path(importer, directory), NULL);
    const char *found = NULL;
    const char *other = NULL;
    for_each (name, &names) {
        if (strcmp(name, exact) == 0) {
            found = name;
            other = NULL;
            break;
        }
        if (is_csv(arena, name, word)) {
            other = found ? name : NULL;
            found = found ? found : name;
        }
    }
    if (other) {
        report(importer->diagnostics, CODE_IMPORT_MODULE, (struct span){0},
               "`%s` has `%s` and `%s`; using the first (ESP-AT uses `%s`)",
               at_raw_path(importer, directory), found, other, exact);
    }
    return found ? files_add(importer, files_join(arena, at_raw_path(importer, directory), found))
                 : NULL;
}

// Both tables or none: values without types, or types without values, say nothing. False if a table
// is not there, has no rows, or can't be read, which is reported.
static bool find_tables(struct importer *importer, struct at_tables *tables)
{
    *tables = (struct at_tables){0};
    tables->types = find_csv(importer, "factory_param", "factory_param_type.csv", "type");
    tables->data = find_csv(importer, "factory_param", "factory_param_data.csv", "data");
    return tables->types && tables->data && tables->types != tables->data &&
           csv_read(importer->arena, importer->diagnostics, tables->types, CSV_QUOTED,
                    &tables->type_rows) &&
           csv_read(importer->arena, importer->diagnostics, tables->data, CSV_QUOTED,
                    &tables->data_rows) &&
           tables->data_rows.count >= 2;
}

static const char *value_text(struct arena *arena, const char *encoding,
                              const struct csv_cell *cell)
{
    struct number number;
    bool is_number = strcmp(encoding, "string") != 0 &&
                     python_integer(cell->text, cell->length, &number) == PYTHON_NUMBER;
    struct buffer text;
    buffer_init(&text, arena);
    if (is_number) {
        buffer_text(&text, text_number(arena, number));
    } else {
        schema_append_string(&text, cell->text, cell->length);
    }
    return text.bytes;
}

// Read when something asks for them: most projects have none, and then nothing is said.
void at_need_parameters(struct importer *importer)
{
    struct at_tables tables;
    struct at_parameter_list *parameters = &importer->at.parameters;
    struct arena *arena = importer->arena;
    bool was_read = importer->at.has_parameters;
    importer->at.has_parameters = true;
    if (was_read || !find_tables(importer, &tables)) {
        return;
    }
    const struct csv_row *values = at_pick_row(importer, &tables.data_rows);
    for (size_t i = 0; values && i < tables.type_rows.count; i++) {
        const struct csv_row *type = tables.type_rows.items[i];
        const struct csv_cell *value =
            type->count == COLUMN_COUNT
                ? at_find_cell(&tables.data_rows, values, type->cells[NAME].text)
                : NULL;
        if (value && type->cells[ENCODING].length <= LONGEST_ENCODING) {
            struct at_parameter *parameter = arena_new(arena, sizeof *parameter);
            parameter->name = type->cells[NAME].text;
            parameter->encoding = type->cells[ENCODING].text;
            parameter->value = value_text(arena, parameter->encoding, value);
            list_append(arena, parameters, parameter);
        }
    }
}

void at_append_parameters(const struct at_parameter_list *parameters, struct buffer *out)
{
    for_each (parameter, parameters) {
        buffer_format(out, "            %s ", parameter->encoding);
        schema_append_name(out, parameter->name);
        buffer_format(out, " = %s;\n",
                      parameter->constant ? parameter->constant : parameter->value);
    }
}

void at_write_constants(struct importer *importer)
{
    struct buffer *out = &importer->imported->text;
    const struct at_parameter_list *parameters = &importer->at.parameters;
    bool is_first = true;
    for_each (parameter, parameters) {
        if (parameter->constant) {
            buffer_format(out, "%sconst %s = %s;\n", is_first ? "\n" : "", parameter->constant,
                          parameter->value);
            is_first = false;
        }
    }
}

// A file right in a directory of raw data, as the schema has it.
static void append_file(struct buffer *out, const char *directory, const struct source *file)
{
    const char *path = arena_format(out->arena, "%s%s", directory, strrchr(file->path, '/'));
    schema_append_string(out, path, strlen(path));
}

const char *at_record_block(struct importer *importer)
{
    static const char *const picking[] = {"platform", "module_name"};
    struct at_tables tables;
    struct buffer text;
    const struct csv_row *row =
        find_tables(importer, &tables) ? at_pick_row(importer, &tables.data_rows) : NULL;
    if (!row) {
        return NULL;
    }
    buffer_init(&text, importer->arena);
    buffer_text(&text, "from record ");
    append_file(&text, "factory_param", tables.types);
    buffer_text(&text, " ");
    append_file(&text, "factory_param", tables.data);
    buffer_text(&text, " {\n");
    for (size_t i = 0; i < sizeof picking / sizeof *picking; i++) {
        const struct csv_cell *cell = at_find_cell(&tables.data_rows, row, picking[i]);
        if (cell) {
            buffer_format(&text, "        row %s = ", picking[i]);
            schema_append_string(&text, cell->text, cell->length);
            buffer_text(&text, ";\n");
        }
    }
    buffer_text(&text, "    }");
    return text.bytes;
}
