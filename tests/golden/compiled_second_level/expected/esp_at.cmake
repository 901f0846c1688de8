# esp_at, revision 1. Made by schemac: include it in a CMake project, or, in one of ESP-IDF's,
# after project(). Targets:
#   esp_at-all      images (a part of `all`)
#   esp_at-merged   one image of all that is flashed
#   flash, flash-PARTITION, erase-PARTITION, ota-flash
# A partition that nothing is generated for is flashed from ESP_AT_PARTITION_IMAGE,
# where that is set before: set(ESP_AT_OTA_0_IMAGE app.bin)

set(ESP_AT_DIR "${CMAKE_CURRENT_LIST_DIR}")
get_filename_component(ESP_AT_ROOT "${ESP_AT_DIR}/.." ABSOLUTE)
set(ESP_AT_FRAGMENT "${CMAKE_CURRENT_LIST_FILE}")
find_program(SCHEMAC schemac REQUIRED)
set(ESPTOOL esptool.py CACHE STRING "esptool, with its options")
separate_arguments(esp_at_esptool NATIVE_COMMAND "${ESPTOOL}")
list(APPEND esp_at_esptool --chip "esp32c3")

set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS
    "${ESP_AT_ROOT}/input.pschema")
file(READ "${ESP_AT_FRAGMENT}" esp_at_before)
execute_process(
    COMMAND "${SCHEMAC}" compile --quiet -o "out" "input.pschema"
    WORKING_DIRECTORY "${ESP_AT_ROOT}" RESULT_VARIABLE esp_at_result)
if(NOT esp_at_result EQUAL 0)
    message(FATAL_ERROR "schemac could not compile the schema")
endif()
file(READ "${ESP_AT_FRAGMENT}" esp_at_after)
if(NOT esp_at_before STREQUAL esp_at_after)
    include("${ESP_AT_FRAGMENT}")
    return()
endif()

set(esp_at_images)
# customize_otadata: 16K, content 45e9ed19
add_custom_command(OUTPUT "${ESP_AT_DIR}/images/customize_otadata.bin"
    COMMAND "${SCHEMAC}" generate --quiet -o "${ESP_AT_DIR}/images/customize_otadata.bin" "input.pschema" customize_otadata
    COMMAND "${CMAKE_COMMAND}" -E touch "${ESP_AT_DIR}/images/customize_otadata.bin"
    DEPENDS "${ESP_AT_FRAGMENT}"
    WORKING_DIRECTORY "${ESP_AT_ROOT}" VERBATIM)
list(APPEND esp_at_images "${ESP_AT_DIR}/images/customize_otadata.bin")

add_custom_target(esp_at-all ALL DEPENDS ${esp_at_images})

set(esp_at_flash_files)
set(esp_at_flash_words)
list(APPEND esp_at_flash_files "${ESP_AT_DIR}/partitions.bin")
list(APPEND esp_at_flash_words 0x8000 "${ESP_AT_DIR}/partitions.bin")
list(APPEND esp_at_flash_files "${ESP_AT_DIR}/customize.bin")
list(APPEND esp_at_flash_words 0xf000 "${ESP_AT_DIR}/customize.bin")
list(APPEND esp_at_flash_files "${ESP_AT_DIR}/images/customize_otadata.bin")
list(APPEND esp_at_flash_words 0x10000 "${ESP_AT_DIR}/images/customize_otadata.bin")
if(ESP_AT_PARTITIONS_OTADATA_IMAGE)
    list(APPEND esp_at_flash_files "${ESP_AT_PARTITIONS_OTADATA_IMAGE}")
    list(APPEND esp_at_flash_words 0xd000 "${ESP_AT_PARTITIONS_OTADATA_IMAGE}")
endif()
if(ESP_AT_OTA_0_IMAGE)
    list(APPEND esp_at_flash_files "${ESP_AT_OTA_0_IMAGE}")
    list(APPEND esp_at_flash_words 0x20000 "${ESP_AT_OTA_0_IMAGE}")
endif()
if(ESP_AT_REST_IMAGE)
    list(APPEND esp_at_flash_files "${ESP_AT_REST_IMAGE}")
    list(APPEND esp_at_flash_words 0x14000 "${ESP_AT_REST_IMAGE}")
endif()

