@# NAME.cmake, section by section, in the order in which cmake.c and cmake_flash.c append them. Paths
@# and words among the values are already quoted arguments.
@@ head
# @title@. Made by schemac: include it in a CMake project; in an ESP-IDF project,
# after project(). Targets:
#   @name@-all      tables and images (a part of `all`)
#   @name@-merged   one image of everything that is flashed
#   @name@-flash, @name@-flash-PARTITION, @name@-erase-PARTITION, @name@-ota-flash
#   flash, flash-PARTITION, erase-PARTITION, ota-flash: the same for all included fragments
@?source@#   @name@-header   a library: the header, and its constants once for the program
# A partition without a generated image is flashed from @NAME@_PARTITION_IMAGE,
# if that is set before this file is included: set(@NAME@_OTA_0_IMAGE app.bin)
# Before anything is flashed, `schemac check` judges all that is: what is too large, of another chip
# or missing stops it. ESPTOOL is what flashes, version 4 or later.
@?preserved@# Only the merged image, for blank devices, includes these: @preserved@.
@?preserved@# To flash one of them to a device in use, run its own target.

if(TARGET @name@-all) # already included
    return()
endif()
set(@NAME@_DIR "${CMAKE_CURRENT_LIST_DIR}")
@?root@get_filename_component(@NAME@_ROOT "@root@" ABSOLUTE)
@!root@if(NOT DEFINED @NAME@_ROOT) # the directory where schemac ran
@!root@    set(@NAME@_ROOT "${CMAKE_SOURCE_DIR}")
@!root@endif()
set(@NAME@_FRAGMENT "${CMAKE_CURRENT_LIST_FILE}")
find_program(SCHEMAC schemac REQUIRED)

@# ESP-IDF has esptool in a Python of its own. Other projects have what is installed: `esptool`, or
@# what was its name up to version 4.
if(NOT DEFINED ESPTOOL AND COMMAND esptool_py_flash_target_image AND COMMAND idf_build_get_property)
    idf_build_get_property(@name@_python PYTHON)
    set(ESPTOOL "\"${@name@_python}\" -m esptool" CACHE STRING "esptool, with any options")
elseif(NOT DEFINED ESPTOOL)
    find_program(ESPTOOL_PROGRAM NAMES esptool esptool.py)
    mark_as_advanced(ESPTOOL_PROGRAM)
    if(ESPTOOL_PROGRAM)
        set(ESPTOOL "\"${ESPTOOL_PROGRAM}\"" CACHE STRING "esptool, with any options")
    endif()
endif()
if(ESPTOOL)
    separate_arguments(@name@_esptool NATIVE_COMMAND "${ESPTOOL}")
else() # it may be installed later
    set(@name@_esptool esptool)
endif()
set(@name@_write write-flash -fs @flash_size@)
set(@name@_merge merge-bin -fs @flash_size@)
set(@name@_erase erase-region)
execute_process(COMMAND ${@name@_esptool} version
    OUTPUT_VARIABLE @name@_version ERROR_QUIET RESULT_VARIABLE @name@_result)
if(@name@_version MATCHES "v[1-4][.]") # 5 has dashes
    set(@name@_write write_flash -fs @flash_size@)
    set(@name@_merge merge_bin -fs @flash_size@)
    set(@name@_erase erase_region)
endif()
list(APPEND @name@_esptool --chip @chip@)
set(@name@_check @check@)

@# The fragment compiles the schema again, and starts over if that changed the fragment itself.
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS@inputs@)
file(READ "${@NAME@_FRAGMENT}" @name@_before)
execute_process(
    COMMAND @compile@
    WORKING_DIRECTORY "${@NAME@_ROOT}" RESULT_VARIABLE @name@_result)
if(NOT @name@_result EQUAL 0)
    message(FATAL_ERROR "schemac could not compile the schema")
endif()
file(READ "${@NAME@_FRAGMENT}" @name@_after)
if(NOT @name@_before STREQUAL @name@_after)
    include("${@NAME@_FRAGMENT}")
    return()
endif()

@# Including the fragment writes the tables; this rule brings back one that was deleted since.
set(@name@_tables@tables@)
if(@name@_tables)
    add_custom_command(OUTPUT ${@name@_tables}
        COMMAND @compile@ WORKING_DIRECTORY "${@NAME@_ROOT}" VERBATIM)
