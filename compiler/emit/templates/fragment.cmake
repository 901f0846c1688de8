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
set(ESPTOOL esptool.py CACHE STRING "esptool, with any options")
separate_arguments(@name@_esptool NATIVE_COMMAND "${ESPTOOL}")
list(APPEND @name@_esptool --chip @chip@)

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

@# `flash` of a project depends on NAME-flash of each fragment in it; likewise the other targets.
function(@name@_alias name)
    if(NOT TARGET ${name})
        add_custom_target(${name})
    endif()
    add_dependencies(${name} @name@-${name})
endfunction()

@# Files that are flashed together, and the arguments of esptool that flash them.
@@ flash_set
set(@name@_@set@_files)
set(@name@_@set@_words)
@@ flash_set_file
list(APPEND @name@_@set@_files @file@)
list(APPEND @name@_@set@_words @offset@ @file@)
@@ flash_set_variable
if(@variable@)
    get_filename_component(@variable@ "${@variable@}" ABSOLUTE)
    list(APPEND @name@_@set@_files "${@variable@}")
    list(APPEND @name@_@set@_words @offset@ "${@variable@}")
endif()
@# In an ESP-IDF project, `flash` exists already: it makes and writes the main table, and erases
@# otadata. The other files are added to it.
@@ idf

if(COMMAND esptool_py_flash_target_image AND TARGET flash)
@@ idf_file
    esptool_py_flash_target_image(flash @file_name@ @offset@ @file@@plain@)
@@ flash
    add_dependencies(flash @name@-all)
    if(TARGET encrypted-flash)
        add_dependencies(encrypted-flash @name@-all)
    endif()
@?replaced@    message(STATUS "flash overwrites what the device keeps in: @replaced@")
else()
    add_custom_target(@name@-flash
@?replaced@        COMMAND "${CMAKE_COMMAND}" -E echo
@?replaced@            "flashing overwrites what the device keeps in: @replaced@"
        COMMAND ${@name@_esptool} write_flash ${@name@_flash_words}
        DEPENDS ${@name@_flash_files} USES_TERMINAL VERBATIM)
    @name@_alias(flash)
endif()

add_custom_command(OUTPUT @merged@
    COMMAND ${@name@_esptool} merge_bin -o @merged@ ${@name@_@whole@_words}
    DEPENDS ${@name@_@whole@_files} VERBATIM)
add_custom_target(@name@-merged DEPENDS @merged@)

@@ flash_file
add_custom_target(@name@-flash-@partition@
    COMMAND ${@name@_esptool} write_flash @offset@ @file@
    DEPENDS @file@ USES_TERMINAL VERBATIM)
@name@_alias(flash-@partition@)
@@ flash_variable
if(@variable@)
add_custom_target(@name@-flash-@partition@
    COMMAND ${@name@_esptool} write_flash @offset@ "${@variable@}"
    DEPENDS "${@variable@}" USES_TERMINAL VERBATIM)
else()
add_custom_target(@name@-flash-@partition@
    COMMAND "${CMAKE_COMMAND}" -E echo "nothing to flash: set @variable@"
    COMMAND "${CMAKE_COMMAND}" -E false VERBATIM)
endif()
@name@_alias(flash-@partition@)
@@ erase
add_custom_target(@name@-erase-@partition@
    COMMAND ${@name@_esptool} erase_region @offset@ @size@
    USES_TERMINAL VERBATIM)
@name@_alias(erase-@partition@)

@@ ota_flash
add_custom_target(@name@-ota-flash)
add_dependencies(@name@-ota-flash @name@-flash-@partition@)
@name@_alias(ota-flash)
