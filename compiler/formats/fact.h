// What is known of an image: a tree of facts, shown as text or as JSON.
#ifndef FORMATS_FACT_H
#define FORMATS_FACT_H

#include "buffer.h"
#include "list.h"
#include "number.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum fact_kind {
    FACT_GROUP, // of facts with names
    FACT_LIST,  // of facts without
    FACT_TEXT,
    FACT_NUMBER,
    FACT_OFFSET, // in bytes, from the start of the file that is dumped
    FACT_SIZE,   // in bytes
    FACT_FLAG,
    FACT_BYTES,
};

/// Something that is said of a fact beside its value.
struct remark {
    bool is_damage;   // else nothing is wrong
    const char *kind; // the same pointer for all that say the same of different places
    uint64_t offset;
    const char *text;
};

struct fact {
    const char *name; // null: one of a list, or the root
    enum fact_kind kind;
    bool is_quiet; // only JSON shows it
    union {
        const char *text;
        const uint8_t *bytes;
        const char *line; // of a group: what text shows in place of all but its groups and lists
    };
    union {
        struct number number; // also of a flag
        size_t length;        // of the text or the bytes
    };
    struct LIST(struct fact) children;
    struct LIST(const struct remark) remarks;
};

/// The outermost fact, or one of a list: a group.
struct fact *fact_new(struct arena *arena);

/// Each adds a fact to a group; texts and bytes are not copied.
struct fact *fact_group(struct arena *arena, struct fact *parent, const char *name);
struct fact *fact_list(struct arena *arena, struct fact *parent, const char *name);
struct fact *fact_text(struct arena *arena, struct fact *parent, const char *name,
                       const char *text);
/// A text that may have a NUL in it.
struct fact *fact_characters(struct arena *arena, struct fact *parent, const char *name,
                             const char *text, size_t length);
struct fact *fact_number(struct arena *arena, struct fact *parent, const char *name,
                         struct number number);
struct fact *fact_count(struct arena *arena, struct fact *parent, const char *name, uint64_t count);
struct fact *fact_offset(struct arena *arena, struct fact *parent, const char *name,
                         uint64_t offset);
struct fact *fact_size(struct arena *arena, struct fact *parent, const char *name, uint64_t size);
struct fact *fact_flag(struct arena *arena, struct fact *parent, const char *name, bool is_so);
struct fact *fact_bytes(struct arena *arena, struct fact *parent, const char *name,
                        const void *bytes, size_t length);

/// Adds a group to a list.
struct fact *fact_item(struct arena *arena, struct fact *list);

/// Adds a whole tree to a group.
void fact_attach(struct arena *arena, struct fact *parent, const char *name, struct fact *fact);

/// The line of a group.
__attribute__((format(printf, 3, 4))) void fact_say(struct arena *arena, struct fact *fact,
                                                    const char *format, ...);

/// Something that is wrong at an offset, or only worth knowing.
__attribute__((format(printf, 4, 5))) void fact_damage(struct arena *arena, struct fact *fact,
                                                       uint64_t offset, const char *format, ...);
__attribute__((format(printf, 4, 5))) void fact_remark(struct arena *arena, struct fact *fact,
                                                       uint64_t offset, const char *format, ...);

/// How many places are damaged in all; `*first`, if not null, is the one with the
/// lowest offset, or null.
size_t fact_damages(const struct fact *fact, const struct remark **first);

/// Text as a terminal may see it: what is not a character of UTF-8, or controls it, as `\x1b`.
void fact_shown(struct buffer *out, const char *text, size_t length);

/// The tree for people, and for programs. `limit`: of the remarks of one kind in one image, so many
/// are shown, and how many more there are; 0: all.
void fact_render_text(const struct fact *root, size_t limit, struct buffer *out);
void fact_render_json(const struct fact *root, struct buffer *out);

#endif
