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
# nvs: 24K, content b67d3459
add_custom_command(OUTPUT "${EXAMPLE_DIR}/images/nvs.bin"
    COMMAND "${SCHEMAC}" "generate" "--quiet" "--kconfig=Kconfig" "--sdkconfig=./-sdkconfig" "--sdkconfig-rename=sdkconfig.rename" "input.pschema" "nvs" -o "${EXAMPLE_DIR}/images/nvs.bin"
    COMMAND "${CMAKE_COMMAND}" -E touch "${EXAMPLE_DIR}/images/nvs.bin"
    DEPENDS "${EXAMPLE_FRAGMENT}"
    WORKING_DIRECTORY "${EXAMPLE_ROOT}" VERBATIM)
list(APPEND example_images "${EXAMPLE_DIR}/images/nvs.bin")

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
list(APPEND example_flash_files "${EXAMPLE_DIR}/images/nvs.bin")
list(APPEND example_flash_words 0x9000 "${EXAMPLE_DIR}/images/nvs.bin")
if(EXAMPLE_BLE_IMAGE)
    get_filename_component(EXAMPLE_BLE_IMAGE "${EXAMPLE_BLE_IMAGE}" ABSOLUTE)
    list(APPEND example_flash_files "${EXAMPLE_BLE_IMAGE}")
    list(APPEND example_flash_words 0xf000 "${EXAMPLE_BLE_IMAGE}")
endif()
if(EXAMPLE_FACTORY_IMAGE)
    get_filename_component(EXAMPLE_FACTORY_IMAGE "${EXAMPLE_FACTORY_IMAGE}" ABSOLUTE)
    list(APPEND example_flash_files "${EXAMPLE_FACTORY_IMAGE}")
    list(APPEND example_flash_words 0x20000 "${EXAMPLE_FACTORY_IMAGE}")
endif()

if(COMMAND esptool_py_flash_target_image AND TARGET flash)
    esptool_py_flash_target_image(flash nvs 0x9000 "${EXAMPLE_DIR}/images/nvs.bin"
        ALWAYS_PLAINTEXT)
    add_dependencies(flash example-all)
    if(TARGET encrypted-flash)
        add_dependencies(encrypted-flash example-all)
    endif()
    message(STATUS "flash overwrites what the device keeps in: nvs")
else()
    add_custom_target(example-flash
        COMMAND "${CMAKE_COMMAND}" -E echo
            "flashing overwrites what the device keeps in: nvs"
        COMMAND ${example_esptool} write_flash ${example_flash_words}
        DEPENDS ${example_flash_files} USES_TERMINAL VERBATIM)
    example_alias(flash)
endif()

add_custom_command(OUTPUT "${EXAMPLE_DIR}/example-merged.bin"
    COMMAND ${example_esptool} merge_bin -o "${EXAMPLE_DIR}/example-merged.bin" ${example_flash_words}
    DEPENDS ${example_flash_files} VERBATIM)
add_custom_target(example-merged DEPENDS "${EXAMPLE_DIR}/example-merged.bin")

add_custom_target(example-flash-nvs
    COMMAND ${example_esptool} write_flash 0x9000 "${EXAMPLE_DIR}/images/nvs.bin"
    DEPENDS "${EXAMPLE_DIR}/images/nvs.bin" USES_TERMINAL VERBATIM)
example_alias(flash-nvs)
add_custom_target(example-erase-nvs
    COMMAND ${example_esptool} erase_region 0x9000 0x6000
    USES_TERMINAL VERBATIM)
example_alias(erase-nvs)

if(EXAMPLE_BLE_IMAGE)
add_custom_target(example-flash-ble
    COMMAND ${example_esptool} write_flash 0xf000 "${EXAMPLE_BLE_IMAGE}"
    DEPENDS "${EXAMPLE_BLE_IMAGE}" USES_TERMINAL VERBATIM)
else()
add_custom_target(example-flash-ble
    COMMAND "${CMAKE_COMMAND}" -E echo "nothing to flash: set EXAMPLE_BLE_IMAGE"
    COMMAND "${CMAKE_COMMAND}" -E false VERBATIM)
endif()
example_alias(flash-ble)
add_custom_target(example-erase-ble
    COMMAND ${example_esptool} erase_region 0xf000 0x4000
    USES_TERMINAL VERBATIM)
example_alias(erase-ble)

if(EXAMPLE_FACTORY_IMAGE)
add_custom_target(example-flash-factory
    COMMAND ${example_esptool} write_flash 0x20000 "${EXAMPLE_FACTORY_IMAGE}"
    DEPENDS "${EXAMPLE_FACTORY_IMAGE}" USES_TERMINAL VERBATIM)
else()
add_custom_target(example-flash-factory
    COMMAND "${CMAKE_COMMAND}" -E echo "nothing to flash: set EXAMPLE_FACTORY_IMAGE"
    COMMAND "${CMAKE_COMMAND}" -E false VERBATIM)
endif()
example_alias(flash-factory)
add_custom_target(example-erase-factory
    COMMAND ${example_esptool} erase_region 0x20000 0x100000
    USES_TERMINAL VERBATIM)
example_alias(erase-factory)