if(COMMAND esptool_py_flash_target_image AND TARGET flash)
    esptool_py_flash_target_image(flash customize-table 0xf000 "${ESP_AT_DIR}/customize.bin")
    esptool_py_flash_target_image(flash customize_otadata 0x10000 "${ESP_AT_DIR}/images/customize_otadata.bin")
    add_dependencies(flash esp_at-all)
else()
    add_custom_target(esp_at-flash
        COMMAND ${esp_at_esptool} write_flash ${esp_at_flash_words}
        DEPENDS ${esp_at_flash_files} USES_TERMINAL VERBATIM)
    if(NOT TARGET flash)
        add_custom_target(flash)
    endif()
    add_dependencies(flash esp_at-flash)
endif()

add_custom_command(OUTPUT "${ESP_AT_DIR}/esp_at-merged.bin"
    COMMAND ${esp_at_esptool} merge_bin -o "${ESP_AT_DIR}/esp_at-merged.bin" ${esp_at_flash_words}
    DEPENDS ${esp_at_flash_files} VERBATIM)
add_custom_target(esp_at-merged DEPENDS "${ESP_AT_DIR}/esp_at-merged.bin")

if(ESP_AT_PARTITIONS_OTADATA_IMAGE)
add_custom_target(flash-partitions_otadata
    COMMAND ${esp_at_esptool} write_flash 0xd000 "${ESP_AT_PARTITIONS_OTADATA_IMAGE}"
    DEPENDS "${ESP_AT_PARTITIONS_OTADATA_IMAGE}" USES_TERMINAL VERBATIM)
else()
add_custom_target(flash-partitions_otadata
    COMMAND "${CMAKE_COMMAND}" -E echo "nothing to flash: set ESP_AT_PARTITIONS_OTADATA_IMAGE"
    COMMAND "${CMAKE_COMMAND}" -E false VERBATIM)
endif()
add_custom_target(erase-partitions_otadata
    COMMAND ${esp_at_esptool} erase_region 0xd000 0x2000
    USES_TERMINAL VERBATIM)

add_custom_target(flash-more
    COMMAND ${esp_at_esptool} write_flash 0xf000 "${ESP_AT_DIR}/customize.bin"
    DEPENDS "${ESP_AT_DIR}/customize.bin" USES_TERMINAL VERBATIM)
add_custom_target(erase-more
    COMMAND ${esp_at_esptool} erase_region 0xf000 0x10000
    USES_TERMINAL VERBATIM)

if(ESP_AT_OTA_0_IMAGE)
add_custom_target(flash-ota_0
    COMMAND ${esp_at_esptool} write_flash 0x20000 "${ESP_AT_OTA_0_IMAGE}"
    DEPENDS "${ESP_AT_OTA_0_IMAGE}" USES_TERMINAL VERBATIM)
else()
add_custom_target(flash-ota_0
    COMMAND "${CMAKE_COMMAND}" -E echo "nothing to flash: set ESP_AT_OTA_0_IMAGE"
    COMMAND "${CMAKE_COMMAND}" -E false VERBATIM)
endif()
add_custom_target(erase-ota_0
    COMMAND ${esp_at_esptool} erase_region 0x20000 0x3e0000
    USES_TERMINAL VERBATIM)

add_custom_target(flash-customize_otadata
    COMMAND ${esp_at_esptool} write_flash 0x10000 "${ESP_AT_DIR}/images/customize_otadata.bin"
    DEPENDS "${ESP_AT_DIR}/images/customize_otadata.bin" USES_TERMINAL VERBATIM)
add_custom_target(erase-customize_otadata
    COMMAND ${esp_at_esptool} erase_region 0x10000 0x4000
    USES_TERMINAL VERBATIM)

if(ESP_AT_REST_IMAGE)
add_custom_target(flash-rest
    COMMAND ${esp_at_esptool} write_flash 0x14000 "${ESP_AT_REST_IMAGE}"
    DEPENDS "${ESP_AT_REST_IMAGE}" USES_TERMINAL VERBATIM)
else()
add_custom_target(flash-rest
    COMMAND "${CMAKE_COMMAND}" -E echo "nothing to flash: set ESP_AT_REST_IMAGE"
    COMMAND "${CMAKE_COMMAND}" -E false VERBATIM)
endif()
add_custom_target(erase-rest
    COMMAND ${esp_at_esptool} erase_region 0x14000 0xb000
    USES_TERMINAL VERBATIM)

if(NOT TARGET ota-flash)
    add_custom_target(ota-flash)
endif()
add_dependencies(ota-flash flash-ota_0)
