// Partitions and their clauses, and the generators and lines of their content.
//
// What is written as before edition 1 is noted here (see spelling.c), as soon as the node that has
// it is complete; the tree has it as it is written now.
#include "build.h"

#include "problem.h"
#include "recover.h"
#include "spelling.h"

const struct syntax_partition *build_partition(struct parser *parser, struct span span,
                                               struct syntax_reference family,
                                               struct syntax_type type,
                                               struct syntax_clauses clauses)
{
    struct syntax_partition *partition = arena_new(parser->arena, sizeof *partition);
    *partition = (struct syntax_partition){
        .span = span,
        .name = family.first,
        .last = family.second,
        .type = type,
        .clauses = clauses,
    };
    spelling_not(parser, &clauses);
    return partition;
}

const struct syntax_partition *build_partition_include(struct parser *parser, struct span span,
                                                       struct syntax_name path)
{
    struct syntax_partition *partition = arena_new(parser->arena, sizeof *partition);
    *partition = (struct syntax_partition){.span = span, .is_include = true, .name = path};
    return partition;
}

static struct syntax_clause *make_clause(struct parser *parser, enum clause_kind kind,
                                         enum clause_form form, struct span span)
{
    struct syntax_clause *clause = arena_new(parser->arena, sizeof *clause);
    clause->kind = kind;
    clause->form = form;
    clause->span = span;
    return clause;
}

struct syntax_clause *build_clause(struct parser *parser, enum clause_kind kind,
                                   enum clause_form form, struct span span,
                                   const struct expression *value)
{
    struct syntax_clause *clause = make_clause(parser, kind, form, span);
    clause->value = value;
    return clause;
}

struct syntax_clause *build_name_clause(struct parser *parser, enum clause_kind kind,
                                        enum clause_form form, struct span span,
                                        struct syntax_name name)
{
    struct syntax_clause *clause = make_clause(parser, kind, form, span);
    clause->name = name;
    return clause;
}

// The number as it is written is the clause's name, too: two clauses for one bit are found by
// comparing names.
struct syntax_clause *build_bit_clause(struct parser *parser, enum clause_kind kind,
                                       struct span span, struct syntax_word bit)
{
    struct syntax_clause *clause = make_clause(parser, kind, FORM_BIT, span);
    clause->name = (struct syntax_name){bit.text, bit.span, false};
    clause->bit = bit.integer;
    return clause;
}

struct syntax_clause *build_fill(struct parser *parser, struct span span,
                                 const struct expression *minimum, const struct expression *maximum)
{
    struct syntax_clause *clause = make_clause(parser, CLAUSE_SIZE, FORM_FILL, span);
    clause->minimum = minimum;
    clause->maximum = maximum;
    return clause;
}

// `before T.P` and `after T.P` are about the partition, `in T` and `was T` about what comes first;
// the name is what the rest of the compiler compares and shows.
struct syntax_clause *build_reference_clause(struct parser *parser, enum clause_kind kind,
                                             enum clause_form form, struct span span,
                                             struct syntax_reference reference)
{
    struct syntax_reference *kept = arena_new(parser->arena, sizeof *kept);
    *kept = reference;
    struct syntax_clause *clause = make_clause(parser, kind, form, span);
    clause->reference = kept;
    clause->name =
        kind == CLAUSE_POSITION && reference.second.text ? reference.second : reference.first;
    return clause;
}

struct syntax_clause *build_withdrawn(struct parser *parser, enum clause_kind kind,
                                      struct span span)
{
    struct syntax_clause *clause = make_clause(parser, kind, FORM_PLAIN, span);
    clause->is_withdrawn = true;
    return clause;
}

struct syntax_clause *build_withdrawal(struct syntax_clause *clause, struct span span)
{
    clause->span = span;
    clause->is_withdrawn = true;
    return clause;
}

// Here the content is complete for the first time, so that old spellings of its lines can be found:
// what a line means depends on the generator.
struct syntax_clause *build_content(struct parser *parser, struct span span,
                                    struct syntax_content *generator, struct syntax_lines lines)
{
    generator->span = span;
    generator->lines = lines;
    spelling_lines(parser, generator);
    struct syntax_clause *clause = make_clause(parser, CLAUSE_FROM, FORM_PLAIN, span);
    clause->content = generator;
    return clause;
}

// `from record R ...`: `record` is a word of the language, which the grammar takes apart from the
// name that follows. For the generator the record's name is its first argument.
struct syntax_content *build_record_generator(struct parser *parser, struct span span,
                                              struct syntax_name name, struct syntax_name record,
                                              struct syntax_words arguments)
{
    struct syntax_words all =
        build_append_word(parser, (struct syntax_words){0}, build_name_word(record));
    list_append_all(parser->arena, &all, &arguments);
    return build_from(parser, span, name, all);
}

// A line may have run into the one after it, or may be a partition, whose generator's block lacks
// its brace. Both are found here because only a whole line shows them; the first takes words away,
// so it comes first. `lines` is null if there is no block, which is not the same as an empty one.
const struct syntax_line *build_line(struct parser *parser, struct span span, struct line_head head,
                                     const struct expression *depends,
                                     const struct syntax_lines *lines)
{
    struct syntax_line *line = arena_new(parser->arena, sizeof *line);
    recover_split_line(parser, &head.words, &span);
    problem_check_line(parser, span, &head.words);
    *line = (struct syntax_line){
        .span = span,
        .words = head.words,
        .attribute_count = head.attributes.count,
        .value = head.value,
        .depends = depends,
        .has_block = lines != NULL,
    };
    list_append_all(parser->arena, &line->words, &head.attributes);
    if (lines) {
        line->lines = *lines;
    }
    return line;
}
