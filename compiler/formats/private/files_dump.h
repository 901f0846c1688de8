// Decoders of file systems.
#ifndef FORMATS_FILES_DUMP_H
#define FORMATS_FILES_DUMP_H

#include "dump.h"

bool fat_dump_probe(const struct dump_request *request);
void fat_dump(const struct dump_request *request, struct dump_result *result);
bool littlefs_dump_probe(const struct dump_request *request);
void littlefs_dump(const struct dump_request *request, struct dump_result *result);
bool spiffs_dump_probe(const struct dump_request *request);
void spiffs_dump(const struct dump_request *request, struct dump_result *result);

#endif
