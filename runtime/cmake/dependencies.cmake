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

if(RONDO_EXAMPLES AND NOT TARGET rondo::compression)
    message(FATAL_ERROR "zlib or zstd is missing, which the examples use: install zlib1g-dev and libzstd-dev (or "
        "configure with -DRONDO_EXAMPLES=OFF)")
endif()
if(RONDO_EXAMPLES AND NOT TARGET rondo::tls)
    message(FATAL_ERROR "OpenSSL 3 is missing, which the examples use: install libssl-dev (or configure with "
        "-DRONDO_EXAMPLES=OFF)")
endif()
if(RONDO_EXAMPLES AND NOT TARGET rondo::http)
    message(FATAL_ERROR "llhttp is missing, which the examples use: install node-llhttp (or configure with "
        "-DRONDO_EXAMPLES=OFF)")
endif()
