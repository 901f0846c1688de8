# esp_at, revision 1. Made by schemac: include it in a CMake project; in an ESP-IDF project,
# after project(). Targets:
#   esp_at-all      tables and images (a part of `all`)
#   esp_at-merged   one image of everything that is flashed
#   esp_at-flash, esp_at-flash-PARTITION, esp_at-erase-PARTITION, esp_at-ota-flash
#   flash, flash-PARTITION, erase-PARTITION, ota-flash: the same for all included fragments
#   esp_at-header   a library: the header, and its constants once for the program
# A partition without a generated image is flashed from ESP_AT_PARTITION_IMAGE,
# if that is set before this file is included: set(ESP_AT_OTA_0_IMAGE app.bin)
# Before anything is flashed, `schemac check` judges all that is: what is too large, of another chip
# or missing stops it. ESPTOOL is what flashes, version 4 or later.

if(TARGET esp_at-all) # already included
    return()
endif()
set(ESP_AT_DIR "${CMAKE_CURRENT_LIST_DIR}")
get_filename_component(ESP_AT_ROOT "${ESP_AT_DIR}/.." ABSOLUTE)
set(ESP_AT_FRAGMENT "${CMAKE_CURRENT_LIST_FILE}")
find_program(SCHEMAC schemac REQUIRED)

if(NOT DEFINED ESPTOOL AND COMMAND esptool_py_flash_target_image AND COMMAND idf_build_get_property)
    idf_build_get_property(esp_at_python PYTHON)
    set(ESPTOOL "\"${esp_at_python}\" -m esptool" CACHE STRING "esptool, with any options")
elseif(NOT DEFINED ESPTOOL)
    find_program(ESPTOOL_PROGRAM NAMES esptool esptool.py)
    mark_as_advanced(ESPTOOL_PROGRAM)
    if(ESPTOOL_PROGRAM)
        set(ESPTOOL "\"${ESPTOOL_PROGRAM}\"" CACHE STRING "esptool, with any options")
    endif()
endif()
if(ESPTOOL)
    separate_arguments(esp_at_esptool NATIVE_COMMAND "${ESPTOOL}")
else() # it may be installed later
    set(esp_at_esptool esptool)
endif()
set(esp_at_write write-flash -fs 4MB)
set(esp_at_merge merge-bin -fs 4MB)
set(esp_at_erase erase-region)
execute_process(COMMAND ${esp_at_esptool} version
    OUTPUT_VARIABLE esp_at_version ERROR_QUIET RESULT_VARIABLE esp_at_result)
if(esp_at_version MATCHES "v[1-4][.]") # 5 has dashes
    set(esp_at_write write_flash -fs 4MB)
    set(esp_at_merge merge_bin -fs 4MB)
    set(esp_at_erase erase_region)
endif()
list(APPEND esp_at_esptool --chip "esp32c3")
set(esp_at_check "${SCHEMAC}" "check" "--quiet" "input.pschema")

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
# customize_otadata: 16K, content 229b3f3c
add_custom_command(OUTPUT "${ESP_AT_DIR}/images/customize_otadata.bin"
    COMMAND "${SCHEMAC}" "generate" "--quiet" "input.pschema" "customize_otadata" -o "${ESP_AT_DIR}/images/customize_otadata.bin"
    COMMAND "${CMAKE_COMMAND}" -E touch "${ESP_AT_DIR}/images/customize_otadata.bin"
    DEPENDS "${ESP_AT_FRAGMENT}"
    WORKING_DIRECTORY "${ESP_AT_ROOT}" VERBATIM)
list(APPEND esp_at_images "${ESP_AT_DIR}/images/customize_otadata.bin")

add_custom_target(esp_at-all ALL DEPENDS ${esp_at_tables} ${esp_at_images})

set(esp_at_is_idf FALSE)
if(TARGET flash AND (COMMAND esptool_py_flash_target_image OR COMMAND esptool_py_flash_project_args))
    set(esp_at_is_idf TRUE)
