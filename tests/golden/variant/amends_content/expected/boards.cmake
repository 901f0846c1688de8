# boards, variant lite, revision 1. Made by schemac: include it in a CMake project; in an ESP-IDF project,
# after project(). Targets:
#   boards-all      tables and images (a part of `all`)
#   boards-merged   one image of everything that is flashed
#   boards-flash, boards-flash-PARTITION, boards-erase-PARTITION, boards-ota-flash
#   flash, flash-PARTITION, erase-PARTITION, ota-flash: the same for all included fragments
#   boards-header   a library: the header, and its constants once for the program
# A partition without a generated image is flashed from BOARDS_PARTITION_IMAGE,
# if that is set before this file is included: set(BOARDS_OTA_0_IMAGE app.bin)

if(TARGET boards-all) # already included
    return()
endif()
set(BOARDS_DIR "${CMAKE_CURRENT_LIST_DIR}")
get_filename_component(BOARDS_ROOT "${BOARDS_DIR}/.." ABSOLUTE)
set(BOARDS_FRAGMENT "${CMAKE_CURRENT_LIST_FILE}")
find_program(SCHEMAC schemac REQUIRED)
set(ESPTOOL esptool.py CACHE STRING "esptool, with any options")
separate_arguments(boards_esptool NATIVE_COMMAND "${ESPTOOL}")
list(APPEND boards_esptool --chip "esp32s3")

set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS
    "${BOARDS_ROOT}/input.pschema")
file(READ "${BOARDS_FRAGMENT}" boards_before)
execute_process(
    COMMAND "${SCHEMAC}" "compile" "--quiet" "--variant=lite" "-o" "out" "input.pschema"
    WORKING_DIRECTORY "${BOARDS_ROOT}" RESULT_VARIABLE boards_result)
if(NOT boards_result EQUAL 0)
    message(FATAL_ERROR "schemac could not compile the schema")
endif()
file(READ "${BOARDS_FRAGMENT}" boards_after)
if(NOT boards_before STREQUAL boards_after)
    include("${BOARDS_FRAGMENT}")
    return()
endif()

set(boards_tables "${BOARDS_DIR}/main.bin")
if(boards_tables)
    add_custom_command(OUTPUT ${boards_tables}
        COMMAND "${SCHEMAC}" "compile" "--quiet" "--variant=lite" "-o" "out" "input.pschema" WORKING_DIRECTORY "${BOARDS_ROOT}" VERBATIM)
endif()

# The header, and what it returns, once for a program in C: target_link_libraries(PROGRAM boards-header)
add_library(boards-header INTERFACE)
target_sources(boards-header INTERFACE "${BOARDS_DIR}/boards.c")
target_include_directories(boards-header INTERFACE "${BOARDS_DIR}")
target_compile_definitions(boards-header INTERFACE BOARDS_SOURCE)
if(TARGET idf::pschema) # in an ESP-IDF project, so has every component that requires pschema
    get_target_property(boards_runtime idf::pschema ALIASED_TARGET)
    target_sources(${boards_runtime} PRIVATE "${BOARDS_DIR}/boards.c")
    target_include_directories(${boards_runtime} PUBLIC "${BOARDS_DIR}")
    target_compile_definitions(${boards_runtime} INTERFACE BOARDS_SOURCE)
endif()

set(boards_images)
# nvs: 24K, content a9584edb
add_custom_command(OUTPUT "${BOARDS_DIR}/images/nvs.bin"
    COMMAND "${SCHEMAC}" "generate" "--quiet" "--variant=lite" "input.pschema" "nvs" -o "${BOARDS_DIR}/images/nvs.bin"
    COMMAND "${CMAKE_COMMAND}" -E touch "${BOARDS_DIR}/images/nvs.bin"
    DEPENDS "${BOARDS_FRAGMENT}"
    WORKING_DIRECTORY "${BOARDS_ROOT}" VERBATIM)
list(APPEND boards_images "${BOARDS_DIR}/images/nvs.bin")

# calib: 4K, content 7d5f4a18
add_custom_command(OUTPUT "${BOARDS_DIR}/images/calib.bin"
    COMMAND "${SCHEMAC}" "generate" "--quiet" "--variant=lite" "input.pschema" "calib" -o "${BOARDS_DIR}/images/calib.bin"
    COMMAND "${CMAKE_COMMAND}" -E touch "${BOARDS_DIR}/images/calib.bin"
    DEPENDS "${BOARDS_FRAGMENT}" "${BOARDS_ROOT}/input.pschema"
    WORKING_DIRECTORY "${BOARDS_ROOT}" VERBATIM)
