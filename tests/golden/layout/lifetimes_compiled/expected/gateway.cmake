# gateway, revision 3. Made by schemac: include it in a CMake project; in an ESP-IDF project,
# after project(). Targets:
#   gateway-all      tables and images (a part of `all`)
#   gateway-merged   one image of everything that is flashed
#   gateway-flash, gateway-flash-PARTITION, gateway-erase-PARTITION, gateway-ota-flash
#   flash, flash-PARTITION, erase-PARTITION, ota-flash: the same for all included fragments
#   gateway-header   a library: the header, and its constants once for the program
# A partition without a generated image is flashed from GATEWAY_PARTITION_IMAGE,
# if that is set before this file is included: set(GATEWAY_OTA_0_IMAGE app.bin)
# Before anything is flashed, `schemac check` judges all that is: what is too large, of another chip
# or missing stops it. ESPTOOL is what flashes, version 4 or later.
# Only the merged image, for blank devices, includes these: fctry, customer, calib, c_nvs.
# To flash one of them to a device in use, run its own target.

if(TARGET gateway-all) # already included
    return()
endif()
set(GATEWAY_DIR "${CMAKE_CURRENT_LIST_DIR}")
get_filename_component(GATEWAY_ROOT "${GATEWAY_DIR}/.." ABSOLUTE)
set(GATEWAY_FRAGMENT "${CMAKE_CURRENT_LIST_FILE}")
find_program(SCHEMAC schemac REQUIRED)

if(NOT DEFINED ESPTOOL AND COMMAND esptool_py_flash_target_image AND COMMAND idf_build_get_property)
    idf_build_get_property(gateway_python PYTHON)
    set(ESPTOOL "\"${gateway_python}\" -m esptool" CACHE STRING "esptool, with any options")
elseif(NOT DEFINED ESPTOOL)
    find_program(ESPTOOL_PROGRAM NAMES esptool esptool.py)
    mark_as_advanced(ESPTOOL_PROGRAM)
    if(ESPTOOL_PROGRAM)
        set(ESPTOOL "\"${ESPTOOL_PROGRAM}\"" CACHE STRING "esptool, with any options")
    endif()
endif()
if(ESPTOOL)
    separate_arguments(gateway_esptool NATIVE_COMMAND "${ESPTOOL}")
else() # it may be installed later
    set(gateway_esptool esptool)
endif()
set(gateway_write write-flash -fs 8MB)
set(gateway_merge merge-bin -fs 8MB)
set(gateway_erase erase-region)
execute_process(COMMAND ${gateway_esptool} version
    OUTPUT_VARIABLE gateway_version ERROR_QUIET RESULT_VARIABLE gateway_result)
if(gateway_version MATCHES "v[1-4][.]") # 5 has dashes
    set(gateway_write write_flash -fs 8MB)
    set(gateway_merge merge_bin -fs 8MB)
    set(gateway_erase erase_region)
endif()
list(APPEND gateway_esptool --chip "esp32s3")
set(gateway_check "${SCHEMAC}" "check" "--quiet" "input.pschema")

set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS
    "${GATEWAY_ROOT}/input.pschema")
file(READ "${GATEWAY_FRAGMENT}" gateway_before)
execute_process(
    COMMAND "${SCHEMAC}" "compile" "--quiet" "-o" "out" "input.pschema"
    WORKING_DIRECTORY "${GATEWAY_ROOT}" RESULT_VARIABLE gateway_result)
if(NOT gateway_result EQUAL 0)
    message(FATAL_ERROR "schemac could not compile the schema")
endif()
file(READ "${GATEWAY_FRAGMENT}" gateway_after)
if(NOT gateway_before STREQUAL gateway_after)
    include("${GATEWAY_FRAGMENT}")
    return()
endif()

set(gateway_tables "${GATEWAY_DIR}/main.bin" "${GATEWAY_DIR}/customer_table.bin")
if(gateway_tables)
    add_custom_command(OUTPUT ${gateway_tables}
        COMMAND "${SCHEMAC}" "compile" "--quiet" "-o" "out" "input.pschema" WORKING_DIRECTORY "${GATEWAY_ROOT}" VERBATIM)
