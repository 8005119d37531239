# SPDX-License-Identifier: BSL-1.0
#
# What rests on a library of others is a library of its own, absent without harm where that is missing:
# rondo::compression (zlib, zstd; ISA-L if it is there), rondo::matching (RE2).
set(rondo_components "")

# Each of OF is header:library; PACKAGES are Debian's names.
function(rondo_component name folder)
    cmake_parse_arguments(PARSE_ARGV 2 arg "" "" "OF;PACKAGES;SOURCES")
    set(libraries "")
    set(includes "")
    foreach(pair IN LISTS arg_OF)
        string(REPLACE ":" ";" pair "${pair}")
        list(GET pair 0 header)
        list(GET pair 1 library)
        string(TOUPPER "${library}" upper)
        find_path(RONDO_${upper}_INCLUDE ${header})
        find_library(RONDO_${upper}_LIBRARY ${library})
        mark_as_advanced(RONDO_${upper}_INCLUDE RONDO_${upper}_LIBRARY)
        if(NOT RONDO_${upper}_INCLUDE OR NOT RONDO_${upper}_LIBRARY)
            list(JOIN arg_PACKAGES ", " packages)
            message(STATUS "${library} is missing (packages ${packages}): rondo::${name} is left out")
            return()
        endif()
        list(APPEND libraries ${library})
        list(APPEND includes "${RONDO_${upper}_INCLUDE}")
    endforeach()
    file(GLOB sources CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/${folder}/*.cpp")
    add_library(rondo_${name} ${sources} ${arg_SOURCES})
    add_library(rondo::${name} ALIAS rondo_${name})
    rondo_own_target(rondo_${name})
    target_link_libraries(rondo_${name} PUBLIC rondo PRIVATE ${libraries})
    target_include_directories(rondo_${name} SYSTEM PRIVATE ${includes})
    target_compile_definitions(rondo_${name} PRIVATE RONDO_BUILDING)
    set_target_properties(rondo_${name} PROPERTIES
        EXPORT_NAME ${name}
        RONDO_LINKS "${libraries}"
        VERSION ${PROJECT_VERSION}
        SOVERSION ${PROJECT_VERSION_MAJOR}
        POSITION_INDEPENDENT_CODE ON
        CXX_VISIBILITY_PRESET hidden
        VISIBILITY_INLINES_HIDDEN ON)
    set(rondo_components ${rondo_components} ${name} PARENT_SCOPE)
endfunction()

rondo_component(compression runtime/io/compression OF zlib.h:z zstd.h:zstd PACKAGES zlib1g-dev libzstd-dev)
rondo_component(matching runtime/io/matching OF re2/re2.h:re2 PACKAGES libre2-dev)

# Faster than zlib at reading gzip, and not everywhere.
find_path(RONDO_ISAL_INCLUDE isa-l/igzip_lib.h)
find_library(RONDO_ISAL_LIBRARY isal)
mark_as_advanced(RONDO_ISAL_INCLUDE RONDO_ISAL_LIBRARY)
if(TARGET rondo_compression)
    set(unused no_isal)
    if(RONDO_ISAL_INCLUDE AND RONDO_ISAL_LIBRARY)
        target_include_directories(rondo_compression SYSTEM PRIVATE "${RONDO_ISAL_INCLUDE}")
        target_link_libraries(rondo_compression PRIVATE isal)
        set_property(TARGET rondo_compression APPEND PROPERTY RONDO_LINKS isal)
    else()
        set(unused isal_inflater)
        message(STATUS "isal is missing (package libisal-dev): gzip is read by zlib")
    endif()
    set_source_files_properties("${PROJECT_SOURCE_DIR}/runtime/io/compression/${unused}.cpp"
        TARGET_DIRECTORY rondo_compression PROPERTIES HEADER_FILE_ONLY ON)
endif()

rondo_component(tls runtime/net/tls OF openssl/ssl.h:ssl openssl/evp.h:crypto PACKAGES libssl-dev)

# llhttp comes as three files of C, which are compiled into the library.
find_path(RONDO_LLHTTP_INCLUDE llhttp.h PATHS /usr/share/include PATH_SUFFIXES llhttp)
find_path(RONDO_LLHTTP_SOURCES llhttp.c PATHS /usr/share PATH_SUFFIXES llhttp)
mark_as_advanced(RONDO_LLHTTP_INCLUDE RONDO_LLHTTP_SOURCES)
if(RONDO_LLHTTP_INCLUDE AND RONDO_LLHTTP_SOURCES)
    enable_language(C)
    set(llhttp_files api.c http.c llhttp.c)
    list(TRANSFORM llhttp_files PREPEND "${RONDO_LLHTTP_SOURCES}/")
    rondo_component(http runtime/net/http SOURCES ${llhttp_files})
    set_source_files_properties(${llhttp_files} TARGET_DIRECTORY rondo_http PROPERTIES
        COMPILE_OPTIONS "-w;-O2" SKIP_UNITY_BUILD_INCLUSION ON)
    target_include_directories(rondo_http SYSTEM PRIVATE "${RONDO_LLHTTP_INCLUDE}")
    set_target_properties(rondo_http PROPERTIES C_VISIBILITY_PRESET hidden)
    if(TARGET rondo_compression)
        target_link_libraries(rondo_http PRIVATE rondo_compression)
        set_property(TARGET rondo_http PROPERTY RONDO_REQUIRES rondo-compression)
        set(unused no_gunzip)
    else()
        set(unused gunzip)
    endif()
    set_source_files_properties("${PROJECT_SOURCE_DIR}/runtime/net/http/${unused}.cpp"
        TARGET_DIRECTORY rondo_http PROPERTIES HEADER_FILE_ONLY ON)
else()
    message(STATUS "llhttp is missing (package node-llhttp): rondo::http is left out")
endif()