list(APPEND boards_images "${BOARDS_DIR}/images/calib.bin")

add_custom_target(boards-all ALL DEPENDS ${boards_tables} ${boards_images})

function(boards_alias name)
    if(NOT TARGET ${name})
        add_custom_target(${name})
    endif()
    add_dependencies(${name} boards-${name})
endfunction()

set(boards_flash_files)
set(boards_flash_words)
list(APPEND boards_flash_files "${BOARDS_DIR}/main.bin")
list(APPEND boards_flash_words 0x8000 "${BOARDS_DIR}/main.bin")
list(APPEND boards_flash_files "${BOARDS_DIR}/images/nvs.bin")
list(APPEND boards_flash_words 0x9000 "${BOARDS_DIR}/images/nvs.bin")
list(APPEND boards_flash_files "${BOARDS_DIR}/images/calib.bin")
list(APPEND boards_flash_words 0xf000 "${BOARDS_DIR}/images/calib.bin")
if(BOARDS_FACTORY_IMAGE)
    get_filename_component(BOARDS_FACTORY_IMAGE "${BOARDS_FACTORY_IMAGE}" ABSOLUTE)
    list(APPEND boards_flash_files "${BOARDS_FACTORY_IMAGE}")
    list(APPEND boards_flash_words 0x10000 "${BOARDS_FACTORY_IMAGE}")
endif()

if(COMMAND esptool_py_flash_target_image AND TARGET flash)
    esptool_py_flash_target_image(flash nvs 0x9000 "${BOARDS_DIR}/images/nvs.bin"
        ALWAYS_PLAINTEXT)
    esptool_py_flash_target_image(flash calib 0xf000 "${BOARDS_DIR}/images/calib.bin"
        ALWAYS_PLAINTEXT)
    add_dependencies(flash boards-all)
    if(TARGET encrypted-flash)
        add_dependencies(encrypted-flash boards-all)
    endif()
    message(STATUS "flash overwrites what the device keeps in: nvs")
else()
    add_custom_target(boards-flash
        COMMAND "${CMAKE_COMMAND}" -E echo
            "flashing overwrites what the device keeps in: nvs"
        COMMAND ${boards_esptool} write_flash ${boards_flash_words}
        DEPENDS ${boards_flash_files} USES_TERMINAL VERBATIM)
    boards_alias(flash)
endif()

add_custom_command(OUTPUT "${BOARDS_DIR}/boards-merged.bin"
    COMMAND ${boards_esptool} merge_bin -o "${BOARDS_DIR}/boards-merged.bin" ${boards_flash_words}
    DEPENDS ${boards_flash_files} VERBATIM)
add_custom_target(boards-merged DEPENDS "${BOARDS_DIR}/boards-merged.bin")

add_custom_target(boards-flash-nvs
    COMMAND ${boards_esptool} write_flash 0x9000 "${BOARDS_DIR}/images/nvs.bin"
    DEPENDS "${BOARDS_DIR}/images/nvs.bin" USES_TERMINAL VERBATIM)
boards_alias(flash-nvs)
add_custom_target(boards-erase-nvs
    COMMAND ${boards_esptool} erase_region 0x9000 0x6000
    USES_TERMINAL VERBATIM)
boards_alias(erase-nvs)

add_custom_target(boards-flash-calib
    COMMAND ${boards_esptool} write_flash 0xf000 "${BOARDS_DIR}/images/calib.bin"
    DEPENDS "${BOARDS_DIR}/images/calib.bin" USES_TERMINAL VERBATIM)
boards_alias(flash-calib)
add_custom_target(boards-erase-calib
    COMMAND ${boards_esptool} erase_region 0xf000 0x1000
    USES_TERMINAL VERBATIM)
boards_alias(erase-calib)

if(BOARDS_FACTORY_IMAGE)
add_custom_target(boards-flash-factory
    COMMAND ${boards_esptool} write_flash 0x10000 "${BOARDS_FACTORY_IMAGE}"
    DEPENDS "${BOARDS_FACTORY_IMAGE}" USES_TERMINAL VERBATIM)
else()
add_custom_target(boards-flash-factory
    COMMAND "${CMAKE_COMMAND}" -E echo "nothing to flash: set BOARDS_FACTORY_IMAGE"
    COMMAND "${CMAKE_COMMAND}" -E false VERBATIM)
endif()
boards_alias(flash-factory)
add_custom_target(boards-erase-factory
    COMMAND ${boards_esptool} erase_region 0x10000 0x100000
    USES_TERMINAL VERBATIM)
boards_alias(erase-factory)

