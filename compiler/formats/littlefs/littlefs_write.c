// The bytes of a littlefs image, as littlefs would leave them after it wrote every log anew.
//
// Of each metadata pair the first block has the log; the second is blank, as it would be. Only the
// superblock's pair has its log in both, as after formatting, so that the file system is found even
// if one of them is lost. Whatever no log and no content covers is as it was erased: 0xff.
#include "littlefs.h"

#include "digest.h"

#include <string.h>

enum {
    REVISION_SIZE = 4,
    CRC_SIZE = 4,
    PAIR_SIZE = 8,
    FORWARD_CRC_SIZE = 8,
    SUPERBLOCK_FIELDS = 24,
    POINTER_SIZE = 4,
    // The room that the end of a commit is given, and the least behind another end.
    COMMIT_END = LITTLEFS_TAG + FORWARD_CRC_SIZE + LITTLEFS_TAG + CRC_SIZE,
};

static const uint32_t crc_start = 0xffffffff;

/// A block that a log is written to.
struct log {
    char *bytes;
    uint32_t length;
    uint32_t commit;   // where the checksum of what is being written begins
    uint32_t previous; // the tag that the next one is mixed with
};

struct littlefs_writer {
    const struct littlefs_plan *plan;
    char *image;
    size_t folder;  // the next that is met, among `plan->folders`
    uint32_t block; // the next that a file's content takes
};

// A tag is stored big-endian and mixed with the one before it, so that a log cannot be read from
// its middle (SPEC.md, "Metadata tags").
static void log_tag(struct log *log, uint32_t type, uint32_t id, const void *data, size_t length)
{
    uint32_t tag = type << 20 | id << 10 | (uint32_t)length;
    bytes_put(log->bytes + log->length, tag ^ log->previous, LITTLEFS_TAG, true);
    if (length) {
        memcpy(log->bytes + log->length + LITTLEFS_TAG, data, length);
    }
    log->length += LITTLEFS_TAG + (uint32_t)length;
    log->previous = tag;
}

// What follows is blank, and so a program that was cut short is seen as such.
static void log_forward_crc(struct log *log, const struct littlefs_form *form, uint32_t end)
{
    char data[FORWARD_CRC_SIZE];
    uint32_t crc = digest_crc32_next(crc_start, log->bytes + end, form->program);
    bytes_put(data, form->program, 4, false);
    bytes_put(data + 4, crc, 4, false);
    log_tag(log, LITTLEFS_FORWARD_CRC, LITTLEFS_NO_ID, data, sizeof data);
}

// The tag says that it ends at `end`; what lies between is left blank. As the storage behind it
// begins with a one, the type need not ask for another valid bit.
static void log_crc(struct log *log, uint32_t end)
{
    uint32_t length = end - log->length - LITTLEFS_TAG;
    uint32_t tag = (uint32_t)LITTLEFS_CRC << 20 | LITTLEFS_NO_ID << 10 | length;
    bytes_put(log->bytes + log->length, tag ^ log->previous, LITTLEFS_TAG, true);
    log->length += LITTLEFS_TAG;
    uint32_t crc =
        digest_crc32_next(crc_start, log->bytes + log->commit, log->length - log->commit);
    bytes_put(log->bytes + log->length, crc, CRC_SIZE, false);
    log->length = log->commit = end;
    log->previous = tag;
}

// A commit ends where the next program may begin. A tag reaches only so far: what is left after it
// is made of commits of nothing.
static void log_close(struct log *log, const struct littlefs_form *form)
{
    uint32_t end = log->length + COMMIT_END;
    end = end < form->block ? end : form->block;
    end += (form->program - end % form->program) % form->program;
    while (log->length < end) {
        uint32_t reach = log->length + LITTLEFS_TAG + LITTLEFS_LENGTH_MAX;
        bool is_last = reach >= end;
        if (is_last && end <= form->block - form->program &&
            form->version >= LITTLEFS_VERSION_2_1) {
            log_forward_crc(log, form, end);
        }
        uint32_t latest = end - COMMIT_END;
        log_crc(log, is_last ? end : reach < latest ? reach : latest);
    }
}

// The superblock is an entry like others, of the first pair: a name that is the magic, and a
// struct with version and limits, little-endian (SPEC.md, "0x0ff superblock" and "0x201").
static void log_superblock(struct log *log, const struct littlefs_form *form)
{
    const uint32_t fields[] = {form->version, form->block,       form->count,
                               form->name,    LITTLEFS_FILE_MAX, LITTLEFS_ATTRIBUTE_MAX};
    char data[SUPERBLOCK_FIELDS];
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        bytes_put(data + 4 * i, fields[i], 4, false);
    }
    log_tag(log, LITTLEFS_SUPERBLOCK, 0, LITTLEFS_MAGIC, strlen(LITTLEFS_MAGIC));
    log_tag(log, LITTLEFS_INLINE, 0, data, sizeof data);
}

