// A place in the input: two offsets in the row of all sources, one after the other.
#ifndef SOURCE_SPAN_H
#define SOURCE_SPAN_H

#include <stdbool.h>
#include <stdint.h>

struct span {
    uint32_t start; // 0: no place
    uint32_t end;   // after the last byte
};

static inline bool span_is_known(struct span span)
{
    return span.start != 0;
}

/// From the start of `first` to the end of `last`.
static inline struct span span_join(struct span first, struct span last)
{
    return (struct span){first.start, last.end};
}

/// The empty place right after `span`.
static inline struct span span_behind(struct span span)
{
    return (struct span){span.end, span.end};
}

#endif