endif()

# The header, and what it returns, once for a program in C: target_link_libraries(PROGRAM gateway-header)
add_library(gateway-header INTERFACE)
target_sources(gateway-header INTERFACE "${GATEWAY_DIR}/gateway.c")
target_include_directories(gateway-header INTERFACE "${GATEWAY_DIR}")
target_compile_definitions(gateway-header INTERFACE GATEWAY_SOURCE)
if(TARGET idf::pschema) # in an ESP-IDF project, so has every component that requires pschema
    get_target_property(gateway_runtime idf::pschema ALIASED_TARGET)
    target_sources(${gateway_runtime} PRIVATE "${GATEWAY_DIR}/gateway.c")
    target_include_directories(${gateway_runtime} PUBLIC "${GATEWAY_DIR}")
    target_compile_definitions(${gateway_runtime} INTERFACE GATEWAY_SOURCE)
endif()

set(gateway_images)
# nvs: 24K, content 01362aaa
add_custom_command(OUTPUT "${GATEWAY_DIR}/images/nvs.bin"
    COMMAND "${SCHEMAC}" "generate" "--quiet" "input.pschema" "nvs" -o "${GATEWAY_DIR}/images/nvs.bin"
    COMMAND "${CMAKE_COMMAND}" -E touch "${GATEWAY_DIR}/images/nvs.bin"
    DEPENDS "${GATEWAY_FRAGMENT}"
    WORKING_DIRECTORY "${GATEWAY_ROOT}" VERBATIM)
list(APPEND gateway_images "${GATEWAY_DIR}/images/nvs.bin")

# fctry: 24K, content 655bfd5b
add_custom_command(OUTPUT "${GATEWAY_DIR}/images/fctry.bin"
    COMMAND "${SCHEMAC}" "generate" "--quiet" "input.pschema" "fctry" -o "${GATEWAY_DIR}/images/fctry.bin"
    COMMAND "${CMAKE_COMMAND}" -E touch "${GATEWAY_DIR}/images/fctry.bin"
    DEPENDS "${GATEWAY_FRAGMENT}"
    WORKING_DIRECTORY "${GATEWAY_ROOT}" VERBATIM)
list(APPEND gateway_images "${GATEWAY_DIR}/images/fctry.bin")

add_custom_target(gateway-all ALL DEPENDS ${gateway_tables} ${gateway_images})

set(gateway_is_idf FALSE)
if(TARGET flash AND (COMMAND esptool_py_flash_target_image OR COMMAND esptool_py_flash_project_args))
    set(gateway_is_idf TRUE)
endif()

function(gateway_alias name)
    if(NOT TARGET ${name})
        add_custom_target(${name})
        set_target_properties(${name} PROPERTIES SCHEMAC_ALIAS TRUE)
    endif()
    get_target_property(is_alias ${name} SCHEMAC_ALIAS)
    if(gateway_is_idf AND NOT is_alias)
        return()
    endif()
    add_dependencies(${name} gateway-${name})
endfunction()

set(gateway_flash_files)
set(gateway_flash_words)
set(gateway_flash_added)
list(APPEND gateway_flash_files "${GATEWAY_DIR}/main.bin")
list(APPEND gateway_flash_words 0x8000 "${GATEWAY_DIR}/main.bin")
list(APPEND gateway_flash_added --add "0x8000=${GATEWAY_DIR}/main.bin")
list(APPEND gateway_flash_files "${GATEWAY_DIR}/images/nvs.bin")
list(APPEND gateway_flash_words 0x9000 "${GATEWAY_DIR}/images/nvs.bin")
list(APPEND gateway_flash_added --add "0x9000=${GATEWAY_DIR}/images/nvs.bin")
if(GATEWAY_OTADATA_IMAGE)
    get_filename_component(GATEWAY_OTADATA_IMAGE "${GATEWAY_OTADATA_IMAGE}" ABSOLUTE)
    list(APPEND gateway_flash_files "${GATEWAY_OTADATA_IMAGE}")
    list(APPEND gateway_flash_words 0xf000 "${GATEWAY_OTADATA_IMAGE}")
    list(APPEND gateway_flash_added --add "0xf000=${GATEWAY_OTADATA_IMAGE}")
