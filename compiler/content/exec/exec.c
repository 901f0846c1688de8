// `from exec "tool"`, and the convention of generation tools: what a program of the user's makes.
// It gets the words that ESP-AT's tools take, and leaves its image as NAME.bin in a directory of
// its own.
//
// This is the only place where a schema makes schemac run a program, so it says so in its row
// (`runs_program`), `--no-exec` refuses it, and a check never does it. The program is started
// directly, without a shell: no word of a schema is split or expanded. What it writes is limited
// by the host, and what it leaves is read with the partition's size as the limit.
#include "exec.h"

#include <string.h>

enum { CONVENTION_WORDS = 8 };

// Null if the arguments are anything but one text; exec_check has reported that then, and no image
// is made.
static const struct word *program_name(const struct image_request *request)
{
    const struct word_list *arguments = &request->partition->content->arguments;
    const struct word *word = arguments->count == 1 ? arguments->items[0] : NULL;
    return word_is_text(word) ? word : NULL;
}

static const struct word_rule exec_words[] = {
    {.place = WORD_OF_ARGUMENTS, .role = ROLE_PROGRAM},
    {.place = WORD_OF_LINE, .line = "input", .first = 1, .last = 1, .role = ROLE_PATH},
    {.role = ROLE_NONE},
};

// `argument "WORD";` and `input "PATTERN";`: the second word, null if the line is not that.
static const struct word *line_word(const struct content_line *line, const char *name)
{
    return line_is_plain(line, 2) && word_is(word_at(line, 0), name) ? word_at(line, 1) : NULL;
}

// Inputs are only noted, so that build files make the image again when they change; the program
// finds them by itself. An argument may be empty, as a program may want that.
static void check_line(const struct image_request *request, const struct content_line *line)
{
    const struct word *input = line_word(line, "input");
    struct text_list paths = {0};
    if (word_is_text(input)) {
        input_find_word(request, input, &paths);
    } else if (!line_word(line, "argument")) {
        report(request->diagnostics, CODE_BAD_CONTENT, line->span,
               "`from exec` takes lines such as `argument \"--fast\";` and `input \"*.csv\";`");
    }
}

// The name of the image comes from the label, so that a label with a `/` would be a path out of
// the scratch directory.
static void exec_check(const struct image_request *request, struct image_plan *plan)
{
    (void)plan;
    const struct content *content = request->partition->content;
    if (program_name(request)) {
        input_note(request, input_program_path(request, program_name(request)->text));
    } else {
        report(request->diagnostics, CODE_BAD_CONTENT, content->span,
               "`from exec` takes the path of one program, as in `from exec \"make_image.sh\"`");
    }
    if (strchr(request->partition->label, '/')) {
        report(request->diagnostics, CODE_BAD_CONTENT, content->span,
               "no program can write an image `%s.bin`: the name has a `/`",
               request->partition->label);
    }
    for_each (line, &request->plan->lines) {
        check_line(request, line);
    }
}

// False, and reported, where it is plain that the program can't be started. Asked before it is
// tried, since what the system says of a failed start is the same for many reasons.
static bool is_startable(const struct program_run *run)
{
    struct host_status status;
    if (input_is_awaited(run->request, run->program, run->span)) {
        return false;
    }
    const char *error = host_look(run->request->sources->host, run->program, &status);
    if (error) {
        return exec_report_not_started(run, error);
    }
    if (status.kind != HOST_FILE) {
        return exec_report_not_started(
            run, status.kind == HOST_DIRECTORY ? "it is a directory" : "it is not a regular file");
    }
    if (!status.is_executable) {
        return exec_report_not_started(
            run, arena_format(run->request->arena,
                              "it is not executable; `chmod +x %s` makes it so", run->program));
    }
    return true;
}

// The schema's directory, from the root, since programs may change theirs. If it cannot be
// resolved, the path as it was given is better than none.
static const char *project_path(const struct image_request *request)
{
    const char *beside = path_beside(request->arena, request->layout->invocation.schema, ".");
    const char *error;
    const char *real = host_real_path(request->sources->host, request->arena, beside, &error);
    return real ? real : beside;
}

