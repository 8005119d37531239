// SPDX-License-Identifier: BSL-1.0
#include <rondo/gen/iter/closure.hpp>

#include "sources.hpp"
#include <doctest/doctest.h>
#include <rondo/gen/iter.hpp>

#include <memory>

using namespace rondo;

namespace elsewhere {
// Another room's source: no iterable, but the same stages mean something to it.
struct signal {
    int value;
};
struct shifted {
    int value;
};
} // namespace elsewhere
namespace rondo::inline v0 {
template <class F>
auto adapt(map_tag, elsewhere::signal source, F f) {
    return elsewhere::shifted{f(source.value)};
}
} // namespace rondo::inline v0

TEST_CASE("closure: a stage is an inert value that can be used again") {
    int calls = 0;
    auto twice = map([&](int x) { return ++calls, x * 2; });
    CHECK(calls == 0);
    CHECK((ints{1, 2} | twice | list()) == ints{2, 4});
    CHECK((ints{3} | twice | list()) == ints{6});
    CHECK(calls == 3);
    CHECK(std::get<0>(twice.args)(5) == 10);
}

TEST_CASE("closure: stages compose, the left one first") {
    auto both = map([](int x) { return x + 1; }) | filter([](int x) { return x % 2 == 0; });
    auto all = both | islice(2) | list();
    CHECK((range(10) | both | list()) == ints{2, 4, 6, 8, 10});
    CHECK((range(10) | all) == ints{2, 4});
    CHECK((range(10) | (both | (islice(2) | list()))) == ints{2, 4});
}

TEST_CASE("closure: a stage called with a source is the source through the stage") {
    CHECK(list()(ints{1, 2}) == ints{1, 2});
    CHECK((words("an error here") | filter(contains("rr")) | list()) == strings{"error"});
}

TEST_CASE("closure: a stage holds what can only be moved") {
    auto offset = std::make_unique<int>(10);
    auto add = map([offset = std::move(offset)](int x) { return x + *offset; });
    CHECK((ints{1, 2} | std::move(add) | list()) == ints{11, 12});
}

TEST_CASE("closure: a pipeline borrows an lvalue and owns an rvalue") {
    int asked = 0;
    auto source = counting(10, asked);
    auto pipeline = source | map([](int x) { return x * x; });
    CHECK(*pipeline.next() == 0);
    CHECK(*pipeline.next() == 1);
    CHECK(*source.next() == 2);
    std::weak_ptr<int> alive;
    {
        auto owner = holding(2, alive) | map([](int x) { return x; });
        CHECK_FALSE(alive.expired());
    }
    CHECK(alive.expired());
}

TEST_CASE("closure: another room gives the same stages a meaning for its sources by overloading adapt") {
    CHECK((elsewhere::signal{4} | map([](int x) { return x * 2; })).value == 8);
}

TEST_CASE("closure: std::views and stages stand in one pipeline") {
    auto odd = [](int x) { return x % 2 == 1; };
    auto got = range(10) | filter(odd) | std::views::transform([](int x) { return x * 10; }) |
               map([](int x) { return x + 1; }) | list();
    CHECK(got == ints{11, 31, 51, 71, 91});
}
