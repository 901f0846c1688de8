/** @file
 * Updating the application, as the bootloader of ESP-IDF or of the ESP8266_RTOS_SDK expects it.
 *
 *     struct pschema_ota ota;
 *     uint32_t position = 0;
 *     enum pschema_result result = pschema_ota_open(&ota, flash, NAME_ota(), running);
 *     if (result == PSCHEMA_OK) {
 *         pschema_ota_set_verify(&ota, verify, context);
 *         slot = pschema_ota_next(&ota);
 *         result = pschema_ota_resume(&ota, slot, size_of_image, head, &position);
 *         if (result == PSCHEMA_ERROR_NOT_FOUND) {
 *             result = pschema_ota_begin(&ota, slot, size_of_image);
 *         }
 *     }
 *     while (result == PSCHEMA_OK && (size = receive_from(position, chunk)) > 0) {
 *         result = pschema_ota_write(&ota, chunk, size);
 *         position += size;
 *     }
 *     if (result == PSCHEMA_OK) {
 *         result = pschema_ota_end(&ota);
 *     }
 *     if (result == PSCHEMA_OK) {
 *         result = pschema_ota_set_boot(&ota, slot, PSCHEMA_OTA_ON_TRIAL);
 *     }
 *
 * and restart; then, in the new one, pschema_ota_mark_valid(&ota), or pschema_ota_roll_back(&ota).
 * Without a head at hand, pschema_ota_begin() alone begins anew each time.
 *
 * Which application starts is stored in the partition otadata: two entries, each a sequence number
 * n with its checksum, and a state, one at the start of otadata and one 4096 bytes after it (or at
 * the next erase block, where that is larger). In force is the entry with the higher number, among
 * those whose checksum is right and whose state is neither invalid nor aborted; it selects slot (n
 * - 1) modulo the number of slots. Where none is in force the factory application is started, and
 * without one slot 0. (ESP-IDF: bootloader_utility.c, esp_flash_partitions.h.)
 *
 * An application that is set to be started ON_TRIAL has the state NEW. An ESP-IDF bootloader that
 * was built with CONFIG_BOOTLOADER_APP_ROLLBACK_ENABLE makes that PENDING when it starts it, and at
 * the next start, unless the application has marked itself valid, ABORTED: then the application
 * before it is started again. Built without, it starts an application on trial like any other.
 *
 * What a loss of power leaves
 *   At every moment, and whatever of a torn write or erasure arrives, the application that was
 *   running or the one that was set to be started is selected, and its image is complete:
 *   - begin first makes sure that the running application is in force, and that no entry selects
 *     the slot that will be overwritten; only then is the slot touched;
 *   - the first PSCHEMA_HEAD_SIZE bytes of the image are written last, by end, after the rest would
 *     survive: an image that was not finished has no magic number, and no bootloader starts it;
 *   - end returns when the image would survive, set_boot writes an entry only after that;
 *   - set_boot never writes to the entry that keeps the running application in force;
 *   - each entry goes from what it was to void, and from void to what it shall be, in one step: its
 *     checksum is destroyed before the rest, where four bytes can be programmed alone, and its
 *     number is written after the rest, where sixteen can. Flash of larger program units is taken
 *     to tear no unit in a way that reads well.
 *   mark_valid and roll_back rewrite the entry in force, as ESP-IDF does it: when the power is lost
 *   just then, it may be the application before that is started.
 *   One thing is beyond our reach. The bootloader's own rewriting (NEW to PENDING, PENDING to
 *   ABORTED) erases the entry as it is. If that erasure is torn so that the state is lost but
 *   neither number nor checksum, the application on trial becomes one that is not: it is complete,
 *   but is not rolled back any more unless it calls roll_back.
 *
 * Whether an image is any good, only the SDK can tell (or the transport): pschema_ota_set_verify()
 * takes a function that does, in the ESP-IDF port pschema_esp_idf_verify(). Without it, only what
 * was ended since pschema_ota_open() can be set to be started.
 *
 * Time and tasks: what blocks is erasing: begin erases two blocks of the slot and at most two
 * entries of otadata, write one block for each that it enters, set_boot, mark_valid and roll_back
 * an entry (two, to the factory application); 45 ms each, 400 ms at worst. One pschema_ota is for
 * one task, and only one may be at work on otadata.
 *
 * All functions that return a result may return, besides what they name, what <pschema/access.h>
 * names for reading and writing otadata. They read it anew each time; nothing is cached but who is
 * running. Damaged entries count as void.
 */
#ifndef PSCHEMA_OTA_H
#define PSCHEMA_OTA_H

#include <pschema/writer.h>

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

#define PSCHEMA_OTA_UNKNOWN 0xffffffffu               /**< who is running: as otadata says */
#define PSCHEMA_OTA_SIZE_UNKNOWN PSCHEMA_SIZE_UNKNOWN /**< how large: as it comes */
#define PSCHEMA_OTA_SLOT_LIMIT 16u                    /**< slots that the bootloader can handle */

