# thermo-stat, revision 7. Made by schemac: include it in a CMake project; in an ESP-IDF project,
# after project(). Targets:
#   thermo_stat-all      tables and images (a part of `all`)
#   thermo_stat-merged   one image of everything that is flashed
#   thermo_stat-flash, thermo_stat-flash-PARTITION, thermo_stat-erase-PARTITION, thermo_stat-ota-flash
#   flash, flash-PARTITION, erase-PARTITION, ota-flash: the same for all included fragments
# A partition without a generated image is flashed from THERMO_STAT_PARTITION_IMAGE,
# if that is set before this file is included: set(THERMO_STAT_OTA_0_IMAGE app.bin)

if(TARGET thermo_stat-all) # already included
    return()
endif()
set(THERMO_STAT_DIR "${CMAKE_CURRENT_LIST_DIR}")
get_filename_component(THERMO_STAT_ROOT "${THERMO_STAT_DIR}/.." ABSOLUTE)
set(THERMO_STAT_FRAGMENT "${CMAKE_CURRENT_LIST_FILE}")
find_program(SCHEMAC schemac REQUIRED)
set(ESPTOOL esptool.py CACHE STRING "esptool, with any options")
separate_arguments(thermo_stat_esptool NATIVE_COMMAND "${ESPTOOL}")
list(APPEND thermo_stat_esptool --chip "esp32s3")

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
# otadata: 8K, content 187afa79
add_custom_command(OUTPUT "${THERMO_STAT_DIR}/images/otadata.bin"
    COMMAND "${SCHEMAC}" "generate" "--quiet" "input.pschema" "otadata" -o "${THERMO_STAT_DIR}/images/otadata.bin"
    COMMAND "${CMAKE_COMMAND}" -E touch "${THERMO_STAT_DIR}/images/otadata.bin"
    DEPENDS "${THERMO_STAT_FRAGMENT}"
    WORKING_DIRECTORY "${THERMO_STAT_ROOT}" VERBATIM)
list(APPEND thermo_stat_images "${THERMO_STAT_DIR}/images/otadata.bin")

# cal: 4K, content 63b2bfdd
add_custom_command(OUTPUT "${THERMO_STAT_DIR}/images/cal.bin"
    COMMAND "${SCHEMAC}" "generate" "--quiet" "input.pschema" "cal" -o "${THERMO_STAT_DIR}/images/cal.bin"
    COMMAND "${CMAKE_COMMAND}" -E touch "${THERMO_STAT_DIR}/images/cal.bin"
    DEPENDS "${THERMO_STAT_FRAGMENT}" "${THERMO_STAT_ROOT}/cal.bin"
    WORKING_DIRECTORY "${THERMO_STAT_ROOT}" VERBATIM)
list(APPEND thermo_stat_images "${THERMO_STAT_DIR}/images/cal.bin")

# gr__e__1__2: 64K, content ad517159
add_custom_command(OUTPUT "${THERMO_STAT_DIR}/images/gr__e__1__2.bin"
    COMMAND "${SCHEMAC}" "generate" "--quiet" "input.pschema" "gr__e__1__2" -o "${THERMO_STAT_DIR}/images/gr__e__1__2.bin"
    COMMAND "${CMAKE_COMMAND}" -E touch "${THERMO_STAT_DIR}/images/gr__e__1__2.bin"
    DEPENDS "${THERMO_STAT_FRAGMENT}"
    WORKING_DIRECTORY "${THERMO_STAT_ROOT}" VERBATIM)
list(APPEND thermo_stat_images "${THERMO_STAT_DIR}/images/gr__e__1__2.bin")

add_custom_target(thermo_stat-all ALL DEPENDS ${thermo_stat_tables} ${thermo_stat_images})

function(thermo_stat_alias name)
    if(NOT TARGET ${name})
        add_custom_target(${name})
    endif()
    add_dependencies(${name} thermo_stat-${name})
endfunction()

set(thermo_stat_flash_files)
set(thermo_stat_flash_words)
list(APPEND thermo_stat_flash_files "${THERMO_STAT_DIR}/main.bin")
list(APPEND thermo_stat_flash_words 0x8000 "${THERMO_STAT_DIR}/main.bin")
list(APPEND thermo_stat_flash_files "${THERMO_STAT_DIR}/images/otadata.bin")
list(APPEND thermo_stat_flash_words 0xf000 "${THERMO_STAT_DIR}/images/otadata.bin")
list(APPEND thermo_stat_flash_files "${THERMO_STAT_DIR}/images/cal.bin")
list(APPEND thermo_stat_flash_words 0x12000 "${THERMO_STAT_DIR}/images/cal.bin")
list(APPEND thermo_stat_flash_files "${THERMO_STAT_DIR}/images/gr__e__1__2.bin")
list(APPEND thermo_stat_flash_words 0x7f0000 "${THERMO_STAT_DIR}/images/gr__e__1__2.bin")
if(THERMO_STAT_NVS_IMAGE)
    get_filename_component(THERMO_STAT_NVS_IMAGE "${THERMO_STAT_NVS_IMAGE}" ABSOLUTE)
    list(APPEND thermo_stat_flash_files "${THERMO_STAT_NVS_IMAGE}")
    list(APPEND thermo_stat_flash_words 0x9000 "${THERMO_STAT_NVS_IMAGE}")
