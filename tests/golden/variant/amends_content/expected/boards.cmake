# boards, variant lite, revision 1. Made by schemac: include it in a CMake project; in an ESP-IDF project,
# after project(). Targets:
#   boards-all      tables and images (a part of `all`)
#   boards-merged   one image of everything that is flashed
#   boards-flash, boards-flash-PARTITION, boards-erase-PARTITION, boards-ota-flash
#   flash, flash-PARTITION, erase-PARTITION, ota-flash: the same for all included fragments
#   boards-header   a library: the header, and its constants once for the program
# A partition without a generated image is flashed from BOARDS_PARTITION_IMAGE,
# if that is set before this file is included: set(BOARDS_OTA_0_IMAGE app.bin)
# Before anything is flashed, `schemac check` judges all that is: what is too large, of another chip
# or missing stops it. ESPTOOL is what flashes, version 4 or later.

if(TARGET boards-all) # already included
    return()
endif()
set(BOARDS_DIR "${CMAKE_CURRENT_LIST_DIR}")
get_filename_component(BOARDS_ROOT "${BOARDS_DIR}/.." ABSOLUTE)
set(BOARDS_FRAGMENT "${CMAKE_CURRENT_LIST_FILE}")
find_program(SCHEMAC schemac REQUIRED)

if(NOT DEFINED ESPTOOL AND COMMAND esptool_py_flash_target_image AND COMMAND idf_build_get_property)
    idf_build_get_property(boards_python PYTHON)
    set(ESPTOOL "\"${boards_python}\" -m esptool" CACHE STRING "esptool, with any options")
elseif(NOT DEFINED ESPTOOL)
    find_program(ESPTOOL_PROGRAM NAMES esptool esptool.py)
    mark_as_advanced(ESPTOOL_PROGRAM)
    if(ESPTOOL_PROGRAM)
        set(ESPTOOL "\"${ESPTOOL_PROGRAM}\"" CACHE STRING "esptool, with any options")
    endif()
endif()
if(ESPTOOL)
    separate_arguments(boards_esptool NATIVE_COMMAND "${ESPTOOL}")
else() # it may be installed later
    set(boards_esptool esptool)
endif()
set(boards_write write-flash -fs 8MB)
set(boards_merge merge-bin -fs 8MB)
set(boards_erase erase-region)
execute_process(COMMAND ${boards_esptool} version
    OUTPUT_VARIABLE boards_version ERROR_QUIET RESULT_VARIABLE boards_result)
if(boards_version MATCHES "v[1-4][.]") # 5 has dashes
    set(boards_write write_flash -fs 8MB)
    set(boards_merge merge_bin -fs 8MB)
    set(boards_erase erase_region)
endif()
list(APPEND boards_esptool --chip "esp32s3")
set(boards_check "${SCHEMAC}" "check" "--quiet" "--variant=lite" "input.pschema")

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
# nvs: 24K, content 028abe1d
add_custom_command(OUTPUT "${BOARDS_DIR}/images/nvs.bin"
    COMMAND "${SCHEMAC}" "generate" "--quiet" "--variant=lite" "input.pschema" "nvs" -o "${BOARDS_DIR}/images/nvs.bin"
    COMMAND "${CMAKE_COMMAND}" -E touch "${BOARDS_DIR}/images/nvs.bin"
    DEPENDS "${BOARDS_FRAGMENT}"
    WORKING_DIRECTORY "${BOARDS_ROOT}" VERBATIM)
list(APPEND boards_images "${BOARDS_DIR}/images/nvs.bin")

# calib: 4K, content 91c1e072
add_custom_command(OUTPUT "${BOARDS_DIR}/images/calib.bin"
    COMMAND "${SCHEMAC}" "generate" "--quiet" "--variant=lite" "input.pschema" "calib" -o "${BOARDS_DIR}/images/calib.bin"
    COMMAND "${CMAKE_COMMAND}" -E touch "${BOARDS_DIR}/images/calib.bin"
    DEPENDS "${BOARDS_FRAGMENT}" "${BOARDS_ROOT}/input.pschema"
    WORKING_DIRECTORY "${BOARDS_ROOT}" VERBATIM)
