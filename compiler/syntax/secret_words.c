// What single words and tokens can be to secret.c: the word `secret`, also when it is misspelled or
// still being written, and what lines of keys consist of.
#include "secret.h"

#include "schema.h"
#include "text.h"

#include <string.h>

// How many letters may differ from a word in one that was meant for it.
enum { SLIPS = 2 };

bool secret_resembles(const struct parser *parser, const char *word, const char *meant)
{
    return text_distance(text_lower(parser->arena, word), meant, SLIPS) <= SLIPS;
}

// `sekret`, `SECRET`
bool secret_is_meant(const struct parser *parser, const char *word)
{
    return secret_resembles(parser, word, "secret");
}

// `sec`: the word is still being written.
bool secret_is_begun(const struct parser *parser, const char *word)
{
    return strncmp("secret", text_lower(parser->arena, word), strlen(word)) == 0;
}

// Words with a meaning are names, too, in a line.
bool secret_is_name(int token)
{
    return token == TOKEN_IDENTIFIER || token == TOKEN_STRING ||
           (token >= TOKEN_SCHEMA && token <= TOKEN_END_WORD);
}

// No statement begins so: it is the rest of one that was cut off.
bool secret_begins_oddly(int token)
{
    return token == TOKEN_STRING || !secret_is_name(token) || token == TOKEN_UNIQUE ||
           token == TOKEN_MAX || token == TOKEN_IN;
}

bool secret_is_literal(int token)
{
    return token == TOKEN_STRING || token == TOKEN_INTEGER || token == TOKEN_FLOAT;
}

// Whether a word is an attribute, after which a secret value has ended: `max`, `in`, `unique`.
bool secret_is_attribute(int token, const union semantic *value)
{
    return token == TOKEN_MAX || token == TOKEN_IN || token == TOKEN_UNIQUE ||
           token == TOKEN_DEPENDS ||
           (token == TOKEN_IDENTIFIER && strcmp(value->name.text, "secret") == 0);
}
