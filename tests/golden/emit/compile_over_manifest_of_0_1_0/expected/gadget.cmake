# gadget, revision 1. Made by schemac: include it in a CMake project; in an ESP-IDF project,
# after project(). Targets:
#   gadget-all      tables and images (a part of `all`)
#   gadget-merged   one image of everything that is flashed
#   gadget-flash, gadget-flash-PARTITION, gadget-erase-PARTITION, gadget-ota-flash
#   flash, flash-PARTITION, erase-PARTITION, ota-flash: the same for all included fragments
#   gadget-header   a library: the header, and its constants once for the program
# A partition without a generated image is flashed from GADGET_PARTITION_IMAGE,
# if that is set before this file is included: set(GADGET_OTA_0_IMAGE app.bin)
# Before anything is flashed, `schemac check` judges all that is: what is too large, of another chip
# or missing stops it. ESPTOOL is what flashes, version 4 or later.

if(TARGET gadget-all) # already included
    return()
endif()
set(GADGET_DIR "${CMAKE_CURRENT_LIST_DIR}")
get_filename_component(GADGET_ROOT "${GADGET_DIR}/.." ABSOLUTE)
set(GADGET_FRAGMENT "${CMAKE_CURRENT_LIST_FILE}")
find_program(SCHEMAC schemac REQUIRED)

if(NOT DEFINED ESPTOOL AND COMMAND esptool_py_flash_target_image AND COMMAND idf_build_get_property)
    idf_build_get_property(gadget_python PYTHON)
    set(ESPTOOL "\"${gadget_python}\" -m esptool" CACHE STRING "esptool, with any options")
elseif(NOT DEFINED ESPTOOL)
    find_program(ESPTOOL_PROGRAM NAMES esptool esptool.py)
    mark_as_advanced(ESPTOOL_PROGRAM)
    if(ESPTOOL_PROGRAM)
        set(ESPTOOL "\"${ESPTOOL_PROGRAM}\"" CACHE STRING "esptool, with any options")
    endif()
endif()
if(ESPTOOL)
    separate_arguments(gadget_esptool NATIVE_COMMAND "${ESPTOOL}")
else() # it may be installed later
    set(gadget_esptool esptool)
endif()
set(gadget_write write-flash -fs 4MB)
set(gadget_merge merge-bin -fs 4MB)
set(gadget_erase erase-region)
execute_process(COMMAND ${gadget_esptool} version
    OUTPUT_VARIABLE gadget_version ERROR_QUIET RESULT_VARIABLE gadget_result)
if(gadget_version MATCHES "v[1-4][.]") # 5 has dashes
    set(gadget_write write_flash -fs 4MB)
    set(gadget_merge merge_bin -fs 4MB)
    set(gadget_erase erase_region)
endif()
list(APPEND gadget_esptool --chip "esp32")
set(gadget_check "${SCHEMAC}" "check" "--quiet" "input.pschema")

set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS
    "${GADGET_ROOT}/input.pschema")
file(READ "${GADGET_FRAGMENT}" gadget_before)
execute_process(
    COMMAND "${SCHEMAC}" "compile" "--quiet" "-o" "out" "input.pschema"
    WORKING_DIRECTORY "${GADGET_ROOT}" RESULT_VARIABLE gadget_result)
if(NOT gadget_result EQUAL 0)
    message(FATAL_ERROR "schemac could not compile the schema")
endif()
file(READ "${GADGET_FRAGMENT}" gadget_after)
if(NOT gadget_before STREQUAL gadget_after)
    include("${GADGET_FRAGMENT}")
    return()
endif()

set(gadget_tables "${GADGET_DIR}/partitions.bin")
if(gadget_tables)
    add_custom_command(OUTPUT ${gadget_tables}
        COMMAND "${SCHEMAC}" "compile" "--quiet" "-o" "out" "input.pschema" WORKING_DIRECTORY "${GADGET_ROOT}" VERBATIM)
