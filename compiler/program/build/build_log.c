// The log is a text of lines, in which a field never contains a space but the last one, the path:
//
//   - `by SIZE SECONDS NANOSECONDS CHANGE-SECONDS CHANGE-NANOSECONDS DEVICE INODE schemac
//     VERSION`: the program that wrote it, since another build of schemac may build other images;
//   - `image DIGEST` and the same seven numbers and the path of each image, followed by
//   - `input`, the numbers and the path of each file that it was built from.
//
// A log that differs in its first line, is damaged or cut off counts as no log at all: then all
// images are built again, which is always right. An image whose path has a control character is not
// logged for the same reason, and built each time.
#include "build_log.h"

#include "file.h"
#include "text.h"
#include "version.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LOG_SIZE_LIMIT = 64 << 20 };

// The program itself is an input: another one may make other images.
static const char program[] = "/proc/self/exe";

// All zero if there is no file. No real file has the inode 0.
struct stamp stamp_of(const char *path)
{
    struct stat status;
    if (stat(path, &status) != 0) {
        return (struct stamp){0};
    }
    return (struct stamp){
        .size = (uint64_t)status.st_size,
        .seconds = status.st_mtim.tv_sec,
        .nanoseconds = status.st_mtim.tv_nsec,
        .change_seconds = status.st_ctim.tv_sec,
        .change_nanoseconds = status.st_ctim.tv_nsec,
        .device = status.st_dev,
        .inode = status.st_ino,
    };
}

// Two missing files are not the same: an input that does not exist may appear at any time.
bool stamp_is_same(struct stamp a, struct stamp b)
{
    return a.size == b.size && a.seconds == b.seconds && a.nanoseconds == b.nanoseconds &&
           a.change_seconds == b.change_seconds && a.change_nanoseconds == b.change_nanoseconds &&
           a.device == b.device && a.inode == b.inode && a.inode != 0;
}

static bool is_since(int64_t seconds, int64_t nanoseconds, const struct timespec *moment)
{
    return seconds > moment->tv_sec ||
           (seconds == moment->tv_sec && nanoseconds >= moment->tv_nsec);
}

bool stamp_is_since(struct stamp stamp, const struct timespec *moment)
{
    return is_since(stamp.seconds, stamp.nanoseconds, moment) ||
           is_since(stamp.change_seconds, stamp.change_nanoseconds, moment);
}

static void append_file(struct buffer *out, const char *word, const struct logged_file *file)
{
    const struct stamp *stamp = &file->stamp;
    buffer_format(out, "%s %" PRIu64 " %" PRId64 " %" PRId64 " %" PRId64 " %" PRId64, word,
                  stamp->size, stamp->seconds, stamp->nanoseconds, stamp->change_seconds,
                  stamp->change_nanoseconds);
    buffer_format(out, " %" PRIu64 " %" PRIu64 " %s\n", stamp->device, stamp->inode, file->path);
}

// Whether the image and its inputs can be lines of the log.
static bool is_writable(const struct logged_image *image)
{
    bool is_good = !text_has_control(image->image.path);
    for (size_t i = 0; i < image->inputs.count; i++) {
        is_good &= !text_has_control(image->inputs.items[i]->path);
    }
    return is_good;
}

static void append_head(struct buffer *out)
{
    const struct logged_file file = {"schemac " SCHEMAC_VERSION, stamp_of(program)};
    append_file(out, "by", &file);
}

void build_log_text(const struct logged_images *images, struct buffer *out)
{
    append_head(out);
    for_each (image, images) {
        if (!is_writable(image)) {
            continue; // made anew each time
        }
        append_file(out, arena_format(out->arena, "image %" PRIu32, image->digest), &image->image);
        for (size_t j = 0; j < image->inputs.count; j++) {
            append_file(out, "input", image->inputs.items[j]);
        }
    }
}

