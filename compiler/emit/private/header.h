// What the parts of the generated header share.
//
// C wants what is used to be declared before, so that the header is written in several texts at
// once, which follow each other in it: macros, types, constants, functions.
#ifndef EMIT_HEADER_H
#define EMIT_HEADER_H

#include "artifacts.h"

struct header {
    const struct layout *layout;
    const struct images *images;
    struct arena *arena;
    struct buffer types;        // structs whose members the constants ask for
    struct buffer declarations; // of the constants
    struct buffer constants;    // with their values: header_add_constant()
    struct buffer out;          // macros first, then functions
    const char *prefix;         // of macros: THERMOSTAT
    const char *name;           // of functions: thermostat
};

/// A constant at file scope, which a program has once: `name` as in C (header_check.c must claim
/// it), `count` elements (0: not an array), and its value as an initializer. Functions that return
/// it, or parts of it, begin with PREFIX_ACCESSOR, so that C++17 can evaluate them.
void header_add_constant(struct header *header, const char *type, const char *name, size_t count,
                         const char *value);

/// The macros that say how constants and accessors are declared, before all types.
void header_append_modes(const struct header *header, struct buffer *out);

/// All constants, between types and functions.
void header_append_constants(struct header *header, struct buffer *out);

/// Revision, constants, and the places of tables and partitions.
void header_append_places(struct header *header);

/// #error where an sdkconfig contradicts the layout.
void header_append_sdkconfig(struct header *header);

/// A function for each partition, of the type of its kind.
void header_append_partitions(struct header *header);
/// Declares the functions of partitions that have the name of a struct, before it. After it, C++
/// compilers warn that they hide its constructor.
void header_declare_partitions(struct header *header, const char *identifier);

/// The checksums of tables, for comparing them with flash. No tables if none has a binary form.
void header_append_layout(struct header *header);

/// The mark that a firmware may define, before what refers to it.
void header_append_mark(struct header *header);

/// The OTA slots, if there are any.
void header_append_ota(struct header *header);
/// How many slots the main table has, counted from ota_0.
size_t header_slot_count(const struct layout *layout);

/// A struct for each record, and functions that load and store it in its partitions.
void header_append_records(struct header *header);
/// Of one record, after its struct, what the runtime knows of it, and its defaults.
void header_append_record_form(struct header *header, const struct record *record);
/// Of one partition whose plan has records.
void header_append_record_functions(struct header *header, const struct partition *partition,
                                    const struct image_plan *plan);
/// Whether firmware has functions that store its records.
bool header_can_store(const struct layout *layout, const struct partition *partition);

/// Whether a field has a number as its default; what that is in C, or what stands for it.
bool header_has_default(const struct field *field);
const char *header_default(struct arena *arena, const struct field *field);

/// Functions for the keys of NVS that the schema declares.
void header_append_keys(struct header *header);

/// Reports what the header cannot express, beside names that are the same in C.
void header_check_limits(const struct layout *layout, struct diagnostics *diagnostics);

/// Whether there are any of these, which need further headers of the runtime.
bool header_has_records(const struct layout *layout);
bool header_has_keys(const struct images *images);

/// Whether firmware has a struct for a record; whether it has functions for a namespace.
bool header_has_struct(const struct record *record);
bool header_has_functions(const struct content_space *space);

/// The partition otadata, if there are slots as well; null otherwise.
const struct partition *header_otadata(const struct layout *layout);

/// The flags of a partition in the runtime, whatever bits they have in the tables of the platform.
const char *header_flags(const struct layout *layout, const struct partition *partition);

/// A label as a string of C, cut to what struct pschema_partition has space for.
const char *header_label(struct arena *arena, const char *label);

/// A name in C, in upper case.
const char *header_upper(const struct header *header, const char *identifier);

/// The name of the member for a field: that of the field, with `_` appended if it means something
/// else in C or C++, or may be a macro of the header.
const char *header_member(const struct layout *layout, const struct field *field);

/// The same for any other name of the schema.
const char *header_member_name(const struct layout *layout, const char *name);

/// How many keys of a namespace have a member in the structure of its values; that of a key, and
/// the one with the size of a blob; null: there is none.
size_t header_member_count(const struct content_space *space);
const char *header_key_member(const struct layout *layout, const struct content_key *key);
const char *header_key_size_member(const struct layout *layout, const struct content_key *key);

/// "uint16_t"
const char *header_type(enum field_type type);

/// An integer constant of the narrowest type that can represent it, in C99 and C++.
const char *header_constant(struct arena *arena, struct number value);

/// The same in hex, unless it is negative.
const char *header_address(struct arena *arena, struct number value);

/// An offset or size, also beyond 32 bits, for flashes whose partitions have no functions.
const char *header_size(struct arena *arena, uint64_t value);

#endif
