# SPDX-License-Identifier: BSL-1.0
#
# The library: every runtime/<room>/**.cpp, include/, and the configuration that is installed with it.
file(GLOB_RECURSE rondo_sources CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/runtime/*.cpp")
list(FILTER rondo_sources EXCLUDE REGEX "/runtime/(io/(compression|matching)|net/(http|tls))/") # see components.cmake

# Searches by AVX2 and SSE2, chosen at run time.
if(CMAKE_SYSTEM_PROCESSOR MATCHES "^(x86_64|AMD64|amd64)$")
    list(FILTER rondo_sources EXCLUDE REGEX "/runtime/io/no_x86\\.cpp$")
else()
    list(FILTER rondo_sources EXCLUDE REGEX "/runtime/io/x86/")
endif()

# liburing has no CMake package. Where it is not there, io_uring_driver says so to who asks for it, and epoll is used.
find_path(RONDO_URING_INCLUDE liburing.h)
find_library(RONDO_URING_LIBRARY uring)
mark_as_advanced(RONDO_URING_INCLUDE RONDO_URING_LIBRARY)
set(rondo_uring_libs "")
if(RONDO_URING_INCLUDE AND RONDO_URING_LIBRARY)
    list(FILTER rondo_sources EXCLUDE REGEX "/runtime/io/no_uring\\.cpp$")
    set(rondo_uring_libs "-luring")
else()
    message(STATUS "liburing is missing (package liburing-dev): the library does its I/O by epoll alone")
    list(FILTER rondo_sources EXCLUDE REGEX "/runtime/io/uring/")
endif()
add_library(rondo ${rondo_sources})
if(rondo_uring_libs)
    target_include_directories(rondo SYSTEM PRIVATE "${RONDO_URING_INCLUDE}")
    target_link_libraries(rondo PRIVATE uring)
endif()
add_library(rondo::rondo ALIAS rondo)
rondo_own_target(rondo)

# A layout may hang on this file, never on NDEBUG: who uses an installed library sees what it was built with.
get_target_property(rondo_type rondo TYPE)
if(rondo_type STREQUAL "SHARED_LIBRARY")
    set(RONDO_SHARED 1)
endif()
set(rondo_generated "${PROJECT_BINARY_DIR}/include")
configure_file("${PROJECT_SOURCE_DIR}/include/rondo/base/build_config.hpp.in"
    "${rondo_generated}/rondo/base/build_config.hpp" @ONLY)

# Fibers switch stacks by Boost.Context, inlined into who uses them: its header and its library are a user's, too.
find_package(Boost 1.70 QUIET COMPONENTS context)
if(NOT TARGET Boost::context)
    message(FATAL_ERROR "Boost.Context is missing, by which fibers switch stacks: install libboost-context-dev")
endif()
target_link_libraries(rondo PUBLIC Boost::context)

target_compile_features(rondo PUBLIC cxx_std_20)
target_include_directories(rondo PUBLIC
    "$<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include>"
    "$<BUILD_INTERFACE:${rondo_generated}>"
    "$<INSTALL_INTERFACE:include>")
target_compile_definitions(rondo PRIVATE RONDO_BUILDING)
# What the laws of sim/random draw must not hang on the processor: no a * b + c in one rounding.
target_compile_options(rondo PRIVATE -ffp-contract=off)
if(RONDO_UNITY AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # Warns of anonymous namespaces outside of the main file, which no other unit sees here either.
    target_compile_options(rondo PRIVATE -Wno-subobject-linkage)
endif()
set_target_properties(rondo PROPERTIES
    UNITY_BUILD ${RONDO_UNITY}
    UNITY_BUILD_BATCH_SIZE 12
    VERSION ${PROJECT_VERSION}
    SOVERSION ${PROJECT_VERSION_MAJOR}
    POSITION_INDEPENDENT_CODE ON
    CXX_VISIBILITY_PRESET hidden
    VISIBILITY_INLINES_HIDDEN ON)
