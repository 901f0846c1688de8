// `from file "x.bin"`: a file as it is. It may be shorter than its partition; the rest stays
// erased. `from build "app.bin"`: likewise, but what makes the file flashes it, too, as ESP-IDF
// does with applications: whatever writes to devices leaves it out (emit/, program/build/images.c),
// and a whole image of the flash needs it.
#include "generator.h"

static const struct word_rule file_words[] = {
    {.place = WORD_OF_ARGUMENTS, .role = ROLE_PATH},
    {.role = ROLE_NONE},
};

// Null if the arguments are anything but one text, which the check reports.
static const struct word *file_name(const struct image_request *request)
{
    const struct word_list *arguments = &request->partition->content->arguments;
    const struct word *word = arguments->count == 1 ? arguments->items[0] : NULL;
    return word_is_text(word) ? word : NULL;
}

static void file_check(const struct image_request *request, struct image_plan *plan)
{
    (void)plan;
    const struct content *content = request->partition->content;
    const struct word *name = file_name(request);
    words_refuse_lines(request);
    if (name) {
        input_note(request, input_path(request, name->text));
    } else {
        report(request->diagnostics, CODE_BAD_CONTENT, content->span,
               "`from %s` takes the path of one file, as in `from %s \"app.bin\"`",
               content->generator, content->generator);
    }
}

static void build_check(const struct image_request *request, struct image_plan *plan)
{
    plan->is_of_build = true;
    file_check(request, plan);
}

// An app may have a limit below its partition's size (`boundary`): the reader compares with that,
// so that the message is about the boundary.
static bool file_generate(const struct image_request *request, struct buffer *image)
{
    const struct word *name = file_name(request);
    return input_bytes(request, input_path(request, name->text), name->span,
                       layout_image_limit(request->partition), image);
}

const struct generator file_generator = {
    .name = "file",
    .description = "a file as it is",
    .words = file_words,
    .check = file_check,
    .generate = file_generate,
    .used = used_whole,
};

const struct generator build_generator = {
    .name = "build",
    .description = "a file that the SDK builds and flashes itself",
    .words = file_words,
    .check = build_check,
    .generate = file_generate,
    .used = used_whole,
};