list(APPEND boards_images "${BOARDS_DIR}/images/calib.bin")

add_custom_target(boards-all ALL DEPENDS ${boards_tables} ${boards_images})

set(boards_is_idf FALSE)
if(TARGET flash AND (COMMAND esptool_py_flash_target_image OR COMMAND esptool_py_flash_project_args))
    set(boards_is_idf TRUE)
endif()

function(boards_alias name)
    if(NOT TARGET ${name})
        add_custom_target(${name})
        set_target_properties(${name} PROPERTIES SCHEMAC_ALIAS TRUE)
    endif()
    get_target_property(is_alias ${name} SCHEMAC_ALIAS)
    if(boards_is_idf AND NOT is_alias)
        return()
    endif()
    add_dependencies(${name} boards-${name})
endfunction()

set(boards_flash_files)
set(boards_flash_words)
set(boards_flash_added)
list(APPEND boards_flash_files "${BOARDS_DIR}/main.bin")
list(APPEND boards_flash_words 0x8000 "${BOARDS_DIR}/main.bin")
list(APPEND boards_flash_added --add "0x8000=${BOARDS_DIR}/main.bin")
list(APPEND boards_flash_files "${BOARDS_DIR}/images/nvs.bin")
list(APPEND boards_flash_words 0x9000 "${BOARDS_DIR}/images/nvs.bin")
list(APPEND boards_flash_added --add "0x9000=${BOARDS_DIR}/images/nvs.bin")
list(APPEND boards_flash_files "${BOARDS_DIR}/images/calib.bin")
list(APPEND boards_flash_words 0xf000 "${BOARDS_DIR}/images/calib.bin")
list(APPEND boards_flash_added --add "0xf000=${BOARDS_DIR}/images/calib.bin")
if(BOARDS_FACTORY_IMAGE)
    get_filename_component(BOARDS_FACTORY_IMAGE "${BOARDS_FACTORY_IMAGE}" ABSOLUTE)
    list(APPEND boards_flash_files "${BOARDS_FACTORY_IMAGE}")
    list(APPEND boards_flash_words 0x10000 "${BOARDS_FACTORY_IMAGE}")
    list(APPEND boards_flash_added --add "0x10000=${BOARDS_FACTORY_IMAGE}")
endif()

if(boards_is_idf)
    function(boards_add_image name offset file)
        if(COMMAND esptool_py_flash_target_image) # ESP-IDF
            esptool_py_flash_target_image(flash "${name}" "${offset}" "${file}" ${ARGN})
        else() # ESP8266_RTOS_SDK
            esptool_py_flash_project_args("${name}" "${offset}" "${file}" FLASH_IN_PROJECT)
        endif()
    endfunction()
    set(boards_idf_added)
    boards_add_image(nvs 0x9000 "${BOARDS_DIR}/images/nvs.bin"
        ALWAYS_PLAINTEXT)
    list(APPEND boards_idf_added --add "0x9000=${BOARDS_DIR}/images/nvs.bin")
    boards_add_image(calib 0xf000 "${BOARDS_DIR}/images/calib.bin"
        ALWAYS_PLAINTEXT)
    list(APPEND boards_idf_added --add "0xf000=${BOARDS_DIR}/images/calib.bin")
    foreach(boards_file "partition_table_bin partition-table partition_table/partition-table.bin"
            "bootloader bootloader bootloader/bootloader.bin")
        separate_arguments(boards_file)
        list(GET boards_file 0 boards_target)
        list(GET boards_file 1 boards_place)
        list(GET boards_file 2 boards_path)
        if(TARGET ${boards_target})
            list(APPEND boards_idf_added --add "${boards_place}=${CMAKE_BINARY_DIR}/${boards_path}")
        endif()
    endforeach()
    add_custom_target(boards-check COMMAND ${boards_check} ${boards_idf_added}
        WORKING_DIRECTORY "${BOARDS_ROOT}" VERBATIM)
    foreach(boards_target boards-all app partition_table_bin bootloader)
        if(TARGET ${boards_target})
            add_dependencies(boards-check ${boards_target})
        endif()
    endforeach()
    foreach(boards_target flash encrypted-flash)
        if(TARGET ${boards_target})
            add_dependencies(${boards_target} boards-check)
        endif()
    endforeach()
    message(STATUS "flash overwrites what the device keeps in: nvs")
    add_custom_target(boards-merged
        COMMAND "${CMAKE_COMMAND}" -E echo "the SDK's own command merges all images: idf.py merge-bin"
        COMMAND "${CMAKE_COMMAND}" -E false VERBATIM)