endif()
if(GATEWAY_OTA_0_IMAGE)
    get_filename_component(GATEWAY_OTA_0_IMAGE "${GATEWAY_OTA_0_IMAGE}" ABSOLUTE)
    list(APPEND gateway_flash_files "${GATEWAY_OTA_0_IMAGE}")
    list(APPEND gateway_flash_words 0x30000 "${GATEWAY_OTA_0_IMAGE}")
    list(APPEND gateway_flash_added --add "0x30000=${GATEWAY_OTA_0_IMAGE}")
endif()
if(GATEWAY_OTA_1_IMAGE)
    get_filename_component(GATEWAY_OTA_1_IMAGE "${GATEWAY_OTA_1_IMAGE}" ABSOLUTE)
    list(APPEND gateway_flash_files "${GATEWAY_OTA_1_IMAGE}")
    list(APPEND gateway_flash_words 0x130000 "${GATEWAY_OTA_1_IMAGE}")
    list(APPEND gateway_flash_added --add "0x130000=${GATEWAY_OTA_1_IMAGE}")
endif()
if(GATEWAY_COREDUMP_IMAGE)
    get_filename_component(GATEWAY_COREDUMP_IMAGE "${GATEWAY_COREDUMP_IMAGE}" ABSOLUTE)
    list(APPEND gateway_flash_files "${GATEWAY_COREDUMP_IMAGE}")
    list(APPEND gateway_flash_words 0x7f0000 "${GATEWAY_COREDUMP_IMAGE}")
    list(APPEND gateway_flash_added --add "0x7f0000=${GATEWAY_COREDUMP_IMAGE}")
endif()
if(GATEWAY_C_CACHE_IMAGE)
    get_filename_component(GATEWAY_C_CACHE_IMAGE "${GATEWAY_C_CACHE_IMAGE}" ABSOLUTE)
    list(APPEND gateway_flash_files "${GATEWAY_C_CACHE_IMAGE}")
    list(APPEND gateway_flash_words 0x1e000 "${GATEWAY_C_CACHE_IMAGE}")
    list(APPEND gateway_flash_added --add "0x1e000=${GATEWAY_C_CACHE_IMAGE}")
endif()
set(gateway_merged_files)
set(gateway_merged_words)
set(gateway_merged_added)
list(APPEND gateway_merged_files "${GATEWAY_DIR}/main.bin")
list(APPEND gateway_merged_words 0x8000 "${GATEWAY_DIR}/main.bin")
list(APPEND gateway_merged_added --add "0x8000=${GATEWAY_DIR}/main.bin")
list(APPEND gateway_merged_files "${GATEWAY_DIR}/images/nvs.bin")
list(APPEND gateway_merged_words 0x9000 "${GATEWAY_DIR}/images/nvs.bin")
list(APPEND gateway_merged_added --add "0x9000=${GATEWAY_DIR}/images/nvs.bin")
list(APPEND gateway_merged_files "${GATEWAY_DIR}/images/fctry.bin")
list(APPEND gateway_merged_words 0x11000 "${GATEWAY_DIR}/images/fctry.bin")
list(APPEND gateway_merged_added --add "0x11000=${GATEWAY_DIR}/images/fctry.bin")
list(APPEND gateway_merged_files "${GATEWAY_DIR}/customer_table.bin")
list(APPEND gateway_merged_words 0x17000 "${GATEWAY_DIR}/customer_table.bin")
list(APPEND gateway_merged_added --add "0x17000=${GATEWAY_DIR}/customer_table.bin")
if(GATEWAY_OTADATA_IMAGE)
    get_filename_component(GATEWAY_OTADATA_IMAGE "${GATEWAY_OTADATA_IMAGE}" ABSOLUTE)
    list(APPEND gateway_merged_files "${GATEWAY_OTADATA_IMAGE}")
    list(APPEND gateway_merged_words 0xf000 "${GATEWAY_OTADATA_IMAGE}")
    list(APPEND gateway_merged_added --add "0xf000=${GATEWAY_OTADATA_IMAGE}")