// Pair n has blocks 2n and 2n + 1: pairs come first in the image, contents of files after them.
static void put_pair(char *data, const struct littlefs_pair *pair)
{
    bytes_put(data, 2 * (uint64_t)pair->index, 4, false);
    bytes_put(data + 4, 2 * (uint64_t)pair->index + 1, 4, false);
}

// Each entry is a name, then what it has: a directory its pair, a short file its bytes, any other
// the head of its skip list and its size. Directories are met in the order in which the plan
// listed them, so that the next one is always its own; the same is true of blocks.
static void log_entry(struct log *log, struct littlefs_writer *writer, const struct tree_node *node,
                      uint32_t id)
{
    const struct littlefs_plan *plan = writer->plan;
    char data[PAIR_SIZE];
    log_tag(log, node->is_folder ? LITTLEFS_FOLDER : LITTLEFS_REGULAR, id, node->name,
            strlen(node->name));
    if (node->is_folder) {
        put_pair(data, plan->folders.items[writer->folder++]);
        log_tag(log, LITTLEFS_FOLDER_PAIR, id, data, sizeof data);
    } else if (littlefs_is_inline(&plan->form, node)) {
        log_tag(log, LITTLEFS_INLINE, id, node->bytes, (size_t)node->size);
    } else {
        writer->block += (uint32_t)littlefs_file_blocks(&plan->form, node);
        bytes_put(data, writer->block - 1, 4, false); // the last comes first
        bytes_put(data + 4, node->size, 4, false);
        log_tag(log, LITTLEFS_SKIP_LIST, id, data, sizeof data);
    }
}

// A directory that does not fit into one block goes on in the next pair, by a hard tail; the last
// pair of each points to the next directory by a soft tail, so that all pairs form one list which
// firmware walks to find what is in use.
static void write_log(struct littlefs_writer *writer, const struct littlefs_pair *pair,
                      uint32_t block, uint32_t revision)
{
    const struct littlefs_plan *plan = writer->plan;
    struct log log = {
        .bytes = writer->image + (size_t)block * plan->form.block,
        .length = REVISION_SIZE,
        .previous = UINT32_MAX,
    };
    uint32_t id = 0;
    bytes_put(log.bytes, revision, REVISION_SIZE, false);
    if (pair->index == 0) {
        log_superblock(&log, &plan->form);
        id++;
    }
    for (size_t i = 0; i < pair->count; i++) {
        log_entry(&log, writer, pair->nodes[i], id++);
    }
    if (pair->index + 1 < plan->pairs.count) { // all pairs are one list
        char data[PAIR_SIZE];
        put_pair(data, plan->pairs.items[pair->index + 1]);
        log_tag(&log, pair->is_last ? LITTLEFS_SOFT_TAIL : LITTLEFS_HARD_TAIL, LITTLEFS_NO_ID, data,
                sizeof data);
    }
    log_close(&log, &plan->form);
}

// A skip list: block n has pointers to the blocks n - 1, n - 2, n - 4 and so on, for each power of
// two that divides n.
static void write_file(struct littlefs_writer *writer, const struct tree_node *file)
{
    uint32_t size = writer->plan->form.block;
    uint64_t blocks = littlefs_file_blocks(&writer->plan->form, file);
    uint64_t done = 0;
    for (uint32_t n = 0; n < blocks; n++, writer->block++) {
        char *bytes = writer->image + (size_t)writer->block * size;
        uint32_t used = 0;
        for (uint32_t step = 1; n > 0 && n % step == 0; step *= 2) {
            bytes_put(bytes + used, writer->block - step, POINTER_SIZE, false);
            used += POINTER_SIZE;
        }
        uint64_t left = file->size - done;
        size_t length = left < size - used ? (size_t)left : size - used;
        memcpy(bytes + used, file->bytes + done, length);
        done += length;
    }
}

// The superblock's pair is written twice with revisions 1 and 2, as formatting leaves it; of all
// others the second block is erased, as it is before the first compaction. The copy has a writer
// of its own, since writing a log moves on through directories and blocks.
void littlefs_write(const struct littlefs_plan *plan, struct buffer *image)
{
    uint32_t data = 2 * (uint32_t)plan->pairs.count;
    size_t before = image->length;
    buffer_fill(image, 0xff, (size_t)plan->form.count * plan->form.block);
    struct littlefs_writer writer = {plan, image->bytes + before, 1, data};
    struct littlefs_writer copy = writer;
    write_log(&copy, plan->pairs.items[0], 1, 1);
    for (size_t i = 0; i < plan->pairs.count; i++) {
        const struct littlefs_pair *pair = plan->pairs.items[i];
        write_log(&writer, pair, 2 * pair->index, i ? 1 : 2);
    }
    writer.block = data;
    for_each (pair, &plan->pairs) {
        for (size_t j = 0; j < pair->count; j++) {
            write_file(&writer, pair->nodes[j]);
        }
    }
}
