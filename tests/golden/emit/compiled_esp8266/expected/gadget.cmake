# gadget, revision 2. Made by schemac: include it in a CMake project; in an ESP-IDF project,
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
set(gadget_write write-flash -fs 2MB)
set(gadget_merge merge-bin -fs 2MB)
set(gadget_erase erase-region)
execute_process(COMMAND ${gadget_esptool} version
    OUTPUT_VARIABLE gadget_version ERROR_QUIET RESULT_VARIABLE gadget_result)
if(gadget_version MATCHES "v[1-4][.]") # 5 has dashes
    set(gadget_write write_flash -fs 2MB)
    set(gadget_merge merge_bin -fs 2MB)
    set(gadget_erase erase_region)
endif()
list(APPEND gadget_esptool --chip "esp8266")
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

set(gadget_tables "${GADGET_DIR}/main.bin")
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
list(APPEND gadget_flash_files "${GADGET_DIR}/main.bin")
list(APPEND gadget_flash_words 0x8000 "${GADGET_DIR}/main.bin")
list(APPEND gadget_flash_added --add "0x8000=${GADGET_DIR}/main.bin")
if(GADGET_NVS_IMAGE)
    get_filename_component(GADGET_NVS_IMAGE "${GADGET_NVS_IMAGE}" ABSOLUTE)
    list(APPEND gadget_flash_files "${GADGET_NVS_IMAGE}")
    list(APPEND gadget_flash_words 0x9000 "${GADGET_NVS_IMAGE}")
    list(APPEND gadget_flash_added --add "0x9000=${GADGET_NVS_IMAGE}")
endif()
if(GADGET_OTADATA_IMAGE)
    get_filename_component(GADGET_OTADATA_IMAGE "${GADGET_OTADATA_IMAGE}" ABSOLUTE)
    list(APPEND gadget_flash_files "${GADGET_OTADATA_IMAGE}")
    list(APPEND gadget_flash_words 0xd000 "${GADGET_OTADATA_IMAGE}")
    list(APPEND gadget_flash_added --add "0xd000=${GADGET_OTADATA_IMAGE}")
endif()
if(GADGET_PHY_INIT_IMAGE)
    get_filename_component(GADGET_PHY_INIT_IMAGE "${GADGET_PHY_INIT_IMAGE}" ABSOLUTE)
    list(APPEND gadget_flash_files "${GADGET_PHY_INIT_IMAGE}")
    list(APPEND gadget_flash_words 0xf000 "${GADGET_PHY_INIT_IMAGE}")
    list(APPEND gadget_flash_added --add "0xf000=${GADGET_PHY_INIT_IMAGE}")
endif()
if(GADGET_OTA_0_IMAGE)
    get_filename_component(GADGET_OTA_0_IMAGE "${GADGET_OTA_0_IMAGE}" ABSOLUTE)
    list(APPEND gadget_flash_files "${GADGET_OTA_0_IMAGE}")
    list(APPEND gadget_flash_words 0x10000 "${GADGET_OTA_0_IMAGE}")
    list(APPEND gadget_flash_added --add "0x10000=${GADGET_OTA_0_IMAGE}")
endif()
if(GADGET_OTA_1_IMAGE)
    get_filename_component(GADGET_OTA_1_IMAGE "${GADGET_OTA_1_IMAGE}" ABSOLUTE)
    list(APPEND gadget_flash_files "${GADGET_OTA_1_IMAGE}")
    list(APPEND gadget_flash_words 0x110000 "${GADGET_OTA_1_IMAGE}")
    list(APPEND gadget_flash_added --add "0x110000=${GADGET_OTA_1_IMAGE}")
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
    COMMAND ${gadget_esptool} ${gadget_erase} 0x9000 0x4000
    USES_TERMINAL VERBATIM)
gadget_alias(erase-nvs)

if(GADGET_OTADATA_IMAGE)
add_custom_target(gadget-flash-otadata
    COMMAND ${gadget_check} --add "0xd000=${GADGET_OTADATA_IMAGE}"
    COMMAND ${gadget_esptool} ${gadget_write} 0xd000 "${GADGET_OTADATA_IMAGE}"
    DEPENDS "${GADGET_OTADATA_IMAGE}" WORKING_DIRECTORY "${GADGET_ROOT}" USES_TERMINAL VERBATIM)
