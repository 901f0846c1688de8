// What the parser left out: regions of the source, and the words in them.
//
// Regions are few and are looked through one by one; a file with very many counts as torn.
#include "damage.h"

#include "source.h"
#include "text.h"

#include <ctype.h>
#include <string.h>

// More regions than this are not a schema with mistakes, but another kind of file. The limit bounds
// the time of the loops below, which are run for every message about meaning.
enum { REGION_LIMIT = 100 };

// A region has at least one byte, so that damage_touches finds it. When the file is torn, the
// region is returned but not kept: callers need not ask.
struct damaged *damage_begin(struct arena *arena, struct damage *damage, struct span span,
                             bool is_cut)
{
    struct damaged *region = arena_new(arena, sizeof *region);
    damage->is_torn |= damage->regions.count >= REGION_LIMIT;
    region->span = span;
    region->span.end = span.end > span.start ? span.end : span.start + 1;
    region->first = "";
    region->is_cut = is_cut;
    if (!damage->is_torn) {
        list_append(arena, &damage->regions, region);
    }
    return region;
}

void damage_extend(struct damage *damage, struct span span)
{
    if (damage->regions.count == 0 || !span_is_known(span)) {
        return;
    }
    struct damaged *last = damage->regions.items[damage->regions.count - 1];
    last->span.end = span.end > last->span.end ? span.end : last->span.end;
}

void damage_cut(struct damage *damage)
{
    if (damage->regions.count > 0) {
        damage->regions.items[damage->regions.count - 1]->is_cut = true;
    }
}

// The same characters as in the scanner's names.
static bool is_of_word(char c)
{
    return isalnum((unsigned char)c) || c == '_';
}

// The word that begins at `at`, or the quoted text; its length, without the quotes.
static size_t word_at(const char *at, bool is_quoted)
{
    size_t length = 0;
    while (at[length] &&
           (is_quoted ? at[length] != '"' && at[length] != '\n' : is_of_word(at[length]))) {
        length++;
    }
    return length;
}

struct collector {
    struct arena *arena;
    struct damage *damage;
    struct damaged *region;
    const char *text;
    const char *last; // word; null: none since its line began
};

// Whether a statement can have declared no name: it is in a block without declarations, or its one
// word is complete and begins a statement that only uses names.
static bool declares_nothing(const struct damaged *region)
{
    static const char *const words[] = {"target", "assert", "require",  "remove",
                                        "allow",  "tools",  "raw_data", "schema"};
    bool is_known =
        region->words == 1 && text_is_one_of(region->first, words, sizeof words / sizeof *words);
    return region->is_inner || is_known;
}

// Whether names may be missing after those that are there: `variant a,`, `partition a_0 ..`,
// `abstract`, `table main` with its block on one line.
static bool breaks_row(const struct collector *collector, const char *end)
{
    static const char *const blocks[] = {"table", "variant", "record", "type"};
    const struct damaged *region = collector->region;
    while (end > collector->text && (end[-1] == ' ' || end[-1] == '\t')) {
        end--;
    }
    bool is_in_row =
        end - collector->text > 1 && (end[-1] == ',' || (end[-1] == '.' && end[-2] == '.'));
    bool has_block =
        !region->is_inner && text_is_one_of(region->first, blocks, sizeof blocks / sizeof *blocks);
    return is_in_row || has_block || (strcmp(region->first, "abstract") == 0 && region->words < 3);
}

// Where a line breaks off, its last word may have been longer (`ota_` of `ota_0`), and more may
// have followed.
static void end_line(struct collector *collector, const char *end)
{
    const struct damaged *region = collector->region;
    if (collector->last) {
        list_append(collector->arena, &collector->damage->cut, collector->last);
    }
    collector->damage->has_lost_names |=
        (region->words < 2 && !declares_nothing(region)) || breaks_row(collector, end);
    collector->last = NULL;
}

// Every word counts as a name that may have been declared, keywords too: what matters is that no
// name is called unknown that was declared in the region.
static void take_word(struct collector *collector, const char *word)
{
    struct damaged *region = collector->region;
    map_set_const(collector->arena, &collector->damage->words, word, word);
    region->first = region->words == 0 ? word : region->first;
    region->words++;
    collector->last = word;
}

// The scanner's rules are repeated in small, since a region may have no tokens at all: names are
// words, or anything in quotes. A quote that is not closed ends with its line.
static void collect(struct collector *collector, struct names *names)
{
    const char *text = collector->text;
    while (*text) {
        bool is_quoted = *text == '"';
        size_t length = word_at(text + is_quoted, is_quoted);
        if (*text == '\n') {
            end_line(collector, text);
        }
        if (length) {
            take_word(collector, names_intern(names, text + is_quoted, length));
        }
        text += is_quoted + length;
        bool is_other = is_quoted ? *text == '"' : length == 0;
        text += is_other;
    }
    if (collector->region->is_cut) {
        end_line(collector, text);
    }
}

// Done once for each file, when its last region has its end. An `include` that was left out may
// have declared anything.
void damage_collect(struct arena *arena, struct damage *damage, struct names *names,
                    const struct sources *sources, size_t first)
{
    for (size_t i = first; i < damage->regions.count; i++) {
        struct damaged *region = damage->regions.items[i];
        struct collector collector = {
            .arena = arena,
            .damage = damage,
            .region = region,
            .text = sources_text(sources, region->span),
        };
        collect(&collector, names);
        damage->has_lost_names |= strcmp(region->first, "include") == 0;
    }
}

// A line that breaks off in its first word may have been going to say any word that begins so.
bool damaged_may_begin_with(const struct damaged *region, const char *word)
{
    bool is_cut_off = region->is_cut && region->words < 2;
    return is_cut_off ? strncmp(region->first, word, strlen(region->first)) == 0
                      : strcmp(region->first, word) == 0;
}

bool damage_misses(const struct damage *damage, const char *word)
{
    bool may = damage->has_lost_names;
    for (size_t i = 0; i < damage->regions.count && !may; i++) {
        may = damaged_may_begin_with(damage->regions.items[i], word);
    }
    return may;
}

bool damage_touches(const struct damage *damage, struct span span)
{
    for (size_t i = 0; i < damage->regions.count; i++) {
        const struct damaged *region = damage->regions.items[i];
        if (region->span.start < span.end && span.start < region->span.end) {
            return true;
        }
    }
    return false;
}

// Whether a name begins as a word does whose end may be missing. Digits at the end do not count: a
// family `ota_0 .. ota_3` declares names that are written nowhere.
static bool is_akin(const char *name, const char *word)
{
    size_t length = strlen(word);
    while (length > 1 && isdigit((unsigned char)word[length - 1])) {
        length--;
    }
    return strncmp(name, word, length) == 0;
}

bool damage_may_declare(const struct damage *damage, const char *name)
{
    bool may = damage->has_lost_names || map_find(&damage->words, name);
    for (size_t i = 0; i < damage->cut.count && !may; i++) {
        may = is_akin(name, damage->cut.items[i]);
    }
    return may;
}
