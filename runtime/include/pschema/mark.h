/** @file
 * The mark that says which layout an application was made for.
 *
 * Firmware that comes by an update was made from a schema, too, perhaps from a later one. Offsets
 * in its code are right only where the tables in flash are those of its schema. Its mark is a
 * constant within its image, which names the layout by its digest; so a device, and schemac, can
 * refuse an application of another layout before it is started.
 *
 * The generated header has the mark as a macro. One file of the firmware has this line, outside of
 * all functions; a file that is linked in any case, such as that of app_main(), rather than one of
 * a library that nobody calls:
 *
 *     NAME_DEFINE_LAYOUT_MARK;
 *
 * What it is: bytes, at any address, with all numbers least significant byte first.
 *
 *     offset  bytes
 *     0       16     the magic: df 42 3f bb 8f 64 43 2b be c5 49 6f 92 50 99 91
 *     16      2      the version of what follows: 1
 *     18      2      the length of all of it, N: at least 36 + 8 * COUNT
 *     20      4      COUNT, of the layouts that the application can migrate a device from
 *     24      8      the digest of its own layout: NAME_LAYOUT_DIGEST
 *     32      8 each their digests
 *     N - 4   4      pschema_crc32(PSCHEMA_CRC32_START, ...) of all bytes before
 *
 * Where N is larger than it need be, a later version of schemac has put more before the checksum,
 * which readers skip. (The magic is the beginning of the SHA-256 of "pschema layout mark". Its
 * first byte is not repeated in it.)
 */
#ifndef PSCHEMA_MARK_H
#define PSCHEMA_MARK_H

#include <pschema/flash.h>
#include <pschema/partition.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Nothing refers to a mark, so that compilers and linkers would drop it. `used` is for compilers.
 * For linkers that drop sections (--gc-sections), the section needs a flag: clang has an attribute
 * for it; gcc ignores that for some targets, with a warning, but its assembler knows the flag: an
 * empty section that is kept then refers to the mark. Older tools cannot do that: there,
 * NAME_open() refers to the mark, if one is defined. */
#if defined(__clang__) && defined(__ELF__) && defined(__has_attribute)
#if __has_attribute(retain)
#define PSCHEMA_MARK __attribute__((used, retain)) /**< a mark's attributes */
#define PSCHEMA_KEEP_MARK(name)                    /**< what else keeps it */
#endif
#elif defined(__GNUC__) && defined(__ELF__) && __GNUC__ >= 12 &&                                   \
    !defined(PSCHEMA_OLD_TOOLS)            /* for tests: do without */
#define PSCHEMA_MARK __attribute__((used)) /**< a mark's attributes */
/** What else keeps it. */
#define PSCHEMA_KEEP_MARK(name)                                                                    \
    __asm__(".pushsection .rodata.keep_" #name ",\"aR\",%progbits\n"                               \
            "\t.reloc 0, BFD_RELOC_NONE, " #name "\n"                                              \
            "\t.popsection");
#endif

#ifdef PSCHEMA_MARK
#define PSCHEMA_MARK_DECLARED       /**< the attributes of its declaration */
#define PSCHEMA_REFER_TO_MARK(name) /**< in a function that firmware calls */
#elif defined(__GNUC__) && defined(__ELF__)
#define PSCHEMA_MARK __attribute__((used))          /**< a mark's attributes */
#define PSCHEMA_KEEP_MARK(name)                     /**< what else keeps it */
#define PSCHEMA_MARK_DECLARED __attribute__((weak)) /**< the attributes of its declaration */
/** In a function that firmware calls. */
#define PSCHEMA_REFER_TO_MARK(name) __asm__ volatile("" : : "r"(name))
#else
#define PSCHEMA_MARK                /**< a mark's attributes */
#define PSCHEMA_KEEP_MARK(name)     /**< what else keeps it */
#define PSCHEMA_MARK_DECLARED       /**< the attributes of its declaration */
#define PSCHEMA_REFER_TO_MARK(name) /**< in a function that firmware calls */
#endif

/** What to do with an application that has no mark. */
enum pschema_unmarked {
    PSCHEMA_UNMARKED_REFUSED, /**< PSCHEMA_ERROR_NOT_FOUND */
    PSCHEMA_UNMARKED_ACCEPTED /**< PSCHEMA_OK: it was made before there were marks */
};

/** Whether an application, as it is in its slot, was made for the layout that this device has.
 *
 * That layout is the one that was recognised by pschema_layout_check(), which NAME_open() calls: of
 * a second-level table that differs, all the same. Of an image with several marks, say of another
 * chip's firmware that is within it, one must fit.
 *
 *   PSCHEMA_OK                    its mark names that layout, or a migration from it
 *   PSCHEMA_ERROR_OTHER_LAYOUT    its mark names neither
 *   PSCHEMA_ERROR_NOT_FOUND       it has no mark, and that is to be refused
 *   PSCHEMA_ERROR_DAMAGED         its mark is damaged, or of a version that is not known here
 *   PSCHEMA_ERROR_LAYOUT          the tables in flash were not recognised
 *   and what pschema_read() returns
 *
 * It is for the function that pschema_ota_set_verify() takes, which also checks that the image is
 * complete. What is read is the image, as long as its header says it is (that of the ESP chips);
 * without such a header, all of the slot. `flash->yield`, where it is set, is called for each
 * `erase_size` bytes. Writes nothing. */
PSCHEMA_CHECKED enum pschema_result pschema_ota_check(const struct pschema_flash *flash,
                                                      struct pschema_app app,
                                                      enum pschema_unmarked unmarked);

#ifdef __cplusplus
}
#endif

#endif
