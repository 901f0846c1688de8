# enc, revision 1. Made by schemac: include it in a CMake project; in an ESP-IDF project,
# after project(). Targets:
#   enc-all      tables and images (a part of `all`)
#   enc-merged   one image of everything that is flashed
#   enc-flash, enc-flash-PARTITION, enc-erase-PARTITION, enc-ota-flash
#   flash, flash-PARTITION, erase-PARTITION, ota-flash: the same for all included fragments
# A partition without a generated image is flashed from ENC_PARTITION_IMAGE,
# if that is set before this file is included: set(ENC_OTA_0_IMAGE app.bin)
# Before anything is flashed, `schemac check` judges all that is: what is too large, of another chip
# or missing stops it. ESPTOOL is what flashes, version 4 or later.

if(TARGET enc-all) # already included
    return()
endif()
set(ENC_DIR "${CMAKE_CURRENT_LIST_DIR}")
get_filename_component(ENC_ROOT "${ENC_DIR}/.." ABSOLUTE)
set(ENC_FRAGMENT "${CMAKE_CURRENT_LIST_FILE}")
find_program(SCHEMAC schemac REQUIRED)

if(NOT DEFINED ESPTOOL AND COMMAND esptool_py_flash_target_image AND COMMAND idf_build_get_property)
    idf_build_get_property(enc_python PYTHON)
    set(ESPTOOL "\"${enc_python}\" -m esptool" CACHE STRING "esptool, with any options")
elseif(NOT DEFINED ESPTOOL)
    find_program(ESPTOOL_PROGRAM NAMES esptool esptool.py)
    mark_as_advanced(ESPTOOL_PROGRAM)
    if(ESPTOOL_PROGRAM)
        set(ESPTOOL "\"${ESPTOOL_PROGRAM}\"" CACHE STRING "esptool, with any options")
    endif()
endif()
if(ESPTOOL)
    separate_arguments(enc_esptool NATIVE_COMMAND "${ESPTOOL}")
else() # it may be installed later
    set(enc_esptool esptool)
endif()
set(enc_write write-flash -fs 4MB)
set(enc_merge merge-bin -fs 4MB)
set(enc_erase erase-region)
execute_process(COMMAND ${enc_esptool} version
    OUTPUT_VARIABLE enc_version ERROR_QUIET RESULT_VARIABLE enc_result)
if(enc_version MATCHES "v[1-4][.]") # 5 has dashes
    set(enc_write write_flash -fs 4MB)
    set(enc_merge merge_bin -fs 4MB)
    set(enc_erase erase_region)
endif()
list(APPEND enc_esptool --chip "esp32c3")
set(enc_check "${SCHEMAC}" "check" "--quiet" "--sdkconfig=sdkconfig" "-Wno-otadata-one-slot" "input.pschema")

set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS
    "${ENC_ROOT}/input.pschema"
    "${ENC_ROOT}/sdkconfig"
    "${ENC_ROOT}/www")
file(READ "${ENC_FRAGMENT}" enc_before)
execute_process(
    COMMAND "${SCHEMAC}" "compile" "--quiet" "--sdkconfig=sdkconfig" "--emit=bin,flasher-args,cmake" "-Wno-otadata-one-slot" "-o" "out" "input.pschema"
    WORKING_DIRECTORY "${ENC_ROOT}" RESULT_VARIABLE enc_result)
if(NOT enc_result EQUAL 0)
    message(FATAL_ERROR "schemac could not compile the schema")
endif()
file(READ "${ENC_FRAGMENT}" enc_after)
if(NOT enc_before STREQUAL enc_after)
    include("${ENC_FRAGMENT}")
    return()
endif()

set(enc_tables "${ENC_DIR}/main.bin")
if(enc_tables)
    add_custom_command(OUTPUT ${enc_tables}
        COMMAND "${SCHEMAC}" "compile" "--quiet" "--sdkconfig=sdkconfig" "--emit=bin,flasher-args,cmake" "-Wno-otadata-one-slot" "-o" "out" "input.pschema" WORKING_DIRECTORY "${ENC_ROOT}" VERBATIM)
endif()

