// What `dump` knows beside the image: the platform, perhaps as a schema amends it.
#ifndef DUMP_SCHEMA_H
#define DUMP_SCHEMA_H

#include "decoder.h"
#include "session.h"

struct dump_schema {
    const struct layout *layout; // null: no schema was given
    const struct images *images; // of the layout; null likewise
    struct dump_tables tables;
    struct compilation
        *built_in; // of the platform, where the schema lacks something; null: nowhere
};

/// Begins the session: with the schema that the options name, or else with what is built in. False
/// if the schema is wrong, which is reported.
bool dump_schema_read(struct session *session, const struct options *options,
                      struct dump_schema *schema);

/// Which of the schema's flashes is dumped: where its table is, or that it has none.
void dump_schema_take_flash(struct dump_schema *schema, const struct layout_flash *flash,
                            struct dump_request *request);

void dump_schema_release(struct dump_schema *schema);

#endif
