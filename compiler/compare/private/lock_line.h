// The lines of a lock.
#ifndef COMPARE_LOCK_LINE_H
#define COMPARE_LOCK_LINE_H

#include "lock.h"

struct lock_word {
    const char *text;
    bool is_quoted; // a name, whatever it is
    struct span span;
};

struct lock_word_list LIST(const struct lock_word);

enum lock_item {
    LOCK_TARGET,
    LOCK_FLASH,
    LOCK_TABLE,
    LOCK_PARTITION,
    LOCK_CONFIG,
    LOCK_ITEM_COUNT
};

/// A layout that lines are read into, and what of it is not finished yet.
struct lock_draft {
    struct layout layout;
    struct platform platform; // of the layout
    struct LIST(struct table) tables;
    struct LIST(struct partition) partitions;
};

struct lock_line {
    uint64_t revision;
    const char *variant; // null: none
    enum lock_item item;
    struct lock_word_list words; // those after the item
    struct span span;            // the whole line, without its end
    struct lock_draft *draft;
    size_t order; // in the file
};

/// "target" and so on: the word that a line of this kind has after its revision and variant, in a
/// lock of this number.
const char *lock_item_name(enum lock_item item, unsigned number);

/// The item of a word, in a lock of any number; false if there is none.
bool lock_item_find(const char *name, enum lock_item *item);

/// The mark of a partition that is `outside`, in a lock of this number.
const char *lock_outside_word(unsigned number);

/// Takes what the lines of a lock say into their layouts. False, and reported, if one makes no
/// sense.
bool lock_build(struct arena *arena, struct diagnostics *diagnostics, const struct lock *lock);

/// Puts partitions in their order and finds the gaps between them.
void lock_finish_table(struct arena *arena, struct table *table);

#endif