set(enc_images)
# bootloader: 32K, content e6aaca2f
add_custom_command(OUTPUT "${ENC_DIR}/images/bootloader.bin"
    COMMAND "${SCHEMAC}" "generate" "--quiet" "--sdkconfig=sdkconfig" "input.pschema" "bootloader" -o "${ENC_DIR}/images/bootloader.bin"
    COMMAND "${CMAKE_COMMAND}" -E touch "${ENC_DIR}/images/bootloader.bin"
    DEPENDS "${ENC_FRAGMENT}" "${ENC_ROOT}/boot.bin"
    WORKING_DIRECTORY "${ENC_ROOT}" VERBATIM)
list(APPEND enc_images "${ENC_DIR}/images/bootloader.bin")

# nvs: 24K, content 4a10950a
add_custom_command(OUTPUT "${ENC_DIR}/images/nvs.bin"
    COMMAND "${SCHEMAC}" "generate" "--quiet" "--sdkconfig=sdkconfig" "input.pschema" "nvs" -o "${ENC_DIR}/images/nvs.bin"
    COMMAND "${CMAKE_COMMAND}" -E touch "${ENC_DIR}/images/nvs.bin"
    DEPENDS "${ENC_FRAGMENT}"
    WORKING_DIRECTORY "${ENC_ROOT}" VERBATIM)
list(APPEND enc_images "${ENC_DIR}/images/nvs.bin")

# otadata: 8K, content 3088e1cd
add_custom_command(OUTPUT "${ENC_DIR}/images/otadata.bin"
    COMMAND "${SCHEMAC}" "generate" "--quiet" "--sdkconfig=sdkconfig" "input.pschema" "otadata" -o "${ENC_DIR}/images/otadata.bin"
    COMMAND "${CMAKE_COMMAND}" -E touch "${ENC_DIR}/images/otadata.bin"
    DEPENDS "${ENC_FRAGMENT}"
    WORKING_DIRECTORY "${ENC_ROOT}" VERBATIM)
list(APPEND enc_images "${ENC_DIR}/images/otadata.bin")

# ota_0: 1M, content dad3c4cc
add_custom_command(OUTPUT "${ENC_DIR}/images/ota_0.bin"
    COMMAND "${SCHEMAC}" "generate" "--quiet" "--sdkconfig=sdkconfig" "input.pschema" "ota_0" -o "${ENC_DIR}/images/ota_0.bin"
    COMMAND "${CMAKE_COMMAND}" -E touch "${ENC_DIR}/images/ota_0.bin"
    DEPENDS "${ENC_FRAGMENT}" "${ENC_ROOT}/app.bin"
    WORKING_DIRECTORY "${ENC_ROOT}" VERBATIM)
list(APPEND enc_images "${ENC_DIR}/images/ota_0.bin")

# nvs_keys: 4K, content a8791c1c
add_custom_command(OUTPUT "${ENC_DIR}/images/nvs_keys.bin"
    COMMAND "${SCHEMAC}" "generate" "--quiet" "--sdkconfig=sdkconfig" "input.pschema" "nvs_keys" -o "${ENC_DIR}/images/nvs_keys.bin"
    COMMAND "${CMAKE_COMMAND}" -E touch "${ENC_DIR}/images/nvs_keys.bin"
    DEPENDS "${ENC_FRAGMENT}" "${ENC_ROOT}/keys.bin"
    WORKING_DIRECTORY "${ENC_ROOT}" VERBATIM)
list(APPEND enc_images "${ENC_DIR}/images/nvs_keys.bin")

# secret: 128K, content ddd80653
add_custom_command(OUTPUT "${ENC_DIR}/images/secret.bin"
    COMMAND "${SCHEMAC}" "generate" "--quiet" "--sdkconfig=sdkconfig" "input.pschema" "secret" -o "${ENC_DIR}/images/secret.bin"
    COMMAND "${CMAKE_COMMAND}" -E touch "${ENC_DIR}/images/secret.bin"
    DEPENDS "${ENC_FRAGMENT}" "${ENC_ROOT}/www/a"
    WORKING_DIRECTORY "${ENC_ROOT}" VERBATIM)
list(APPEND enc_images "${ENC_DIR}/images/secret.bin")

