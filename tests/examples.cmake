# SPDX-License-Identifier: BSL-1.0
#
# Each example is run, and its output compared with what stands beside it; tests/examples/*_test.py test whole programs
# from outside (they are called with --bin DIR, and end with the line `N passed, N failed`).
get_property(example_names GLOBAL PROPERTY RONDO_EXAMPLES)
foreach(name IN LISTS example_names)
    get_target_property(source example_${name} RONDO_EXAMPLE_SOURCE)
    if(NOT source)
        continue()
    endif()
    cmake_path(GET source PARENT_PATH folder)
    cmake_path(GET folder FILENAME chapter)
    add_test(NAME "example/${chapter}/${name}"
        COMMAND Python3::Interpreter "${CMAKE_CURRENT_SOURCE_DIR}/tools/run_example.py"
            --program $<TARGET_FILE:example_${name}> --source "${source}")
    set_tests_properties("example/${chapter}/${name}" PROPERTIES LABELS "fast;example" TIMEOUT 120
        ENVIRONMENT "${RONDO_TEST_ENVIRONMENT}")
endforeach()

if(RONDO_EXAMPLES)
    file(GLOB program_tests CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/examples/*_test.py")
    foreach(source IN LISTS program_tests)
        cmake_path(GET source STEM LAST_ONLY stem)
        string(REGEX REPLACE "_test$" "" stem "${stem}")
        add_test(NAME "program/${stem}" COMMAND Python3::Interpreter "${source}" --bin "${PROJECT_BINARY_DIR}/bin")
        set_tests_properties("program/${stem}" PROPERTIES LABELS "fast;example" TIMEOUT 300
            ENVIRONMENT "${RONDO_TEST_ENVIRONMENT}")
    endforeach()
endif()
