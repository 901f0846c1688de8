// An app's image while it is read.
#ifndef FORMATS_APP_H
#define FORMATS_APP_H

#include "dump.h"

enum {
    APP_SHORT_HEADER = 8, // of an ESP8266
    APP_LONG_HEADER = 24,
};

struct app {
    const struct dump_request *request;
    size_t header; // bytes of it
    size_t count;  // segments that are there
    size_t end;    // of the segments
    size_t length; // with the checksum, without the digest
    bool is_whole; // all segments and the checksum are there
    bool has_right_checksum;
};

/// Adds what the header says, and the line of the image.
void app_tell_header(const struct app *app, struct fact *fact);

#endif