endif()
if(GATEWAY_CALIB_IMAGE)
    get_filename_component(GATEWAY_CALIB_IMAGE "${GATEWAY_CALIB_IMAGE}" ABSOLUTE)
    list(APPEND gateway_merged_files "${GATEWAY_CALIB_IMAGE}")
    list(APPEND gateway_merged_words 0x27000 "${GATEWAY_CALIB_IMAGE}")
    list(APPEND gateway_merged_added --add "0x27000=${GATEWAY_CALIB_IMAGE}")
endif()
if(GATEWAY_OTA_0_IMAGE)
    get_filename_component(GATEWAY_OTA_0_IMAGE "${GATEWAY_OTA_0_IMAGE}" ABSOLUTE)
    list(APPEND gateway_merged_files "${GATEWAY_OTA_0_IMAGE}")
    list(APPEND gateway_merged_words 0x30000 "${GATEWAY_OTA_0_IMAGE}")
    list(APPEND gateway_merged_added --add "0x30000=${GATEWAY_OTA_0_IMAGE}")
endif()
if(GATEWAY_OTA_1_IMAGE)
    get_filename_component(GATEWAY_OTA_1_IMAGE "${GATEWAY_OTA_1_IMAGE}" ABSOLUTE)
    list(APPEND gateway_merged_files "${GATEWAY_OTA_1_IMAGE}")
    list(APPEND gateway_merged_words 0x130000 "${GATEWAY_OTA_1_IMAGE}")
    list(APPEND gateway_merged_added --add "0x130000=${GATEWAY_OTA_1_IMAGE}")
endif()
if(GATEWAY_COREDUMP_IMAGE)
    get_filename_component(GATEWAY_COREDUMP_IMAGE "${GATEWAY_COREDUMP_IMAGE}" ABSOLUTE)
    list(APPEND gateway_merged_files "${GATEWAY_COREDUMP_IMAGE}")
    list(APPEND gateway_merged_words 0x7f0000 "${GATEWAY_COREDUMP_IMAGE}")
    list(APPEND gateway_merged_added --add "0x7f0000=${GATEWAY_COREDUMP_IMAGE}")
endif()
if(GATEWAY_C_NVS_IMAGE)
    get_filename_component(GATEWAY_C_NVS_IMAGE "${GATEWAY_C_NVS_IMAGE}" ABSOLUTE)
    list(APPEND gateway_merged_files "${GATEWAY_C_NVS_IMAGE}")
    list(APPEND gateway_merged_words 0x18000 "${GATEWAY_C_NVS_IMAGE}")
    list(APPEND gateway_merged_added --add "0x18000=${GATEWAY_C_NVS_IMAGE}")
endif()
if(GATEWAY_C_CACHE_IMAGE)
    get_filename_component(GATEWAY_C_CACHE_IMAGE "${GATEWAY_C_CACHE_IMAGE}" ABSOLUTE)
    list(APPEND gateway_merged_files "${GATEWAY_C_CACHE_IMAGE}")
    list(APPEND gateway_merged_words 0x1e000 "${GATEWAY_C_CACHE_IMAGE}")
    list(APPEND gateway_merged_added --add "0x1e000=${GATEWAY_C_CACHE_IMAGE}")
endif()

