// SPDX-License-Identifier: BSL-1.0
//
// Whole programs for tests of how a process ends: RONDO_TEST_PROGRAM=NAME in the environment makes the binary of the tests
// run the program of that name, from its own main, and no test.
#pragma once

#include <string_view>

struct test_program {
    using body = int (*)();
    test_program(const char* called, body main) noexcept : name(called), run(main), next(first) {
        first = this;
    }
    test_program(const test_program&) = delete;

    /// Null when there is none of this name.
    static const test_program* find(std::string_view wanted) noexcept {
        const test_program* at = first;
        while (at && at->name != wanted) at = at->next;
        return at;
    }

    std::string_view name;
    body run;
    test_program* next;
    static inline test_program* first = nullptr;
};
