# thermo-stat, revision 7. Made by schemac: include it in a CMake project; in an ESP-IDF project,
# after project(). Targets:
#   thermo_stat-all      tables and images (a part of `all`)
#   thermo_stat-merged   one image of everything that is flashed
#   thermo_stat-flash, thermo_stat-flash-PARTITION, thermo_stat-erase-PARTITION, thermo_stat-ota-flash
#   flash, flash-PARTITION, erase-PARTITION, ota-flash: the same for all included fragments
# A partition without a generated image is flashed from THERMO_STAT_PARTITION_IMAGE,
# if that is set before this file is included: set(THERMO_STAT_OTA_0_IMAGE app.bin)
# Before anything is flashed, `schemac check` judges all that is: what is too large, of another chip
# or missing stops it. ESPTOOL is what flashes, version 4 or later.

if(TARGET thermo_stat-all) # already included
    return()
endif()
set(THERMO_STAT_DIR "${CMAKE_CURRENT_LIST_DIR}")
get_filename_component(THERMO_STAT_ROOT "${THERMO_STAT_DIR}/.." ABSOLUTE)
set(THERMO_STAT_FRAGMENT "${CMAKE_CURRENT_LIST_FILE}")
find_program(SCHEMAC schemac REQUIRED)

if(NOT DEFINED ESPTOOL AND COMMAND esptool_py_flash_target_image AND COMMAND idf_build_get_property)
    idf_build_get_property(thermo_stat_python PYTHON)
    set(ESPTOOL "\"${thermo_stat_python}\" -m esptool" CACHE STRING "esptool, with any options")
elseif(NOT DEFINED ESPTOOL)
    find_program(ESPTOOL_PROGRAM NAMES esptool esptool.py)
    mark_as_advanced(ESPTOOL_PROGRAM)
    if(ESPTOOL_PROGRAM)
        set(ESPTOOL "\"${ESPTOOL_PROGRAM}\"" CACHE STRING "esptool, with any options")
    endif()
endif()
if(ESPTOOL)
    separate_arguments(thermo_stat_esptool NATIVE_COMMAND "${ESPTOOL}")
else() # it may be installed later
    set(thermo_stat_esptool esptool)
endif()
set(thermo_stat_write write-flash -fs 8MB)
set(thermo_stat_merge merge-bin -fs 8MB)
set(thermo_stat_erase erase-region)
execute_process(COMMAND ${thermo_stat_esptool} version
    OUTPUT_VARIABLE thermo_stat_version ERROR_QUIET RESULT_VARIABLE thermo_stat_result)
if(thermo_stat_version MATCHES "v[1-4][.]") # 5 has dashes
    set(thermo_stat_write write_flash -fs 8MB)
    set(thermo_stat_merge merge_bin -fs 8MB)
    set(thermo_stat_erase erase_region)
endif()
list(APPEND thermo_stat_esptool --chip "esp32s3")
set(thermo_stat_check "${SCHEMAC}" "check" "--quiet" "input.pschema")

set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS
    "${THERMO_STAT_ROOT}/input.pschema")
file(READ "${THERMO_STAT_FRAGMENT}" thermo_stat_before)
execute_process(
    COMMAND "${SCHEMAC}" "compile" "--quiet" "--emit=csv,bin,header,flash-args,flasher-args,sdkconfig,depfile,make,cmake" "-o" "out" "input.pschema"
    WORKING_DIRECTORY "${THERMO_STAT_ROOT}" RESULT_VARIABLE thermo_stat_result)
if(NOT thermo_stat_result EQUAL 0)
    message(FATAL_ERROR "schemac could not compile the schema")
endif()
file(READ "${THERMO_STAT_FRAGMENT}" thermo_stat_after)
if(NOT thermo_stat_before STREQUAL thermo_stat_after)
    include("${THERMO_STAT_FRAGMENT}")
    return()
endif()

set(thermo_stat_tables "${THERMO_STAT_DIR}/main.bin")
if(thermo_stat_tables)
    add_custom_command(OUTPUT ${thermo_stat_tables}
        COMMAND "${SCHEMAC}" "compile" "--quiet" "--emit=csv,bin,header,flash-args,flasher-args,sdkconfig,depfile,make,cmake" "-o" "out" "input.pschema" WORKING_DIRECTORY "${THERMO_STAT_ROOT}" VERBATIM)
endif()

