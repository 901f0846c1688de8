# libschemac: the rooms that `api` needs, as a shared library and as an archive for static
# linking. Neither exports anything but what schemac.h declares: everything else is compiled with
# hidden visibility, and the archive has one object, in which hidden symbols were made local.

include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(SCHEMAC_SOVERSION 0) # counts up when users of the library must be compiled again

# A room and those that it links with, in `result`.
function(collect_rooms room result)
    set(rooms ${${result}})
    if(NOT TARGET ${room} OR room IN_LIST rooms)
        return()
    endif()
    list(APPEND rooms ${room})
    get_target_property(others ${room} LINK_LIBRARIES)
    foreach(other IN LISTS others)
        collect_rooms(${other} rooms)
    endforeach()
    set(${result} ${rooms} PARENT_SCOPE)
endfunction()

set(library_rooms)
collect_rooms(api library_rooms)
set(library_objects)
foreach(room IN LISTS library_rooms)
    list(APPEND library_objects "$<TARGET_OBJECTS:${room}>")
endforeach()

# What users of either need.
function(describe_library target name)
    target_include_directories(${target} INTERFACE
        "$<BUILD_INTERFACE:${CMAKE_CURRENT_SOURCE_DIR}/api/include>"
        "$<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>")
    set_target_properties(${target} PROPERTIES OUTPUT_NAME schemac EXPORT_NAME ${name}
        ARCHIVE_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/lib"
        LIBRARY_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/lib")
    install(TARGETS ${target} EXPORT schemac)
endfunction()

get_property(has_shared_libraries GLOBAL PROPERTY TARGET_SUPPORTS_SHARED_LIBS)
if(has_shared_libraries)
    add_library(libschemac SHARED ${library_objects})
    set_target_properties(libschemac PROPERTIES LINKER_LANGUAGE C
        VERSION ${PROJECT_VERSION} SOVERSION ${SCHEMAC_SOVERSION})
    target_link_libraries(libschemac PRIVATE ${CMAKE_DL_LIBS})
    describe_library(libschemac schemac)
else()
    message(STATUS "Without a shared libschemac: there are no shared libraries here")
endif()

# Objects linked into one, as the compiler does that; what it needs for the machine is in its flags.
separate_arguments(library_flags UNIX_COMMAND "${CMAKE_C_FLAGS}")
if(CMAKE_C_COMPILER_TARGET)
    list(APPEND library_flags "--target=${CMAKE_C_COMPILER_TARGET}")
endif()
set(link_objects "${CMAKE_C_COMPILER}" ${library_flags} -r -nostdlib)

# Whether that works, and hidden symbols can be made local: tried with two functions.
function(try_relocatable result)
    set(folder "${CMAKE_CURRENT_BINARY_DIR}/relocatable")
    file(WRITE "${folder}/probe.c" "int seen(void);\n"
        "__attribute__((visibility(\"hidden\"))) int unseen(void);\n"
        "int unseen(void) { return 0; }\nint seen(void) { return unseen(); }\n")
    execute_process(
        COMMAND "${CMAKE_C_COMPILER}" ${library_flags} -c "${folder}/probe.c" -o "${folder}/a.o"
        RESULT_VARIABLE status OUTPUT_QUIET ERROR_QUIET)
    foreach(step IN ITEMS link localize)
        set(link ${link_objects} -o "${folder}/b.o" "${folder}/a.o")
        set(localize "${CMAKE_OBJCOPY}" --localize-hidden "${folder}/b.o")
        if(status EQUAL 0)
            execute_process(COMMAND ${${step}} RESULT_VARIABLE status OUTPUT_QUIET ERROR_QUIET)
        endif()
    endforeach()
    set(${result} FALSE PARENT_SCOPE)
    if(status EQUAL 0)
        set(${result} TRUE PARENT_SCOPE)
    endif()
endfunction()

try_relocatable(has_relocatable)
if(has_relocatable)
    set(relocatable "${CMAKE_CURRENT_BINARY_DIR}/relocatable/schemac.o")
    add_custom_command(OUTPUT "${relocatable}"
        COMMAND ${link_objects} -o "${relocatable}" ${library_objects}
        COMMAND "${CMAKE_OBJCOPY}" --localize-hidden "${relocatable}"
        DEPENDS ${library_rooms} ${library_objects} COMMAND_EXPAND_LISTS VERBATIM)
    set_source_files_properties("${relocatable}" PROPERTIES EXTERNAL_OBJECT ON GENERATED ON)
    add_library(libschemac_static STATIC "${relocatable}")
    set_target_properties(libschemac_static PROPERTIES LINKER_LANGUAGE C)
    target_link_libraries(libschemac_static INTERFACE ${CMAKE_DL_LIBS})
    describe_library(libschemac_static schemac_static)
else()
    message(STATUS "Without libschemac.a: `${CMAKE_C_COMPILER} -r` or objcopy does not work here")
endif()

if(has_shared_libraries OR has_relocatable)
    set(library_package "${CMAKE_INSTALL_LIBDIR}/cmake/schemac")
    install(FILES api/include/schemac.h DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}")
    install(EXPORT schemac NAMESPACE schemac:: FILE schemac-targets.cmake
        DESTINATION "${library_package}")
    configure_package_config_file(api/packaging/schemac-config.cmake.in schemac-config.cmake
        INSTALL_DESTINATION "${library_package}")
    write_basic_package_version_file(schemac-config-version.cmake COMPATIBILITY SameMinorVersion)
    install(FILES "${CMAKE_CURRENT_BINARY_DIR}/schemac-config.cmake"
        "${CMAKE_CURRENT_BINARY_DIR}/schemac-config-version.cmake"
        DESTINATION "${library_package}")
    file(RELATIVE_PATH library_prefix "/${CMAKE_INSTALL_LIBDIR}/pkgconfig" "/")
    string(REGEX REPLACE "/$" "" library_prefix "${library_prefix}")
    set(library_private "")
    if(CMAKE_DL_LIBS)
        set(library_private "-l${CMAKE_DL_LIBS}")
    endif()
    configure_file(api/packaging/schemac.pc.in schemac.pc @ONLY)
    install(FILES "${CMAKE_CURRENT_BINARY_DIR}/schemac.pc"
        DESTINATION "${CMAKE_INSTALL_LIBDIR}/pkgconfig")
endif()
