# example, revision 1. Made by schemac: include it in a CMake project; in an ESP-IDF project,
# after project(). Targets:
#   example-all      tables and images (a part of `all`)
#   example-merged   one image of everything that is flashed
#   example-flash, example-flash-PARTITION, example-erase-PARTITION, example-ota-flash
#   flash, flash-PARTITION, erase-PARTITION, ota-flash: the same for all included fragments
# A partition without a generated image is flashed from EXAMPLE_PARTITION_IMAGE,
# if that is set before this file is included: set(EXAMPLE_OTA_0_IMAGE app.bin)
# Before anything is flashed, `schemac check` judges all that is: what is too large, of another chip
# or missing stops it. ESPTOOL is what flashes, version 4 or later.

if(TARGET example-all) # already included
    return()
endif()
set(EXAMPLE_DIR "${CMAKE_CURRENT_LIST_DIR}")
get_filename_component(EXAMPLE_ROOT "${EXAMPLE_DIR}/.." ABSOLUTE)
set(EXAMPLE_FRAGMENT "${CMAKE_CURRENT_LIST_FILE}")
find_program(SCHEMAC schemac REQUIRED)

if(NOT DEFINED ESPTOOL AND COMMAND esptool_py_flash_target_image AND COMMAND idf_build_get_property)
    idf_build_get_property(example_python PYTHON)
    set(ESPTOOL "\"${example_python}\" -m esptool" CACHE STRING "esptool, with any options")
elseif(NOT DEFINED ESPTOOL)
    find_program(ESPTOOL_PROGRAM NAMES esptool esptool.py)
    mark_as_advanced(ESPTOOL_PROGRAM)
    if(ESPTOOL_PROGRAM)
        set(ESPTOOL "\"${ESPTOOL_PROGRAM}\"" CACHE STRING "esptool, with any options")
    endif()
endif()
if(ESPTOOL)
    separate_arguments(example_esptool NATIVE_COMMAND "${ESPTOOL}")
else() # it may be installed later
    set(example_esptool esptool)
endif()
set(example_write write-flash -fs 1MB)
set(example_merge merge-bin -fs 1MB)
set(example_erase erase-region)
execute_process(COMMAND ${example_esptool} version
    OUTPUT_VARIABLE example_version ERROR_QUIET RESULT_VARIABLE example_result)
if(example_version MATCHES "v[1-4][.]") # 5 has dashes
    set(example_write write_flash -fs 1MB)
    set(example_merge merge_bin -fs 1MB)
    set(example_erase erase_region)
endif()
list(APPEND example_esptool --chip "esp32")
set(example_check "${SCHEMAC}" "check" "--quiet" "input.pschema")

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
# media: 8K, content 402c9e2f
add_custom_command(OUTPUT "${EXAMPLE_DIR}/images/media.bin"
    COMMAND "${SCHEMAC}" "generate" "--quiet" "input.pschema" "media" -o "${EXAMPLE_DIR}/images/media.bin"
    COMMAND "${CMAKE_COMMAND}" -E touch "${EXAMPLE_DIR}/images/media.bin"
    DEPENDS "${EXAMPLE_FRAGMENT}"
    WORKING_DIRECTORY "${EXAMPLE_ROOT}" VERBATIM)
list(APPEND example_images "${EXAMPLE_DIR}/images/media.bin")

add_custom_target(example-all ALL DEPENDS ${example_tables} ${example_images})

set(example_is_idf FALSE)
if(TARGET flash AND (COMMAND esptool_py_flash_target_image OR COMMAND esptool_py_flash_project_args))
    set(example_is_idf TRUE)
endif()

function(example_alias name)
    if(NOT TARGET ${name})
        add_custom_target(${name})
        set_target_properties(${name} PROPERTIES SCHEMAC_ALIAS TRUE)
    endif()
    get_target_property(is_alias ${name} SCHEMAC_ALIAS)
    if(example_is_idf AND NOT is_alias)
        return()
    endif()
    add_dependencies(${name} example-${name})
endfunction()

