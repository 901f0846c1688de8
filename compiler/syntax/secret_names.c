// What a variant amends stays secret without the word. So the values of amending lines are kept by
// the names of their keys, and hidden once a key of this name is known to be secret, in whatever
// order both are read: the model, which knows what amends what, may never see a line with a
// mistake.
#include "secret.h"

#include "schema.h"

// A value of a line that amends.
struct amended_value {
    const char *name; // of its key
    struct span span;
};

// If the key is known to be secret already, its value is hidden at once; else when that is learnt.
static void keep_amended(struct parser *parser, const char *name, struct span span)
{
    struct syntax *syntax = parser->syntax;
    struct amended_value *kept = arena_new(parser->arena, sizeof *kept);
    *kept = (struct amended_value){name, span};
    if (map_find(&syntax->secret_names, name)) {
        sources_hide(syntax->sources, span);
    } else {
        list_append(parser->arena, &syntax->amended_values, kept);
    }
}

// Names are interned, so pointers are compared. Each name is learnt once, and only then are all
// values that amend looked through: few keys are secret, and few values amend.
static void learn_secret(struct parser *parser, const char *name)
{
    struct syntax *syntax = parser->syntax;
    if (map_find(&syntax->secret_names, name)) {
        return;
    }
    map_set_const(parser->arena, &syntax->secret_names, name, name);
    for_each (kept, &syntax->amended_values) {
        if (kept->name == name) {
            sources_hide(syntax->sources, kept->span);
        }
    }
}

// Between `from {` and its `}` a value may amend a secret one. Otherwise only the name is learnt.
void secret_name(struct parser *parser, struct span all)
{
    const struct secrecy *secrecy = &parser->secrecy;
    if (!secrecy->name) {
        return;
    }
    if (secrecy->is_secret) {
        learn_secret(parser, secrecy->name);
        return;
    }
    for (size_t i = 0; secrecy->amending_depth && i < secrecy->count; i++) {
        keep_amended(parser, secrecy->name, secrecy->tokens[i]);
    }
    if (secrecy->amending_depth && secrecy->count > 1 && span_is_known(all)) {
        keep_amended(parser, secrecy->name, all);
    }
}

// Braces are counted here again because the grammar's count is not known before it has read a
// token.
void secret_amending(struct parser *parser, int token)
{
    struct secrecy *secrecy = &parser->secrecy;
    if (token == TOKEN_BRACE_OPEN && (secrecy->follows_from || secrecy->amending_depth)) {
        secrecy->amending_depth++;
    } else if (token == TOKEN_BRACE_CLOSE && secrecy->amending_depth) {
        secrecy->amending_depth--;
    }
    secrecy->follows_from = token == TOKEN_FROM;
}