endif()

# The header, and what it returns, once for a program in C: target_link_libraries(PROGRAM gadget-header)
add_library(gadget-header INTERFACE)
target_sources(gadget-header INTERFACE "${GADGET_DIR}/gadget.c")
target_include_directories(gadget-header INTERFACE "${GADGET_DIR}")
target_compile_definitions(gadget-header INTERFACE GADGET_SOURCE)
if(TARGET idf::pschema) # in an ESP-IDF project, so has every component that requires pschema
    get_target_property(gadget_runtime idf::pschema ALIASED_TARGET)
    target_sources(${gadget_runtime} PRIVATE "${GADGET_DIR}/gadget.c")
    target_include_directories(${gadget_runtime} PUBLIC "${GADGET_DIR}")
    target_compile_definitions(${gadget_runtime} INTERFACE GADGET_SOURCE)
endif()

set(gadget_images)
add_custom_target(gadget-all ALL DEPENDS ${gadget_tables} ${gadget_images})

set(gadget_is_idf FALSE)
if(TARGET flash AND (COMMAND esptool_py_flash_target_image OR COMMAND esptool_py_flash_project_args))
    set(gadget_is_idf TRUE)
endif()

function(gadget_alias name)
    if(NOT TARGET ${name})
        add_custom_target(${name})
        set_target_properties(${name} PROPERTIES SCHEMAC_ALIAS TRUE)
    endif()
    get_target_property(is_alias ${name} SCHEMAC_ALIAS)
    if(gadget_is_idf AND NOT is_alias)
        return()
    endif()
    add_dependencies(${name} gadget-${name})
endfunction()

set(gadget_flash_files)
set(gadget_flash_words)
set(gadget_flash_added)
list(APPEND gadget_flash_files "${GADGET_DIR}/partitions.bin")
list(APPEND gadget_flash_words 0x8000 "${GADGET_DIR}/partitions.bin")
list(APPEND gadget_flash_added --add "0x8000=${GADGET_DIR}/partitions.bin")
if(GADGET_NVS_IMAGE)
    get_filename_component(GADGET_NVS_IMAGE "${GADGET_NVS_IMAGE}" ABSOLUTE)
    list(APPEND gadget_flash_files "${GADGET_NVS_IMAGE}")
    list(APPEND gadget_flash_words 0x9000 "${GADGET_NVS_IMAGE}")
    list(APPEND gadget_flash_added --add "0x9000=${GADGET_NVS_IMAGE}")
endif()
if(GADGET_FACTORY_IMAGE)
    get_filename_component(GADGET_FACTORY_IMAGE "${GADGET_FACTORY_IMAGE}" ABSOLUTE)
    list(APPEND gadget_flash_files "${GADGET_FACTORY_IMAGE}")
    list(APPEND gadget_flash_words 0x10000 "${GADGET_FACTORY_IMAGE}")
    list(APPEND gadget_flash_added --add "0x10000=${GADGET_FACTORY_IMAGE}")
endif()