endif()

function(esp_at_alias name)
    if(NOT TARGET ${name})
        add_custom_target(${name})
        set_target_properties(${name} PROPERTIES SCHEMAC_ALIAS TRUE)
    endif()
    get_target_property(is_alias ${name} SCHEMAC_ALIAS)
    if(esp_at_is_idf AND NOT is_alias)
        return()
    endif()
    add_dependencies(${name} esp_at-${name})
endfunction()

set(esp_at_flash_files)
set(esp_at_flash_words)
set(esp_at_flash_added)
list(APPEND esp_at_flash_files "${ESP_AT_DIR}/partitions.bin")
list(APPEND esp_at_flash_words 0x8000 "${ESP_AT_DIR}/partitions.bin")
list(APPEND esp_at_flash_added --add "0x8000=${ESP_AT_DIR}/partitions.bin")
list(APPEND esp_at_flash_files "${ESP_AT_DIR}/customize.bin")
list(APPEND esp_at_flash_words 0xf000 "${ESP_AT_DIR}/customize.bin")
list(APPEND esp_at_flash_added --add "0xf000=${ESP_AT_DIR}/customize.bin")
list(APPEND esp_at_flash_files "${ESP_AT_DIR}/images/customize_otadata.bin")
list(APPEND esp_at_flash_words 0x10000 "${ESP_AT_DIR}/images/customize_otadata.bin")
list(APPEND esp_at_flash_added --add "0x10000=${ESP_AT_DIR}/images/customize_otadata.bin")
if(ESP_AT_PARTITIONS_OTADATA_IMAGE)
    get_filename_component(ESP_AT_PARTITIONS_OTADATA_IMAGE "${ESP_AT_PARTITIONS_OTADATA_IMAGE}" ABSOLUTE)
    list(APPEND esp_at_flash_files "${ESP_AT_PARTITIONS_OTADATA_IMAGE}")
    list(APPEND esp_at_flash_words 0xd000 "${ESP_AT_PARTITIONS_OTADATA_IMAGE}")
    list(APPEND esp_at_flash_added --add "0xd000=${ESP_AT_PARTITIONS_OTADATA_IMAGE}")
endif()
if(ESP_AT_OTA_0_IMAGE)
    get_filename_component(ESP_AT_OTA_0_IMAGE "${ESP_AT_OTA_0_IMAGE}" ABSOLUTE)
    list(APPEND esp_at_flash_files "${ESP_AT_OTA_0_IMAGE}")
    list(APPEND esp_at_flash_words 0x20000 "${ESP_AT_OTA_0_IMAGE}")
    list(APPEND esp_at_flash_added --add "0x20000=${ESP_AT_OTA_0_IMAGE}")
endif()
if(ESP_AT_REST_IMAGE)
    get_filename_component(ESP_AT_REST_IMAGE "${ESP_AT_REST_IMAGE}" ABSOLUTE)
    list(APPEND esp_at_flash_files "${ESP_AT_REST_IMAGE}")
    list(APPEND esp_at_flash_words 0x14000 "${ESP_AT_REST_IMAGE}")
    list(APPEND esp_at_flash_added --add "0x14000=${ESP_AT_REST_IMAGE}")
endif()

