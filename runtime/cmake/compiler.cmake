# SPDX-License-Identifier: BSL-1.0
#
# The default compiler, chosen before project(): clang++-19 where found, when nobody said otherwise by
# CMAKE_CXX_COMPILER or CXX. A parent project's choice is never touched.
if(CMAKE_SOURCE_DIR STREQUAL CMAKE_CURRENT_SOURCE_DIR AND NOT DEFINED CMAKE_CXX_COMPILER AND NOT DEFINED ENV{CXX})
    find_program(RONDO_DEFAULT_COMPILER NAMES clang++-19)
    mark_as_advanced(RONDO_DEFAULT_COMPILER)
    if(RONDO_DEFAULT_COMPILER)
        set(CMAKE_CXX_COMPILER "${RONDO_DEFAULT_COMPILER}")
    endif()
endif()