set(example_flash_files)
set(example_flash_words)
set(example_flash_added)
list(APPEND example_flash_files "${EXAMPLE_DIR}/main.bin")
list(APPEND example_flash_words 0x8000 "${EXAMPLE_DIR}/main.bin")
list(APPEND example_flash_added --add "0x8000=${EXAMPLE_DIR}/main.bin")
list(APPEND example_flash_files "${EXAMPLE_DIR}/images/media.bin")
list(APPEND example_flash_words 0x22000 "${EXAMPLE_DIR}/images/media.bin")
list(APPEND example_flash_added --add "0x22000=${EXAMPLE_DIR}/images/media.bin")
if(EXAMPLE_NVS_IMAGE)
    get_filename_component(EXAMPLE_NVS_IMAGE "${EXAMPLE_NVS_IMAGE}" ABSOLUTE)
    list(APPEND example_flash_files "${EXAMPLE_NVS_IMAGE}")
    list(APPEND example_flash_words 0x9000 "${EXAMPLE_NVS_IMAGE}")
    list(APPEND example_flash_added --add "0x9000=${EXAMPLE_NVS_IMAGE}")
endif()
if(EXAMPLE_OTADATA_IMAGE)
    get_filename_component(EXAMPLE_OTADATA_IMAGE "${EXAMPLE_OTADATA_IMAGE}" ABSOLUTE)
    list(APPEND example_flash_files "${EXAMPLE_OTADATA_IMAGE}")
    list(APPEND example_flash_words 0xc000 "${EXAMPLE_OTADATA_IMAGE}")
    list(APPEND example_flash_added --add "0xc000=${EXAMPLE_OTADATA_IMAGE}")
endif()
set(example_merged_files)
set(example_merged_words)
set(example_merged_added)
list(APPEND example_merged_files "${EXAMPLE_DIR}/main.bin")
list(APPEND example_merged_words 0x8000 "${EXAMPLE_DIR}/main.bin")
list(APPEND example_merged_added --add "0x8000=${EXAMPLE_DIR}/main.bin")
list(APPEND example_merged_files "${EXAMPLE_DIR}/images/media.bin")
list(APPEND example_merged_words 0x22000 "${EXAMPLE_DIR}/images/media.bin")
list(APPEND example_merged_added --add "0x22000=${EXAMPLE_DIR}/images/media.bin")
if(EXAMPLE_NVS_IMAGE)
    get_filename_component(EXAMPLE_NVS_IMAGE "${EXAMPLE_NVS_IMAGE}" ABSOLUTE)
    list(APPEND example_merged_files "${EXAMPLE_NVS_IMAGE}")
    list(APPEND example_merged_words 0x9000 "${EXAMPLE_NVS_IMAGE}")
    list(APPEND example_merged_added --add "0x9000=${EXAMPLE_NVS_IMAGE}")
endif()
if(EXAMPLE_OTADATA_IMAGE)
    get_filename_component(EXAMPLE_OTADATA_IMAGE "${EXAMPLE_OTADATA_IMAGE}" ABSOLUTE)
    list(APPEND example_merged_files "${EXAMPLE_OTADATA_IMAGE}")
    list(APPEND example_merged_words 0xc000 "${EXAMPLE_OTADATA_IMAGE}")
    list(APPEND example_merged_added --add "0xc000=${EXAMPLE_OTADATA_IMAGE}")
endif()
list(APPEND example_merged_files "${EXAMPLE_ROOT}/build/app.bin")
list(APPEND example_merged_words 0x10000 "${EXAMPLE_ROOT}/build/app.bin")
list(APPEND example_merged_added --add "0x10000=${EXAMPLE_ROOT}/build/app.bin")

if(example_is_idf)
    function(example_add_image name offset file)
        if(COMMAND esptool_py_flash_target_image) # ESP-IDF
            esptool_py_flash_target_image(flash "${name}" "${offset}" "${file}" ${ARGN})
        else() # ESP8266_RTOS_SDK
            esptool_py_flash_project_args("${name}" "${offset}" "${file}" FLASH_IN_PROJECT)
        endif()
    endfunction()
    set(example_idf_added)
    example_add_image(media 0x22000 "${EXAMPLE_DIR}/images/media.bin"
        ALWAYS_PLAINTEXT)
    list(APPEND example_idf_added --add "0x22000=${EXAMPLE_DIR}/images/media.bin")
    foreach(example_file "partition_table_bin partition-table partition_table/partition-table.bin"
            "bootloader bootloader bootloader/bootloader.bin")
        separate_arguments(example_file)
        list(GET example_file 0 example_target)
        list(GET example_file 1 example_place)
        list(GET example_file 2 example_path)
        if(TARGET ${example_target})
            list(APPEND example_idf_added --add "${example_place}=${CMAKE_BINARY_DIR}/${example_path}")
        endif()
    endforeach()
    add_custom_target(example-check COMMAND ${example_check} ${example_idf_added}
        WORKING_DIRECTORY "${EXAMPLE_ROOT}" VERBATIM)
    foreach(example_target example-all app partition_table_bin bootloader)
        if(TARGET ${example_target})
            add_dependencies(example-check ${example_target})
        endif()
    endforeach()
    foreach(example_target flash encrypted-flash)
        if(TARGET ${example_target})
            add_dependencies(${example_target} example-check)
        endif()
    endforeach()
    add_custom_target(example-merged
        COMMAND "${CMAKE_COMMAND}" -E echo "the SDK's own command merges all images: idf.py merge-bin"
        COMMAND "${CMAKE_COMMAND}" -E false VERBATIM)