endif()
if(THERMO_STAT_PHY_INIT_IMAGE)
    get_filename_component(THERMO_STAT_PHY_INIT_IMAGE "${THERMO_STAT_PHY_INIT_IMAGE}" ABSOLUTE)
    list(APPEND thermo_stat_flash_files "${THERMO_STAT_PHY_INIT_IMAGE}")
    list(APPEND thermo_stat_flash_words 0x11000 "${THERMO_STAT_PHY_INIT_IMAGE}")
endif()
if(THERMO_STAT_OTA_0_IMAGE)
    get_filename_component(THERMO_STAT_OTA_0_IMAGE "${THERMO_STAT_OTA_0_IMAGE}" ABSOLUTE)
    list(APPEND thermo_stat_flash_files "${THERMO_STAT_OTA_0_IMAGE}")
    list(APPEND thermo_stat_flash_words 0x20000 "${THERMO_STAT_OTA_0_IMAGE}")
endif()
if(THERMO_STAT_OTA_1_IMAGE)
    get_filename_component(THERMO_STAT_OTA_1_IMAGE "${THERMO_STAT_OTA_1_IMAGE}" ABSOLUTE)
    list(APPEND thermo_stat_flash_files "${THERMO_STAT_OTA_1_IMAGE}")
    list(APPEND thermo_stat_flash_words 0x380000 "${THERMO_STAT_OTA_1_IMAGE}")
endif()

if(COMMAND esptool_py_flash_target_image AND TARGET flash)
    esptool_py_flash_target_image(flash cal 0x12000 "${THERMO_STAT_DIR}/images/cal.bin"
        ALWAYS_PLAINTEXT)
    esptool_py_flash_target_image(flash gr__e__1__2 0x7f0000 "${THERMO_STAT_DIR}/images/gr__e__1__2.bin"
        ALWAYS_PLAINTEXT)
    add_dependencies(flash thermo_stat-all)
    if(TARGET encrypted-flash)
        add_dependencies(encrypted-flash thermo_stat-all)
    endif()
    message(STATUS "flash overwrites what the device keeps in: otadata")
else()
    add_custom_target(thermo_stat-flash
        COMMAND "${CMAKE_COMMAND}" -E echo
            "flashing overwrites what the device keeps in: otadata"
        COMMAND ${thermo_stat_esptool} write_flash ${thermo_stat_flash_words}
        DEPENDS ${thermo_stat_flash_files} USES_TERMINAL VERBATIM)
    thermo_stat_alias(flash)
endif()

add_custom_command(OUTPUT "${THERMO_STAT_DIR}/thermo_stat-merged.bin"
    COMMAND ${thermo_stat_esptool} merge_bin -o "${THERMO_STAT_DIR}/thermo_stat-merged.bin" ${thermo_stat_flash_words}
    DEPENDS ${thermo_stat_flash_files} VERBATIM)
add_custom_target(thermo_stat-merged DEPENDS "${THERMO_STAT_DIR}/thermo_stat-merged.bin")

if(THERMO_STAT_NVS_IMAGE)
add_custom_target(thermo_stat-flash-nvs
    COMMAND ${thermo_stat_esptool} write_flash 0x9000 "${THERMO_STAT_NVS_IMAGE}"
    DEPENDS "${THERMO_STAT_NVS_IMAGE}" USES_TERMINAL VERBATIM)
else()
add_custom_target(thermo_stat-flash-nvs
    COMMAND "${CMAKE_COMMAND}" -E echo "nothing to flash: set THERMO_STAT_NVS_IMAGE"
    COMMAND "${CMAKE_COMMAND}" -E false VERBATIM)
endif()
thermo_stat_alias(flash-nvs)
add_custom_target(thermo_stat-erase-nvs
    COMMAND ${thermo_stat_esptool} erase_region 0x9000 0x6000
    USES_TERMINAL VERBATIM)
thermo_stat_alias(erase-nvs)

add_custom_target(thermo_stat-flash-otadata
    COMMAND ${thermo_stat_esptool} write_flash 0xf000 "${THERMO_STAT_DIR}/images/otadata.bin"
    DEPENDS "${THERMO_STAT_DIR}/images/otadata.bin" USES_TERMINAL VERBATIM)