# open_partition: 64K, content bcaa6711
add_custom_command(OUTPUT "${ENC_DIR}/images/open_partition.bin"
    COMMAND "${SCHEMAC}" "generate" "--quiet" "--sdkconfig=sdkconfig" "input.pschema" "open_partition" -o "${ENC_DIR}/images/open_partition.bin"
    COMMAND "${CMAKE_COMMAND}" -E touch "${ENC_DIR}/images/open_partition.bin"
    DEPENDS "${ENC_FRAGMENT}" "${ENC_ROOT}/www/a"
    WORKING_DIRECTORY "${ENC_ROOT}" VERBATIM)
list(APPEND enc_images "${ENC_DIR}/images/open_partition.bin")

add_custom_target(enc-all ALL DEPENDS ${enc_tables} ${enc_images})

set(enc_is_idf FALSE)
if(TARGET flash AND (COMMAND esptool_py_flash_target_image OR COMMAND esptool_py_flash_project_args))
    set(enc_is_idf TRUE)
endif()

function(enc_alias name)
    if(NOT TARGET ${name})
        add_custom_target(${name})
        set_target_properties(${name} PROPERTIES SCHEMAC_ALIAS TRUE)
    endif()
    get_target_property(is_alias ${name} SCHEMAC_ALIAS)
    if(enc_is_idf AND NOT is_alias)
        return()
    endif()
    add_dependencies(${name} enc-${name})
endfunction()

set(enc_flash_files)
set(enc_flash_words)
set(enc_flash_added)
list(APPEND enc_flash_files "${ENC_DIR}/images/bootloader.bin")
list(APPEND enc_flash_words 0x0 "${ENC_DIR}/images/bootloader.bin")
list(APPEND enc_flash_added --add "0x0=${ENC_DIR}/images/bootloader.bin")
list(APPEND enc_flash_files "${ENC_DIR}/main.bin")
list(APPEND enc_flash_words 0x8000 "${ENC_DIR}/main.bin")
list(APPEND enc_flash_added --add "0x8000=${ENC_DIR}/main.bin")
list(APPEND enc_flash_files "${ENC_DIR}/images/nvs.bin")
list(APPEND enc_flash_words 0x9000 "${ENC_DIR}/images/nvs.bin")
list(APPEND enc_flash_added --add "0x9000=${ENC_DIR}/images/nvs.bin")
list(APPEND enc_flash_files "${ENC_DIR}/images/otadata.bin")
list(APPEND enc_flash_words 0xf000 "${ENC_DIR}/images/otadata.bin")
list(APPEND enc_flash_added --add "0xf000=${ENC_DIR}/images/otadata.bin")
list(APPEND enc_flash_files "${ENC_DIR}/images/ota_0.bin")
list(APPEND enc_flash_words 0x20000 "${ENC_DIR}/images/ota_0.bin")
list(APPEND enc_flash_added --add "0x20000=${ENC_DIR}/images/ota_0.bin")
list(APPEND enc_flash_files "${ENC_DIR}/images/nvs_keys.bin")
list(APPEND enc_flash_words 0x120000 "${ENC_DIR}/images/nvs_keys.bin")
list(APPEND enc_flash_added --add "0x120000=${ENC_DIR}/images/nvs_keys.bin")
list(APPEND enc_flash_files "${ENC_DIR}/images/secret.bin")
list(APPEND enc_flash_words 0x121000 "${ENC_DIR}/images/secret.bin")
list(APPEND enc_flash_added --add "0x121000=${ENC_DIR}/images/secret.bin")
list(APPEND enc_flash_files "${ENC_DIR}/images/open_partition.bin")
list(APPEND enc_flash_words 0x141000 "${ENC_DIR}/images/open_partition.bin")
list(APPEND enc_flash_added --add "0x141000=${ENC_DIR}/images/open_partition.bin")

