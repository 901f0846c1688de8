// Shows what was found in a flash, and the table that is proposed: what is a guess is called one,
// next to each value.
#include "doctor.h"

#include "text.h"

#include <inttypes.h>
#include <string.h>

static struct fact *tell_trace(const struct doctor *doctor, const struct trace *trace,
                               struct fact *list)
{
    struct arena *arena = doctor->arena;
    struct fact *fact = fact_item(arena, list);
    fact_text(arena, fact, "format", trace->format);
    if (trace->type) {
        fact_text(arena, fact, "type", trace->type);
    }
    fact_offset(arena, fact, "offset", trace->offset);
    fact_size(arena, fact, "used", trace->used);
    if (trace->size) {
        fact_size(arena, fact, "size", trace->size);
        fact_text(arena, fact, "size_is", sureness_name(trace->extent));
    }
    fact_text(arena, fact, "format_is", sureness_name(trace->content));
    fact_text(arena, fact, "offset_is", sureness_name(trace->start));
    fact_say(arena, fact, "%-9s %s%s", text_offset(arena, trace->offset), trace->evidence,
             trace->content == SURE_CERTAIN ? "" : " (likely)");
    return fact;
}

// What is where a schema expects it was shown already.
static bool is_expected(const struct doctor *doctor, const struct trace *trace)
{
    const struct proposal *proposal = doctor->proposal;
    bool has_rows = proposal && proposal->source == PROPOSAL_SCHEMA;
    return has_rows &&
           (doctor_is_boot(doctor, trace) || doctor_row_at(proposal->table, trace->offset));
}

static size_t tell_traces(const struct doctor *doctor, struct fact *fact)
{
    struct fact *list = fact_list(doctor->arena, fact, "found");
    for_each (trace, &doctor->traces) {
        bool is_raw = strcmp(trace->format, TRACE_RAW) == 0;
        if (doctor_is_own(trace) && !is_raw) {
            tell_trace(doctor, trace, list)->is_quiet = is_expected(doctor, trace);
        }
    }
    return list->children.count;
}

// "type, start: likely; label, size: guess"; one word where all is as sure.
static const char *doubts(struct arena *arena, const struct proposed_row *row)
{
    static const char *const names[] = {"label", "type", "subtype", "start", "size", "flags"};
    const enum sureness sure[] = {row->of_label,  row->of_type, row->of_subtype,
                                  row->of_offset, row->of_size, row->of_flags};
    struct buffer text;
    bool is_uniform = true;
    for (size_t i = 1; i < sizeof sure / sizeof *sure; i++) {
        is_uniform &= sure[i] == sure[0];
    }
    if (is_uniform) {
        return sureness_name(sure[0]);
    }
    buffer_init(&text, arena);
    buffer_text(&text, "");
    for (int sureness = SURE_CERTAIN; sureness >= SURE_GUESS; sureness--) {
        const char *separator = text.length ? "; " : "";
        for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
            bool is_plain = i == 2 && (row->of_type == row->of_subtype);
            bool is_shown = sure[i] == (enum sureness)sureness && !is_plain &&
                            (i != 5 || row->flags || sureness > SURE_GUESS);
            if (is_shown) {
                buffer_format(&text, "%s%s", separator, names[i]);
                separator = ", ";
            }
        }
        if (strcmp(separator, ", ") == 0) {
            buffer_format(&text, ": %s", sureness_name((enum sureness)sureness));
        }
    }
    return text.bytes;
}

static struct fact *tell_row(const struct doctor *doctor, const struct proposed_row *row,
                             struct fact *list)
{
    struct arena *arena = doctor->arena;
    struct fact *fact = fact_item(arena, list);
    fact_text(arena, fact, "label", row->label);
    fact_text(arena, fact, "label_is", sureness_name(row->of_label));
    fact_text(arena, fact, "type", row->type_name);
    fact_text(arena, fact, "type_is", sureness_name(row->of_type));
    fact_text(arena, fact, "subtype_is", sureness_name(row->of_subtype));
    fact_offset(arena, fact, "offset", row->offset);
    fact_text(arena, fact, "offset_is", sureness_name(row->of_offset));
    fact_size(arena, fact, "size", row->size);
    fact_text(arena, fact, "size_is", sureness_name(row->of_size));
    fact_count(arena, fact, "flags", row->flags);
    fact_text(arena, fact, "flags_are", sureness_name(row->of_flags));
    fact_say(arena, fact, "%-16s %-14s at %-9s size %-6s %s", row->label, row->type_name,
             text_offset(arena, row->offset), text_size(arena, row->size), doubts(arena, row));
    if (row->inner) {
        struct fact *rows = fact_list(arena, fact, "rows");
        for_each (inner, &row->inner->rows) {
            tell_row(doctor, inner, rows);
        }
    }
    return fact;
}