set(thermo_stat_images)
# otadata: 8K, content 2c6a7b5b
add_custom_command(OUTPUT "${THERMO_STAT_DIR}/images/otadata.bin"
    COMMAND "${SCHEMAC}" "generate" "--quiet" "input.pschema" "otadata" -o "${THERMO_STAT_DIR}/images/otadata.bin"
    COMMAND "${CMAKE_COMMAND}" -E touch "${THERMO_STAT_DIR}/images/otadata.bin"
    DEPENDS "${THERMO_STAT_FRAGMENT}"
    WORKING_DIRECTORY "${THERMO_STAT_ROOT}" VERBATIM)
list(APPEND thermo_stat_images "${THERMO_STAT_DIR}/images/otadata.bin")

# cal: 4K, content d62b9811
add_custom_command(OUTPUT "${THERMO_STAT_DIR}/images/cal.bin"
    COMMAND "${SCHEMAC}" "generate" "--quiet" "input.pschema" "cal" -o "${THERMO_STAT_DIR}/images/cal.bin"
    COMMAND "${CMAKE_COMMAND}" -E touch "${THERMO_STAT_DIR}/images/cal.bin"
    DEPENDS "${THERMO_STAT_FRAGMENT}" "${THERMO_STAT_ROOT}/cal.bin"
    WORKING_DIRECTORY "${THERMO_STAT_ROOT}" VERBATIM)
list(APPEND thermo_stat_images "${THERMO_STAT_DIR}/images/cal.bin")

# gr__e__1__2: 64K, content c9d44797
add_custom_command(OUTPUT "${THERMO_STAT_DIR}/images/gr__e__1__2.bin"
    COMMAND "${SCHEMAC}" "generate" "--quiet" "input.pschema" "gr__e__1__2" -o "${THERMO_STAT_DIR}/images/gr__e__1__2.bin"
    COMMAND "${CMAKE_COMMAND}" -E touch "${THERMO_STAT_DIR}/images/gr__e__1__2.bin"
    DEPENDS "${THERMO_STAT_FRAGMENT}"
    WORKING_DIRECTORY "${THERMO_STAT_ROOT}" VERBATIM)
list(APPEND thermo_stat_images "${THERMO_STAT_DIR}/images/gr__e__1__2.bin")

add_custom_target(thermo_stat-all ALL DEPENDS ${thermo_stat_tables} ${thermo_stat_images})

set(thermo_stat_is_idf FALSE)
if(TARGET flash AND (COMMAND esptool_py_flash_target_image OR COMMAND esptool_py_flash_project_args))
    set(thermo_stat_is_idf TRUE)
endif()

function(thermo_stat_alias name)
    if(NOT TARGET ${name})
        add_custom_target(${name})
        set_target_properties(${name} PROPERTIES SCHEMAC_ALIAS TRUE)
    endif()
    get_target_property(is_alias ${name} SCHEMAC_ALIAS)
    if(thermo_stat_is_idf AND NOT is_alias)
        return()
    endif()
    add_dependencies(${name} thermo_stat-${name})
endfunction()

set(thermo_stat_flash_files)
set(thermo_stat_flash_words)
set(thermo_stat_flash_added)
list(APPEND thermo_stat_flash_files "${THERMO_STAT_DIR}/main.bin")
list(APPEND thermo_stat_flash_words 0x8000 "${THERMO_STAT_DIR}/main.bin")
list(APPEND thermo_stat_flash_added --add "0x8000=${THERMO_STAT_DIR}/main.bin")
list(APPEND thermo_stat_flash_files "${THERMO_STAT_DIR}/images/otadata.bin")
list(APPEND thermo_stat_flash_words 0xf000 "${THERMO_STAT_DIR}/images/otadata.bin")
list(APPEND thermo_stat_flash_added --add "0xf000=${THERMO_STAT_DIR}/images/otadata.bin")
list(APPEND thermo_stat_flash_files "${THERMO_STAT_DIR}/images/cal.bin")
list(APPEND thermo_stat_flash_words 0x12000 "${THERMO_STAT_DIR}/images/cal.bin")
list(APPEND thermo_stat_flash_added --add "0x12000=${THERMO_STAT_DIR}/images/cal.bin")
list(APPEND thermo_stat_flash_files "${THERMO_STAT_DIR}/images/gr__e__1__2.bin")
list(APPEND thermo_stat_flash_words 0x7f0000 "${THERMO_STAT_DIR}/images/gr__e__1__2.bin")
list(APPEND thermo_stat_flash_added --add "0x7f0000=${THERMO_STAT_DIR}/images/gr__e__1__2.bin")
if(THERMO_STAT_NVS_IMAGE)
    get_filename_component(THERMO_STAT_NVS_IMAGE "${THERMO_STAT_NVS_IMAGE}" ABSOLUTE)
    list(APPEND thermo_stat_flash_files "${THERMO_STAT_NVS_IMAGE}")
    list(APPEND thermo_stat_flash_words 0x9000 "${THERMO_STAT_NVS_IMAGE}")
    list(APPEND thermo_stat_flash_added --add "0x9000=${THERMO_STAT_NVS_IMAGE}")
