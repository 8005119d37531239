# SPDX-License-Identifier: BSL-1.0
#
# The unit tests: tests/<room>/**_test.cpp.
file(GLOB_RECURSE test_sources CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/*_test.cpp")
list(FILTER test_sources EXCLUDE REGEX "/tests/(arch|consumer)/")
if(RONDO_TEST_ROOMS)
    list(JOIN RONDO_TEST_ROOMS "|" rooms)
    list(FILTER test_sources INCLUDE REGEX "/tests/(${rooms})/")
endif()
if(NOT RONDO_EXAMPLES)
    list(FILTER test_sources EXCLUDE REGEX "/tests/examples/")
endif()

if(NOT TARGET rondo::compression)
    list(FILTER test_sources EXCLUDE REGEX "/tests/io/compression_test")
endif()
if(NOT TARGET rondo::http)
    list(FILTER test_sources EXCLUDE REGEX "/tests/net/(http/|tls/(https|programs)_test)")
endif()
if(NOT TARGET rondo::tls)
    list(FILTER test_sources EXCLUDE REGEX "/tests/net/tls/")
endif()
if(NOT TARGET rondo::matching)
    list(FILTER test_sources EXCLUDE REGEX "/tests/io/matches_test")
endif()

set(test_parts) # what several of them share
if(NOT RONDO_TEST_ROOMS OR "testing" IN_LIST RONDO_TEST_ROOMS)
    list(APPEND test_parts testing/programs.cpp testing/stream_programs.cpp)
endif()
set(test_units ${test_sources})
if(RONDO_TEST_BATCH GREATER 1)
    include(batches.cmake)
    rondo_batch_tests(test_units ${RONDO_TEST_BATCH} ${test_sources})
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${test_sources})
endif()
add_executable(rondo_tests tools/main.cpp ${test_parts} ${test_units})
rondo_own_target(rondo_tests)
target_compile_options(rondo_tests PRIVATE ${RONDO_TEST_FLAGS})
if(RONDO_TEST_BATCH GREATER 1 AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # Warns of anonymous namespaces outside of the main file, which no other unit sees here either.
    target_compile_options(rondo_tests PRIVATE -Wno-subobject-linkage)
endif()
target_link_libraries(rondo_tests PRIVATE rondo::rondo fmt::fmt Threads::Threads $<TARGET_NAME_IF_EXISTS:rondo::compression>
    $<TARGET_NAME_IF_EXISTS:rondo::matching> $<TARGET_NAME_IF_EXISTS:rondo::http>
    $<TARGET_NAME_IF_EXISTS:rondo::tls>)
if(TARGET rondo::tls)
    target_link_libraries(rondo_tests PRIVATE crypto) # the tests make certificates
endif()
target_include_directories(rondo_tests SYSTEM PRIVATE "${RONDO_DOCTEST_INCLUDE}")
target_include_directories(rondo_tests PRIVATE "${PROJECT_SOURCE_DIR}/tests" "${PROJECT_SOURCE_DIR}/examples")
target_precompile_headers(rondo_tests PRIVATE <doctest/doctest.h> <algorithm> <array> <coroutine> <exception> <memory>
    <optional> <ranges> <stdexcept> <string> <string_view> <utility> <vector>)
set_source_files_properties(tools/main.cpp PROPERTIES SKIP_PRECOMPILE_HEADERS ON)
get_property(example_parts GLOBAL PROPERTY RONDO_EXAMPLE_PARTS)
if(example_parts)
    target_link_libraries(rondo_tests PRIVATE ${example_parts})
endif()

find_program(RONDO_SYMBOLIZER NAMES llvm-symbolizer-19 llvm-symbolizer)
mark_as_advanced(RONDO_SYMBOLIZER)
set(RONDO_TEST_ENVIRONMENT
    "ASAN_OPTIONS=detect_stack_use_after_return=1:strict_string_checks=1:check_initialization_order=1"
    "UBSAN_OPTIONS=print_stacktrace=1:halt_on_error=1"
    "TSAN_OPTIONS=halt_on_error=1:second_deadlock_stack=1")
if(RONDO_SYMBOLIZER)
    list(APPEND RONDO_TEST_ENVIRONMENT "ASAN_SYMBOLIZER_PATH=${RONDO_SYMBOLIZER}"
        "UBSAN_SYMBOLIZER_PATH=${RONDO_SYMBOLIZER}" "TSAN_SYMBOLIZER_PATH=${RONDO_SYMBOLIZER}")
endif()

# Under valgrind, the same binary: without the pool, which would hide a use after free.
set(valgrind valgrind --quiet --error-exitcode=99 --leak-check=full --errors-for-leak-kinds=definite)
list(JOIN RONDO_VALGRIND_ROOMS "|" valgrind_rooms)

foreach(source IN LISTS test_sources)
    cmake_path(RELATIVE_PATH source BASE_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}" OUTPUT_VARIABLE part)
    string(REGEX REPLACE "_test\\.cpp$" "" part "${part}")
    set(name "unit/${part}")
    add_test(NAME "${name}"
        COMMAND rondo_tests "--source-file=*/tests/${part}_test.cpp" --no-version)
    set(label fast)
    if(part MATCHES "^(soak|external)/")
        set(label ${CMAKE_MATCH_1})
    endif()
    set_tests_properties("${name}" PROPERTIES LABELS "${label};unit" TIMEOUT 300
        ENVIRONMENT "${RONDO_TEST_ENVIRONMENT};RONDO_TEST_PART=${name}")
    if(RONDO_VALGRIND_ROOMS AND part MATCHES "^(${valgrind_rooms})/")
        add_test(NAME "valgrind/${part}"
            COMMAND ${valgrind} $<TARGET_FILE:rondo_tests> "--source-file=*/tests/${part}_test.cpp" --no-version)
        set_tests_properties("valgrind/${part}" PROPERTIES LABELS valgrind TIMEOUT 600
            ENVIRONMENT "RONDO_FRAME_POOL=0;RONDO_TEST_PART=${name}")
    endif()
endforeach()

# gzip is read by ISA-L where that is there: by zlib, too.
if(TARGET rondo::compression)
    add_test(NAME unit/io/compression_by_zlib
        COMMAND rondo_tests "--source-file=*/tests/io/compression_test.cpp" --no-version)
    set_tests_properties(unit/io/compression_by_zlib PROPERTIES LABELS "fast;unit" TIMEOUT 300
        ENVIRONMENT "${RONDO_TEST_ENVIRONMENT};RONDO_INFLATER=zlib;RONDO_TEST_PART=unit/io/compression_by_zlib")
endif()
