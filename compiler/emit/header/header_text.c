// Names and numbers in C.
//
// A name of the schema keeps its spelling where it can, so that people find it again; a member of a
// struct that would be a keyword or a macro gets a `_` at its end. Constants have the suffix that
// gives them the same type in C99 and in C++: unsuffixed decimal numbers beyond `int` differ
// between the two.
#include "header.h"

#include <ctype.h>
#include <inttypes.h>
#include <string.h>

enum { LABEL_LENGTH = 16 }; // PSCHEMA_LABEL_SIZE without the NUL

// Keywords of C up to C23 (6.4.1) and of C++ up to C++20 ([lex.key]), alternative tokens, and
// macros that compilers predefine, or that <errno.h>, <complex.h>, <stdbool.h> or <stdio.h> define.
static const char *const taken_words[] = {
    "alignas",
    "alignof",
    "and",
    "and_eq",
    "asm",
    "auto",
    "bitand",
    "bitor",
    "bool",
    "break",
    "case",
    "catch",
    "char",
    "char16_t",
    "char32_t",
    "char8_t",
    "class",
    "co_await",
    "co_return",
    "co_yield",
    "compl",
    "complex",
    "concept",
    "const",
    "const_cast",
    "consteval",
    "constexpr",
    "constinit",
    "continue",
    "decltype",
    "default",
    "delete",
    "do",
    "double",
    "dynamic_cast",
    "else",
    "enum",
    "errno",
    "explicit",
    "export",
    "extern",
    "false",
    "float",
    "for",
    "friend",
    "goto",
    "i386",
    "if",
    "imaginary",
    "inline",
    "int",
    "linux",
    "long",
    "mutable",
    "namespace",
    "new",
    "noexcept",
    "noreturn",
    "not",
    "not_eq",
    "nullptr",
    "operator",
    "or",
    "or_eq",
    "private",
    "protected",
    "public",
    "register",
    "reinterpret_cast",
    "requires",
    "restrict",
    "return",
    "short",
    "signed",
    "sizeof",
    "static",
    "static_assert",
    "static_cast",
    "struct",
    "switch",
    "template",
    "this",
    "thread_local",
    "throw",
    "true",
    "try",
    "typedef",
    "typeid",
    "typename",
    "typeof",
    "typeof_unqual",
    "union",
    "unix",
    "unsigned",
    "using",
    "virtual",
    "void",
    "volatile",
    "wchar_t",
    "while",
    "xor",
    "xor_eq",
    "I",
    "NULL",
    "EOF",
};

// In C++, a member called as a type would hide the type from the members after it.
static bool is_type(const char *name)
{
    for (enum field_type type = 0; type < FIELD_TYPE_COUNT; type++) {
        if (strcmp(header_type(type), name) == 0) {
            return true;
        }
    }
    return false;
}

// Names with `__`, or `_` and a capital, are reserved for compilers (C11 7.1.3).
static bool is_taken(const char *name)
{
    for (size_t i = 0; i < sizeof taken_words / sizeof *taken_words; i++) {
        if (strcmp(taken_words[i], name) == 0) {
            return true;
        }
    }
    if (is_type(name)) {
        return true;
    }
    return name[0] == '_' && (name[1] == '_' || isupper((unsigned char)name[1]));
}

// Whether a name starts like the macros of the header.
static bool is_prefixed(const struct layout *layout, const char *name)
{
    const char *prefix = text_upper(layout->arena, layout->identifier);
    size_t length = strlen(prefix);
    return strncmp(name, prefix, length) == 0 && name[length] == '_';
}

const char *header_member_name(const struct layout *layout, const char *name)
{
    const char *identifier = text_identifier(layout->arena, name);
    bool is_other = is_taken(identifier) || is_prefixed(layout, identifier);
    return is_other ? arena_format(layout->arena, "%s_", identifier) : identifier;
}

const char *header_member(const struct layout *layout, const struct field *field)
{
    return header_member_name(layout, field->name);
}

const char *header_label(struct arena *arena, const char *label)
{
    size_t length = strlen(label);
    if (length > LABEL_LENGTH) {
        length = LABEL_LENGTH;
        while (((unsigned char)label[length] & 0xc0) == 0x80) { // within a UTF-8 character
            length--;
        }
    }
    return quote_c(arena, arena_copy(arena, label, length));
}

const char *header_upper(const struct header *header, const char *identifier)
{
    return text_upper(header->arena, identifier);
}

const char *header_type(enum field_type type)
{
    static const char *const names[FIELD_TYPE_COUNT] = {
        [FIELD_U8] = "uint8_t",   [FIELD_U16] = "uint16_t", [FIELD_U32] = "uint32_t",
        [FIELD_U64] = "uint64_t", [FIELD_I8] = "int8_t",    [FIELD_I16] = "int16_t",
        [FIELD_I32] = "int32_t",  [FIELD_I64] = "int64_t",  [FIELD_F32] = "float",
        [FIELD_F64] = "double",   [FIELD_CHAR] = "char",
    };
    return names[type];
}

// The lowest number has no literal of its own: -9223372036854775808 is a minus before a number
// that is too large.
const char *header_constant(struct arena *arena, struct number value)
{
    if (value.negative && value.magnitude > INT64_MAX) {
        return "(-9223372036854775807ll - 1)";
    }
    const char *digits = text_number(arena, value);
    if (value.negative) {
        return arena_format(arena, "(%s%s)", digits, value.magnitude > INT32_MAX ? "ll" : "");
    }
    const char *suffix = value.magnitude > INT64_MAX    ? "ull"
                         : value.magnitude > UINT32_MAX ? "ll"
                         : value.magnitude > INT32_MAX  ? "u"
                                                        : "";
    return arena_format(arena, "%s%s", digits, suffix);
}

const char *header_address(struct arena *arena, struct number value)
{
    const char *suffix = value.magnitude > INT64_MAX    ? "ull"
                         : value.magnitude > UINT32_MAX ? "ll"
                         : value.magnitude > INT32_MAX  ? "u"
                                                        : "";
    return value.negative ? header_constant(arena, value)
                          : arena_format(arena, "0x%" PRIx64 "%s", value.magnitude, suffix);
}

const char *header_size(struct arena *arena, uint64_t value)
{
    return arena_format(arena, "0x%" PRIx64 "%s", value, value > UINT32_MAX ? "ull" : "u");
}