if(esp_at_is_idf)
    function(esp_at_add_image name offset file)
        if(COMMAND esptool_py_flash_target_image) # ESP-IDF
            esptool_py_flash_target_image(flash "${name}" "${offset}" "${file}" ${ARGN})
        else() # ESP8266_RTOS_SDK
            esptool_py_flash_project_args("${name}" "${offset}" "${file}" FLASH_IN_PROJECT)
        endif()
    endfunction()
    set(esp_at_idf_added)
    esp_at_add_image(customize-table 0xf000 "${ESP_AT_DIR}/customize.bin"
        ALWAYS_PLAINTEXT)
    list(APPEND esp_at_idf_added --add "0xf000=${ESP_AT_DIR}/customize.bin")
    esp_at_add_image(customize_otadata 0x10000 "${ESP_AT_DIR}/images/customize_otadata.bin"
        ALWAYS_PLAINTEXT)
    list(APPEND esp_at_idf_added --add "0x10000=${ESP_AT_DIR}/images/customize_otadata.bin")
    foreach(esp_at_file "partition_table_bin partition-table partition_table/partition-table.bin"
            "bootloader bootloader bootloader/bootloader.bin")
        separate_arguments(esp_at_file)
        list(GET esp_at_file 0 esp_at_target)
        list(GET esp_at_file 1 esp_at_place)
        list(GET esp_at_file 2 esp_at_path)
        if(TARGET ${esp_at_target})
            list(APPEND esp_at_idf_added --add "${esp_at_place}=${CMAKE_BINARY_DIR}/${esp_at_path}")
        endif()
    endforeach()
    add_custom_target(esp_at-check COMMAND ${esp_at_check} ${esp_at_idf_added}
        WORKING_DIRECTORY "${ESP_AT_ROOT}" VERBATIM)
    foreach(esp_at_target esp_at-all app partition_table_bin bootloader)
        if(TARGET ${esp_at_target})
            add_dependencies(esp_at-check ${esp_at_target})
        endif()
    endforeach()
    foreach(esp_at_target flash encrypted-flash)
        if(TARGET ${esp_at_target})
            add_dependencies(${esp_at_target} esp_at-check)
        endif()
    endforeach()
    add_custom_target(esp_at-merged
        COMMAND "${CMAKE_COMMAND}" -E echo "the SDK's own command merges all images: idf.py merge-bin"
        COMMAND "${CMAKE_COMMAND}" -E false VERBATIM)
else()
    add_custom_target(esp_at-flash
        COMMAND ${esp_at_check} ${esp_at_flash_added}
        COMMAND ${esp_at_esptool} ${esp_at_write} ${esp_at_flash_words}
        DEPENDS ${esp_at_flash_files} WORKING_DIRECTORY "${ESP_AT_ROOT}" USES_TERMINAL VERBATIM)
    esp_at_alias(flash)
    add_custom_command(OUTPUT "${ESP_AT_DIR}/esp_at-merged.bin"
        COMMAND ${esp_at_check} ${esp_at_flash_added}
        COMMAND ${esp_at_esptool} ${esp_at_merge} -o "${ESP_AT_DIR}/esp_at-merged.bin" ${esp_at_flash_words}
        DEPENDS ${esp_at_flash_files} WORKING_DIRECTORY "${ESP_AT_ROOT}" VERBATIM)
    add_custom_target(esp_at-merged DEPENDS "${ESP_AT_DIR}/esp_at-merged.bin")
endif()

if(ESP_AT_PARTITIONS_OTADATA_IMAGE)
add_custom_target(esp_at-flash-partitions_otadata
    COMMAND ${esp_at_check} --add "0xd000=${ESP_AT_PARTITIONS_OTADATA_IMAGE}"
    COMMAND ${esp_at_esptool} ${esp_at_write} 0xd000 "${ESP_AT_PARTITIONS_OTADATA_IMAGE}"
    DEPENDS "${ESP_AT_PARTITIONS_OTADATA_IMAGE}" WORKING_DIRECTORY "${ESP_AT_ROOT}" USES_TERMINAL VERBATIM)
else()
add_custom_target(esp_at-flash-partitions_otadata
    COMMAND "${CMAKE_COMMAND}" -E echo "nothing to flash: set ESP_AT_PARTITIONS_OTADATA_IMAGE"
    COMMAND "${CMAKE_COMMAND}" -E false VERBATIM)
endif()
esp_at_alias(flash-partitions_otadata)
add_custom_target(esp_at-erase-partitions_otadata
    COMMAND ${esp_at_esptool} ${esp_at_erase} 0xd000 0x2000
    USES_TERMINAL VERBATIM)