// A decimal number and the space after it, which are skipped. Negative times, before 1970, come
// back as they were: strtoull() takes a sign, and wraps as the cast in read_file() does.
static bool read_number(const char **at, uint64_t *number)
{
    char *end;
    *number = strtoull(*at, &end, 10);
    bool is_good = end > *at && *end == ' ';
    *at = is_good ? end + 1 : *at;
    return is_good;
}

// What append_file() wrote after its word.
static bool read_file(struct arena *arena, const char *at, const char *end,
                      struct logged_file *file)
{
    enum { NUMBERS = 7 };
    uint64_t numbers[NUMBERS];
    for (size_t i = 0; i < NUMBERS; i++) {
        if (!read_number(&at, &numbers[i])) {
            return false;
        }
    }
    if (at >= end) {
        return false;
    }
    file->stamp = (struct stamp){
        .size = numbers[0],
        .seconds = (int64_t)numbers[1],
        .nanoseconds = (int64_t)numbers[2],
        .change_seconds = (int64_t)numbers[3],
        .change_nanoseconds = (int64_t)numbers[4],
        .device = numbers[5],
        .inode = numbers[6],
    };
    file->path = arena_copy(arena, at, (size_t)(end - at));
    return true;
}

static bool read_image(struct arena *arena, const char *at, const char *end,
                       struct logged_images *images)
{
    struct logged_image *image = arena_new(arena, sizeof *image);
    uint64_t digest;
    if (!read_number(&at, &digest) || !read_file(arena, at, end, &image->image)) {
        return false;
    }
    image->digest = (uint32_t)digest;
    list_append(arena, images, image);
    return true;
}

// An input belongs to the image of the last `image` line; a log that begins with an input is
// damaged.
static bool read_input(struct arena *arena, const char *at, const char *end,
                       const struct logged_images *images)
{
    struct logged_file *file = arena_new(arena, sizeof *file);
    if (images->count == 0 || !read_file(arena, at, end, file)) {
        return false;
    }
    struct logged_image *image = images->items[images->count - 1];
    list_append(arena, &image->inputs, file);
    return true;
}

// A line without its end is one that was cut off: as after any other mistake, none of the log
// counts.
static struct logged_images read_lines(struct arena *arena, const char *at)
{
    struct logged_images images = {0};
    while (*at) {
        const char *end = at + strcspn(at, "\n");
        bool is_image = strncmp(at, "image ", 6) == 0;
        bool is_good =
            is_image ? read_image(arena, at + 6, end, &images)
                     : strncmp(at, "input ", 6) == 0 && read_input(arena, at + 6, end, &images);
        if (!is_good || !*end) {
            return (struct logged_images){0};
        }
        at = end + 1;
    }
    return images;
}

// The head is compared as bytes with the one that this program would write: if either the version
// or the stamp of the program differs, every image is built again.
struct logged_images build_log_read(struct arena *arena, const char *path)
{
    struct buffer text, head;
    buffer_init(&text, arena);
    buffer_init(&head, arena);
    append_head(&head);
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    const char *error = file < 0 ? "" : file_read(file, LOG_SIZE_LIMIT, &text);
    if (file >= 0) {
        close(file);
    }
    bool is_ours = !error && text.length >= head.length && text.length <= LOG_SIZE_LIMIT &&
                   memcmp(text.bytes, head.bytes, head.length) == 0;
    return is_ours ? read_lines(arena, text.bytes + head.length) : (struct logged_images){0};
}

// Reads the beginning only, and never waits for a pipe: the file is one that somebody else may have
// put there.
bool build_log_is_one(const char *path)
{
    char start[256] = "";
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    ssize_t length = file < 0 ? 0 : read(file, start, sizeof start - 1);
    if (file >= 0) {
        close(file);
    }
    start[length > 0 ? length : 0] = 0;
    start[strcspn(start, "\n")] = 0;
    return strncmp(start, "by ", 3) == 0 && strstr(start, " schemac ") != NULL;
}
