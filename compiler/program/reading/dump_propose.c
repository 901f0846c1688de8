// `dump --propose`: writes the schema of the table that fits a flash.
//
// A schema that would not compile, or not to the table that was proposed, is not written: then the
// reason is reported, and the output has shown what was found. What people may have edited is not
// overwritten without --force.
#include "dump_propose.h"

#include "import_session.h"
#include "output.h"

#ifdef SCHEMAC_LACKS_DOCTOR

void dump_propose(struct session *session, const struct proposal *proposal, const char *path,
                  const char *output)
{
    (void)proposal;
    report(&session->compilation.diagnostics, CODE_NO_PROPOSAL, (struct span){0},
           "`%s` was not written: this build of schemac proposes nothing for `%s`", output, path);
}

#else

void dump_propose(struct session *session, const struct proposal *proposal, const char *path,
                  const char *output)
{
    struct compilation *compilation = &session->compilation;
    struct diagnostics *diagnostics = &compilation->diagnostics;
    struct imported imported = {0};
    if (!proposal) {
        report(diagnostics, CODE_NO_PROPOSAL, (struct span){0},
               "`%s` was not written: `%s` has nothing in it that shows what its table was", output,
               path);
        return;
    }
    const char *mistake = import_proposal(compilation, proposal, path, output, &imported);
    if (mistake) {
        report(diagnostics, CODE_NO_PROPOSAL, (struct span){0},
               "`%s` was not written: the table that fits `%s` best is not a possible one: %s",
               output, path, mistake);
        return;
    }
    import_session_write(session, &imported.text, &imported.inputs, output);
}

#endif