endif()
if(THERMO_STAT_PHY_INIT_IMAGE)
    get_filename_component(THERMO_STAT_PHY_INIT_IMAGE "${THERMO_STAT_PHY_INIT_IMAGE}" ABSOLUTE)
    list(APPEND thermo_stat_flash_files "${THERMO_STAT_PHY_INIT_IMAGE}")
    list(APPEND thermo_stat_flash_words 0x11000 "${THERMO_STAT_PHY_INIT_IMAGE}")
    list(APPEND thermo_stat_flash_added --add "0x11000=${THERMO_STAT_PHY_INIT_IMAGE}")
endif()
if(THERMO_STAT_OTA_0_IMAGE)
    get_filename_component(THERMO_STAT_OTA_0_IMAGE "${THERMO_STAT_OTA_0_IMAGE}" ABSOLUTE)
    list(APPEND thermo_stat_flash_files "${THERMO_STAT_OTA_0_IMAGE}")
    list(APPEND thermo_stat_flash_words 0x20000 "${THERMO_STAT_OTA_0_IMAGE}")
    list(APPEND thermo_stat_flash_added --add "0x20000=${THERMO_STAT_OTA_0_IMAGE}")
endif()
if(THERMO_STAT_OTA_1_IMAGE)
    get_filename_component(THERMO_STAT_OTA_1_IMAGE "${THERMO_STAT_OTA_1_IMAGE}" ABSOLUTE)
    list(APPEND thermo_stat_flash_files "${THERMO_STAT_OTA_1_IMAGE}")
    list(APPEND thermo_stat_flash_words 0x380000 "${THERMO_STAT_OTA_1_IMAGE}")
    list(APPEND thermo_stat_flash_added --add "0x380000=${THERMO_STAT_OTA_1_IMAGE}")
endif()

if(thermo_stat_is_idf)
    function(thermo_stat_add_image name offset file)
        if(COMMAND esptool_py_flash_target_image) # ESP-IDF
            esptool_py_flash_target_image(flash "${name}" "${offset}" "${file}" ${ARGN})
        else() # ESP8266_RTOS_SDK
            esptool_py_flash_project_args("${name}" "${offset}" "${file}" FLASH_IN_PROJECT)
        endif()
    endfunction()
    set(thermo_stat_idf_added)
    thermo_stat_add_image(cal 0x12000 "${THERMO_STAT_DIR}/images/cal.bin"
        ALWAYS_PLAINTEXT)
    list(APPEND thermo_stat_idf_added --add "0x12000=${THERMO_STAT_DIR}/images/cal.bin")
    thermo_stat_add_image(gr__e__1__2 0x7f0000 "${THERMO_STAT_DIR}/images/gr__e__1__2.bin"
        ALWAYS_PLAINTEXT)
    list(APPEND thermo_stat_idf_added --add "0x7f0000=${THERMO_STAT_DIR}/images/gr__e__1__2.bin")
    foreach(thermo_stat_file "partition_table_bin partition-table partition_table/partition-table.bin"
            "bootloader bootloader bootloader/bootloader.bin")
        separate_arguments(thermo_stat_file)
        list(GET thermo_stat_file 0 thermo_stat_target)
        list(GET thermo_stat_file 1 thermo_stat_place)
        list(GET thermo_stat_file 2 thermo_stat_path)
        if(TARGET ${thermo_stat_target})
            list(APPEND thermo_stat_idf_added --add "${thermo_stat_place}=${CMAKE_BINARY_DIR}/${thermo_stat_path}")
        endif()
    endforeach()
    add_custom_target(thermo_stat-check COMMAND ${thermo_stat_check} ${thermo_stat_idf_added}
        WORKING_DIRECTORY "${THERMO_STAT_ROOT}" VERBATIM)
    foreach(thermo_stat_target thermo_stat-all app partition_table_bin bootloader)
        if(TARGET ${thermo_stat_target})
            add_dependencies(thermo_stat-check ${thermo_stat_target})
        endif()
    endforeach()
    foreach(thermo_stat_target flash encrypted-flash)
        if(TARGET ${thermo_stat_target})
            add_dependencies(${thermo_stat_target} thermo_stat-check)
        endif()
    endforeach()
    message(STATUS "flash overwrites what the device keeps in: otadata")
    add_custom_target(thermo_stat-merged
        COMMAND "${CMAKE_COMMAND}" -E echo "the SDK's own command merges all images: idf.py merge-bin"
        COMMAND "${CMAKE_COMMAND}" -E false VERBATIM)
