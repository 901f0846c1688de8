// What is said of programs that make no image: how they ended, the end of what they wrote, and
// what they left instead. A program's output is foreign text: it is cut in lines and length, and
// what is not UTF-8, or a NUL, is replaced, so that no report breaks.
#include "exec.h"

#include <string.h>

enum {
    LINES_SHOWN = 20, // of what a program wrote, the last ones
    LINE_LIMIT = 500, // bytes that are shown of each
    NAMES_SHOWN = 10, // of what it left instead of an image
    SHEBANG_LIMIT = 256,
};

// All messages begin alike, with the program and the partition, since many partitions may use one
// program.
struct diagnostic *exec_report(const struct program_run *run, enum code code, const char *does)
{
    return report(run->request->diagnostics, code, run->span, "program `%s` for partition `%s` %s",
                  run->program, run->request->partition->label, does);
}

bool exec_report_not_started(const struct program_run *run, const char *why)
{
    exec_report(run, CODE_PROGRAM_NOT_STARTED,
                arena_format(run->request->arena, "cannot be started: %s", why));
    return false;
}

// What the first line of a script names as its interpreter; null if it names none. The kernel's
// message for a missing interpreter is the one for a missing script, which misleads.
static const char *find_interpreter(const struct program_run *run)
{
    struct buffer content;
    struct host_status status;
    buffer_init(&content, run->request->arena);
    host_read(run->request->sources->host, run->program, SHEBANG_LIMIT, &content, &status);
    const char *start = content.bytes;
    if (content.length < 2 || strncmp(start, "#!", 2) != 0) {
        return NULL;
    }
    size_t length = content.length < SHEBANG_LIMIT ? content.length : SHEBANG_LIMIT;
    start = arena_copy(run->request->arena, start, length);
    const char *name = start + 2 + strspn(start + 2, " \t");
    return arena_copy(run->request->arena, name, strcspn(name, " \t\n"));
}

// CR at the end of a first line is the commonest reason of all: a script that was saved on
// Windows.
bool exec_report_start_error(const struct program_run *run)
{
    struct arena *arena = run->request->arena;
    const char *interpreter = find_interpreter(run);
    const char *why = run->process.error;
    bool is_missing = run->process.start == HOST_NO_PROGRAM;
    if (is_missing && interpreter && strchr(interpreter, '\r')) {
        why = "its first line ends with CR and LF; it needs Unix line endings";
    } else if (is_missing && interpreter) {
        why = arena_format(arena, "its first line names `%s`, which does not exist", interpreter);
    } else if (run->process.start == HOST_NOT_A_PROGRAM) {
        why = "it is neither a program for this system nor a script that begins with `#!`";
    }
    return exec_report_not_started(run, why);
}

// A line of a program's output as any report can show it.
static const char *clean_line(struct arena *arena, const char *text, size_t length)
{
    struct buffer line;
    buffer_init(&line, arena);
    const char *end = text + (length < LINE_LIMIT ? length : LINE_LIMIT);
    while (text < end) {
        size_t bytes = text_character(text, end);
        buffer_bytes(&line, bytes && *text ? text : "?", bytes ? bytes : 1);
        text += bytes ? bytes : 1;
    }
    return line.length ? line.bytes : "";
}

// Where the last LINES_SHOWN lines begin. Errors are mostly at the end; a line end after the last
// line starts no other one.
static size_t find_last_lines(const struct buffer *output)
{
    size_t start = output->length;
    for (size_t lines = 0; start > 0; start--) {
        bool is_line_end = output->bytes[start - 1] == '\n' && start < output->length;
        if (is_line_end && ++lines == LINES_SHOWN) {
            break;
        }
    }
    return start;
}

// A note for each line. `is_cut` says that the host kept only the end of it.
static void add_output(const struct program_run *run, struct diagnostic *diagnostic)
{
    const struct buffer *output = &run->process.output;
    struct span nowhere = {0};
    if (output->length == 0) {
        add_note(diagnostic, nowhere, "it wrote nothing");
        return;
    }
    size_t start = find_last_lines(output);
    bool is_part = start > 0 || run->process.is_cut;
    add_note(diagnostic, nowhere, "%s", is_part ? "the end of what it wrote is" : "it wrote");
    const char *end = output->bytes + output->length;
    for (const char *line = output->bytes + start; line < end;) {
        const char *line_end = memchr(line, '\n', (size_t)(end - line));
        line_end = line_end ? line_end : end;
        size_t length = (size_t)(line_end - line);
        length -= length && line[length - 1] == '\r';
        add_note(diagnostic, nowhere, "%s", clean_line(run->request->arena, line, length));
        line = line_end + 1;
    }
}

// By exit status, by signal, or, if the host does not know, neither.
bool exec_report_failed(const struct program_run *run)
{
    const struct host_process *process = &run->process;
    const char *does = "failed: how it ended is not known";
    if (process->has_exited) {
        does =
            arena_format(run->request->arena, "failed with exit status %d", process->exit_status);
    } else if (process->signal) {
        does = arena_format(run->request->arena, "was ended by signal %d (%s)", process->signal,
                            process->signal_name);
    }
    add_output(run, exec_report(run, CODE_PROGRAM_FAILED, does));
    return false;
}

// What a program left, as `a.bin`, `b/`: a wrong name is the usual mistake, and plain to see in
// such a list.
static const char *text_left(const struct program_run *run)
{
    struct arena *arena = run->request->arena;
    const struct host *host = run->request->sources->host;
    struct text_list names = host_list(host, arena, run->folder, NULL);
    struct buffer left;
    buffer_init(&left, arena);
    for (size_t i = 0; i < names.count && i < NAMES_SHOWN; i++) {
        const char *name = names.items[i];
        buffer_format(
            &left, "%s`%s%s`", i ? ", " : "", clean_line(arena, name, strlen(name)),
            host_is_directory(host, arena_format(arena, "%s/%s", run->folder, name)) ? "/" : "");
    }
    if (names.count > NAMES_SHOWN) {
        buffer_format(&left, " and %zu more", names.count - NAMES_SHOWN);
    }
    return left.length ? left.bytes : "nothing";
}

bool exec_report_no_image(const struct program_run *run)
{
    const char *does = arena_format(run->request->arena, "wrote no file `%s.bin` to its `--outdir`",
                                    run->request->partition->label);
    struct diagnostic *diagnostic = exec_report(run, CODE_PROGRAM_WITHOUT_IMAGE, does);
    add_note(diagnostic, (struct span){0}, "it wrote %s", text_left(run));
    add_output(run, diagnostic);
    return false;
}

bool exec_report_too_large(const struct program_run *run, uint64_t size)
{
    const struct partition *partition = run->request->partition;
    struct arena *arena = run->request->arena;
    const char *does = arena_format(
        arena, "wrote an image of %s bytes; the partition has room for %s",
        text_number(arena, number_of(size)), text_number(arena, number_of(partition->size)));
    struct diagnostic *diagnostic = exec_report(run, CODE_IMAGE_TOO_LARGE, does);
    if (size > partition->size) {
        add_note(diagnostic, partition->size_span, "it is %s byte%s too small",
                 text_number(arena, number_of(size - partition->size)),
                 size - partition->size == 1 ? "" : "s");
    }
    return false;
}
