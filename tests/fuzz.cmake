# SPDX-License-Identifier: BSL-1.0
#
# libFuzzer: tests/fuzz/<name>_fuzz.cpp, where the compiler has it and ASan looks on. A short run in the suite, from a fixed
# seed; a long one by ./dev soak.
include(CheckCXXSourceCompiles)
if(CMAKE_CXX_FLAGS MATCHES "fsanitize=address")
    set(CMAKE_REQUIRED_FLAGS "-fsanitize=fuzzer")
    check_cxx_source_compiles("#include <cstddef>
        extern \"C\" int LLVMFuzzerTestOneInput(const unsigned char*, std::size_t) { return 0; }" RONDO_HAS_LIBFUZZER)
    unset(CMAKE_REQUIRED_FLAGS)
endif()
if(NOT RONDO_HAS_LIBFUZZER)
    return()
endif()

file(GLOB fuzz_sources CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/fuzz/*_fuzz.cpp")
foreach(source IN LISTS fuzz_sources)
    cmake_path(GET source STEM name)
    string(REGEX REPLACE "_fuzz$" "" name "${name}")
    if(name STREQUAL "decompression" AND NOT TARGET rondo::compression)
        continue()
    endif()
    if(name STREQUAL "http" AND NOT TARGET rondo::http)
        continue()
    endif()
    add_executable(fuzz_${name} "${source}")
    rondo_own_target(fuzz_${name})
    target_compile_options(fuzz_${name} PRIVATE -fsanitize=fuzzer)
    target_link_libraries(fuzz_${name} PRIVATE rondo::rondo $<TARGET_NAME_IF_EXISTS:rondo::compression>
        $<TARGET_NAME_IF_EXISTS:rondo::http> -fsanitize=fuzzer)
    add_test(NAME fuzz/${name} COMMAND fuzz_${name} -seed=1 -runs=5000 -max_len=600)
    set_tests_properties(fuzz/${name} PROPERTIES LABELS fast TIMEOUT 120 ENVIRONMENT "${RONDO_TEST_ENVIRONMENT}")
    add_test(NAME fuzz/${name}_long COMMAND fuzz_${name} -max_total_time=600 -max_len=20000)
    set_tests_properties(fuzz/${name}_long PROPERTIES LABELS soak TIMEOUT 900 ENVIRONMENT "${RONDO_TEST_ENVIRONMENT}")
endforeach()
