// A CSV of partitions as gen_esp32part.py reads it (of ESP-IDF 5.5, version 1.5, and of the
// ESP8266_RTOS_SDK 3.4, version 1.2): a line is split at every comma, without quoting; fields are
// stripped; anything after the sixth is ignored.
//
// Comments survive. Those at the top of the file, up to the first empty line, are about the schema;
// those right above a row document it (`///`); others stay plain comments.
#include "csv_row.h"

#include <string.h>

struct csv_import {
    struct importer *importer;
    struct source_table *table;
    struct import_remark_list remarks; // that no row has yet
    struct import_row_list rows;
    bool is_good;
};

// `# Name, Type, SubType, Offset, Size, Flags` and `# ESP-IDF Partition Table`, which a schema is
// not.
static bool is_head(struct arena *arena, const char *text)
{
    static const char *const heads[] = {"name,type,subtype,offset,size", "esp-idfpartitiontable",
                                        "espressifesp32partitiontable"};
    char *bare = arena_copy(arena, text, strlen(text));
    size_t length = 0;
    for (const char *at = text; *at; at++) {
        if (!strchr(" \t#", *at)) {
            bare[length++] = *at;
        }
    }
    bare[length] = 0;
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
        if (strncmp(text_lower(arena, bare), heads[i], strlen(heads[i])) == 0) {
            return true;
        }
    }
    return false;
}

static void add_remark(struct csv_import *reader, const char *text)
{
    struct arena *arena = reader->importer->arena;
    struct import_remark *remark = arena_new(arena, sizeof *remark);
    if (text) {
        text += strspn(text, "#");
        text += strspn(text, " \t");
        remark->text = arena_copy(arena, text, strlen(text));
    }
    list_append(arena, &reader->remarks, remark);
}

// What was noted so far is about the file as a whole.
static void end_head(struct csv_import *reader)
{
    struct source_table *table = reader->table;
    for_each (remark, &reader->remarks) {
        list_append(reader->importer->arena, &table->head, remark);
    }
    reader->remarks = (struct import_remark_list){0};
}

// The first empty line after comments ends the head; later ones only separate what follows.
static void read_line(struct csv_import *reader, const struct csv_text_line *line)
{
    bool is_first = reader->rows.count == 0 && reader->table->head.count == 0;
    if (line->length == 0) {
        if (is_first && reader->remarks.count) {
            end_head(reader);
        } else if (reader->rows.count || reader->remarks.count) {
            add_remark(reader, NULL);
        }
    } else if (line->text[0] != '#') {
        struct import_row *row = csv_row_read(reader->importer, line, &reader->is_good);
        row->before = reader->remarks;
        reader->remarks = (struct import_remark_list){0};
        list_append(reader->importer->arena, &reader->rows, row);
    } else if (!is_head(reader->importer->arena, line->text)) {
        add_remark(reader, line->text);
    } else if (is_first) {
        end_head(reader);
    }
}

static bool has_comment(const struct import_row *row)
{
    for_each (remark, &row->before) {
        if (remark->text) {
            return true;
        }
    }
    return false;
}

// A comment at the top is the first row's only where other rows have some, too.
static void settle_head(struct csv_import *reader)
{
    bool have_others = false;
    for (size_t i = 1; i < reader->rows.count; i++) {
        have_others |= has_comment(reader->rows.items[i]);
    }
    struct import_row *first = reader->rows.count ? reader->rows.items[0] : NULL;
    if (first && !have_others) {
        reader->remarks = first->before;
        first->before = (struct import_remark_list){0};
        end_head(reader);
    }
}

// Comments right above a row, without a blank line between, are about it: they document it, unless
// they look like rows that were taken out.
static void settle_remarks(const struct import_remark_list *remarks)
{
    for (size_t i = remarks->count; i > 0; i--) {
        struct import_remark *remark = remarks->items[i - 1];
        if (!remark->text) {
            return;
        }
        const char *comma = strchr(remark->text, ',');
        comma = comma ? strchr(comma + 1, ',') : NULL;
        remark->documents = remark->text[0] && !(comma && strchr(comma + 1, ','));
    }
}

bool csv_import(struct importer *importer, struct source_table *table)
{
    struct csv_import reader = {.importer = importer, .table = table, .is_good = true};
    size_t at;
    const struct source *text = decode_text(importer, table->source, &at);
    if (!text) {
        return false;
    }
    while (at < text->length) {
        struct csv_text_line line;
        bool is_known = csv_line_read(importer, text, &at, &line);
        if (is_known) {
            read_line(&reader, &line);
        }
        reader.is_good &= is_known;
    }
    table->tail = reader.remarks;
    reader.remarks = (struct import_remark_list){0};
    settle_head(&reader);
    for_each (row, &reader.rows) {
        settle_remarks(&row->before);
    }
    table->imported->rows = reader.rows;
    return reader.is_good;
}
