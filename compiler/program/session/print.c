// What commands write to standard output.
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