else()
    add_custom_target(example-flash
        COMMAND ${example_check} ${example_flash_added}
        COMMAND ${example_esptool} ${example_write} ${example_flash_words}
        DEPENDS ${example_flash_files} WORKING_DIRECTORY "${EXAMPLE_ROOT}" USES_TERMINAL VERBATIM)
    example_alias(flash)
    add_custom_command(OUTPUT "${EXAMPLE_DIR}/example-merged.bin"
        COMMAND ${example_check} ${example_merged_added}
        COMMAND ${example_esptool} ${example_merge} -o "${EXAMPLE_DIR}/example-merged.bin" ${example_merged_words}
        DEPENDS ${example_merged_files} WORKING_DIRECTORY "${EXAMPLE_ROOT}" VERBATIM)
    add_custom_target(example-merged DEPENDS "${EXAMPLE_DIR}/example-merged.bin")
endif()

if(EXAMPLE_NVS_IMAGE)
add_custom_target(example-flash-nvs
    COMMAND ${example_check} --add "0x9000=${EXAMPLE_NVS_IMAGE}"
    COMMAND ${example_esptool} ${example_write} 0x9000 "${EXAMPLE_NVS_IMAGE}"
    DEPENDS "${EXAMPLE_NVS_IMAGE}" WORKING_DIRECTORY "${EXAMPLE_ROOT}" USES_TERMINAL VERBATIM)
else()
add_custom_target(example-flash-nvs
    COMMAND "${CMAKE_COMMAND}" -E echo "nothing to flash: set EXAMPLE_NVS_IMAGE"
    COMMAND "${CMAKE_COMMAND}" -E false VERBATIM)
endif()
example_alias(flash-nvs)
add_custom_target(example-erase-nvs
    COMMAND ${example_esptool} ${example_erase} 0x9000 0x3000
    USES_TERMINAL VERBATIM)
example_alias(erase-nvs)

if(EXAMPLE_OTADATA_IMAGE)
add_custom_target(example-flash-otadata
    COMMAND ${example_check} --add "0xc000=${EXAMPLE_OTADATA_IMAGE}"
    COMMAND ${example_esptool} ${example_write} 0xc000 "${EXAMPLE_OTADATA_IMAGE}"
    DEPENDS "${EXAMPLE_OTADATA_IMAGE}" WORKING_DIRECTORY "${EXAMPLE_ROOT}" USES_TERMINAL VERBATIM)
else()
add_custom_target(example-flash-otadata
    COMMAND "${CMAKE_COMMAND}" -E echo "nothing to flash: set EXAMPLE_OTADATA_IMAGE"
    COMMAND "${CMAKE_COMMAND}" -E false VERBATIM)
endif()
example_alias(flash-otadata)
add_custom_target(example-erase-otadata
    COMMAND ${example_esptool} ${example_erase} 0xc000 0x2000
    USES_TERMINAL VERBATIM)
example_alias(erase-otadata)

add_custom_target(example-erase-ota_0
    COMMAND ${example_esptool} ${example_erase} 0x10000 0x2000
    USES_TERMINAL VERBATIM)
example_alias(erase-ota_0)

add_custom_target(example-erase-ota_1
    COMMAND ${example_esptool} ${example_erase} 0x20000 0x2000
    USES_TERMINAL VERBATIM)
example_alias(erase-ota_1)

add_custom_target(example-flash-media
    COMMAND ${example_check} --add "0x22000=${EXAMPLE_DIR}/images/media.bin"
    COMMAND ${example_esptool} ${example_write} 0x22000 "${EXAMPLE_DIR}/images/media.bin"
    DEPENDS "${EXAMPLE_DIR}/images/media.bin" WORKING_DIRECTORY "${EXAMPLE_ROOT}" USES_TERMINAL VERBATIM)
example_alias(flash-media)
add_custom_target(example-erase-media
    COMMAND ${example_esptool} ${example_erase} 0x22000 0x2000
    USES_TERMINAL VERBATIM)
example_alias(erase-media)

