// Writing to streams that are open already, which may be pipes.
#include "output.h"

#include <errno.h>
#include <poll.h>
#include <unistd.h>

// Waits until a stream takes more: one that does not block is somebody else's to choose.
static bool wait_for_room(int stream)
{
    struct pollfd waiting = {.fd = stream, .events = POLLOUT};
    return poll(&waiting, 1, -1) >= 0 || errno == EINTR;
}

// write() may take less than it is given, from a pipe or when a signal comes: what is left is
// written by the next turn. A reader that has gone ends the program by SIGPIPE, as it ends others.
bool output_text(int stream, const char *text, size_t length)
{
    while (length > 0) {
        ssize_t count = write(stream, text, length);
        bool is_full = count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
        if (is_full ? !wait_for_room(stream) : count < 0 && errno != EINTR) {
            return false;
        }
        if (count > 0) {
            text += count;
            length -= (size_t)count;
        }
    }
    return true;
}
