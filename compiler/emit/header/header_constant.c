// Constants at file scope. A program should have them once, however many of its files include the
// header:
//
// - C++17 merges what is `inline`. It is in a namespace, so that the linker takes it for something
//   else than the constant of C, with which it cannot be merged.
// - C has no such thing: where NAME_SOURCE is defined, they are declared alone, and NAME.c
//   (`--emit source`) has their values.
// - Else each file has its own. They are `static` then, and what is not used vanishes.
//
// Each is declared and defined in a list of its own, so that one condition is enough for all.
#include "header.h"

#include <inttypes.h>

void header_add_constant(struct header *header, const char *type, const char *name, size_t count,
                         const char *value)
{
    const char *elements = count ? arena_format(header->arena, "[%zu]", count) : "";
    buffer_format(&header->declarations, "extern const %s %s%s;\n", type, name, elements);
    buffer_format(&header->constants, "%s_CONSTANT %s %s%s = %s;\n", header->prefix, type, name,
                  elements, value);
}

void header_append_modes(const struct header *header, struct buffer *out)
{
    const char *prefix = header->prefix;
    buffer_format(out,
                  "\n// Constants. C++17 has them once in a program. So has C if %s_SOURCE is "
                  "defined in each of\n"
                  "// its files and %s.c is compiled, which schemac makes; else each file that "
                  "includes this one\n"
                  "// has its own.\n"
                  "#if defined(%s_DEFINITIONS)\n"
                  "#define %s_CONSTANT const\n"
                  "#define %s_ACCESSOR static inline\n"
                  "#elif defined(__cplusplus) && __cplusplus >= 201703L\n"
                  "#define %s_CONSTANT inline constexpr\n"
                  "#define %s_ACCESSOR constexpr\n"
                  "#else\n"
                  "#ifndef %s_SOURCE\n"
                  "#define %s_CONSTANT static const\n"
                  "#endif\n"
                  "#define %s_ACCESSOR static inline\n"
                  "#endif\n",
                  prefix, header->layout->identifier, prefix, prefix, prefix, prefix, prefix,
                  prefix, prefix, prefix);
}

// NAME.c defines NAME_DEFINITIONS: see source.c. What it defines is declared before, as compilers
// can be asked to demand; in C++ before C++17 that also makes it external.
void header_append_constants(struct header *header, struct buffer *out)
{
    const char *prefix = header->prefix;
    buffer_format(out,
                  "\n#if defined(__cplusplus) && __cplusplus >= 201703L\n"
                  "extern \"C++\" { // whatever includes this file may be in\n"
                  "inline namespace %s_constants {\n"
                  "#elif defined(__cplusplus)\n"
                  "extern \"C\" {\n"
                  "#endif\n"
                  "#if defined(%s_DEFINITIONS) || !defined(%s_CONSTANT)\n"
                  "%s"
                  "#endif\n"
                  "#ifdef %s_CONSTANT\n"
                  "%s"
                  "#endif\n"
                  "#if defined(__cplusplus) && __cplusplus >= 201703L\n"
                  "}\n"
                  "}\n"
                  "#elif defined(__cplusplus)\n"
                  "}\n"
                  "#endif\n",
                  header->name, prefix, prefix, header->declarations.bytes, prefix,
                  header->constants.bytes);
}
