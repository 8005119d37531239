# SPDX-License-Identifier: BSL-1.0
#
# What every target of our own gets, and no user of the library: warnings, and warnings as errors.
if((CMAKE_CXX_COMPILER_ID STREQUAL "Clang" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 16)
   OR (CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 12))
    message(FATAL_ERROR
        "rondo cannot be built by ${CMAKE_CXX_COMPILER_ID} ${CMAKE_CXX_COMPILER_VERSION} (${CMAKE_CXX_COMPILER}): its "
        "coroutines are miscompiled. Install clang-19 (or use g++ 12 or newer, clang 16 or newer), and name it: "
        "cmake -DCMAKE_CXX_COMPILER=clang++-19")
endif()

function(rondo_own_target target)
    target_compile_features(${target} PRIVATE cxx_std_20)
    set_target_properties(${target} PROPERTIES CXX_EXTENSIONS OFF)
    target_compile_options(${target} PRIVATE -Wall -Wextra -Wconversion)
    if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
        # GCC bugs 105651, 105329: false alarms inside of std::string; clang and ASan look for the true ones.
        target_compile_options(${target} PRIVATE -Wno-restrict -Wno-array-bounds -Wno-stringop-overflow)
    endif()
    if(RONDO_WERROR)
        target_compile_options(${target} PRIVATE -Werror)
    endif()
endfunction()