else()
    add_custom_target(boards-flash
        COMMAND "${CMAKE_COMMAND}" -E echo
            "flashing overwrites what the device keeps in: nvs"
        COMMAND ${boards_check} ${boards_flash_added}
        COMMAND ${boards_esptool} ${boards_write} ${boards_flash_words}
        DEPENDS ${boards_flash_files} WORKING_DIRECTORY "${BOARDS_ROOT}" USES_TERMINAL VERBATIM)
    boards_alias(flash)
    add_custom_command(OUTPUT "${BOARDS_DIR}/boards-merged.bin"
        COMMAND ${boards_check} ${boards_flash_added}
        COMMAND ${boards_esptool} ${boards_merge} -o "${BOARDS_DIR}/boards-merged.bin" ${boards_flash_words}
        DEPENDS ${boards_flash_files} WORKING_DIRECTORY "${BOARDS_ROOT}" VERBATIM)
    add_custom_target(boards-merged DEPENDS "${BOARDS_DIR}/boards-merged.bin")
endif()

add_custom_target(boards-flash-nvs
    COMMAND ${boards_check} --add "0x9000=${BOARDS_DIR}/images/nvs.bin"
    COMMAND ${boards_esptool} ${boards_write} 0x9000 "${BOARDS_DIR}/images/nvs.bin"
    DEPENDS "${BOARDS_DIR}/images/nvs.bin" WORKING_DIRECTORY "${BOARDS_ROOT}" USES_TERMINAL VERBATIM)
boards_alias(flash-nvs)
add_custom_target(boards-erase-nvs
    COMMAND ${boards_esptool} ${boards_erase} 0x9000 0x6000
    USES_TERMINAL VERBATIM)
boards_alias(erase-nvs)

add_custom_target(boards-flash-calib
    COMMAND ${boards_check} --add "0xf000=${BOARDS_DIR}/images/calib.bin"
    COMMAND ${boards_esptool} ${boards_write} 0xf000 "${BOARDS_DIR}/images/calib.bin"
    DEPENDS "${BOARDS_DIR}/images/calib.bin" WORKING_DIRECTORY "${BOARDS_ROOT}" USES_TERMINAL VERBATIM)
boards_alias(flash-calib)
add_custom_target(boards-erase-calib
    COMMAND ${boards_esptool} ${boards_erase} 0xf000 0x1000
    USES_TERMINAL VERBATIM)
boards_alias(erase-calib)

if(BOARDS_FACTORY_IMAGE)
add_custom_target(boards-flash-factory
    COMMAND ${boards_check} --add "0x10000=${BOARDS_FACTORY_IMAGE}"
    COMMAND ${boards_esptool} ${boards_write} 0x10000 "${BOARDS_FACTORY_IMAGE}"
    DEPENDS "${BOARDS_FACTORY_IMAGE}" WORKING_DIRECTORY "${BOARDS_ROOT}" USES_TERMINAL VERBATIM)
else()
add_custom_target(boards-flash-factory
    COMMAND "${CMAKE_COMMAND}" -E echo "nothing to flash: set BOARDS_FACTORY_IMAGE"
    COMMAND "${CMAKE_COMMAND}" -E false VERBATIM)
endif()
boards_alias(flash-factory)
add_custom_target(boards-erase-factory
    COMMAND ${boards_esptool} ${boards_erase} 0x10000 0x100000
    USES_TERMINAL VERBATIM)
boards_alias(erase-factory)