else()
    add_custom_target(thermo_stat-flash
        COMMAND "${CMAKE_COMMAND}" -E echo
            "flashing overwrites what the device keeps in: otadata"
        COMMAND ${thermo_stat_check} ${thermo_stat_flash_added}
        COMMAND ${thermo_stat_esptool} ${thermo_stat_write} ${thermo_stat_flash_words}
        DEPENDS ${thermo_stat_flash_files} WORKING_DIRECTORY "${THERMO_STAT_ROOT}" USES_TERMINAL VERBATIM)
    thermo_stat_alias(flash)
    add_custom_command(OUTPUT "${THERMO_STAT_DIR}/thermo_stat-merged.bin"
        COMMAND ${thermo_stat_check} ${thermo_stat_flash_added}
        COMMAND ${thermo_stat_esptool} ${thermo_stat_merge} -o "${THERMO_STAT_DIR}/thermo_stat-merged.bin" ${thermo_stat_flash_words}
        DEPENDS ${thermo_stat_flash_files} WORKING_DIRECTORY "${THERMO_STAT_ROOT}" VERBATIM)
    add_custom_target(thermo_stat-merged DEPENDS "${THERMO_STAT_DIR}/thermo_stat-merged.bin")
endif()

if(THERMO_STAT_NVS_IMAGE)
add_custom_target(thermo_stat-flash-nvs
    COMMAND ${thermo_stat_check} --add "0x9000=${THERMO_STAT_NVS_IMAGE}"
    COMMAND ${thermo_stat_esptool} ${thermo_stat_write} 0x9000 "${THERMO_STAT_NVS_IMAGE}"
    DEPENDS "${THERMO_STAT_NVS_IMAGE}" WORKING_DIRECTORY "${THERMO_STAT_ROOT}" USES_TERMINAL VERBATIM)
else()
add_custom_target(thermo_stat-flash-nvs
    COMMAND "${CMAKE_COMMAND}" -E echo "nothing to flash: set THERMO_STAT_NVS_IMAGE"
    COMMAND "${CMAKE_COMMAND}" -E false VERBATIM)
endif()
thermo_stat_alias(flash-nvs)
add_custom_target(thermo_stat-erase-nvs
    COMMAND ${thermo_stat_esptool} ${thermo_stat_erase} 0x9000 0x6000
    USES_TERMINAL VERBATIM)
thermo_stat_alias(erase-nvs)

add_custom_target(thermo_stat-flash-otadata
    COMMAND ${thermo_stat_check} --add "0xf000=${THERMO_STAT_DIR}/images/otadata.bin"
    COMMAND ${thermo_stat_esptool} ${thermo_stat_write} 0xf000 "${THERMO_STAT_DIR}/images/otadata.bin"
    DEPENDS "${THERMO_STAT_DIR}/images/otadata.bin" WORKING_DIRECTORY "${THERMO_STAT_ROOT}" USES_TERMINAL VERBATIM)
thermo_stat_alias(flash-otadata)
add_custom_target(thermo_stat-erase-otadata
    COMMAND ${thermo_stat_esptool} ${thermo_stat_erase} 0xf000 0x2000
    USES_TERMINAL VERBATIM)
thermo_stat_alias(erase-otadata)

if(THERMO_STAT_PHY_INIT_IMAGE)
add_custom_target(thermo_stat-flash-phy_init
    COMMAND ${thermo_stat_check} --add "0x11000=${THERMO_STAT_PHY_INIT_IMAGE}"
    COMMAND ${thermo_stat_esptool} ${thermo_stat_write} 0x11000 "${THERMO_STAT_PHY_INIT_IMAGE}"
    DEPENDS "${THERMO_STAT_PHY_INIT_IMAGE}" WORKING_DIRECTORY "${THERMO_STAT_ROOT}" USES_TERMINAL VERBATIM)
else()
add_custom_target(thermo_stat-flash-phy_init
    COMMAND "${CMAKE_COMMAND}" -E echo "nothing to flash: set THERMO_STAT_PHY_INIT_IMAGE"
    COMMAND "${CMAKE_COMMAND}" -E false VERBATIM)
