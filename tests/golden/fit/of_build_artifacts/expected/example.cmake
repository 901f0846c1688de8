# example, revision 1. Made by schemac: include it in a CMake project; in an ESP-IDF project,
# after project(). Targets:
#   example-all      tables and images (a part of `all`)
#   example-merged   one image of everything that is flashed
#   example-flash, example-flash-PARTITION, example-erase-PARTITION, example-ota-flash
#   flash, flash-PARTITION, erase-PARTITION, ota-flash: the same for all included fragments
# A partition without a generated image is flashed from EXAMPLE_PARTITION_IMAGE,
# if that is set before this file is included: set(EXAMPLE_OTA_0_IMAGE app.bin)

if(TARGET example-all) # already included
    return()
endif()
set(EXAMPLE_DIR "${CMAKE_CURRENT_LIST_DIR}")
get_filename_component(EXAMPLE_ROOT "${EXAMPLE_DIR}/.." ABSOLUTE)
set(EXAMPLE_FRAGMENT "${CMAKE_CURRENT_LIST_FILE}")
find_program(SCHEMAC schemac REQUIRED)
set(ESPTOOL esptool.py CACHE STRING "esptool, with any options")
separate_arguments(example_esptool NATIVE_COMMAND "${ESPTOOL}")
list(APPEND example_esptool --chip "esp32")

set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS
    "${EXAMPLE_ROOT}/input.pschema")
file(READ "${EXAMPLE_FRAGMENT}" example_before)
execute_process(
    COMMAND "${SCHEMAC}" "compile" "--quiet" "--emit=bin,flash-args,flasher-args,make,cmake" "-o" "out" "input.pschema"
    WORKING_DIRECTORY "${EXAMPLE_ROOT}" RESULT_VARIABLE example_result)
if(NOT example_result EQUAL 0)
    message(FATAL_ERROR "schemac could not compile the schema")
endif()
file(READ "${EXAMPLE_FRAGMENT}" example_after)
if(NOT example_before STREQUAL example_after)
    include("${EXAMPLE_FRAGMENT}")
    return()
endif()

set(example_tables "${EXAMPLE_DIR}/main.bin")
if(example_tables)
    add_custom_command(OUTPUT ${example_tables}
        COMMAND "${SCHEMAC}" "compile" "--quiet" "--emit=bin,flash-args,flasher-args,make,cmake" "-o" "out" "input.pschema" WORKING_DIRECTORY "${EXAMPLE_ROOT}" VERBATIM)
endif()

set(example_images)
# media: 8K, content 27e3caa4
add_custom_command(OUTPUT "${EXAMPLE_DIR}/images/media.bin"
    COMMAND "${SCHEMAC}" "generate" "--quiet" "input.pschema" "media" -o "${EXAMPLE_DIR}/images/media.bin"
    COMMAND "${CMAKE_COMMAND}" -E touch "${EXAMPLE_DIR}/images/media.bin"
    DEPENDS "${EXAMPLE_FRAGMENT}"
    WORKING_DIRECTORY "${EXAMPLE_ROOT}" VERBATIM)
list(APPEND example_images "${EXAMPLE_DIR}/images/media.bin")

add_custom_target(example-all ALL DEPENDS ${example_tables} ${example_images})

function(example_alias name)
    if(NOT TARGET ${name})
        add_custom_target(${name})
    endif()
    add_dependencies(${name} example-${name})
endfunction()

set(example_flash_files)
set(example_flash_words)
list(APPEND example_flash_files "${EXAMPLE_DIR}/main.bin")
list(APPEND example_flash_words 0x8000 "${EXAMPLE_DIR}/main.bin")
list(APPEND example_flash_files "${EXAMPLE_DIR}/images/media.bin")
list(APPEND example_flash_words 0x22000 "${EXAMPLE_DIR}/images/media.bin")
if(EXAMPLE_NVS_IMAGE)
    get_filename_component(EXAMPLE_NVS_IMAGE "${EXAMPLE_NVS_IMAGE}" ABSOLUTE)
    list(APPEND example_flash_files "${EXAMPLE_NVS_IMAGE}")
    list(APPEND example_flash_words 0x9000 "${EXAMPLE_NVS_IMAGE}")
endif()
if(EXAMPLE_OTADATA_IMAGE)
    get_filename_component(EXAMPLE_OTADATA_IMAGE "${EXAMPLE_OTADATA_IMAGE}" ABSOLUTE)
    list(APPEND example_flash_files "${EXAMPLE_OTADATA_IMAGE}")
    list(APPEND example_flash_words 0xc000 "${EXAMPLE_OTADATA_IMAGE}")
