// SPDX-License-Identifier: BSL-1.0
#include <rondo/gen/iter/combinatorics.hpp>

#include "sources.hpp"
#include <doctest/doctest.h>
#include <rondo/gen/iter/range.hpp>

using namespace rondo;

namespace {
std::string spelled(auto&& choices) {
    std::string text;
    for (auto&& choice : choices) {
        for (char c : choice) text += c;
        text += ' ';
    }
    return text;
}
} // namespace

TEST_CASE("I16: product is eager, and its rightmost is the fastest") {
    int asked = 0;
    auto it = product(counting(2, asked), strings{"a", "b"});
    CHECK(asked == 2);
    CHECK(list(it) == std::vector<std::tuple<int, std::string>>{{0, "a"}, {0, "b"}, {1, "a"}, {1, "b"}});
    CHECK_FALSE(it.next());
    CHECK(list(product(ints{}, ints{1})).empty());
    CHECK(list(product()).size() == 1);
    auto three = product(range(2), std::vector<bool>{false, true}, range(2));
    CHECK(list(three).size() == 8);
}

TEST_CASE("I16: product repeats a source") {
    CHECK(spelled(product("AB", 2)) == "AA AB BA BB ");
    CHECK(list(product(range(2), 3)).size() == 8);
    CHECK(list(product(range(2), 0)) == std::vector<ints>{{}});
    CHECK(list(product(ints{}, 0)) == std::vector<ints>{{}});
    CHECK(list(product(ints{}, 2)).empty());
    CHECK_THROWS_WITH_AS(product(ints{}, -1), "repeat argument cannot be negative", value_error);
}

TEST_CASE("I16: permutations are ordered by position, and equal items are told apart") {
    CHECK(spelled(permutations("ABC")) == "ABC ACB BAC BCA CAB CBA ");
    CHECK(spelled(permutations("ABC", 2)) == "AB AC BA BC CA CB ");
    CHECK(spelled(permutations("AA")) == "AA AA ");
    CHECK(spelled(permutations("CA", 1)) == "C A ");
    CHECK((range(4) | permutations() | list()).size() == 24);
}

TEST_CASE("I16: combinations, with and without replacement") {
    CHECK(spelled(combinations("ABCD", 2)) == "AB AC AD BC BD CD ");
    CHECK(spelled(combinations("ABA", 2)) == "AB AA BA ");
    CHECK(spelled(combinations_with_replacement("ABC", 2)) == "AA AB AC BB BC CC ");
    CHECK(spelled("AB" | combinations_with_replacement(3)) == "AAA AAB ABB BBB ");
    CHECK(spelled("ABC" | combinations(3)) == "ABC ");
}

TEST_CASE("I16: more than there are gives nothing, none gives one empty choice, fewer is a value_error") {
    CHECK(list(permutations(range(2), 3)).empty());
    CHECK(list(combinations(range(2), 3)).empty());
    CHECK(list(combinations_with_replacement(range(2), 3)).size() == 4);
    CHECK(list(combinations_with_replacement(ints{}, 1)).empty());
    CHECK(list(permutations(ints{})) == std::vector<ints>{{}});
    CHECK(list(permutations(range(2), 0)) == std::vector<ints>{{}});
    CHECK(list(combinations(range(2), 0)) == std::vector<ints>{{}});
    CHECK(list(combinations_with_replacement(ints{}, 0)) == std::vector<ints>{{}});
    CHECK_THROWS_WITH_AS(permutations(ints{}, -1), "r must be non-negative", value_error);
    CHECK_THROWS_AS(combinations(ints{}, -1), value_error);
    CHECK_THROWS_AS(combinations_with_replacement(ints{}, -1), value_error);
}

TEST_CASE("I16: what was exhausted stays so, and an iterator may be moved between two steps") {
    auto it = permutations(ints{1, 2});
    CHECK(*it.next() == ints{1, 2});
    auto moved = std::move(it);
    CHECK(*moved.next() == ints{2, 1});
    CHECK_FALSE(moved.next());
    CHECK_FALSE(moved.next());
}
