// Partitions that the words of a generator name: `keys nvs_keys;`, `signed by main.server_ca;`. A
// name without its table must mean exactly one partition (layout_meant), as everywhere in the
// language.
#include "words.h"

#include "text.h"

// The nearest name is only looked for where it is shown; layouts can have thousands of partitions.
static void report_no_partition(const struct image_request *request, const struct word *word,
                                const char *name)
{
    struct nearest nearest = nearest_to(name);
    if (wants_hints(request->diagnostics)) {
        for_each (partition, &request->layout->partitions) {
            nearest_offer(&nearest, partition->label);
        }
    }
    report(request->diagnostics, CODE_UNKNOWN_PARTITION, word->span, "there is no partition `%s`%s",
           word->type == WORD_IS_REFERENCE ? arena_format(request->arena, "%s.%s", word->text, name)
                                           : name,
           nearest_hint(request->arena, &nearest));
}

// Names all that could be meant, each with the way it is written.
static void report_several(const struct image_request *request, const struct word *word,
                           const struct partition_list *found)
{
    struct diagnostic *diagnostic = report(request->diagnostics, CODE_AMBIGUOUS_NAME, word->span,
                                           "several tables have a partition `%s`; write %s",
                                           word->text, layout_choices(request->arena, found));
    for_each (partition, found) {
        add_note(diagnostic, partition->span, "`%s.%s` is declared here", partition->table->name,
                 partition->label);
    }
}

const struct partition *word_partition(const struct image_request *request, const struct word *word)
{
    if (!word_is_name(word) && word->type != WORD_IS_REFERENCE) {
        report(request->diagnostics, CODE_BAD_CONTENT, word->span,
               "expected the name of a partition here");
        return NULL;
    }
    const struct partition_list found = layout_meant(request->layout, word);
    if (found.count == 1) {
        return found.items[0];
    }
    if (found.count > 1) {
        report_several(request, word, &found);
    } else if (!found.count) {
        report_no_partition(request, word,
                            word->type == WORD_IS_REFERENCE ? word->second : word->text);
    }
    return NULL;
}
