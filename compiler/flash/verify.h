// Compares a dump of a flash with what should be in it.
#ifndef FLASH_VERIFY_H
#define FLASH_VERIFY_H

#include "flash.h"

/// The bytes of a flash from an offset on, as esptool read_flash reads them.
struct flash_dump {
    const char *bytes;
    const char *read; // as they were before they were decrypted; null: they were not
    uint64_t offset;  // of its first byte on the flash
    uint64_t length;
};

struct verify_settings {
    const struct partition *only; // with everything in it; null: all
    bool is_used;                 // firmware has run: what it writes itself may differ
};

enum verdict {
    VERDICT_SAME,
    VERDICT_DIFFERS,
    VERDICT_ERASED,    // erased, though something should be there
    VERDICT_CUT,       // not, or not completely, in the dump
    VERDICT_WRITTEN,   // differs, but firmware may have written it
    VERDICT_ENCRYPTED, // cipher text, which cannot be compared
    VERDICT_PLAIN,     // plain text where the chip expects cipher text
    VERDICT_FOREIGN,   // nothing says what should be there, but an app of another layout is
    VERDICT_UNKNOWN,   // nothing says what should be there
    VERDICT_COUNT,
};

/// The result for a table, a partition, or a file at an offset.
struct finding {
    const char *name;
    const struct flash_piece *piece;   // what should be there; null: unknown
    const struct partition *partition; // null: none
    uint64_t offset;
    uint64_t size;
    enum verdict verdict;
    uint64_t first;   // where the first byte differs, on the flash
    uint64_t bytes;   // how many do
    uint64_t sectors; // how many of the flash's sectors have such
    bool is_erased;   // an unknown one
    bool is_seen;     // the dump has all of an unknown one
    struct text_list notes;
};

struct finding_list LIST(struct finding);

struct flash_verification {
    const struct flash *flash;
    const struct flash_dump *dump;
    const struct partition *only; // that was checked; null: all
    struct finding_list findings; // by offset
    size_t counts[VERDICT_COUNT];
    bool is_encrypting; // the chip encrypts its flash
    bool is_good;
};

/// Checks each table and partition of a closed flash.
struct flash_verification verify_flash(const struct flash *flash, const struct flash_dump *dump,
                                       const struct verify_settings *settings);

/// How many were compared with the dump.
size_t verify_count(const struct flash_verification *verification);

/// For people; if it is quiet, only what is wrong.
void verify_text(const struct flash_verification *verification, bool is_quiet, struct buffer *out);

/// For programs.
void verify_json(const struct flash_verification *verification, struct buffer *out);

#endif
