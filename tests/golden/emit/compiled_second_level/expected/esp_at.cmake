# esp_at, revision 1. Made by schemac: include it in a CMake project; in an ESP-IDF project,
# after project(). Targets:
#   esp_at-all      tables and images (a part of `all`)
#   esp_at-merged   one image of everything that is flashed
#   esp_at-flash, esp_at-flash-PARTITION, esp_at-erase-PARTITION, esp_at-ota-flash
#   flash, flash-PARTITION, erase-PARTITION, ota-flash: the same for all included fragments
#   esp_at-header   a library: the header, and its constants once for the program
# A partition without a generated image is flashed from ESP_AT_PARTITION_IMAGE,
# if that is set before this file is included: set(ESP_AT_OTA_0_IMAGE app.bin)

if(TARGET esp_at-all) # already included
    return()
endif()
set(ESP_AT_DIR "${CMAKE_CURRENT_LIST_DIR}")
get_filename_component(ESP_AT_ROOT "${ESP_AT_DIR}/.." ABSOLUTE)
set(ESP_AT_FRAGMENT "${CMAKE_CURRENT_LIST_FILE}")
find_program(SCHEMAC schemac REQUIRED)
set(ESPTOOL esptool.py CACHE STRING "esptool, with any options")
separate_arguments(esp_at_esptool NATIVE_COMMAND "${ESPTOOL}")
list(APPEND esp_at_esptool --chip "esp32c3")

set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS
    "${ESP_AT_ROOT}/input.pschema")
file(READ "${ESP_AT_FRAGMENT}" esp_at_before)
execute_process(
    COMMAND "${SCHEMAC}" "compile" "--quiet" "-o" "out" "input.pschema"
    WORKING_DIRECTORY "${ESP_AT_ROOT}" RESULT_VARIABLE esp_at_result)
if(NOT esp_at_result EQUAL 0)
    message(FATAL_ERROR "schemac could not compile the schema")
endif()
file(READ "${ESP_AT_FRAGMENT}" esp_at_after)
if(NOT esp_at_before STREQUAL esp_at_after)
    include("${ESP_AT_FRAGMENT}")
    return()
endif()

set(esp_at_tables "${ESP_AT_DIR}/partitions.bin" "${ESP_AT_DIR}/customize.bin")
if(esp_at_tables)
    add_custom_command(OUTPUT ${esp_at_tables}
        COMMAND "${SCHEMAC}" "compile" "--quiet" "-o" "out" "input.pschema" WORKING_DIRECTORY "${ESP_AT_ROOT}" VERBATIM)
endif()

# The header, and what it returns, once for a program in C: target_link_libraries(PROGRAM esp_at-header)
add_library(esp_at-header INTERFACE)
target_sources(esp_at-header INTERFACE "${ESP_AT_DIR}/esp_at.c")
target_include_directories(esp_at-header INTERFACE "${ESP_AT_DIR}")
target_compile_definitions(esp_at-header INTERFACE ESP_AT_SOURCE)
if(TARGET idf::pschema) # in an ESP-IDF project, so has every component that requires pschema
    get_target_property(esp_at_runtime idf::pschema ALIASED_TARGET)
    target_sources(${esp_at_runtime} PRIVATE "${ESP_AT_DIR}/esp_at.c")
    target_include_directories(${esp_at_runtime} PUBLIC "${ESP_AT_DIR}")
    target_compile_definitions(${esp_at_runtime} INTERFACE ESP_AT_SOURCE)
endif()

set(esp_at_images)
# customize_otadata: 16K, content ef276313
add_custom_command(OUTPUT "${ESP_AT_DIR}/images/customize_otadata.bin"
    COMMAND "${SCHEMAC}" "generate" "--quiet" "input.pschema" "customize_otadata" -o "${ESP_AT_DIR}/images/customize_otadata.bin"
    COMMAND "${CMAKE_COMMAND}" -E touch "${ESP_AT_DIR}/images/customize_otadata.bin"
    DEPENDS "${ESP_AT_FRAGMENT}"
    WORKING_DIRECTORY "${ESP_AT_ROOT}" VERBATIM)
