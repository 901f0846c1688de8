# A WebAssembly module, which asks for what WASI defines (snapshot preview 1): Debian's clang with
# lld, libclang-rt-dev-wasm32, wasi-libc, and binaryen, whose wasm-opt clang runs when it links. What that C library lacks is in host/wasi/.
set(wasi "${CMAKE_CURRENT_SOURCE_DIR}/host/wasi")
get_target_property(sources posix SOURCES)
list(FILTER sources EXCLUDE REGEX "/(isolate|load|process|sandbox|scratch)[.]c$")
set_target_properties(posix PROPERTIES SOURCES "${sources};${wasi}/wasi.c")
set_source_files_properties(host/wasi/wasi.c PROPERTIES COMPILE_DEFINITIONS _GNU_SOURCE)
target_include_directories(base SYSTEM BEFORE PUBLIC "${wasi}/include")
target_compile_definitions(base PUBLIC
    _WASI_EMULATED_SIGNAL _WASI_EMULATED_MMAN _WASI_EMULATED_GETPID)
target_link_libraries(base PUBLIC wasi-emulated-signal wasi-emulated-mman wasi-emulated-getpid)

# Trees are walked by recursion. The stack comes first in memory, so that one that is used up ends
# the program, rather than overwrite data.
add_link_options("LINKER:-z,stack-size=1048576,--stack-first,--strip-all")
# What is inlined is nearly always larger than its call.
add_link_options("LINKER:-mllvm,-inline-threshold=-100")
set(CMAKE_EXECUTABLE_SUFFIX_C .wasm)

# What clang has wasm-opt do when it links leaves something: nobody uses the first KiB of memory, so
# that constant offsets can be folded into addresses. (It is the end of the stack: see above.) Nested
# expressions hide what is alike: they are taken apart first.
find_program(WASM_OPT wasm-opt REQUIRED)
function(shrink_module target)
    add_custom_command(TARGET "${target}" POST_BUILD VERBATIM
        COMMAND "${WASM_OPT}" --flatten --rereloop -Oz -Oz --low-memory-unused
            "$<TARGET_FILE:${target}>" -o "$<TARGET_FILE:${target}>")
endfunction()