static const char *source_text(const struct doctor *doctor)
{
    static const char *const texts[] = {
        "made of what is in the flash",
        "as a table in the flash has it",
        "as the schema has it",
    };
    return texts[doctor->proposal->source];
}

static const char *fit_text(const struct doctor *doctor)
{
    const struct doctor_fit *fit = &doctor->fit;
    struct buffer text;
    if (doctor->proposal->source == PROPOSAL_CONTENT) {
        return "";
    }
    buffer_init(&text, doctor->arena);
    buffer_format(&text, "; found where it says: %zu", fit->supports);
    if (fit->conflicts) {
        buffer_format(&text, ", something else there: %zu", fit->conflicts);
    }
    if (fit->orphans) {
        buffer_format(&text, ", in none of its partitions: %zu", fit->orphans);
    }
    return text.bytes;
}

static void tell_proposal(const struct doctor *doctor, struct fact *group)
{
    static const char *const names[] = {"content", "table", "schema"};
    const struct proposal *proposal = doctor->proposal;
    struct arena *arena = doctor->arena;
    struct fact *fact = fact_group(arena, group, "proposal");
    fact_text(arena, fact, "from", names[proposal->source]);
    fact_text(arena, fact, "chip", proposal->chip);
    fact_text(arena, fact, "chip_is", sureness_name(proposal->of_chip));
    fact_size(arena, fact, "flash", proposal->flash);
    fact_text(arena, fact, "flash_is", sureness_name(proposal->of_flash));
    fact_offset(arena, fact, "table_at", proposal->table->offset);
    fact_text(arena, fact, "table_at_is", sureness_name(proposal->of_place));
    if (proposal->source != PROPOSAL_CONTENT) {
        fact_count(arena, fact, "supports", doctor->fit.supports);
        fact_count(arena, fact, "conflicts", doctor->fit.conflicts);
        fact_count(arena, fact, "in_no_partition", doctor->fit.orphans);
    }
    fact_say(arena, fact, "proposed table, %s: %s (%s), flash %s (%s), table at %s (%s)%s",
             source_text(doctor), proposal->chip, sureness_name(proposal->of_chip),
             text_size(arena, proposal->flash), sureness_name(proposal->of_flash),
             text_offset(arena, proposal->table->offset), sureness_name(proposal->of_place),
             fit_text(doctor));
    struct fact *rows = fact_list(arena, fact, "rows");
    for_each (row, &proposal->table->rows) {
        bool is_shown = proposal->source != PROPOSAL_SCHEMA; // else it was
        tell_row(doctor, row, rows)->is_quiet = !is_shown;
    }
}

void doctor_tell(const struct doctor *doctor, struct fact *fact)
{
    struct arena *arena = doctor->arena;
    struct fact *group = fact_group(arena, fact, "doctor");
    fact_say(arena, group, "recognised by its own bytes: %zu", tell_traces(doctor, group));
    for_each (remark, &doctor->remarks) {
        fact_remark(arena, group, remark->offset, "%s", remark->text);
    }
    if (doctor->proposal) {
        tell_proposal(doctor, fact);
    }
}

void doctor_tell_leftovers(const struct dump_request *request, uint64_t start, uint64_t end,
                           struct fact *fact)
{
    struct doctor doctor = {.request = request, .arena = request->arena};
    uint64_t first = (start + TRACE_SECTOR - 1) / TRACE_SECTOR * TRACE_SECTOR;
    if (request->tables->format && first < end) {
        traces_find(request, first, end, &doctor.traces);
        tell_traces(&doctor, fact);
    }
}
