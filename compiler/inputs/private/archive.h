// XML files in a zip archive, which is what an XLSX is.
#ifndef INPUTS_ARCHIVE_H
#define INPUTS_ARCHIVE_H

#include "spreadsheet.h"

/// What is reported of an XML file. Names come without their prefix; attributes are names, each
/// with its value after it, and a null after the last.
struct xml_handler {
    void (*open)(void *context, const char *name, const char **attributes);
    void (*close)(void *context, const char *name);
    void (*text)(void *context, const char *text, size_t length); // may come in pieces
};

struct archive;

/// Opens an archive in memory, which must stay. Null, and kept in the sheet, if it can't be read.
struct archive *archive_open(struct spreadsheet *sheet, const void *bytes, size_t length);

/// An archive has memory of its own and must be closed.
void archive_close(struct archive *archive);

/// Reads an XML file. False if there is none of this name; what else is wrong with it is kept in
/// the sheet. Stops once the sheet has an error.
bool archive_parse(struct archive *archive, const char *name, const struct xml_handler *handler,
                   void *context);

/// The value of an attribute, its name being without prefix; null if there is none.
const char *xml_attribute(const char **attributes, const char *name);

#endif
