// Reads the words of a command line by the table of options, in one pass from left to right: the
// first mistake is the one that is reported.
#include "options.h"

#include "command.h"
#include "option_values.h"
#include "text.h"

#include <assert.h>
#include <string.h>

enum { SHOWN_LIMIT = 20 }; // of errors, and of warnings, if --max-errors does not say otherwise

struct option_row {
    char letter;          // of its short form; 0: it has none
    const char *name;     // null: it has a short form alone
    const char *argument; // what help calls its value; null: it takes none
    const char *(*read)(struct option_reading *reading);
    const char *help;
};

static const struct option_row rows[] = {
#define OPTION(id, letter, name, argument, reader, help)                                           \
    [OPTION_##id] = {letter, name, argument, reader, help},
#include "options.def"
#undef OPTION
};

// What is left of a command line, and what was read so far.
struct words {
    struct arena *arena;
    const struct command *command;
    char *const *next;
    char *const *end;
    struct options *options;
    const char **arguments; // those of the options, which are const there
    bool wants_help;
};

bool option_is_given(const struct options *options, enum option_id id)
{
    return options->values[id].text != NULL;
}

// The text of an option as it was given last; null if it was not given. A flag that was given has
// an empty text, so that null means the same for all of them.
const char *option_text(const struct options *options, enum option_id id)
{
    return options->values[id].text;
}

void options_set(struct options *options, enum option_id id, const char *text)
{
    options->values[id].text = text;
}

uint64_t option_number(const struct options *options, enum option_id id)
{
    return options->values[id].number;
}

// A number as a size: on a 32-bit system a larger one is cut to the largest, and not to its low
// bits.
size_t option_size(const struct options *options, enum option_id id)
{
    uint64_t number = option_number(options, id);
    return number < SIZE_MAX ? (size_t)number : SIZE_MAX;
}

const struct text_list *option_words(const struct options *options, enum option_id id)
{
    return &options->values[id].words;
}

// --help is in no list: every command takes it. The lists are short, and a command line has few
// words, so that a search is as good as a table by command.
static bool takes(const struct command *command, enum option_id id)
{
    for (size_t i = 0; i < command->option_count; i++) {
        if (command->options[i] == id) {
            return true;
        }
    }
    return id == OPTION_HELP;
}

// Keeps a value as it is, then has the reader of its option check it and give it a meaning. Flags
// have an empty text.
static const char *keep_value(struct words *words, enum option_id id, const char *word)
{
    const struct option_row *row = &rows[id];
    struct option_value *value = &words->options->values[id];
    struct option_reading reading = {
        .arena = words->arena,
        .options = words->options,
        .name = row->name,
        .argument = row->argument,
        .word = word,
        .value = value,
    };
    assert(!row->argument == !row->read); // a flag has neither
    value->text = word;
    list_append(words->arena, &value->words, word);
    words->wants_help |= id == OPTION_HELP;
    return row->read ? row->read(&reading) : NULL;
}

// The value of an option that takes one: the rest of its own word, or the word after it, even if
// that begins with a dash, as getopt_long() has it: `-o -` is standard output.
static const char *read_value(struct words *words, enum option_id id, const char *word,
                              const char *rest)
{
    const char *value = rest ? rest : words->next < words->end ? *words->next++ : NULL;
    return value ? keep_value(words, id, value)
                 : arena_format(words->arena, "`%s` needs a value", word);
}

// The option that a name is an abbreviation of; null: none, or several. Abbreviations are refused,
// since the next version may have another option that begins alike, but the full name is
// suggested.
static const char *find_abbreviated(const struct command *command, const char *name, size_t length)
{
    const char *found = NULL;
    for (size_t i = 0; i < OPTION_ID_COUNT; i++) {
        bool fits = takes(command, (enum option_id)i) && rows[i].name && length > 0 &&
                    strncmp(rows[i].name, name, length) == 0;
        if (fits && found) {
            return NULL;
        }
        found = fits ? rows[i].name : found;
    }
    return found;
}

// The hint is the option of similar spelling, among those that the command takes.
static const char *report_unknown(const struct words *words, const char *word)
{
    const struct command *command = words->command;
    struct nearest nearest = nearest_to(word);
    for (size_t i = 0; i < OPTION_ID_COUNT; i++) {
        if (rows[i].name && takes(command, (enum option_id)i)) {
            nearest_offer(&nearest, arena_format(words->arena, "--%s", rows[i].name));
        }
    }
    const char *hint = nearest.found
                           ? nearest_hint(words->arena, &nearest)
                           : arena_format(words->arena, "; see `schemac help %s`", command->name);
    return arena_format(words->arena, "`%s` has no option `%s`%s", command->name, word, hint);
}

static const char *report_unknown_long(const struct words *words, const char *word, size_t length)
{
    const char *full = find_abbreviated(words->command, word + 2, length);
    return full ? arena_format(words->arena, "`%s` has no option `--%.*s`; did you mean `--%s`?",
                               words->command->name, (int)length, word + 2, full)
                : report_unknown(words, word);
}

// `--name`, `--name=VALUE` or `--name VALUE`.
static const char *read_long(struct words *words, const char *word)
{
    const char *name = word + 2;
    size_t length = strcspn(name, "=");
    enum option_id id = 0;
    while (id < OPTION_ID_COUNT &&
           (!takes(words->command, id) || !rows[id].name || strlen(rows[id].name) != length ||
            strncmp(rows[id].name, name, length) != 0)) {
        id++;
    }
    const char *rest = name[length] ? name + length + 1 : NULL;
    if (id == OPTION_ID_COUNT) {
        return report_unknown_long(words, word, length);
    }
    if (rows[id].argument) {
        return read_value(words, id, word, rest);
    }
    return rest ? arena_format(words->arena, "`%s`: this option does not take a value", word)
                : keep_value(words, id, "");
}

// `-a`, `-abc`, `-oVALUE` or `-o VALUE`.
static const char *read_short(struct words *words, const char *word)
{
    const char *error = NULL;
    for (const char *at = word + 1; *at && !error && !words->wants_help; at++) {
        enum option_id id = 0;
        while (id < OPTION_ID_COUNT && (!takes(words->command, id) || rows[id].letter != *at)) {
            id++;
        }
        if (id == OPTION_ID_COUNT) {
            return report_unknown(words, arena_format(words->arena, "-%c", *at));
        }
        if (rows[id].argument) {
            return read_value(words, id, word, at[1] ? at + 1 : NULL);
        }
        error = keep_value(words, id, "");
    }
    return error;
}

// One word, and the next one if that is its value.
static const char *read_word(struct words *words)
{
    const char *word = *words->next++;
    if (strcmp(word, "--") == 0) { // all that follow are arguments
        while (words->next < words->end) {
            words->arguments[words->options->argument_count++] = *words->next++;
        }
        return NULL;
    }
    if (word[0] != '-' || !word[1]) {
        words->arguments[words->options->argument_count++] = word;
        return NULL;
    }
    return word[1] == '-' ? read_long(words, word) : read_short(words, word);
}

// The usage line is in the message, since what an argument means is not clear from its number.
static const char *check_arguments(const struct words *words)
{
    const struct command *command = words->command;
    size_t count = words->options->argument_count;
    if (count > command->most) {
        return arena_format(words->arena, "unexpected argument `%s`; usage: schemac %s %s",
                            words->arguments[command->most], command->name, command->arguments);
    }
    if (count < command->fewest) {
        return arena_format(words->arena, "missing argument; usage: schemac %s %s", command->name,
                            command->arguments);
    }
    return NULL;
}

// What a command's rules say of options that it needs, or that exclude each other. They are
// checked in the order of the table, after all words were read, so that the order of the words
// does not matter.
static const char *check_rules(struct arena *arena, const struct options *options)
{
    const struct command *command = options->command;
    for (size_t i = 0; i < command->rule_count; i++) {
        const struct option_rule *rule = &command->rules[i];
        bool is_given = option_is_given(options, rule->option);
        bool is_other_given = option_is_given(options, rule->other);
        if (rule->kind == OPTION_IS_REQUIRED && !is_given) {
            return arena_format(arena, "`%s` needs %s", command->name, rule->text);
        }
        if (rule->kind == OPTION_EXCLUDES && is_given && is_other_given) {
            return arena_format(arena, "--%s and --%s cannot be used together",
                                rows[rule->option].name, rows[rule->other].name);
        }
        if (rule->kind == OPTION_NEEDS && is_given && !is_other_given) {
            return arena_format(arena, "%s", rule->text);
        }
    }
    return NULL;
}

// The words that are not options are at most all of them, so that the array of arguments never
// grows, and has one place more for its end. A wrong word is reported even if --help follows it,
// and what follows --help is not read.
const char *options_read(struct arena *arena, const struct command *command, int count,
                         char *const *words, struct options *options, bool *wants_help)
{
    struct words left = {
        .arena = arena,
        .command = command,
        .next = words,
        .end = words + count,
        .options = options,
        .arguments = arena_array(arena, (size_t)count + 1, sizeof *left.arguments),
    };
    const char *error = NULL;
    *options = (struct options){
        .host = options->host,
        .exhausted = arena->exhausted,
        .command = command,
        .arguments = left.arguments,
    };
    assert(command->fewest <= command->most);
    options->values[OPTION_MAX_ERRORS].number = SHOWN_LIMIT;
    while (left.next < left.end && !error && !left.wants_help) {
        error = read_word(&left);
    }
    *wants_help = !error && left.wants_help;
    error = error || *wants_help ? error : check_arguments(&left);
    if (error || *wants_help) {
        return error;
    }
    if (command->begins_with_file) {
        left.arguments[0] = option_path(arena, left.arguments[0]);
    }
    options->images = (struct image_settings){
        .values = option_text(options, OPTION_VALUES),
        .device = option_size(options, OPTION_DEVICE),
        .no_exec = option_is_given(options, OPTION_NO_EXEC),
    };
    error = check_rules(arena, options);
    return error || !command->check ? error : command->check(arena, options);
}

// Two columns: how the option is written, and what it does.
void options_describe(const struct command *command, FILE *out)
{
    for (size_t i = 0; i < OPTION_ID_COUNT; i++) {
        const struct option_row *row = &rows[i];
        const char *argument = row->argument ? row->argument : "";
        char text[64];
        if (!takes(command, (enum option_id)i)) {
            continue;
        }
        if (!row->name) {
            snprintf(text, sizeof text, "-%c%s", row->letter, argument);
        } else {
            snprintf(text, sizeof text, "%s%c%s --%s%s%s", row->letter ? "-" : "  ",
                     row->letter ? row->letter : ' ', row->letter ? "," : "", row->name,
                     row->argument ? "=" : "", argument);
        }
        fprintf(out, "  %-30s %s\n", text, row->help);
    }
}
