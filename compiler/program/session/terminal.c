// Standard output and standard error where people look at them: whether they are terminals, how
// wide, whether in color, and in which character set. NO_COLOR, TERM, COLUMNS and the locale
// variables are respected as other programs do; --color and --width override them.
#include "terminal.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { WIDTH_OF_FILES = 80 };

// `dumb` is what Emacs and others set TERM to where escape sequences would be shown as text.
bool terminal_is_capable(int stream)
{
    const char *terminal = getenv("TERM");
    return isatty(stream) && !(terminal && strcmp(terminal, "dumb") == 0);
}

// --color decides; else NO_COLOR (no-color.org: any value that is not empty), else what the stream
// is.
bool terminal_wants_color(const struct options *options, int stream)
{
    const char *no_color = getenv("NO_COLOR");
    if (option_number(options, OPTION_COLOR) != COLOR_AUTO) {
        return option_number(options, OPTION_COLOR) == COLOR_ALWAYS;
    }
    return terminal_is_capable(stream) && !(no_color && *no_color);
}

// As POSIX ranks the variables that choose a locale.
static bool has_utf8_locale(void)
{
    static const char *const names[] = {"LC_ALL", "LC_CTYPE", "LANG"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *value = getenv(names[i]);
        if (value && *value) {
            const char *charset = strrchr(value, '.');
            return charset && (strncasecmp(charset + 1, "utf-8", 5) == 0 ||
                               strncasecmp(charset + 1, "utf8", 4) == 0);
        }
    }
    return false;
}

// COLUMNS first, as it is how a user, or a test, overrides what the terminal says; values that no
// terminal has are ignored.
static size_t terminal_width(void)
{
    const char *columns = getenv("COLUMNS");
    struct winsize size;
    char *end;
    unsigned long width = columns ? strtoul(columns, &end, 10) : 0;
    if (columns && isdigit((unsigned char)*columns) && !*end && width > 0 && width < 10000) {
        return width;
    }
    bool is_known = ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
    return is_known ? size.ws_col : WIDTH_OF_FILES;
}

// What goes to a file or a pipe is the same everywhere: 80 columns, ASCII and no color, unless an
// option says otherwise.
struct picture_style terminal_style(const struct options *options)
{
    bool is_terminal = isatty(STDOUT_FILENO) && (!option_text(options, OPTION_OUTPUT) ||
                                                 !*option_text(options, OPTION_OUTPUT));
    return (struct picture_style){
        .width = option_size(options, OPTION_WIDTH) ? option_size(options, OPTION_WIDTH)
                 : is_terminal                      ? terminal_width()
                                                    : WIDTH_OF_FILES,
        .has_color = (is_terminal || option_number(options, OPTION_COLOR) == COLOR_ALWAYS) &&
                     terminal_wants_color(options, STDOUT_FILENO),
        .is_utf8 = is_terminal && has_utf8_locale(),
    };
}