thermo_stat_alias(flash-otadata)
add_custom_target(thermo_stat-erase-otadata
    COMMAND ${thermo_stat_esptool} erase_region 0xf000 0x2000
    USES_TERMINAL VERBATIM)
thermo_stat_alias(erase-otadata)

if(THERMO_STAT_PHY_INIT_IMAGE)
add_custom_target(thermo_stat-flash-phy_init
    COMMAND ${thermo_stat_esptool} write_flash 0x11000 "${THERMO_STAT_PHY_INIT_IMAGE}"
    DEPENDS "${THERMO_STAT_PHY_INIT_IMAGE}" USES_TERMINAL VERBATIM)
else()
add_custom_target(thermo_stat-flash-phy_init
    COMMAND "${CMAKE_COMMAND}" -E echo "nothing to flash: set THERMO_STAT_PHY_INIT_IMAGE"
    COMMAND "${CMAKE_COMMAND}" -E false VERBATIM)
endif()
thermo_stat_alias(flash-phy_init)
add_custom_target(thermo_stat-erase-phy_init
    COMMAND ${thermo_stat_esptool} erase_region 0x11000 0x1000
    USES_TERMINAL VERBATIM)
thermo_stat_alias(erase-phy_init)

add_custom_target(thermo_stat-flash-cal
    COMMAND ${thermo_stat_esptool} write_flash 0x12000 "${THERMO_STAT_DIR}/images/cal.bin"
    DEPENDS "${THERMO_STAT_DIR}/images/cal.bin" USES_TERMINAL VERBATIM)
thermo_stat_alias(flash-cal)
add_custom_target(thermo_stat-erase-cal
    COMMAND ${thermo_stat_esptool} erase_region 0x12000 0x1000
    USES_TERMINAL VERBATIM)
thermo_stat_alias(erase-cal)

if(THERMO_STAT_OTA_0_IMAGE)
add_custom_target(thermo_stat-flash-ota_0
    COMMAND ${thermo_stat_esptool} write_flash 0x20000 "${THERMO_STAT_OTA_0_IMAGE}"
    DEPENDS "${THERMO_STAT_OTA_0_IMAGE}" USES_TERMINAL VERBATIM)
else()
add_custom_target(thermo_stat-flash-ota_0
    COMMAND "${CMAKE_COMMAND}" -E echo "nothing to flash: set THERMO_STAT_OTA_0_IMAGE"
    COMMAND "${CMAKE_COMMAND}" -E false VERBATIM)
endif()
thermo_stat_alias(flash-ota_0)
add_custom_target(thermo_stat-erase-ota_0
    COMMAND ${thermo_stat_esptool} erase_region 0x20000 0x360000
    USES_TERMINAL VERBATIM)
thermo_stat_alias(erase-ota_0)

if(THERMO_STAT_OTA_1_IMAGE)
add_custom_target(thermo_stat-flash-ota_1
    COMMAND ${thermo_stat_esptool} write_flash 0x380000 "${THERMO_STAT_OTA_1_IMAGE}"
    DEPENDS "${THERMO_STAT_OTA_1_IMAGE}" USES_TERMINAL VERBATIM)
else()
add_custom_target(thermo_stat-flash-ota_1
    COMMAND "${CMAKE_COMMAND}" -E echo "nothing to flash: set THERMO_STAT_OTA_1_IMAGE"
    COMMAND "${CMAKE_COMMAND}" -E false VERBATIM)
endif()
thermo_stat_alias(flash-ota_1)
add_custom_target(thermo_stat-erase-ota_1
    COMMAND ${thermo_stat_esptool} erase_region 0x380000 0x360000
    USES_TERMINAL VERBATIM)
thermo_stat_alias(erase-ota_1)

add_custom_target(thermo_stat-flash-gr__e__1__2
    COMMAND ${thermo_stat_esptool} write_flash 0x7f0000 "${THERMO_STAT_DIR}/images/gr__e__1__2.bin"
    DEPENDS "${THERMO_STAT_DIR}/images/gr__e__1__2.bin" USES_TERMINAL VERBATIM)
thermo_stat_alias(flash-gr__e__1__2)
add_custom_target(thermo_stat-erase-gr__e__1__2
    COMMAND ${thermo_stat_esptool} erase_region 0x7f0000 0x10000
    USES_TERMINAL VERBATIM)
thermo_stat_alias(erase-gr__e__1__2)

add_custom_target(thermo_stat-ota-flash)
add_dependencies(thermo_stat-ota-flash thermo_stat-flash-ota_0)
thermo_stat_alias(ota-flash)
