// XML files in a zip archive, with libzip and libexpat, both of which are loaded when they are
// needed.
//
// libexpat begins a tag again with each piece of it that it is given, so that a long one costs the
// square of its length, and a few bytes of the archive can be many of a tag: how long one may be
// has a limit. A text is no such token; it comes in pieces. Newer versions of libexpat put off what
// they have begun again until there is twice as much of it: TOKEN_LIMIT is twice what a tag may
// have.
#include "archive.h"

#include <string.h>

static const char *local_name(const char *name)
{
    const char *colon = strrchr(name, ':');
    return colon ? colon + 1 : name;
}

// Attributes come in pairs, and end with a null.
const char *xml_attribute(const char **attributes, const char *name)
{
    for (; *attributes; attributes += 2) {
        if (strcmp(local_name(attributes[0]), name) == 0) {
            return attributes[1];
        }
    }
    return NULL;
}

#if defined SCHEMAC_LIBZIP && defined SCHEMAC_LIBEXPAT

#include <expat.h>
#include <zip.h>

enum { CHUNK_SIZE = 65536, TOKEN_LIMIT = 4 * CHUNK_SIZE };

// clang-format off
#define ZIP_FUNCTIONS(X) \
    X(zip_error_init) X(zip_error_fini) X(zip_error_strerror) X(zip_source_buffer_create) \
    X(zip_source_free) X(zip_open_from_source) X(zip_discard) X(zip_name_locate) \
    X(zip_fopen_index) X(zip_fread) X(zip_fclose) X(zip_strerror)
#define EXPAT_FUNCTIONS(X) \
    X(XML_ParserCreate) X(XML_ParserFree) X(XML_SetUserData) X(XML_SetElementHandler) \
    X(XML_SetCharacterDataHandler) X(XML_SetStartDoctypeDeclHandler) X(XML_SetDefaultHandler) \
    X(XML_Parse) \
    X(XML_StopParser) X(XML_GetErrorCode) X(XML_ErrorString) X(XML_GetCurrentLineNumber)
// clang-format on

#define POINTER(name) __typeof__ (&(name))(name);
#define NAME(name) #name,

struct zip_library {
    ZIP_FUNCTIONS(POINTER)
};

struct expat_library {
    EXPAT_FUNCTIONS(POINTER)
};

static const char *const zip_names[] = {ZIP_FUNCTIONS(NAME)};
static const char *const expat_names[] = {EXPAT_FUNCTIONS(NAME)};

struct archive {
    struct spreadsheet *sheet;
    struct zip_library zip;
    struct expat_library expat;
    zip_t *file;
};

// libzip reads from the memory that was given, which stays ours: the file is not opened a second
// time, and cannot have changed since it was checked.
struct archive *archive_open(struct spreadsheet *sheet, const void *bytes, size_t length)
{
    struct archive *archive = arena_new(sheet->arena, sizeof *archive);
    archive->sheet = sheet;
    if (!sheet_load(sheet, "libzip", SCHEMAC_LIBZIP, zip_names,
                    sizeof zip_names / sizeof *zip_names, &archive->zip) ||
        !sheet_load(sheet, "libexpat", SCHEMAC_LIBEXPAT, expat_names,
                    sizeof expat_names / sizeof *expat_names, &archive->expat)) {
        return NULL;
    }
    const struct zip_library *zip = &archive->zip;
    zip_error_t error;
    zip->zip_error_init(&error);
    zip_source_t *source = zip->zip_source_buffer_create(bytes, length, 0, &error);
    archive->file = source ? zip->zip_open_from_source(source, ZIP_RDONLY, &error) : NULL;
    if (!archive->file) {
        sheet_fail(sheet, arena_format(sheet->arena, "it is damaged, or not an XLSX file (%s)",
                                       zip->zip_error_strerror(&error)));
        if (source) {
            zip->zip_source_free(source);
        }
    }
    zip->zip_error_fini(&error);
    return archive->file ? archive : NULL;
}

// Discard, not close: nothing is ever written back.
void archive_close(struct archive *archive)
{
    archive->zip.zip_discard(archive->file);
}

// One XML file that is being read.
struct parse {
    struct archive *archive;
    const char *name;
    const struct xml_handler *handler;
    void *context;
    XML_Parser parser;
    char *chunk;
    uint64_t size;    // of what was given to the parser
    uint64_t told_at; // the size when it last reported something
};

// Handlers keep their errors in the sheet; the parser is stopped from outside, so that they need
// not know it.
static void stop_if_failed(const struct parse *parse)
{
    if (parse->archive->sheet->error) {
        parse->archive->expat.XML_StopParser(parse->parser, XML_FALSE);
    }
}

static void XMLCALL on_open(void *data, const XML_Char *name, const XML_Char **attributes)
{
    struct parse *parse = data;
    parse->told_at = parse->size;
    parse->handler->open(parse->context, local_name(name), attributes);
    stop_if_failed(parse);
}

static void XMLCALL on_close(void *data, const XML_Char *name)
{
    struct parse *parse = data;
    parse->told_at = parse->size;
    if (parse->handler->close) {
        parse->handler->close(parse->context, local_name(name));
    }
    stop_if_failed(parse);
}

