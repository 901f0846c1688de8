// What commands write to standard output. Texts contain names from schemas and images, which may
// contain escape sequences; on their way to people these are made harmless (base/shown.h). Data for
// programs, such as an image or a schema that is redirected to a file, is written unchanged.
#include "print.h"

#include "output.h"
#include "shown.h"

#include <unistd.h>

void print_bytes(struct session *session, const struct buffer *data)
{
    if (!output_text(STDOUT_FILENO, data->bytes, data->length)) {
        report_failure(&session->compilation.diagnostics, CODE_CANNOT_WRITE,
                       "cannot write to standard output");
    }
}

void print_file(struct session *session, const struct buffer *text)
{
    if (isatty(STDOUT_FILENO)) {
        print_text(session, text);
    } else {
        print_bytes(session, text);
    }
}

void print_text(struct session *session, const struct buffer *text)
{
    struct buffer shown;
    buffer_init(&shown, &session->compilation.arena);
    shown_text(&shown, text->bytes, text->length);
    print_bytes(session, &shown);
}