endif()
thermo_stat_alias(flash-phy_init)
add_custom_target(thermo_stat-erase-phy_init
    COMMAND ${thermo_stat_esptool} ${thermo_stat_erase} 0x11000 0x1000
    USES_TERMINAL VERBATIM)
thermo_stat_alias(erase-phy_init)

add_custom_target(thermo_stat-flash-cal
    COMMAND ${thermo_stat_check} --add "0x12000=${THERMO_STAT_DIR}/images/cal.bin"
    COMMAND ${thermo_stat_esptool} ${thermo_stat_write} 0x12000 "${THERMO_STAT_DIR}/images/cal.bin"
    DEPENDS "${THERMO_STAT_DIR}/images/cal.bin" WORKING_DIRECTORY "${THERMO_STAT_ROOT}" USES_TERMINAL VERBATIM)
thermo_stat_alias(flash-cal)
add_custom_target(thermo_stat-erase-cal
    COMMAND ${thermo_stat_esptool} ${thermo_stat_erase} 0x12000 0x1000
    USES_TERMINAL VERBATIM)
thermo_stat_alias(erase-cal)

if(THERMO_STAT_OTA_0_IMAGE)
add_custom_target(thermo_stat-flash-ota_0
    COMMAND ${thermo_stat_check} --add "0x20000=${THERMO_STAT_OTA_0_IMAGE}"
    COMMAND ${thermo_stat_esptool} ${thermo_stat_write} 0x20000 "${THERMO_STAT_OTA_0_IMAGE}"
    DEPENDS "${THERMO_STAT_OTA_0_IMAGE}" WORKING_DIRECTORY "${THERMO_STAT_ROOT}" USES_TERMINAL VERBATIM)
else()
add_custom_target(thermo_stat-flash-ota_0
    COMMAND "${CMAKE_COMMAND}" -E echo "nothing to flash: set THERMO_STAT_OTA_0_IMAGE"
    COMMAND "${CMAKE_COMMAND}" -E false VERBATIM)
endif()
thermo_stat_alias(flash-ota_0)
add_custom_target(thermo_stat-erase-ota_0
    COMMAND ${thermo_stat_esptool} ${thermo_stat_erase} 0x20000 0x360000
    USES_TERMINAL VERBATIM)
thermo_stat_alias(erase-ota_0)

if(THERMO_STAT_OTA_1_IMAGE)
add_custom_target(thermo_stat-flash-ota_1
    COMMAND ${thermo_stat_check} --add "0x380000=${THERMO_STAT_OTA_1_IMAGE}"
    COMMAND ${thermo_stat_esptool} ${thermo_stat_write} 0x380000 "${THERMO_STAT_OTA_1_IMAGE}"
    DEPENDS "${THERMO_STAT_OTA_1_IMAGE}" WORKING_DIRECTORY "${THERMO_STAT_ROOT}" USES_TERMINAL VERBATIM)
else()
add_custom_target(thermo_stat-flash-ota_1
    COMMAND "${CMAKE_COMMAND}" -E echo "nothing to flash: set THERMO_STAT_OTA_1_IMAGE"
    COMMAND "${CMAKE_COMMAND}" -E false VERBATIM)
endif()
thermo_stat_alias(flash-ota_1)
add_custom_target(thermo_stat-erase-ota_1
    COMMAND ${thermo_stat_esptool} ${thermo_stat_erase} 0x380000 0x360000
    USES_TERMINAL VERBATIM)
thermo_stat_alias(erase-ota_1)

add_custom_target(thermo_stat-flash-gr__e__1__2
    COMMAND ${thermo_stat_check} --add "0x7f0000=${THERMO_STAT_DIR}/images/gr__e__1__2.bin"
    COMMAND ${thermo_stat_esptool} ${thermo_stat_write} 0x7f0000 "${THERMO_STAT_DIR}/images/gr__e__1__2.bin"
    DEPENDS "${THERMO_STAT_DIR}/images/gr__e__1__2.bin" WORKING_DIRECTORY "${THERMO_STAT_ROOT}" USES_TERMINAL VERBATIM)
thermo_stat_alias(flash-gr__e__1__2)
add_custom_target(thermo_stat-erase-gr__e__1__2
    COMMAND ${thermo_stat_esptool} ${thermo_stat_erase} 0x7f0000 0x10000
    USES_TERMINAL VERBATIM)
thermo_stat_alias(erase-gr__e__1__2)

add_custom_target(thermo_stat-ota-flash)
add_dependencies(thermo_stat-ota-flash thermo_stat-flash-ota_0)
thermo_stat_alias(ota-flash)