list(APPEND esp_at_images "${ESP_AT_DIR}/images/customize_otadata.bin")

add_custom_target(esp_at-all ALL DEPENDS ${esp_at_tables} ${esp_at_images})

function(esp_at_alias name)
    if(NOT TARGET ${name})
        add_custom_target(${name})
    endif()
    add_dependencies(${name} esp_at-${name})
endfunction()

set(esp_at_flash_files)
set(esp_at_flash_words)
list(APPEND esp_at_flash_files "${ESP_AT_DIR}/partitions.bin")
list(APPEND esp_at_flash_words 0x8000 "${ESP_AT_DIR}/partitions.bin")
list(APPEND esp_at_flash_files "${ESP_AT_DIR}/customize.bin")
list(APPEND esp_at_flash_words 0xf000 "${ESP_AT_DIR}/customize.bin")
list(APPEND esp_at_flash_files "${ESP_AT_DIR}/images/customize_otadata.bin")
list(APPEND esp_at_flash_words 0x10000 "${ESP_AT_DIR}/images/customize_otadata.bin")
if(ESP_AT_PARTITIONS_OTADATA_IMAGE)
    get_filename_component(ESP_AT_PARTITIONS_OTADATA_IMAGE "${ESP_AT_PARTITIONS_OTADATA_IMAGE}" ABSOLUTE)
    list(APPEND esp_at_flash_files "${ESP_AT_PARTITIONS_OTADATA_IMAGE}")
    list(APPEND esp_at_flash_words 0xd000 "${ESP_AT_PARTITIONS_OTADATA_IMAGE}")
endif()
if(ESP_AT_OTA_0_IMAGE)
    get_filename_component(ESP_AT_OTA_0_IMAGE "${ESP_AT_OTA_0_IMAGE}" ABSOLUTE)
    list(APPEND esp_at_flash_files "${ESP_AT_OTA_0_IMAGE}")
    list(APPEND esp_at_flash_words 0x20000 "${ESP_AT_OTA_0_IMAGE}")
endif()
if(ESP_AT_REST_IMAGE)
    get_filename_component(ESP_AT_REST_IMAGE "${ESP_AT_REST_IMAGE}" ABSOLUTE)
    list(APPEND esp_at_flash_files "${ESP_AT_REST_IMAGE}")
    list(APPEND esp_at_flash_words 0x14000 "${ESP_AT_REST_IMAGE}")
endif()

if(COMMAND esptool_py_flash_target_image AND TARGET flash)
    esptool_py_flash_target_image(flash customize-table 0xf000 "${ESP_AT_DIR}/customize.bin"
        ALWAYS_PLAINTEXT)
    esptool_py_flash_target_image(flash customize_otadata 0x10000 "${ESP_AT_DIR}/images/customize_otadata.bin"
        ALWAYS_PLAINTEXT)
    add_dependencies(flash esp_at-all)
    if(TARGET encrypted-flash)
        add_dependencies(encrypted-flash esp_at-all)
    endif()
else()
    add_custom_target(esp_at-flash
        COMMAND ${esp_at_esptool} write_flash ${esp_at_flash_words}
        DEPENDS ${esp_at_flash_files} USES_TERMINAL VERBATIM)
    esp_at_alias(flash)
endif()

add_custom_command(OUTPUT "${ESP_AT_DIR}/esp_at-merged.bin"
    COMMAND ${esp_at_esptool} merge_bin -o "${ESP_AT_DIR}/esp_at-merged.bin" ${esp_at_flash_words}
    DEPENDS ${esp_at_flash_files} VERBATIM)
add_custom_target(esp_at-merged DEPENDS "${ESP_AT_DIR}/esp_at-merged.bin")

