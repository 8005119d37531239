// SPDX-License-Identifier: BSL-1.0
//
// Contracts: what holds costs nothing, what is broken ends the program with words.
#include "death.hpp"

#include <rondo/base/assert.hpp>

#include <doctest/doctest.h>

TEST_CASE("assert: a contract that holds changes nothing") {
    rondo::expects(true, "never said");
    static_assert((rondo::expects(true, "never said"), true));
}

TEST_CASE("assert: a broken contract ends the program and says what, where and in which function") {
    const std::string said = last_words([] { rondo::contract_broken("keep it"); });
    CHECK(said.starts_with("rondo: contract broken: keep it ("));
    CHECK(said.find("assert_test.cpp:") != std::string::npos);
    CHECK(said.ends_with(")\n"));
}

TEST_CASE("assert: expects names the place of its caller, when checks are on") {
    const std::string said = last_words([] { rondo::expects(false, "an even number is needed"); });
    if (RONDO_CHECKS != 0) {
        CHECK(said.find("an even number is needed") != std::string::npos);
        CHECK(said.find("assert_test.cpp:") != std::string::npos);
    } else {
        CHECK(said.empty());
    }
}