if(enc_is_idf)
    function(enc_add_image name offset file)
        if(COMMAND esptool_py_flash_target_image) # ESP-IDF
            esptool_py_flash_target_image(flash "${name}" "${offset}" "${file}" ${ARGN})
        else() # ESP8266_RTOS_SDK
            esptool_py_flash_project_args("${name}" "${offset}" "${file}" FLASH_IN_PROJECT)
        endif()
    endfunction()
    set(enc_idf_added)
    enc_add_image(bootloader 0x0 "${ENC_DIR}/images/bootloader.bin")
    list(APPEND enc_idf_added --add "0x0=${ENC_DIR}/images/bootloader.bin")
    enc_add_image(nvs 0x9000 "${ENC_DIR}/images/nvs.bin"
        ALWAYS_PLAINTEXT)
    list(APPEND enc_idf_added --add "0x9000=${ENC_DIR}/images/nvs.bin")
    enc_add_image(ota_0 0x20000 "${ENC_DIR}/images/ota_0.bin")
    list(APPEND enc_idf_added --add "0x20000=${ENC_DIR}/images/ota_0.bin")
    enc_add_image(nvs_keys 0x120000 "${ENC_DIR}/images/nvs_keys.bin")
    list(APPEND enc_idf_added --add "0x120000=${ENC_DIR}/images/nvs_keys.bin")
    enc_add_image(secret 0x121000 "${ENC_DIR}/images/secret.bin")
    list(APPEND enc_idf_added --add "0x121000=${ENC_DIR}/images/secret.bin")
    enc_add_image(open_partition 0x141000 "${ENC_DIR}/images/open_partition.bin"
        ALWAYS_PLAINTEXT)
    list(APPEND enc_idf_added --add "0x141000=${ENC_DIR}/images/open_partition.bin")
    foreach(enc_file "partition_table_bin partition-table partition_table/partition-table.bin"
            "bootloader bootloader bootloader/bootloader.bin")
        separate_arguments(enc_file)
        list(GET enc_file 0 enc_target)
        list(GET enc_file 1 enc_place)
        list(GET enc_file 2 enc_path)
        if(TARGET ${enc_target})
            list(APPEND enc_idf_added --add "${enc_place}=${CMAKE_BINARY_DIR}/${enc_path}")
        endif()
    endforeach()
    add_custom_target(enc-check COMMAND ${enc_check} ${enc_idf_added}
        WORKING_DIRECTORY "${ENC_ROOT}" VERBATIM)
    foreach(enc_target enc-all app partition_table_bin bootloader)
        if(TARGET ${enc_target})
            add_dependencies(enc-check ${enc_target})
        endif()
    endforeach()
    foreach(enc_target flash encrypted-flash)
        if(TARGET ${enc_target})
            add_dependencies(${enc_target} enc-check)
        endif()
    endforeach()
    message(STATUS "flash overwrites what the device keeps in: nvs, otadata, secret, open_partition")
    add_custom_target(enc-merged
        COMMAND "${CMAKE_COMMAND}" -E echo "the SDK's own command merges all images: idf.py merge-bin"
        COMMAND "${CMAKE_COMMAND}" -E false VERBATIM)
else()
    add_custom_target(enc-flash
        COMMAND "${CMAKE_COMMAND}" -E echo
            "flashing overwrites what the device keeps in: nvs, otadata, secret, open_partition"
        COMMAND ${enc_check} ${enc_flash_added}
        COMMAND ${enc_esptool} ${enc_write} ${enc_flash_words}
        DEPENDS ${enc_flash_files} WORKING_DIRECTORY "${ENC_ROOT}" USES_TERMINAL VERBATIM)
    enc_alias(flash)
    add_custom_command(OUTPUT "${ENC_DIR}/enc-merged.bin"
        COMMAND ${enc_check} ${enc_flash_added}
        COMMAND ${enc_esptool} ${enc_merge} -o "${ENC_DIR}/enc-merged.bin" ${enc_flash_words}
        DEPENDS ${enc_flash_files} WORKING_DIRECTORY "${ENC_ROOT}" VERBATIM)
    add_custom_target(enc-merged DEPENDS "${ENC_DIR}/enc-merged.bin")
endif()

add_custom_target(enc-flash-bootloader
    COMMAND ${enc_check} --add "0x0=${ENC_DIR}/images/bootloader.bin"
    COMMAND ${enc_esptool} ${enc_write} 0x0 "${ENC_DIR}/images/bootloader.bin"
    DEPENDS "${ENC_DIR}/images/bootloader.bin" WORKING_DIRECTORY "${ENC_ROOT}" USES_TERMINAL VERBATIM)
enc_alias(flash-bootloader)
add_custom_target(enc-erase-bootloader
    COMMAND ${enc_esptool} ${enc_erase} 0x0 0x8000
    USES_TERMINAL VERBATIM)
enc_alias(erase-bootloader)

