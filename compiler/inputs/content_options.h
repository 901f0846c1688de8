// The options of file systems: lines `NAME VALUE;` in the block of `from`. A value is a word, a
// number, a text, or an expression: `(E)`, `f(...)`.
#ifndef INPUTS_CONTENT_OPTIONS_H
#define INPUTS_CONTENT_OPTIONS_H

#include "file_tree.h"

enum { OPTION_WORDS = 3 };

struct content_option {
    const char *name;
    const char *example; // of its line, without the semicolon
    const char *demand;  // what its value must be, as a sentence; null: that is plain
    uint64_t standard;   // its number where nothing gives it

    // What it takes: `on`, `off`, 1, 0 or nothing at all; or what these say.
    bool is_switch;
    const char *words[OPTION_WORDS];       // each means its index; nulls after them
    uint64_t least, most;                  // numbers; `most` is 0: none
    bool (*allows)(uint64_t number);       // which of them; null: all
    bool (*allows_text)(const char *text); // other texts, in quotes or not; null: none
};

/// A symbol of Kconfig that says how firmware has an option.
struct option_symbol {
    size_t option;    // its index
    const char *name; // without CONFIG_
    bool is_choice;   // where it is `y`, the option is `number`; where it is not, it says nothing
    enum form_relation relation; // of the image's number to the firmware's
    uint64_t number;
};

/// The value of an option.
struct option_setting {
    uint64_t number; // of a switch 0 or 1, of a word its index; 0 where a text was given
    const char *text;
    bool is_given;    // by a line or an sdkconfig
    bool is_settled;  // by an sdkconfig, which goes with the line where there is one
    struct span span; // of the value that was given; else of the whole content
    struct span line;
};

/// Takes all lines of the content: options, each of which gives the setting of the same index, and
/// `exclude` (see tree_exclude()). False, and reported, if any of them is wrong.
bool options_take(const struct image_request *request, const struct content_option *options,
                  size_t count, struct option_setting *settings,
                  struct tree_pattern_list *excluded);

/// Holds what the lines say against the sdkconfig, and takes over from it what they leave open. Of
/// several symbols for an option the first that has a say counts. False, and reported, if any of
/// them says what the option cannot be, or firmware would not read what a line makes.
bool options_follow(const struct image_request *request, struct image_plan *plan,
                    const struct content_option *options, struct option_setting *settings,
                    const struct option_symbol *symbols, size_t count);

/// Notes in the content that firmware must have an option likewise to read what it makes.
void option_note_form(const struct image_request *request, struct image_plan *plan,
                      const struct content_option *option, const struct option_setting *setting,
                      enum form_relation relation);

/// Reports what is wrong with the value of an option. False.
bool option_refuse(const struct image_request *request, const struct option_setting *setting,
                   const char *problem);

/// Whether the flash can erase and store blocks of such a size; else that is reported. A file
/// system erases them one by one.
bool option_check_block(const struct image_request *request, const struct option_setting *setting);

#endif