if(gateway_is_idf)
    function(gateway_add_image name offset file)
        if(COMMAND esptool_py_flash_target_image) # ESP-IDF
            esptool_py_flash_target_image(flash "${name}" "${offset}" "${file}" ${ARGN})
        else() # ESP8266_RTOS_SDK
            esptool_py_flash_project_args("${name}" "${offset}" "${file}" FLASH_IN_PROJECT)
        endif()
    endfunction()
    set(gateway_idf_added)
    gateway_add_image(nvs 0x9000 "${GATEWAY_DIR}/images/nvs.bin"
        ALWAYS_PLAINTEXT)
    list(APPEND gateway_idf_added --add "0x9000=${GATEWAY_DIR}/images/nvs.bin")
    foreach(gateway_file "partition_table_bin partition-table partition_table/partition-table.bin"
            "bootloader bootloader bootloader/bootloader.bin")
        separate_arguments(gateway_file)
        list(GET gateway_file 0 gateway_target)
        list(GET gateway_file 1 gateway_place)
        list(GET gateway_file 2 gateway_path)
        if(TARGET ${gateway_target})
            list(APPEND gateway_idf_added --add "${gateway_place}=${CMAKE_BINARY_DIR}/${gateway_path}")
        endif()
    endforeach()
    add_custom_target(gateway-check COMMAND ${gateway_check} ${gateway_idf_added}
        WORKING_DIRECTORY "${GATEWAY_ROOT}" VERBATIM)
    foreach(gateway_target gateway-all app partition_table_bin bootloader)
        if(TARGET ${gateway_target})
            add_dependencies(gateway-check ${gateway_target})
        endif()
    endforeach()
    foreach(gateway_target flash encrypted-flash)
        if(TARGET ${gateway_target})
            add_dependencies(${gateway_target} gateway-check)
        endif()
    endforeach()
    message(STATUS "flash overwrites what the device keeps in: nvs")
    add_custom_target(gateway-merged
        COMMAND "${CMAKE_COMMAND}" -E echo "the SDK's own command merges all images: idf.py merge-bin"
        COMMAND "${CMAKE_COMMAND}" -E false VERBATIM)
else()
    add_custom_target(gateway-flash
        COMMAND "${CMAKE_COMMAND}" -E echo
            "flashing overwrites what the device keeps in: nvs"
        COMMAND ${gateway_check} ${gateway_flash_added}
        COMMAND ${gateway_esptool} ${gateway_write} ${gateway_flash_words}
        DEPENDS ${gateway_flash_files} WORKING_DIRECTORY "${GATEWAY_ROOT}" USES_TERMINAL VERBATIM)
    gateway_alias(flash)
    add_custom_command(OUTPUT "${GATEWAY_DIR}/gateway-merged.bin"
        COMMAND ${gateway_check} ${gateway_merged_added}
        COMMAND ${gateway_esptool} ${gateway_merge} -o "${GATEWAY_DIR}/gateway-merged.bin" ${gateway_merged_words}
        DEPENDS ${gateway_merged_files} WORKING_DIRECTORY "${GATEWAY_ROOT}" VERBATIM)
    add_custom_target(gateway-merged DEPENDS "${GATEWAY_DIR}/gateway-merged.bin")
endif()

add_custom_target(gateway-flash-nvs
    COMMAND ${gateway_check} --add "0x9000=${GATEWAY_DIR}/images/nvs.bin"
    COMMAND ${gateway_esptool} ${gateway_write} 0x9000 "${GATEWAY_DIR}/images/nvs.bin"
    DEPENDS "${GATEWAY_DIR}/images/nvs.bin" WORKING_DIRECTORY "${GATEWAY_ROOT}" USES_TERMINAL VERBATIM)
gateway_alias(flash-nvs)
add_custom_target(gateway-erase-nvs
    COMMAND ${gateway_esptool} ${gateway_erase} 0x9000 0x6000
    USES_TERMINAL VERBATIM)
gateway_alias(erase-nvs)

if(GATEWAY_OTADATA_IMAGE)
add_custom_target(gateway-flash-otadata
    COMMAND ${gateway_check} --add "0xf000=${GATEWAY_OTADATA_IMAGE}"
    COMMAND ${gateway_esptool} ${gateway_write} 0xf000 "${GATEWAY_OTADATA_IMAGE}"
    DEPENDS "${GATEWAY_OTADATA_IMAGE}" WORKING_DIRECTORY "${GATEWAY_ROOT}" USES_TERMINAL VERBATIM)
else()
add_custom_target(gateway-flash-otadata
    COMMAND "${CMAKE_COMMAND}" -E echo "nothing to flash: set GATEWAY_OTADATA_IMAGE"
    COMMAND "${CMAKE_COMMAND}" -E false VERBATIM)
endif()
gateway_alias(flash-otadata)
add_custom_target(gateway-erase-otadata
    COMMAND ${gateway_esptool} ${gateway_erase} 0xf000 0x2000
    USES_TERMINAL VERBATIM)