esp_at_alias(erase-partitions_otadata)

add_custom_target(esp_at-flash-more
    COMMAND ${esp_at_check} --add "0xf000=${ESP_AT_DIR}/customize.bin"
    COMMAND ${esp_at_esptool} ${esp_at_write} 0xf000 "${ESP_AT_DIR}/customize.bin"
    DEPENDS "${ESP_AT_DIR}/customize.bin" WORKING_DIRECTORY "${ESP_AT_ROOT}" USES_TERMINAL VERBATIM)
esp_at_alias(flash-more)
add_custom_target(esp_at-erase-more
    COMMAND ${esp_at_esptool} ${esp_at_erase} 0xf000 0x10000
    USES_TERMINAL VERBATIM)
esp_at_alias(erase-more)

if(ESP_AT_OTA_0_IMAGE)
add_custom_target(esp_at-flash-ota_0
    COMMAND ${esp_at_check} --add "0x20000=${ESP_AT_OTA_0_IMAGE}"
    COMMAND ${esp_at_esptool} ${esp_at_write} 0x20000 "${ESP_AT_OTA_0_IMAGE}"
    DEPENDS "${ESP_AT_OTA_0_IMAGE}" WORKING_DIRECTORY "${ESP_AT_ROOT}" USES_TERMINAL VERBATIM)
else()
add_custom_target(esp_at-flash-ota_0
    COMMAND "${CMAKE_COMMAND}" -E echo "nothing to flash: set ESP_AT_OTA_0_IMAGE"
    COMMAND "${CMAKE_COMMAND}" -E false VERBATIM)
endif()
esp_at_alias(flash-ota_0)
add_custom_target(esp_at-erase-ota_0
    COMMAND ${esp_at_esptool} ${esp_at_erase} 0x20000 0x3e0000
    USES_TERMINAL VERBATIM)
esp_at_alias(erase-ota_0)

add_custom_target(esp_at-flash-customize_otadata
    COMMAND ${esp_at_check} --add "0x10000=${ESP_AT_DIR}/images/customize_otadata.bin"
    COMMAND ${esp_at_esptool} ${esp_at_write} 0x10000 "${ESP_AT_DIR}/images/customize_otadata.bin"
    DEPENDS "${ESP_AT_DIR}/images/customize_otadata.bin" WORKING_DIRECTORY "${ESP_AT_ROOT}" USES_TERMINAL VERBATIM)
esp_at_alias(flash-customize_otadata)
add_custom_target(esp_at-erase-customize_otadata
    COMMAND ${esp_at_esptool} ${esp_at_erase} 0x10000 0x4000
    USES_TERMINAL VERBATIM)
esp_at_alias(erase-customize_otadata)

if(ESP_AT_REST_IMAGE)
add_custom_target(esp_at-flash-rest
    COMMAND ${esp_at_check} --add "0x14000=${ESP_AT_REST_IMAGE}"
    COMMAND ${esp_at_esptool} ${esp_at_write} 0x14000 "${ESP_AT_REST_IMAGE}"
    DEPENDS "${ESP_AT_REST_IMAGE}" WORKING_DIRECTORY "${ESP_AT_ROOT}" USES_TERMINAL VERBATIM)
else()
add_custom_target(esp_at-flash-rest
    COMMAND "${CMAKE_COMMAND}" -E echo "nothing to flash: set ESP_AT_REST_IMAGE"
    COMMAND "${CMAKE_COMMAND}" -E false VERBATIM)
endif()
esp_at_alias(flash-rest)
add_custom_target(esp_at-erase-rest
    COMMAND ${esp_at_esptool} ${esp_at_erase} 0x14000 0xb000
    USES_TERMINAL VERBATIM)
esp_at_alias(erase-rest)

add_custom_target(esp_at-ota-flash)
add_dependencies(esp_at-ota-flash esp_at-flash-ota_0)
esp_at_alias(ota-flash)
