# Writes files as C, a text each: cmake -DOUTPUT=x.c -DFILES=page.css;page.html -P embed.cmake
# CMake itself does it, so that no program has to be built for the machine that builds. Each byte is
# a character constant: a string may not be as long as some of them, and what is beyond ASCII has the
# sign that `char` has. Lines that begin with `@#` are comments of templates (base/template.h).
set(text "// Written by embed.cmake.\n")
foreach(file IN LISTS FILES)
    get_filename_component(name "${file}" NAME)
    string(MAKE_C_IDENTIFIER "${name}" name)
    file(READ "${file}" bytes HEX)
    string(REGEX REPLACE "(..)" "'\\\\x\\1'," bytes "${bytes}")
    string(REPLACE "'\\x0a'," "'\\x0a',\n" bytes "${bytes}")
    string(REGEX REPLACE "(^|\n)'\\\\x40','\\\\x23',[^\n]*" "\\1" bytes "${bytes}")
    string(APPEND text "\nextern const char template_${name}[];\n"
        "const char template_${name}[] = {\n${bytes}0};\n")
endforeach()
file(WRITE "${OUTPUT}" "${text}")