gateway_alias(erase-otadata)

add_custom_target(gateway-flash-fctry
    COMMAND ${gateway_check} --add "0x11000=${GATEWAY_DIR}/images/fctry.bin"
    COMMAND ${gateway_esptool} ${gateway_write} 0x11000 "${GATEWAY_DIR}/images/fctry.bin"
    DEPENDS "${GATEWAY_DIR}/images/fctry.bin" WORKING_DIRECTORY "${GATEWAY_ROOT}" USES_TERMINAL VERBATIM)
gateway_alias(flash-fctry)
add_custom_target(gateway-erase-fctry
    COMMAND ${gateway_esptool} ${gateway_erase} 0x11000 0x6000
    USES_TERMINAL VERBATIM)
gateway_alias(erase-fctry)

add_custom_target(gateway-flash-customer
    COMMAND ${gateway_check} --add "0x17000=${GATEWAY_DIR}/customer_table.bin"
    COMMAND ${gateway_esptool} ${gateway_write} 0x17000 "${GATEWAY_DIR}/customer_table.bin"
    DEPENDS "${GATEWAY_DIR}/customer_table.bin" WORKING_DIRECTORY "${GATEWAY_ROOT}" USES_TERMINAL VERBATIM)
gateway_alias(flash-customer)
add_custom_target(gateway-erase-customer
    COMMAND ${gateway_esptool} ${gateway_erase} 0x17000 0x10000
    USES_TERMINAL VERBATIM)
gateway_alias(erase-customer)

if(GATEWAY_CALIB_IMAGE)
add_custom_target(gateway-flash-calib
    COMMAND ${gateway_check} --add "0x27000=${GATEWAY_CALIB_IMAGE}"
    COMMAND ${gateway_esptool} ${gateway_write} 0x27000 "${GATEWAY_CALIB_IMAGE}"
    DEPENDS "${GATEWAY_CALIB_IMAGE}" WORKING_DIRECTORY "${GATEWAY_ROOT}" USES_TERMINAL VERBATIM)
else()
add_custom_target(gateway-flash-calib
    COMMAND "${CMAKE_COMMAND}" -E echo "nothing to flash: set GATEWAY_CALIB_IMAGE"
    COMMAND "${CMAKE_COMMAND}" -E false VERBATIM)
endif()
gateway_alias(flash-calib)
add_custom_target(gateway-erase-calib
    COMMAND ${gateway_esptool} ${gateway_erase} 0x27000 0x1000
    USES_TERMINAL VERBATIM)
gateway_alias(erase-calib)

if(GATEWAY_OTA_0_IMAGE)
add_custom_target(gateway-flash-ota_0
    COMMAND ${gateway_check} --add "0x30000=${GATEWAY_OTA_0_IMAGE}"
    COMMAND ${gateway_esptool} ${gateway_write} 0x30000 "${GATEWAY_OTA_0_IMAGE}"
    DEPENDS "${GATEWAY_OTA_0_IMAGE}" WORKING_DIRECTORY "${GATEWAY_ROOT}" USES_TERMINAL VERBATIM)
else()
add_custom_target(gateway-flash-ota_0
    COMMAND "${CMAKE_COMMAND}" -E echo "nothing to flash: set GATEWAY_OTA_0_IMAGE"
    COMMAND "${CMAKE_COMMAND}" -E false VERBATIM)
endif()
gateway_alias(flash-ota_0)
add_custom_target(gateway-erase-ota_0
    COMMAND ${gateway_esptool} ${gateway_erase} 0x30000 0x100000
    USES_TERMINAL VERBATIM)
gateway_alias(erase-ota_0)

if(GATEWAY_OTA_1_IMAGE)
add_custom_target(gateway-flash-ota_1
    COMMAND ${gateway_check} --add "0x130000=${GATEWAY_OTA_1_IMAGE}"
    COMMAND ${gateway_esptool} ${gateway_write} 0x130000 "${GATEWAY_OTA_1_IMAGE}"
    DEPENDS "${GATEWAY_OTA_1_IMAGE}" WORKING_DIRECTORY "${GATEWAY_ROOT}" USES_TERMINAL VERBATIM)