endif()

@# What uses the component of ESP-IDF gets it all from there, since a component's own definitions
@# cannot be added to once it is registered.
@@ source
# The header, and what it returns, once for a program in C: target_link_libraries(PROGRAM @name@-header)
add_library(@name@-header INTERFACE)
target_sources(@name@-header INTERFACE @source@)
target_include_directories(@name@-header INTERFACE "${@NAME@_DIR}")
target_compile_definitions(@name@-header INTERFACE @NAME@_SOURCE)
if(TARGET idf::pschema) # in an ESP-IDF project, so has every component that requires pschema
    get_target_property(@name@_runtime idf::pschema ALIASED_TARGET)
    target_sources(${@name@_runtime} PRIVATE @source@)
    target_include_directories(${@name@_runtime} PUBLIC "${@NAME@_DIR}")
    target_compile_definitions(${@name@_runtime} INTERFACE @NAME@_SOURCE)
endif()

@@ images
set(@name@_images)
@# Some generators misread a depfile with a quote or a dollar sign in a name, so that only an image
@# that needs a depfile has one.
@@ image
# @partition@: @size@, content @digest@
@?depfile@set(@name@_depfile)
@?depfile@if(CMAKE_VERSION VERSION_GREATER_EQUAL 3.20) # all generators support depfiles
@?depfile@    cmake_policy(SET CMP0116 NEW)
@?depfile@    set(@name@_depfile DEPFILE @depfile@)
@?depfile@endif()
add_custom_command(OUTPUT @image@
    COMMAND @generate@ -o @image@
    COMMAND "${CMAKE_COMMAND}" -E touch @image@
    DEPENDS "${@NAME@_FRAGMENT}"@inputs@
@?depfile@    ${@name@_depfile}
    WORKING_DIRECTORY "${@NAME@_ROOT}" VERBATIM)
list(APPEND @name@_images @image@)

@@ all
add_custom_target(@name@-all ALL DEPENDS ${@name@_tables} ${@name@_images})

set(@name@_is_idf FALSE)
if(TARGET flash AND (COMMAND esptool_py_flash_target_image OR COMMAND esptool_py_flash_project_args))
    set(@name@_is_idf TRUE)
endif()

@# `flash` of a project depends on NAME-flash of each fragment in it; likewise the other targets. What
@# ESP-IDF has a target for, as it does to erase otadata, is done by that alone.
function(@name@_alias name)
    if(NOT TARGET ${name})
        add_custom_target(${name})
        set_target_properties(${name} PROPERTIES SCHEMAC_ALIAS TRUE)
    endif()
    get_target_property(is_alias ${name} SCHEMAC_ALIAS)
    if(@name@_is_idf AND NOT is_alias)
        return()
    endif()
    add_dependencies(${name} @name@-${name})
endfunction()

@# Files that are flashed together, the arguments of esptool that flash them, and those of `check`
@# that judge them.
@@ flash_set
set(@name@_@set@_files)
set(@name@_@set@_words)
set(@name@_@set@_added)
@@ flash_set_file
list(APPEND @name@_@set@_files @file@)
list(APPEND @name@_@set@_words @offset@ @file@)
list(APPEND @name@_@set@_added --add @added@)
@@ flash_set_variable
if(@variable@)
    get_filename_component(@variable@ "${@variable@}" ABSOLUTE)
    list(APPEND @name@_@set@_files "${@variable@}")
    list(APPEND @name@_@set@_words @offset@ "${@variable@}")
    list(APPEND @name@_@set@_added --add "@offset@=${@variable@}")
endif()
@# In a project of an SDK, `flash` exists already: it makes and writes the main table, and erases
@# otadata. The other files are added to it.
@@ idf

if(@name@_is_idf)
    function(@name@_add_image name offset file)
        if(COMMAND esptool_py_flash_target_image) # ESP-IDF
            esptool_py_flash_target_image(flash "${name}" "${offset}" "${file}" ${ARGN})
        else() # ESP8266_RTOS_SDK
            esptool_py_flash_project_args("${name}" "${offset}" "${file}" FLASH_IN_PROJECT)
        endif()
    endfunction()
    set(@name@_idf_added)