/** What a schema has to do with updates; a generated header's NAME_ota() returns it. */
struct pschema_ota_slots {
    struct pschema_otadata otadata; /**< which of them is started */
    struct pschema_app factory;     /**< its partition is empty where there is none */
    const struct pschema_app *slot; /**< `count` of them, by their numbers */
    uint32_t count;                 /**< 1 to PSCHEMA_OTA_SLOT_LIMIT */
    uint8_t is_sequence_only;       /**< 1: the bootloader heeds no states (ESP8266_RTOS_SDK) */
};

/** The state of an application, as otadata has it. */
enum pschema_ota_state {
    PSCHEMA_OTA_UNDEFINED = -1, /**< started without conditions */
    PSCHEMA_OTA_NEW = 0,        /**< on trial, and not started yet */
    PSCHEMA_OTA_PENDING = 1,    /**< on trial, and started */
    PSCHEMA_OTA_VALID = 2,      /**< has passed its trial */
    PSCHEMA_OTA_INVALID = 3,    /**< was rolled back; is not started */
    PSCHEMA_OTA_ABORTED = 4     /**< ended its trial without a word; is not started */
};

/** How an application is to be started. */
enum pschema_ota_trust {
    PSCHEMA_OTA_TRUSTED, /**< from now on */
    PSCHEMA_OTA_ON_TRIAL /**< once, and from then on if it marks itself valid */
};

/** An entry of otadata, as it was read last. */
struct pschema_ota_entry {
    uint32_t place;    /**< in the partition, in bytes */
    uint32_t sequence; /**< the number n */
    uint32_t state;    /**< enum pschema_ota_state */
    uint32_t slot;     /**< that the number selects; none where the checksum is wrong */
    uint32_t boots;    /**< what it has the bootloader start */
};

/** Whether an image in a slot is complete and may be started. Returns PSCHEMA_OK; or, as a rule,
 * PSCHEMA_ERROR_DAMAGED, which pschema_ota_set_boot() passes on. `context`: as it was given. */
typedef enum pschema_result pschema_ota_verify(void *context, const struct pschema_flash *flash,
                                               struct pschema_app app);

/** Set by pschema_ota_open, and none of the caller's business. */
struct pschema_ota {
    const struct pschema_flash *flash;     /**< the chip */
    const struct pschema_flash *way;       /**< to otadata */
    struct pschema_ota_slots slots;        /**< as they were given */
    const struct pschema_ota_entry *now;   /**< the entry in force; if there is none, any */
    const struct pschema_ota_entry *other; /**< the other one */
    uint32_t running;                      /**< number of the application */
    uint32_t trial;          /**< number of the one on trial that is to be started, if one is */
    uint32_t is_chosen;      /**< whether another one than the running one is to be started */
    uint32_t secure_version; /**< of the chip; 0: any application may be started */
    uint32_t target;         /**< number of the slot that is written */
    uint32_t ended; /**< bits of slots whose images were ended here, 1 shifted by their numbers */
    pschema_ota_verify *verify;        /**< null: nobody can tell */
    void *verify_context;              /**< for it */
    struct pschema_writer writer;      /**< of the image */
    struct pschema_ota_entry entry[2]; /**< both, by their places */
};

/** Fills `ota`, which is the caller's. The flash and what `slots` points to must live as long.
 *
 * `running`: the offset of the running application's partition, as the SDK knows it, or
 * PSCHEMA_OTA_UNKNOWN: what otadata selects. The latter is right unless the bootloader fell back to
 * another application because an image was damaged, or another was set to be started since.
 *   PSCHEMA_ERROR_NOT_FOUND     `running` is the offset of no slot, nor of the factory application
 *   PSCHEMA_ERROR_RANGE         otadata is too small for its second entry
 *   PSCHEMA_ERROR_UNSUPPORTED   no slots or too many; or otadata does not begin with an erase block
 */
PSCHEMA_CHECKED enum pschema_result pschema_ota_open(struct pschema_ota *ota,
                                                     const struct pschema_flash *flash,
                                                     struct pschema_ota_slots slots,
                                                     uint32_t running);

/** Gives the secure version that the chip's eFuses demand, where the bootloader was built with
 * CONFIG_BOOTLOADER_APP_ANTI_ROLLBACK (esp_efuse_read_secure_version()): it starts no application
 * whose description (esp_app_desc_t) has a lower one, so set_boot and roll_back refuse those. After
 * pschema_ota_open the version is 0: nothing is refused. */
static inline void pschema_ota_require_version(struct pschema_ota *ota, uint32_t secure_version)
{
    ota->secure_version = secure_version;
}

/** Gives the function that pschema_ota_set_boot() asks about every application but the running one.
 * After pschema_ota_open there is none. */
static inline void pschema_ota_set_verify(struct pschema_ota *ota, pschema_ota_verify *verify,
                                          void *context)
{
    ota->verify = verify;
    ota->verify_context = context;
}

/** The running application. */
static inline struct pschema_app pschema_ota_running(const struct pschema_ota *ota)
{
    return ota->running < ota->slots.count ? ota->slots.slot[ota->running] : ota->slots.factory;
}

