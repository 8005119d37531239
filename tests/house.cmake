# SPDX-License-Identifier: BSL-1.0
#
# What looks at the tree (label house: once is enough), and what compiles against it with this build's compiler.
set(arch "${CMAKE_CURRENT_SOURCE_DIR}/arch")
foreach(law includes detail cycles mirrors length spdx guards conditionals heavy names unfinished top outputs stories rows tour docs)
    add_test(NAME "arch/${law}" COMMAND Python3::Interpreter "${arch}/law.py" ${law})
    set_tests_properties("arch/${law}" PROPERTIES LABELS "fast;house" TIMEOUT 60)
endforeach()
add_test(NAME arch/planted COMMAND Python3::Interpreter "${arch}/planted.py")
add_test(NAME arch/tally COMMAND Python3::Interpreter "${CMAKE_CURRENT_SOURCE_DIR}/tools/tally_selftest.py")
set_tests_properties(arch/planted arch/tally PROPERTIES LABELS "fast;house" TIMEOUT 60)

set(generated "${PROJECT_BINARY_DIR}/include")
add_test(NAME arch/headers_alone
    COMMAND Python3::Interpreter "${arch}/headers_alone.py" --compiler "${CMAKE_CXX_COMPILER}" --include "${generated}")
# The messages of the other compiler, which differ, are asked for where the matrix builds by it.
set(compile_fail Python3::Interpreter "${arch}/compile_fail.py" --compiler "${CMAKE_CXX_COMPILER}"
    --include "${PROJECT_SOURCE_DIR}/include" --include "${generated}")
file(GLOB refused CONFIGURE_DEPENDS "${arch}/compile_fail/*.cpp")
foreach(source IN LISTS refused)
    cmake_path(GET source STEM LAST_ONLY stem)
    add_test(NAME "compile_fail/${stem}" COMMAND ${compile_fail} "${source}")
    set_tests_properties("compile_fail/${stem}" PROPERTIES LABELS "fast;compile" TIMEOUT 120)
endforeach()
file(GLOB planted CONFIGURE_DEPENDS "${arch}/planted_compile_fail/*.cpp")
add_test(NAME arch/planted_compile_fail COMMAND ${compile_fail} --self-test ${planted})
set_tests_properties(arch/planted_compile_fail PROPERTIES LABELS "fast;compile" TIMEOUT 120)
# Once is enough, and it takes a minute and more: what a header lacks, it lacks with either compiler.
set_tests_properties(arch/headers_alone PROPERTIES LABELS "matrix;compile" TIMEOUT 900)

set(consumer Python3::Interpreter "${CMAKE_CURRENT_SOURCE_DIR}/consumer/run.py" --compiler "${CMAKE_CXX_COMPILER}")
set(built) # a release of this very kind stands there already
if(CMAKE_BUILD_TYPE STREQUAL "Release" AND NOT BUILD_SHARED_LIBS)
    set(built --built "${PROJECT_BINARY_DIR}")
endif()
add_test(NAME consumer/static
    COMMAND ${consumer} --work "${CMAKE_CURRENT_BINARY_DIR}/consumer_static" ${built})
add_test(NAME consumer/shared COMMAND ${consumer} --work "${CMAKE_CURRENT_BINARY_DIR}/consumer_shared" --shared)
set_tests_properties(consumer/static PROPERTIES LABELS "fast;compile" TIMEOUT 900)
set_tests_properties(consumer/shared PROPERTIES LABELS "matrix;compile" TIMEOUT 900)