endif()
set(example_merged_files)
set(example_merged_words)
list(APPEND example_merged_files "${EXAMPLE_DIR}/main.bin")
list(APPEND example_merged_words 0x8000 "${EXAMPLE_DIR}/main.bin")
list(APPEND example_merged_files "${EXAMPLE_DIR}/images/media.bin")
list(APPEND example_merged_words 0x22000 "${EXAMPLE_DIR}/images/media.bin")
if(EXAMPLE_NVS_IMAGE)
    get_filename_component(EXAMPLE_NVS_IMAGE "${EXAMPLE_NVS_IMAGE}" ABSOLUTE)
    list(APPEND example_merged_files "${EXAMPLE_NVS_IMAGE}")
    list(APPEND example_merged_words 0x9000 "${EXAMPLE_NVS_IMAGE}")
endif()
if(EXAMPLE_OTADATA_IMAGE)
    get_filename_component(EXAMPLE_OTADATA_IMAGE "${EXAMPLE_OTADATA_IMAGE}" ABSOLUTE)
    list(APPEND example_merged_files "${EXAMPLE_OTADATA_IMAGE}")
    list(APPEND example_merged_words 0xc000 "${EXAMPLE_OTADATA_IMAGE}")
endif()
list(APPEND example_merged_files "${EXAMPLE_ROOT}/build/app.bin")
list(APPEND example_merged_words 0x10000 "${EXAMPLE_ROOT}/build/app.bin")

if(COMMAND esptool_py_flash_target_image AND TARGET flash)
    esptool_py_flash_target_image(flash media 0x22000 "${EXAMPLE_DIR}/images/media.bin"
        ALWAYS_PLAINTEXT)
    add_dependencies(flash example-all)
    if(TARGET encrypted-flash)
        add_dependencies(encrypted-flash example-all)
    endif()
else()
    add_custom_target(example-flash
        COMMAND ${example_esptool} write_flash ${example_flash_words}
        DEPENDS ${example_flash_files} USES_TERMINAL VERBATIM)
    example_alias(flash)
endif()

add_custom_command(OUTPUT "${EXAMPLE_DIR}/example-merged.bin"
    COMMAND ${example_esptool} merge_bin -o "${EXAMPLE_DIR}/example-merged.bin" ${example_merged_words}
    DEPENDS ${example_merged_files} VERBATIM)
add_custom_target(example-merged DEPENDS "${EXAMPLE_DIR}/example-merged.bin")

if(EXAMPLE_NVS_IMAGE)
add_custom_target(example-flash-nvs
    COMMAND ${example_esptool} write_flash 0x9000 "${EXAMPLE_NVS_IMAGE}"
    DEPENDS "${EXAMPLE_NVS_IMAGE}" USES_TERMINAL VERBATIM)
else()
add_custom_target(example-flash-nvs
    COMMAND "${CMAKE_COMMAND}" -E echo "nothing to flash: set EXAMPLE_NVS_IMAGE"
    COMMAND "${CMAKE_COMMAND}" -E false VERBATIM)
endif()
example_alias(flash-nvs)
add_custom_target(example-erase-nvs
    COMMAND ${example_esptool} erase_region 0x9000 0x3000
    USES_TERMINAL VERBATIM)
example_alias(erase-nvs)

if(EXAMPLE_OTADATA_IMAGE)
add_custom_target(example-flash-otadata
    COMMAND ${example_esptool} write_flash 0xc000 "${EXAMPLE_OTADATA_IMAGE}"
    DEPENDS "${EXAMPLE_OTADATA_IMAGE}" USES_TERMINAL VERBATIM)
else()
add_custom_target(example-flash-otadata
    COMMAND "${CMAKE_COMMAND}" -E echo "nothing to flash: set EXAMPLE_OTADATA_IMAGE"
    COMMAND "${CMAKE_COMMAND}" -E false VERBATIM)
endif()
example_alias(flash-otadata)
add_custom_target(example-erase-otadata
    COMMAND ${example_esptool} erase_region 0xc000 0x2000
    USES_TERMINAL VERBATIM)
example_alias(erase-otadata)

add_custom_target(example-erase-ota_0
    COMMAND ${example_esptool} erase_region 0x10000 0x2000
    USES_TERMINAL VERBATIM)
example_alias(erase-ota_0)

add_custom_target(example-erase-ota_1
    COMMAND ${example_esptool} erase_region 0x20000 0x2000
    USES_TERMINAL VERBATIM)
example_alias(erase-ota_1)

add_custom_target(example-flash-media
    COMMAND ${example_esptool} write_flash 0x22000 "${EXAMPLE_DIR}/images/media.bin"
    DEPENDS "${EXAMPLE_DIR}/images/media.bin" USES_TERMINAL VERBATIM)
example_alias(flash-media)
add_custom_target(example-erase-media
    COMMAND ${example_esptool} erase_region 0x22000 0x2000
    USES_TERMINAL VERBATIM)
example_alias(erase-media)