else()
add_custom_target(gadget-flash-otadata
    COMMAND "${CMAKE_COMMAND}" -E echo "nothing to flash: set GADGET_OTADATA_IMAGE"
    COMMAND "${CMAKE_COMMAND}" -E false VERBATIM)
endif()
gadget_alias(flash-otadata)
add_custom_target(gadget-erase-otadata
    COMMAND ${gadget_esptool} ${gadget_erase} 0xd000 0x2000
    USES_TERMINAL VERBATIM)
gadget_alias(erase-otadata)

if(GADGET_PHY_INIT_IMAGE)
add_custom_target(gadget-flash-phy_init
    COMMAND ${gadget_check} --add "0xf000=${GADGET_PHY_INIT_IMAGE}"
    COMMAND ${gadget_esptool} ${gadget_write} 0xf000 "${GADGET_PHY_INIT_IMAGE}"
    DEPENDS "${GADGET_PHY_INIT_IMAGE}" WORKING_DIRECTORY "${GADGET_ROOT}" USES_TERMINAL VERBATIM)
else()
add_custom_target(gadget-flash-phy_init
    COMMAND "${CMAKE_COMMAND}" -E echo "nothing to flash: set GADGET_PHY_INIT_IMAGE"
    COMMAND "${CMAKE_COMMAND}" -E false VERBATIM)
endif()
gadget_alias(flash-phy_init)
add_custom_target(gadget-erase-phy_init
    COMMAND ${gadget_esptool} ${gadget_erase} 0xf000 0x1000
    USES_TERMINAL VERBATIM)
gadget_alias(erase-phy_init)

if(GADGET_OTA_0_IMAGE)
add_custom_target(gadget-flash-ota_0
    COMMAND ${gadget_check} --add "0x10000=${GADGET_OTA_0_IMAGE}"
    COMMAND ${gadget_esptool} ${gadget_write} 0x10000 "${GADGET_OTA_0_IMAGE}"
    DEPENDS "${GADGET_OTA_0_IMAGE}" WORKING_DIRECTORY "${GADGET_ROOT}" USES_TERMINAL VERBATIM)
else()
add_custom_target(gadget-flash-ota_0
    COMMAND "${CMAKE_COMMAND}" -E echo "nothing to flash: set GADGET_OTA_0_IMAGE"
    COMMAND "${CMAKE_COMMAND}" -E false VERBATIM)
endif()
gadget_alias(flash-ota_0)
add_custom_target(gadget-erase-ota_0
    COMMAND ${gadget_esptool} ${gadget_erase} 0x10000 0xf0000
    USES_TERMINAL VERBATIM)
gadget_alias(erase-ota_0)

if(GADGET_OTA_1_IMAGE)
add_custom_target(gadget-flash-ota_1
    COMMAND ${gadget_check} --add "0x110000=${GADGET_OTA_1_IMAGE}"
    COMMAND ${gadget_esptool} ${gadget_write} 0x110000 "${GADGET_OTA_1_IMAGE}"
    DEPENDS "${GADGET_OTA_1_IMAGE}" WORKING_DIRECTORY "${GADGET_ROOT}" USES_TERMINAL VERBATIM)
else()
add_custom_target(gadget-flash-ota_1
    COMMAND "${CMAKE_COMMAND}" -E echo "nothing to flash: set GADGET_OTA_1_IMAGE"
    COMMAND "${CMAKE_COMMAND}" -E false VERBATIM)
endif()
gadget_alias(flash-ota_1)
add_custom_target(gadget-erase-ota_1
    COMMAND ${gadget_esptool} ${gadget_erase} 0x110000 0xf0000
    USES_TERMINAL VERBATIM)
gadget_alias(erase-ota_1)

add_custom_target(gadget-ota-flash)
add_dependencies(gadget-ota-flash gadget-flash-ota_0)
gadget_alias(ota-flash)
