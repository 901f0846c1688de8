// A generator makes a partition's image from what the schema says of its content.
#ifndef FORMATS_GENERATOR_H
#define FORMATS_GENERATOR_H

#include "input.h"
#include "words.h"

struct generator {
    const char *name;
    const char *description;

    const struct word_rule *words; // the first that fits a word counts; the last one has no role

    /// Judges what the schema says, and finds what the partition's content is made of; reads no
    /// file. Null: it takes anything, and has no inputs.
    void (*check)(const struct image_request *request, struct image_plan *plan);

    /// Appends the image; runs only after a check that found no error. False, and reported, if it
    /// can't be made; where images are only checked, also without a report: no program is started
    /// for that. What is larger than the partition is reported for it.
    bool (*generate)(const struct image_request *request, struct buffer *image);
};

extern const struct word_rule nvs_words[];
void nvs_check(const struct image_request *request, struct image_plan *plan);
bool nvs_generate(const struct image_request *request, struct buffer *image);
extern const struct word_rule pki_words[];
void pki_check(const struct image_request *request, struct image_plan *plan);
bool pki_generate(const struct image_request *request, struct buffer *image);
extern const struct word_rule gatts_words[];
void gatts_check(const struct image_request *request, struct image_plan *plan);
bool gatts_generate(const struct image_request *request, struct buffer *image);
extern const struct word_rule record_words[];
void record_check(const struct image_request *request, struct image_plan *plan);
bool record_generate(const struct image_request *request, struct buffer *image);
void fat_check(const struct image_request *request, struct image_plan *plan);
bool fat_generate(const struct image_request *request, struct buffer *image);
void spiffs_check(const struct image_request *request, struct image_plan *plan);
bool spiffs_generate(const struct image_request *request, struct buffer *image);
void littlefs_check(const struct image_request *request, struct image_plan *plan);
bool littlefs_generate(const struct image_request *request, struct buffer *image);

#endif