add_custom_target(enc-flash-nvs
    COMMAND ${enc_check} --add "0x9000=${ENC_DIR}/images/nvs.bin"
    COMMAND ${enc_esptool} ${enc_write} 0x9000 "${ENC_DIR}/images/nvs.bin"
    DEPENDS "${ENC_DIR}/images/nvs.bin" WORKING_DIRECTORY "${ENC_ROOT}" USES_TERMINAL VERBATIM)
enc_alias(flash-nvs)
add_custom_target(enc-erase-nvs
    COMMAND ${enc_esptool} ${enc_erase} 0x9000 0x6000
    USES_TERMINAL VERBATIM)
enc_alias(erase-nvs)

add_custom_target(enc-flash-otadata
    COMMAND ${enc_check} --add "0xf000=${ENC_DIR}/images/otadata.bin"
    COMMAND ${enc_esptool} ${enc_write} 0xf000 "${ENC_DIR}/images/otadata.bin"
    DEPENDS "${ENC_DIR}/images/otadata.bin" WORKING_DIRECTORY "${ENC_ROOT}" USES_TERMINAL VERBATIM)
enc_alias(flash-otadata)
add_custom_target(enc-erase-otadata
    COMMAND ${enc_esptool} ${enc_erase} 0xf000 0x2000
    USES_TERMINAL VERBATIM)
enc_alias(erase-otadata)

add_custom_target(enc-flash-ota_0
    COMMAND ${enc_check} --add "0x20000=${ENC_DIR}/images/ota_0.bin"
    COMMAND ${enc_esptool} ${enc_write} 0x20000 "${ENC_DIR}/images/ota_0.bin"
    DEPENDS "${ENC_DIR}/images/ota_0.bin" WORKING_DIRECTORY "${ENC_ROOT}" USES_TERMINAL VERBATIM)
enc_alias(flash-ota_0)
add_custom_target(enc-erase-ota_0
    COMMAND ${enc_esptool} ${enc_erase} 0x20000 0x100000
    USES_TERMINAL VERBATIM)
enc_alias(erase-ota_0)

add_custom_target(enc-flash-nvs_keys
    COMMAND ${enc_check} --add "0x120000=${ENC_DIR}/images/nvs_keys.bin"
    COMMAND ${enc_esptool} ${enc_write} 0x120000 "${ENC_DIR}/images/nvs_keys.bin"
    DEPENDS "${ENC_DIR}/images/nvs_keys.bin" WORKING_DIRECTORY "${ENC_ROOT}" USES_TERMINAL VERBATIM)
enc_alias(flash-nvs_keys)
add_custom_target(enc-erase-nvs_keys
    COMMAND ${enc_esptool} ${enc_erase} 0x120000 0x1000
    USES_TERMINAL VERBATIM)
enc_alias(erase-nvs_keys)

add_custom_target(enc-flash-secret
    COMMAND ${enc_check} --add "0x121000=${ENC_DIR}/images/secret.bin"
    COMMAND ${enc_esptool} ${enc_write} 0x121000 "${ENC_DIR}/images/secret.bin"
    DEPENDS "${ENC_DIR}/images/secret.bin" WORKING_DIRECTORY "${ENC_ROOT}" USES_TERMINAL VERBATIM)
enc_alias(flash-secret)
add_custom_target(enc-erase-secret
    COMMAND ${enc_esptool} ${enc_erase} 0x121000 0x20000
    USES_TERMINAL VERBATIM)
enc_alias(erase-secret)

add_custom_target(enc-flash-open_partition
    COMMAND ${enc_check} --add "0x141000=${ENC_DIR}/images/open_partition.bin"
    COMMAND ${enc_esptool} ${enc_write} 0x141000 "${ENC_DIR}/images/open_partition.bin"
    DEPENDS "${ENC_DIR}/images/open_partition.bin" WORKING_DIRECTORY "${ENC_ROOT}" USES_TERMINAL VERBATIM)
enc_alias(flash-open_partition)
add_custom_target(enc-erase-open_partition
    COMMAND ${enc_esptool} ${enc_erase} 0x141000 0x10000
    USES_TERMINAL VERBATIM)
enc_alias(erase-open_partition)

add_custom_target(enc-ota-flash)
add_dependencies(enc-ota-flash enc-flash-ota_0)
enc_alias(ota-flash)