static void XMLCALL on_text(void *data, const XML_Char *text, int length)
{
    struct parse *parse = data;
    parse->told_at = parse->size;
    if (parse->handler->text) {
        parse->handler->text(parse->context, text, (size_t)length);
    }
}

// Comments, and whatever else no other function takes.
static void XMLCALL on_rest(void *data, const XML_Char *text, int length)
{
    (void)text, (void)length;
    struct parse *parse = data;
    parse->told_at = parse->size;
}

// Workbooks have none; with one, a few bytes can become gigabytes of text (entities in entities).
static void XMLCALL on_doctype(void *data, const XML_Char *name, const XML_Char *system,
                               const XML_Char *public, int has_internal)
{
    (void)name, (void)system, (void)public, (void)has_internal;
    struct parse *parse = data;
    parse->told_at = parse->size;
    struct spreadsheet *sheet = parse->archive->sheet;
    sheet_fail(sheet, arena_format(sheet->arena, "`%s` in it has a document type", parse->name));
    stop_if_failed(parse);
}

// Of each file in the archive: what it is unpacked to, as it comes, since the sizes that an
// archive names may be lies. And of a tag: see above.
static bool is_within_limits(const struct parse *parse)
{
    struct spreadsheet *sheet = parse->archive->sheet;
    const char *problem = parse->size > SHEET_SIZE_LIMIT ? "has more than 64M"
                          : parse->size - parse->told_at > TOKEN_LIMIT
                              ? "has a tag of more than 128K"
                              : NULL;
    if (problem) {
        sheet_fail(sheet, arena_format(sheet->arena, "`%s` in it %s", parse->name, problem));
    }
    return !problem;
}

// False at the end of the file, and where something is wrong. One chunk at a time: no file is ever
// in memory as a whole.
static bool parse_chunk(struct parse *parse, zip_file_t *file)
{
    const struct expat_library *expat = &parse->archive->expat;
    struct spreadsheet *sheet = parse->archive->sheet;
    zip_int64_t count = parse->archive->zip.zip_fread(file, parse->chunk, CHUNK_SIZE);
    if (count < 0) {
        sheet_fail(sheet, arena_format(sheet->arena, "`%s` in it is damaged", parse->name));
        return false;
    }
    parse->size += (uint64_t)count;
    if (!is_within_limits(parse)) {
        return false;
    }
    if (expat->XML_Parse(parse->parser, parse->chunk, (int)count, count == 0) == XML_STATUS_ERROR) {
        sheet_fail(sheet,
                   arena_format(sheet->arena, "`%s` in it, line %lu: %s", parse->name,
                                (unsigned long)expat->XML_GetCurrentLineNumber(parse->parser),
                                expat->XML_ErrorString(expat->XML_GetErrorCode(parse->parser))));
        return false;
    }
    return count > 0;
}

static void parse_file(struct parse *parse, zip_file_t *file)
{
    const struct expat_library *expat = &parse->archive->expat;
    parse->parser = expat->XML_ParserCreate(NULL);
    if (!parse->parser) {
        sheet_fail(parse->archive->sheet, "out of memory");
        return;
    }
    expat->XML_SetUserData(parse->parser, parse);
    expat->XML_SetElementHandler(parse->parser, on_open, on_close);
    expat->XML_SetCharacterDataHandler(parse->parser, on_text);
    expat->XML_SetStartDoctypeDeclHandler(parse->parser, on_doctype);
    expat->XML_SetDefaultHandler(parse->parser, on_rest);
    while (parse_chunk(parse, file)) {
    }
    expat->XML_ParserFree(parse->parser);
}

// Names are found without regard to case, as some programs write them otherwise than their
// relationships.
bool archive_parse(struct archive *archive, const char *name, const struct xml_handler *handler,
                   void *context)
{
    const struct zip_library *zip = &archive->zip;
    struct spreadsheet *sheet = archive->sheet;
    zip_int64_t index = zip->zip_name_locate(archive->file, name, ZIP_FL_NOCASE);
    if (index < 0) {
        return false;
    }
    zip_file_t *file = zip->zip_fopen_index(archive->file, (zip_uint64_t)index, 0);
    if (!file) {
        sheet_fail(sheet, arena_format(sheet->arena, "`%s` in it cannot be read: %s", name,
                                       zip->zip_strerror(archive->file)));
        return true;
    }
    struct parse parse = {.archive = archive, .name = name, .handler = handler, .context = context};
    parse.chunk = arena_new(sheet->arena, CHUNK_SIZE);
    parse_file(&parse, file);
    zip->zip_fclose(file);
    return true;
}

#else

struct archive *archive_open(struct spreadsheet *sheet, const void *bytes, size_t length)
{
    (void)bytes, (void)length;
#ifdef SCHEMAC_LIBZIP
    sheet->library = "libexpat";
#else
    sheet->library = "libzip";
#endif
    return NULL;
}

void archive_close(struct archive *archive)
{
    (void)archive;
}

bool archive_parse(struct archive *archive, const char *name, const struct xml_handler *handler,
                   void *context)
{
    (void)archive, (void)name, (void)handler, (void)context;
    return false;
}

#endif
