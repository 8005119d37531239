# SPDX-License-Identifier: BSL-1.0
#
# What rests on a library of others is a library of its own, absent without harm where that is missing: rondo::compression.
find_path(RONDO_ZLIB_INCLUDE zlib.h)
find_library(RONDO_ZLIB_LIBRARY z)
find_path(RONDO_ZSTD_INCLUDE zstd.h)
find_library(RONDO_ZSTD_LIBRARY zstd)
mark_as_advanced(RONDO_ZLIB_INCLUDE RONDO_ZLIB_LIBRARY RONDO_ZSTD_INCLUDE RONDO_ZSTD_LIBRARY)
if(RONDO_ZLIB_INCLUDE AND RONDO_ZLIB_LIBRARY AND RONDO_ZSTD_INCLUDE AND RONDO_ZSTD_LIBRARY)
    file(GLOB sources CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/runtime/io/compression/*.cpp")
    add_library(rondo_compression ${sources})
    add_library(rondo::compression ALIAS rondo_compression)
    rondo_own_target(rondo_compression)
    target_link_libraries(rondo_compression PUBLIC rondo PRIVATE z zstd)
    target_include_directories(rondo_compression SYSTEM PRIVATE "${RONDO_ZLIB_INCLUDE}" "${RONDO_ZSTD_INCLUDE}")
    target_compile_definitions(rondo_compression PRIVATE RONDO_BUILDING)
    set_target_properties(rondo_compression PROPERTIES
        EXPORT_NAME compression
        VERSION ${PROJECT_VERSION}
        SOVERSION ${PROJECT_VERSION_MAJOR}
        POSITION_INDEPENDENT_CODE ON
        CXX_VISIBILITY_PRESET hidden
        VISIBILITY_INLINES_HIDDEN ON)
else()
    message(STATUS "zlib or zstd is missing (packages zlib1g-dev, libzstd-dev): rondo::compression is left out")
endif()