// The user's arguments come first, then those of the convention: a tool that looks for its options
// by name finds both. There is room for all, and for the null that ends the list: the array is
// zeroed.
static const char *const *make_words(const struct program_run *run)
{
    const struct image_request *request = run->request;
    const struct partition *partition = request->partition;
    const struct content_line_list *lines = &request->plan->lines;
    const char **words =
        arena_array(request->arena, lines->count + CONVENTION_WORDS + 2, sizeof *words);
    size_t count = 0;
    words[count++] = run->program;
    for_each (line, lines) {
        const struct word *argument = line_word(line, "argument");
        if (argument) {
            words[count++] = argument->text;
        }
    }
    words[count++] = "--partition_name";
    words[count++] = partition->label;
    words[count++] = "--partition_size";
    words[count++] = text_number(request->arena, number_of(partition->size));
    words[count++] = "--outdir";
    words[count++] = run->folder;
    words[count++] = "--project_path";
    words[count] = project_path(request);
    return words;
}

// The file that the program left. It is read up to the partition's size and one byte more, so that
// an image that is too large is noticed, whatever its size is. Only regular files are taken.
static bool take_image(const struct program_run *run, struct buffer *image)
{
    const struct partition *partition = run->request->partition;
    struct arena *arena = run->request->arena;
    const char *path = arena_format(arena, "%s/%s.bin", run->folder, partition->label);
    struct host_status status;
    const char *error =
        host_read(run->request->sources->host, path, partition->size, image, &status);
    if (status.kind != HOST_FILE) {
        return exec_report_no_image(run);
    }
    if (error) {
        exec_report(run, CODE_PROGRAM_WITHOUT_IMAGE,
                    arena_format(arena, "wrote an image that cannot be read: %s", error));
        return false;
    }
    return image->length <= partition->size || exec_report_too_large(run, status.size);
}

// An exit status other than 0 makes the image void, even if there is one: it may be half of it.
static bool run_program(struct program_run *run, const struct host_scratch *scratch,
                        struct buffer *image)
{
    const struct host *host = run->request->sources->host;
    struct host_process *process = &run->process;
    host->run(host->context, scratch, run->program, make_words(run), process);
    if (process->start != HOST_STARTED) {
        return exec_report_start_error(run);
    }
    bool has_failed = !process->has_exited || process->exit_status != 0;
    return has_failed ? exec_report_failed(run) : take_image(run, image);
}

// The scratch directory is removed in any case. Hosts without programs (in memory, in a browser)
// say so here; it is a failure of the environment, without a place in the schema.
static bool run_in_scratch(struct program_run *run, struct buffer *image)
{
    const struct host *host = run->request->sources->host;
    struct host_scratch scratch;
    const char *error = host->run && host->scratch_make
                            ? host->scratch_make(host->context, run->request->arena, &scratch)
                            : "no programs can be started here";
    if (error) {
        report_failure(run->request->diagnostics, CODE_PROGRAM_NOT_STARTED, "%s", error);
        return false;
    }
    run->folder = scratch.path;
    bool is_made = run_program(run, &scratch, image);
    host->scratch_remove(host->context, &scratch);
    return is_made;
}

// A program may well make an image without what it cannot find, and exit with 0. So an `input`
// that is a plain path must be there; patterns were searched when the layout was planned.
static bool has_inputs(const struct image_request *request)
{
    const struct content_line_list *lines = &request->plan->lines;
    bool is_good = true;
    for_each (line, lines) {
        const struct word *input = line_word(line, "input");
        const char *path = input ? input_path(request, input->text) : "";
        struct host_status status;
        const char *error = input && !strpbrk(input->text, "*?[{")
                                ? host_look(request->sources->host, path, &status)
                                : NULL;
        if (error) {
            if (!input_is_awaited(request, path, input->span)) {
                report(request->diagnostics, CODE_INPUT_FAILED, input->span, "cannot read `%s`: %s",
                       path, error);
            }
            is_good = false;
        }
    }
    return is_good;
}

// A check does all but start the program, and so has no image. All that can be judged before the
// start is judged and reported together.
static bool exec_generate(const struct image_request *request, struct buffer *image)
{
    const struct word *name = program_name(request);
    struct program_run run = {request,
                              name->span,
                              input_program_path(request, name->text),
                              NULL,
                              {.start = HOST_NOT_STARTED}};
    buffer_init(&run.process.output, request->arena);
    if (request->settings->no_exec && !request->settings->is_check) {
        exec_report(&run, CODE_PROGRAM_REFUSED, "is not started, since `--no-exec` was given");
        return false;
    }
    bool has_program = input_check(request, run.program, run.span) && is_startable(&run);
    if (!has_inputs(request) || !has_program || request->settings->is_check) {
        return false;
    }
    return run_in_scratch(&run, image);
}

const struct generator exec_generator = {
    .name = "exec",
    .description = "what a program of yours makes",
    .words = exec_words,
    .check = exec_check,
    .generate = exec_generate,
    .used = used_whole,
    .runs_program = true,
};
