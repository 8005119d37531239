# SPDX-License-Identifier: BSL-1.0
#
# What examples, tests and benches use from the system. What the library itself links stands in library.cmake, and in
# rondo-config.cmake.in and rondo.pc.in.
find_package(Threads REQUIRED)

find_package(fmt QUIET)
if(NOT fmt_FOUND)
    message(FATAL_ERROR "fmt is missing, which the examples use: install libfmt-dev (or configure with "
        "-DRONDO_EXAMPLES=OFF -DRONDO_TESTS=OFF -DRONDO_BENCH=OFF for the library alone)")
endif()

# Looked for in library.cmake. Without it, programs that can use io_uring are built with their fallback only.
if(RONDO_URING_INCLUDE AND RONDO_URING_LIBRARY)
    add_library(rondo_uring INTERFACE)
    target_include_directories(rondo_uring SYSTEM INTERFACE "${RONDO_URING_INCLUDE}")
    target_link_libraries(rondo_uring INTERFACE "${RONDO_URING_LIBRARY}")
    target_compile_definitions(rondo_uring INTERFACE RONDO_HAS_URING=1)
else()
    message(STATUS "liburing is missing (package liburing-dev): io_uring paths are left out")
endif()