if(gadget_is_idf)
    function(gadget_add_image name offset file)
        if(COMMAND esptool_py_flash_target_image) # ESP-IDF
            esptool_py_flash_target_image(flash "${name}" "${offset}" "${file}" ${ARGN})
        else() # ESP8266_RTOS_SDK
            esptool_py_flash_project_args("${name}" "${offset}" "${file}" FLASH_IN_PROJECT)
        endif()
    endfunction()
    set(gadget_idf_added)
    foreach(gadget_file "partition_table_bin partition-table partition_table/partition-table.bin"
            "bootloader bootloader bootloader/bootloader.bin")
        separate_arguments(gadget_file)
        list(GET gadget_file 0 gadget_target)
        list(GET gadget_file 1 gadget_place)
        list(GET gadget_file 2 gadget_path)
        if(TARGET ${gadget_target})
            list(APPEND gadget_idf_added --add "${gadget_place}=${CMAKE_BINARY_DIR}/${gadget_path}")
        endif()
    endforeach()
    add_custom_target(gadget-check COMMAND ${gadget_check} ${gadget_idf_added}
        WORKING_DIRECTORY "${GADGET_ROOT}" VERBATIM)
    foreach(gadget_target gadget-all app partition_table_bin bootloader)
        if(TARGET ${gadget_target})
            add_dependencies(gadget-check ${gadget_target})
        endif()
    endforeach()
    foreach(gadget_target flash encrypted-flash)
        if(TARGET ${gadget_target})
            add_dependencies(${gadget_target} gadget-check)
        endif()
    endforeach()
    add_custom_target(gadget-merged
        COMMAND "${CMAKE_COMMAND}" -E echo "the SDK's own command merges all images: idf.py merge-bin"
        COMMAND "${CMAKE_COMMAND}" -E false VERBATIM)
else()
    add_custom_target(gadget-flash
        COMMAND ${gadget_check} ${gadget_flash_added}
        COMMAND ${gadget_esptool} ${gadget_write} ${gadget_flash_words}
        DEPENDS ${gadget_flash_files} WORKING_DIRECTORY "${GADGET_ROOT}" USES_TERMINAL VERBATIM)
    gadget_alias(flash)
    add_custom_command(OUTPUT "${GADGET_DIR}/gadget-merged.bin"
        COMMAND ${gadget_check} ${gadget_flash_added}
        COMMAND ${gadget_esptool} ${gadget_merge} -o "${GADGET_DIR}/gadget-merged.bin" ${gadget_flash_words}
        DEPENDS ${gadget_flash_files} WORKING_DIRECTORY "${GADGET_ROOT}" VERBATIM)
    add_custom_target(gadget-merged DEPENDS "${GADGET_DIR}/gadget-merged.bin")
endif()

if(GADGET_NVS_IMAGE)
add_custom_target(gadget-flash-nvs
    COMMAND ${gadget_check} --add "0x9000=${GADGET_NVS_IMAGE}"
    COMMAND ${gadget_esptool} ${gadget_write} 0x9000 "${GADGET_NVS_IMAGE}"
    DEPENDS "${GADGET_NVS_IMAGE}" WORKING_DIRECTORY "${GADGET_ROOT}" USES_TERMINAL VERBATIM)
else()
add_custom_target(gadget-flash-nvs
    COMMAND "${CMAKE_COMMAND}" -E echo "nothing to flash: set GADGET_NVS_IMAGE"
    COMMAND "${CMAKE_COMMAND}" -E false VERBATIM)
endif()
gadget_alias(flash-nvs)
add_custom_target(gadget-erase-nvs
    COMMAND ${gadget_esptool} ${gadget_erase} 0x9000 0x6000
    USES_TERMINAL VERBATIM)
gadget_alias(erase-nvs)

if(GADGET_FACTORY_IMAGE)
add_custom_target(gadget-flash-factory
    COMMAND ${gadget_check} --add "0x10000=${GADGET_FACTORY_IMAGE}"
    COMMAND ${gadget_esptool} ${gadget_write} 0x10000 "${GADGET_FACTORY_IMAGE}"
    DEPENDS "${GADGET_FACTORY_IMAGE}" WORKING_DIRECTORY "${GADGET_ROOT}" USES_TERMINAL VERBATIM)
else()
add_custom_target(gadget-flash-factory
    COMMAND "${CMAKE_COMMAND}" -E echo "nothing to flash: set GADGET_FACTORY_IMAGE"
    COMMAND "${CMAKE_COMMAND}" -E false VERBATIM)
endif()
gadget_alias(flash-factory)
add_custom_target(gadget-erase-factory
    COMMAND ${gadget_esptool} ${gadget_erase} 0x10000 0x100000
    USES_TERMINAL VERBATIM)
gadget_alias(erase-factory)

