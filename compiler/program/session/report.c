// Diagnostics, in the form that the command line asks for. They are sorted by place, and secrets
// are removed from messages and source lines, before any of the formats sees them.
#include "report.h"

#include "terminal.h"
#include "version.h"

#include <unistd.h>

// Diagnostics go to standard error in every form, so that standard output has nothing but what the
// command makes.
void report_render(const struct options *options, struct diagnostics *diagnostics,
                   struct buffer *out)
{
    diagnostics_sort(diagnostics);
    diagnostics_conceal(diagnostics);
    switch (option_number(options, OPTION_DIAGNOSTICS)) {
    case DIAGNOSTICS_JSON:
        render_json(diagnostics, out);
        break;
    case DIAGNOSTICS_SARIF:
        render_sarif(diagnostics, SCHEMAC_VERSION, out);
        break;
    default:
        render_text(diagnostics,
                    (struct render_options){terminal_wants_color(options, STDERR_FILENO),
                                            option_size(options, OPTION_MAX_ERRORS)},
                    out);
        break;
    }
}