else()
add_custom_target(gateway-flash-ota_1
    COMMAND "${CMAKE_COMMAND}" -E echo "nothing to flash: set GATEWAY_OTA_1_IMAGE"
    COMMAND "${CMAKE_COMMAND}" -E false VERBATIM)
endif()
gateway_alias(flash-ota_1)
add_custom_target(gateway-erase-ota_1
    COMMAND ${gateway_esptool} ${gateway_erase} 0x130000 0x100000
    USES_TERMINAL VERBATIM)
gateway_alias(erase-ota_1)

if(GATEWAY_COREDUMP_IMAGE)
add_custom_target(gateway-flash-coredump
    COMMAND ${gateway_check} --add "0x7f0000=${GATEWAY_COREDUMP_IMAGE}"
    COMMAND ${gateway_esptool} ${gateway_write} 0x7f0000 "${GATEWAY_COREDUMP_IMAGE}"
    DEPENDS "${GATEWAY_COREDUMP_IMAGE}" WORKING_DIRECTORY "${GATEWAY_ROOT}" USES_TERMINAL VERBATIM)
else()
add_custom_target(gateway-flash-coredump
    COMMAND "${CMAKE_COMMAND}" -E echo "nothing to flash: set GATEWAY_COREDUMP_IMAGE"
    COMMAND "${CMAKE_COMMAND}" -E false VERBATIM)
endif()
gateway_alias(flash-coredump)
add_custom_target(gateway-erase-coredump
    COMMAND ${gateway_esptool} ${gateway_erase} 0x7f0000 0x10000
    USES_TERMINAL VERBATIM)
gateway_alias(erase-coredump)

if(GATEWAY_C_NVS_IMAGE)
add_custom_target(gateway-flash-c_nvs
    COMMAND ${gateway_check} --add "0x18000=${GATEWAY_C_NVS_IMAGE}"
    COMMAND ${gateway_esptool} ${gateway_write} 0x18000 "${GATEWAY_C_NVS_IMAGE}"
    DEPENDS "${GATEWAY_C_NVS_IMAGE}" WORKING_DIRECTORY "${GATEWAY_ROOT}" USES_TERMINAL VERBATIM)
else()
add_custom_target(gateway-flash-c_nvs
    COMMAND "${CMAKE_COMMAND}" -E echo "nothing to flash: set GATEWAY_C_NVS_IMAGE"
    COMMAND "${CMAKE_COMMAND}" -E false VERBATIM)
endif()
gateway_alias(flash-c_nvs)
add_custom_target(gateway-erase-c_nvs
    COMMAND ${gateway_esptool} ${gateway_erase} 0x18000 0x6000
    USES_TERMINAL VERBATIM)
gateway_alias(erase-c_nvs)

if(GATEWAY_C_CACHE_IMAGE)
add_custom_target(gateway-flash-c_cache
    COMMAND ${gateway_check} --add "0x1e000=${GATEWAY_C_CACHE_IMAGE}"
    COMMAND ${gateway_esptool} ${gateway_write} 0x1e000 "${GATEWAY_C_CACHE_IMAGE}"
    DEPENDS "${GATEWAY_C_CACHE_IMAGE}" WORKING_DIRECTORY "${GATEWAY_ROOT}" USES_TERMINAL VERBATIM)
else()
add_custom_target(gateway-flash-c_cache
    COMMAND "${CMAKE_COMMAND}" -E echo "nothing to flash: set GATEWAY_C_CACHE_IMAGE"
    COMMAND "${CMAKE_COMMAND}" -E false VERBATIM)
endif()
gateway_alias(flash-c_cache)
add_custom_target(gateway-erase-c_cache
    COMMAND ${gateway_esptool} ${gateway_erase} 0x1e000 0x9000
    USES_TERMINAL VERBATIM)
gateway_alias(erase-c_cache)

add_custom_target(gateway-ota-flash)
add_dependencies(gateway-ota-flash gateway-flash-ota_0)
gateway_alias(ota-flash)
