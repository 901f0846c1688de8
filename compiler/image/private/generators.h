// The generators, and what they share.
#ifndef IMAGE_GENERATORS_H
#define IMAGE_GENERATORS_H

#include "image.h"
#include "text.h"

/// Finds the paths and partitions that the words of a content name, as the generator's table says.
/// False if its arguments can mean nothing; then, and for lines, that is reported if it `reports`.
bool words_resolve(const struct image_request *request, const struct generator *generator,
                   bool reports);

extern const struct word_rule file_words[];
void file_check(const struct image_request *request);
bool file_generate(const struct image_request *request, struct buffer *image);
extern const struct word_rule byte_words[];
void erased_check(const struct image_request *request);
bool erased_generate(const struct image_request *request, struct buffer *image);
void pattern_check(const struct image_request *request);
bool pattern_generate(const struct image_request *request, struct buffer *image);
extern const struct word_rule nvs_words[];
void nvs_check(const struct image_request *request);
bool nvs_generate(const struct image_request *request, struct buffer *image);
extern const struct word_rule pki_words[];
void pki_check(const struct image_request *request);
bool pki_generate(const struct image_request *request, struct buffer *image);
extern const struct word_rule gatts_words[];
void gatts_check(const struct image_request *request);
bool gatts_generate(const struct image_request *request, struct buffer *image);
extern const struct word_rule record_words[];
void record_check(const struct image_request *request);
bool record_generate(const struct image_request *request, struct buffer *image);
extern const struct word_rule tree_words[]; // of all file systems
void fat_check(const struct image_request *request);
bool fat_generate(const struct image_request *request, struct buffer *image);
void spiffs_check(const struct image_request *request);
bool spiffs_generate(const struct image_request *request, struct buffer *image);
void littlefs_check(const struct image_request *request);
bool littlefs_generate(const struct image_request *request, struct buffer *image);
extern const struct word_rule exec_words[];
void exec_check(const struct image_request *request);
bool exec_generate(const struct image_request *request, struct buffer *image);

/// A word of a line; null where it has fewer.
const struct word *word_at(const struct content_line *line, size_t index);

/// Whether a word (null: none) is this name, written without quotes; is any name, with or without
/// them; is a text in quotes that is not empty.
bool word_is(const struct word *word, const char *name);

/// Where a line is not known: what `remove` is, if it begins so. Lines of content that a variant
/// amends never come here.
void note_removal(struct diagnostic *diagnostic, const struct word *word);
bool word_is_name(const struct word *word);
bool word_is_text(const struct word *word);

/// The partition that a word names, where the generator's table says that it names one. Null, and
/// reported, if there is none, or if it may be several.
const struct partition *word_partition(const struct image_request *request,
                                       const struct word *word);

/// The value of a word that is a number, a text or an expression; none of others.
struct value word_value(const struct word *word);

/// Whether a line has so many words, and neither a value nor a block.
bool line_is_plain(const struct content_line *line, size_t words);

/// Reports lines in the block of a generator that takes none.
void check_no_lines(const struct image_request *request);

/// A file that the schema names, as seen from where schemac runs: from the folder of raw data, or
/// of the schema.
const char *input_path(const struct image_request *request, const char *name);

/// A program that the schema names, likewise: from the folder of tools, or of the schema.
const char *program_path(const struct image_request *request, const char *name);

/// Finds the files that a word names (see input_find()).
bool input_find_word(const struct image_request *request, const struct word *word,
                     struct list *paths);

/// Finds the files that a pattern names, sorted, and appends their paths to a list of const char.
/// In a pattern `*` and `?` stand for any characters but `/`, `[...]` for one of some, and `{a,b}`
/// for either. The files are noted as inputs of the image, and the folders that were searched.
/// False, and reported at `span`, where nothing matches. What has none of these is a plain path: it
/// is noted and given back without a look at the disk.
bool input_find(const struct image_request *request, const char *pattern, struct span span,
                struct list *paths);

/// Appends the patterns without braces that one with braces stands for, a list of const char.
/// False, and reported at `span`, if they are too many.
bool pattern_expand(const struct image_request *request, const char *pattern, struct span span,
                    struct list *plain);

/// Whether a pattern without braces names a path, which is seen from some folder: the whole of it,
/// where the pattern has a `/` (`/a` and `./a` are `a` in that folder), else the last name in it.
/// Unlike those that find files, it needs no dot to match a hidden one.
bool pattern_matches(const char *pattern, const char *path);

/// Notes a file as an input of the image.
void input_note(const struct image_request *request, const char *path);

/// Whether a file or folder is not there and need not be, since images are only checked; noted at
/// `span` if so.
bool input_is_awaited(const struct image_request *request, const char *path, struct span span);

/// False, and reported at `span`, where a path leads out of the schema's folder only through a
/// symbolic link.
bool input_check(const struct image_request *request, const char *path, struct span span);

/// Reads a file, which may lie outside of the schema's folder only where its path says so: a
/// symbolic link that leads out is refused. It is a source, so that messages can show places in it.
/// Null, and reported at `span`, if it can't be read.
const struct source *input_source(const struct image_request *request, const char *path,
                                  struct span span);

/// Appends a file's bytes likewise. False, and reported, if it can't be read or has more than
/// `limit`.
bool input_bytes(const struct image_request *request, const char *path, struct span span,
                 uint64_t limit, struct buffer *content);

#endif
