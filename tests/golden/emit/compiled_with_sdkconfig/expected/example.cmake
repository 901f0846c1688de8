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
set(example_write write-flash -fs 4MB)
set(example_merge merge-bin -fs 4MB)
set(example_erase erase-region)
execute_process(COMMAND ${example_esptool} version
    OUTPUT_VARIABLE example_version ERROR_QUIET RESULT_VARIABLE example_result)
if(example_version MATCHES "v[1-4][.]") # 5 has dashes
    set(example_write write_flash -fs 4MB)
    set(example_merge merge_bin -fs 4MB)
    set(example_erase erase_region)
endif()
list(APPEND example_esptool --chip "esp32")
set(example_check "${SCHEMAC}" "check" "--quiet" "--kconfig=Kconfig" "--sdkconfig=./-sdkconfig" "--sdkconfig-rename=sdkconfig.rename" "input.pschema")

set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS
    "${EXAMPLE_ROOT}/input.pschema"
    "${EXAMPLE_ROOT}/Kconfig"
    "${EXAMPLE_ROOT}/sdkconfig.rename"
    "${EXAMPLE_ROOT}/./-sdkconfig"
    "${EXAMPLE_ROOT}/main/Kconfig")
file(READ "${EXAMPLE_FRAGMENT}" example_before)
execute_process(
    COMMAND "${SCHEMAC}" "compile" "--quiet" "--kconfig=Kconfig" "--sdkconfig=./-sdkconfig" "--sdkconfig-rename=sdkconfig.rename" "--emit=bin,depfile,make,cmake" "-o" "out" "input.pschema"
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
        COMMAND "${SCHEMAC}" "compile" "--quiet" "--kconfig=Kconfig" "--sdkconfig=./-sdkconfig" "--sdkconfig-rename=sdkconfig.rename" "--emit=bin,depfile,make,cmake" "-o" "out" "input.pschema" WORKING_DIRECTORY "${EXAMPLE_ROOT}" VERBATIM)
endif()

set(example_images)
# nvs: 24K, content 03735c5b
add_custom_command(OUTPUT "${EXAMPLE_DIR}/images/nvs.bin"
    COMMAND "${SCHEMAC}" "generate" "--quiet" "--kconfig=Kconfig" "--sdkconfig=./-sdkconfig" "--sdkconfig-rename=sdkconfig.rename" "input.pschema" "nvs" -o "${EXAMPLE_DIR}/images/nvs.bin"
    COMMAND "${CMAKE_COMMAND}" -E touch "${EXAMPLE_DIR}/images/nvs.bin"
    DEPENDS "${EXAMPLE_FRAGMENT}"
    WORKING_DIRECTORY "${EXAMPLE_ROOT}" VERBATIM)
list(APPEND example_images "${EXAMPLE_DIR}/images/nvs.bin")

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
list(APPEND example_flash_files "${EXAMPLE_DIR}/images/nvs.bin")
list(APPEND example_flash_words 0x9000 "${EXAMPLE_DIR}/images/nvs.bin")
list(APPEND example_flash_added --add "0x9000=${EXAMPLE_DIR}/images/nvs.bin")
if(EXAMPLE_BLE_IMAGE)
    get_filename_component(EXAMPLE_BLE_IMAGE "${EXAMPLE_BLE_IMAGE}" ABSOLUTE)
    list(APPEND example_flash_files "${EXAMPLE_BLE_IMAGE}")
    list(APPEND example_flash_words 0xf000 "${EXAMPLE_BLE_IMAGE}")
    list(APPEND example_flash_added --add "0xf000=${EXAMPLE_BLE_IMAGE}")
endif()
if(EXAMPLE_FACTORY_IMAGE)
    get_filename_component(EXAMPLE_FACTORY_IMAGE "${EXAMPLE_FACTORY_IMAGE}" ABSOLUTE)
    list(APPEND example_flash_files "${EXAMPLE_FACTORY_IMAGE}")
    list(APPEND example_flash_words 0x20000 "${EXAMPLE_FACTORY_IMAGE}")
    list(APPEND example_flash_added --add "0x20000=${EXAMPLE_FACTORY_IMAGE}")
endif()