/** The slot to write next: the one after the running application's, or slot 0. Its partition is
 * empty where there is no other slot. */
static inline struct pschema_app pschema_ota_next(const struct pschema_ota *ota)
{
    unsigned number = ota->running + 1u < ota->slots.count ? ota->running + 1u : 0;
    struct pschema_app app = ota->slots.slot[number];
    if (number == ota->running) {
        app.partition = pschema_no_partition();
    }
    return app;
}

/** Begins to write an image of `size` bytes (or PSCHEMA_OTA_SIZE_UNKNOWN) to a slot; an update that
 * was begun before is given up. The first two blocks of the slot are erased, the others as the
 * image comes.
 *
 *   PSCHEMA_ERROR_NOT_FOUND   `app` is not a slot of the schema (nor is the factory application)
 *   PSCHEMA_ERROR_IN_USE      `app` is running; or another application than the running one was set
 *                             to be started, or the running one rolled back: restart, or set_boot
 *                             the running one again
 *   PSCHEMA_ERROR_STATE       the running application is on trial: mark it valid before
 *   PSCHEMA_ERROR_SPACE       the image is larger than the slot
 *   and what pschema_writer_update returns
 */
PSCHEMA_CHECKED enum pschema_result pschema_ota_begin(struct pschema_ota *ota,
                                                      struct pschema_app app, uint32_t size);

/** Goes on with an update of a slot that was begun and not ended, after a restart: as
 * pschema_writer_resume(), whose results and whose `head` and `*position` it has, with the checks
 * of pschema_ota_begin().
 *   - PSCHEMA_ERROR_NOT_FOUND: nothing unfinished is in the slot, or it is not a slot: begin
 */
PSCHEMA_CHECKED enum pschema_result pschema_ota_resume(struct pschema_ota *ota,
                                                       struct pschema_app app, uint32_t size,
                                                       const void *head, uint32_t *position);

/** Writes the next bytes of the image, any number. An error is final until the next begin.
 *   PSCHEMA_ERROR_SPACE   the image is larger than the slot, or than was said: nothing of this
 *                         chunk is written
 *   PSCHEMA_ERROR_STATE   no update was begun, or it has ended
 */
PSCHEMA_CHECKED static inline enum pschema_result pschema_ota_write(struct pschema_ota *ota,
                                                                    const void *data, uint32_t size)
{
    return pschema_writer_write(&ota->writer, data, size);
}

/** Ends the image: it is in flash for good.
 *   PSCHEMA_ERROR_STATE   no update was begun; or nothing was written, or less than was said (then
 *                         more may be written still)
 */
PSCHEMA_CHECKED enum pschema_result pschema_ota_end(struct pschema_ota *ota);

/** Sets the application that is started from the next start on: a slot, or the factory application.
 * Does nothing where it is the one selected already. The factory application and the running one
 * are never on trial. The function of pschema_ota_set_verify() is asked about any other.
 *   PSCHEMA_ERROR_NOT_FOUND     `app` is not of the schema's
 *   PSCHEMA_ERROR_STATE         the running application is on trial: mark it valid or roll it back
 *                               before
 *   PSCHEMA_ERROR_UNVERIFIED    its image was not ended since pschema_ota_open(), and there is no
 *                               function to verify it (the factory application needs none)
 *   what that function returns
 *   PSCHEMA_ERROR_UNSUPPORTED   a trial, where the bootloader knows of none
 *   PSCHEMA_ERROR_SPACE         there is no higher sequence number (not within a flash's life)
 *   PSCHEMA_ERROR_VERSION       its secure version is lower than the chip's, or it has none
 */
PSCHEMA_CHECKED enum pschema_result
pschema_ota_set_boot(struct pschema_ota *ota, struct pschema_app app, enum pschema_ota_trust trust);

/** What otadata says of a slot.
 *   PSCHEMA_ERROR_NOT_FOUND   nothing, or it is not a slot
 */
PSCHEMA_CHECKED enum pschema_result pschema_ota_read_state(struct pschema_ota *ota,
                                                           struct pschema_app app,
                                                           enum pschema_ota_state *state);

/** Ends the running application's trial well. Does nothing where it is not on trial. */
PSCHEMA_CHECKED enum pschema_result pschema_ota_mark_valid(struct pschema_ota *ota);

/** Gives up the running application: from the next start on, the one before it is started, or the
 * factory application where otadata knows of none. Its entry is marked invalid, or erased where the
 * bootloader heeds no states. The caller restarts.
 *   PSCHEMA_ERROR_STATE       otadata does not select the running application
 *   PSCHEMA_ERROR_NOT_FOUND   there is none to go back to
 *   PSCHEMA_ERROR_VERSION     the secure version of the one before it is lower than the chip's: the
 *                             bootloader would start the running one again
 */
PSCHEMA_CHECKED enum pschema_result pschema_ota_roll_back(struct pschema_ota *ota);

#ifdef __cplusplus
}
#endif

#endif