if(ESP_AT_PARTITIONS_OTADATA_IMAGE)
add_custom_target(esp_at-flash-partitions_otadata
    COMMAND ${esp_at_esptool} write_flash 0xd000 "${ESP_AT_PARTITIONS_OTADATA_IMAGE}"
    DEPENDS "${ESP_AT_PARTITIONS_OTADATA_IMAGE}" USES_TERMINAL VERBATIM)
else()
add_custom_target(esp_at-flash-partitions_otadata
    COMMAND "${CMAKE_COMMAND}" -E echo "nothing to flash: set ESP_AT_PARTITIONS_OTADATA_IMAGE"
    COMMAND "${CMAKE_COMMAND}" -E false VERBATIM)
endif()
esp_at_alias(flash-partitions_otadata)
add_custom_target(esp_at-erase-partitions_otadata
    COMMAND ${esp_at_esptool} erase_region 0xd000 0x2000
    USES_TERMINAL VERBATIM)
esp_at_alias(erase-partitions_otadata)

add_custom_target(esp_at-flash-more
    COMMAND ${esp_at_esptool} write_flash 0xf000 "${ESP_AT_DIR}/customize.bin"
    DEPENDS "${ESP_AT_DIR}/customize.bin" USES_TERMINAL VERBATIM)
esp_at_alias(flash-more)
add_custom_target(esp_at-erase-more
    COMMAND ${esp_at_esptool} erase_region 0xf000 0x10000
    USES_TERMINAL VERBATIM)
esp_at_alias(erase-more)

if(ESP_AT_OTA_0_IMAGE)
add_custom_target(esp_at-flash-ota_0
    COMMAND ${esp_at_esptool} write_flash 0x20000 "${ESP_AT_OTA_0_IMAGE}"
    DEPENDS "${ESP_AT_OTA_0_IMAGE}" USES_TERMINAL VERBATIM)
else()
add_custom_target(esp_at-flash-ota_0
    COMMAND "${CMAKE_COMMAND}" -E echo "nothing to flash: set ESP_AT_OTA_0_IMAGE"
    COMMAND "${CMAKE_COMMAND}" -E false VERBATIM)
endif()
esp_at_alias(flash-ota_0)
add_custom_target(esp_at-erase-ota_0
    COMMAND ${esp_at_esptool} erase_region 0x20000 0x3e0000
    USES_TERMINAL VERBATIM)
esp_at_alias(erase-ota_0)

add_custom_target(esp_at-flash-customize_otadata
    COMMAND ${esp_at_esptool} write_flash 0x10000 "${ESP_AT_DIR}/images/customize_otadata.bin"
    DEPENDS "${ESP_AT_DIR}/images/customize_otadata.bin" USES_TERMINAL VERBATIM)
esp_at_alias(flash-customize_otadata)
add_custom_target(esp_at-erase-customize_otadata
    COMMAND ${esp_at_esptool} erase_region 0x10000 0x4000
    USES_TERMINAL VERBATIM)
esp_at_alias(erase-customize_otadata)

if(ESP_AT_REST_IMAGE)
add_custom_target(esp_at-flash-rest
    COMMAND ${esp_at_esptool} write_flash 0x14000 "${ESP_AT_REST_IMAGE}"
    DEPENDS "${ESP_AT_REST_IMAGE}" USES_TERMINAL VERBATIM)
else()
add_custom_target(esp_at-flash-rest
    COMMAND "${CMAKE_COMMAND}" -E echo "nothing to flash: set ESP_AT_REST_IMAGE"
    COMMAND "${CMAKE_COMMAND}" -E false VERBATIM)
endif()
esp_at_alias(flash-rest)
add_custom_target(esp_at-erase-rest
    COMMAND ${esp_at_esptool} erase_region 0x14000 0xb000
    USES_TERMINAL VERBATIM)
esp_at_alias(erase-rest)

add_custom_target(esp_at-ota-flash)
add_dependencies(esp_at-ota-flash esp_at-flash-ota_0)
esp_at_alias(ota-flash)