if(example_is_idf)
    function(example_add_image name offset file)
        if(COMMAND esptool_py_flash_target_image) # ESP-IDF
            esptool_py_flash_target_image(flash "${name}" "${offset}" "${file}" ${ARGN})
        else() # ESP8266_RTOS_SDK
            esptool_py_flash_project_args("${name}" "${offset}" "${file}" FLASH_IN_PROJECT)
        endif()
    endfunction()
    set(example_idf_added)
    example_add_image(nvs 0x9000 "${EXAMPLE_DIR}/images/nvs.bin"
        ALWAYS_PLAINTEXT)
    list(APPEND example_idf_added --add "0x9000=${EXAMPLE_DIR}/images/nvs.bin")
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
    message(STATUS "flash overwrites what the device keeps in: nvs")
    add_custom_target(example-merged
        COMMAND "${CMAKE_COMMAND}" -E echo "the SDK's own command merges all images: idf.py merge-bin"
        COMMAND "${CMAKE_COMMAND}" -E false VERBATIM)
else()
    add_custom_target(example-flash
        COMMAND "${CMAKE_COMMAND}" -E echo
            "flashing overwrites what the device keeps in: nvs"
        COMMAND ${example_check} ${example_flash_added}
        COMMAND ${example_esptool} ${example_write} ${example_flash_words}
        DEPENDS ${example_flash_files} WORKING_DIRECTORY "${EXAMPLE_ROOT}" USES_TERMINAL VERBATIM)
    example_alias(flash)
    add_custom_command(OUTPUT "${EXAMPLE_DIR}/example-merged.bin"
        COMMAND ${example_check} ${example_flash_added}
        COMMAND ${example_esptool} ${example_merge} -o "${EXAMPLE_DIR}/example-merged.bin" ${example_flash_words}
        DEPENDS ${example_flash_files} WORKING_DIRECTORY "${EXAMPLE_ROOT}" VERBATIM)
    add_custom_target(example-merged DEPENDS "${EXAMPLE_DIR}/example-merged.bin")
endif()

add_custom_target(example-flash-nvs
    COMMAND ${example_check} --add "0x9000=${EXAMPLE_DIR}/images/nvs.bin"
    COMMAND ${example_esptool} ${example_write} 0x9000 "${EXAMPLE_DIR}/images/nvs.bin"
    DEPENDS "${EXAMPLE_DIR}/images/nvs.bin" WORKING_DIRECTORY "${EXAMPLE_ROOT}" USES_TERMINAL VERBATIM)
example_alias(flash-nvs)
add_custom_target(example-erase-nvs
    COMMAND ${example_esptool} ${example_erase} 0x9000 0x6000
    USES_TERMINAL VERBATIM)
example_alias(erase-nvs)

if(EXAMPLE_BLE_IMAGE)
add_custom_target(example-flash-ble
    COMMAND ${example_check} --add "0xf000=${EXAMPLE_BLE_IMAGE}"
    COMMAND ${example_esptool} ${example_write} 0xf000 "${EXAMPLE_BLE_IMAGE}"
    DEPENDS "${EXAMPLE_BLE_IMAGE}" WORKING_DIRECTORY "${EXAMPLE_ROOT}" USES_TERMINAL VERBATIM)
else()
add_custom_target(example-flash-ble
    COMMAND "${CMAKE_COMMAND}" -E echo "nothing to flash: set EXAMPLE_BLE_IMAGE"
    COMMAND "${CMAKE_COMMAND}" -E false VERBATIM)
endif()
example_alias(flash-ble)
add_custom_target(example-erase-ble
    COMMAND ${example_esptool} ${example_erase} 0xf000 0x4000
    USES_TERMINAL VERBATIM)
example_alias(erase-ble)

if(EXAMPLE_FACTORY_IMAGE)
add_custom_target(example-flash-factory
    COMMAND ${example_check} --add "0x20000=${EXAMPLE_FACTORY_IMAGE}"
    COMMAND ${example_esptool} ${example_write} 0x20000 "${EXAMPLE_FACTORY_IMAGE}"
    DEPENDS "${EXAMPLE_FACTORY_IMAGE}" WORKING_DIRECTORY "${EXAMPLE_ROOT}" USES_TERMINAL VERBATIM)
else()
add_custom_target(example-flash-factory
    COMMAND "${CMAKE_COMMAND}" -E echo "nothing to flash: set EXAMPLE_FACTORY_IMAGE"
    COMMAND "${CMAKE_COMMAND}" -E false VERBATIM)
endif()
example_alias(flash-factory)
add_custom_target(example-erase-factory
    COMMAND ${example_esptool} ${example_erase} 0x20000 0x100000
    USES_TERMINAL VERBATIM)
example_alias(erase-factory)