@@ idf_file
    @name@_add_image(@file_name@ @offset@ @file@@plain@)
    list(APPEND @name@_idf_added --add @added@)
@# What the SDK itself makes and flashes is judged as well. An old sdkconfig may have it make another
@# table than the schema's.
@@ flash
    foreach(@name@_file "partition_table_bin partition-table partition_table/partition-table.bin"
            "bootloader bootloader bootloader/bootloader.bin")
        separate_arguments(@name@_file)
        list(GET @name@_file 0 @name@_target)
        list(GET @name@_file 1 @name@_place)
        list(GET @name@_file 2 @name@_path)
        if(TARGET ${@name@_target})
            list(APPEND @name@_idf_added --add "${@name@_place}=${CMAKE_BINARY_DIR}/${@name@_path}")
        endif()
    endforeach()
    add_custom_target(@name@-check COMMAND ${@name@_check} ${@name@_idf_added}
        WORKING_DIRECTORY "${@NAME@_ROOT}" VERBATIM)
    foreach(@name@_target @name@-all app partition_table_bin bootloader)
        if(TARGET ${@name@_target})
            add_dependencies(@name@-check ${@name@_target})
        endif()
    endforeach()
    foreach(@name@_target flash encrypted-flash)
        if(TARGET ${@name@_target})
            add_dependencies(${@name@_target} @name@-check)
        endif()
    endforeach()
@?replaced@    message(STATUS "flash overwrites what the device keeps in: @replaced@")
    add_custom_target(@name@-merged
        COMMAND "${CMAKE_COMMAND}" -E echo "the SDK's own command merges all images: idf.py merge-bin"
        COMMAND "${CMAKE_COMMAND}" -E false VERBATIM)
else()
    add_custom_target(@name@-flash
@?replaced@        COMMAND "${CMAKE_COMMAND}" -E echo
@?replaced@            "flashing overwrites what the device keeps in: @replaced@"
        COMMAND ${@name@_check} ${@name@_flash_added}
        COMMAND ${@name@_esptool} ${@name@_write} ${@name@_flash_words}
        DEPENDS ${@name@_flash_files} WORKING_DIRECTORY "${@NAME@_ROOT}" USES_TERMINAL VERBATIM)
    @name@_alias(flash)
    add_custom_command(OUTPUT @merged@
        COMMAND ${@name@_check} ${@name@_@whole@_added}
        COMMAND ${@name@_esptool} ${@name@_merge} -o @merged@ ${@name@_@whole@_words}
        DEPENDS ${@name@_@whole@_files} WORKING_DIRECTORY "${@NAME@_ROOT}" VERBATIM)
    add_custom_target(@name@-merged DEPENDS @merged@)
endif()

@@ flash_file
add_custom_target(@name@-flash-@partition@
    COMMAND ${@name@_check} --add @added@
    COMMAND ${@name@_esptool} ${@name@_write} @offset@ @file@
    DEPENDS @file@ WORKING_DIRECTORY "${@NAME@_ROOT}" USES_TERMINAL VERBATIM)
@name@_alias(flash-@partition@)
@@ flash_variable
if(@variable@)
add_custom_target(@name@-flash-@partition@
    COMMAND ${@name@_check} --add "@offset@=${@variable@}"
    COMMAND ${@name@_esptool} ${@name@_write} @offset@ "${@variable@}"
    DEPENDS "${@variable@}" WORKING_DIRECTORY "${@NAME@_ROOT}" USES_TERMINAL VERBATIM)
else()
add_custom_target(@name@-flash-@partition@
    COMMAND "${CMAKE_COMMAND}" -E echo "nothing to flash: set @variable@"
    COMMAND "${CMAKE_COMMAND}" -E false VERBATIM)
endif()
@name@_alias(flash-@partition@)
@@ erase
add_custom_target(@name@-erase-@partition@
    COMMAND ${@name@_esptool} ${@name@_erase} @offset@ @size@
    USES_TERMINAL VERBATIM)
@name@_alias(erase-@partition@)

@@ ota_flash
add_custom_target(@name@-ota-flash)
add_dependencies(@name@-ota-flash @name@-flash-@partition@)
@name@_alias(ota-flash)
