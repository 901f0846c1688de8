// What is recognised in a flash by its own bytes, wherever it is and whatever a table says of it.
#ifndef FORMATS_TRACE_H
#define FORMATS_TRACE_H

#include "dump.h"
#include "proposal.h"

enum { TRACE_SECTOR = 4096 }; // everything begins at a multiple of this

/// One thing that was recognised. Offsets count from the start of the flash, sizes are in bytes.
struct trace {
    const char *format;    // "nvs", as its decoder is called; TRACE_RAW: nothing is known of it
    const char *type;      // "data.nvs", of a partition for it; "app": of which subtype, is open
    const char *evidence;  // "page 0 of an NVS"
    uint64_t offset;       // where it begins
    uint64_t used;         // what is its own for sure
    uint64_t size;         // of its partition, where the content says that; 0: it does not
    enum sureness content; // that it is of this format
    enum sureness start;   // that it begins there
    enum sureness extent;  // that it has this size; of no matter without one
    const char *chip;      // of an app or bootloader; null: unknown
    uint64_t flash;        // of the chip, as a bootloader or app says; 0: unknown
    bool is_bootloader;    // by its description
    const struct trace *within; // the one that it is a part of; null: it is by itself
    bool is_live;  // of a table: its partitions are after it, as those of the flash's are
    bool is_inner; // of a table: it may be one of the second level
};

struct trace_list LIST(struct trace);

/// A search, at one place of a flash.
struct trace_search {
    const struct dump_request *request; // the whole flash
    uint64_t at;                        // the sector that is looked at
    uint64_t end;                       // nothing is looked for from here on
    uint64_t left;                      // bytes that checksums may be made of, so that the time is
                                        // linear in the size, whatever the bytes are
};

/// Whether something begins in the sector that is looked at; it fills in what it knows.
typedef bool trace_finder(struct trace_search *search, struct trace *trace);

trace_finder app_find_trace, coredump_find_trace, fat_find_trace, fat_wear_find_trace,
    keys_find_trace, littlefs_find_trace, nvs_find_trace, otadata_find_trace, phy_find_trace,
    ring_find_trace, spiffs_find_trace, table_find_trace;

/// The bytes from the sector on, and how many there are.
const uint8_t *trace_bytes(const struct trace_search *search, size_t *size);

/// Takes so many bytes of work; false if not so much is left.
bool trace_afford(struct trace_search *search, uint64_t bytes);

/// Looks through a range, whose start is a multiple of a sector, in one pass. Traces come sorted
/// by offset; those that are within others are marked.
void traces_find(const struct dump_request *request, uint64_t start, uint64_t end,
                 struct trace_list *traces);

/// Where a trace ends, as far as it is known.
uint64_t trace_end(const struct trace *trace);

/// "data.fat.", "data.littlefs", "data.spiffs": firmware keeps any of them in any other's
/// partition.
bool trace_is_filesystem(const char *type);

#define TRACE_RAW "raw"

#endif
