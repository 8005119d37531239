# SPDX-License-Identifier: BSL-1.0
#
# The benches as far as they are not about time: their own arithmetic (fast), and with every compiler of the matrix the
# answers of all programs, and the gate, which counts instructions. A planted budget proves that the gate can fail.
set(bench "${CMAKE_CURRENT_SOURCE_DIR}/bench")
add_test(NAME bench/selftest COMMAND Python3::Interpreter "${bench}/selftest.py")
set_tests_properties(bench/selftest PROPERTIES LABELS "fast;house" TIMEOUT 60)

if(RONDO_BENCH)
    set(of_build --build "${PROJECT_BINARY_DIR}")
    # The programs of others take minutes to compile, and are the same source for both: once is enough.
    set(programs bench)
    if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
        set(programs bench_own)
    endif()
    add_test(NAME bench/build COMMAND "${CMAKE_COMMAND}" --build "${PROJECT_BINARY_DIR}" --target ${programs})
    add_test(NAME bench/answers COMMAND Python3::Interpreter "${bench}/answers.py" ${of_build})
    add_test(NAME bench/gate
        COMMAND Python3::Interpreter "${PROJECT_SOURCE_DIR}/bench/run.py" --gate ${of_build})
    add_test(NAME bench/gate_can_fail COMMAND Python3::Interpreter "${bench}/gate_can_fail.py" ${of_build})
    set_tests_properties(bench/build PROPERTIES FIXTURES_SETUP bench LABELS matrix TIMEOUT 600)
    set_tests_properties(bench/answers bench/gate bench/gate_can_fail
        PROPERTIES FIXTURES_REQUIRED bench LABELS matrix TIMEOUT 300)
endif()
