// SPDX-License-Identifier: BSL-1.0
#include <rondo/gen/iter/stage.hpp>

#include "sources.hpp"
#include <doctest/doctest.h>
#include <rondo/gen/iter.hpp>

#include <functional>
#include <string_view>

using namespace rondo;

namespace {
generator<std::string_view> only_errors(generator<std::string_view> in) {
    for (std::string_view line : in) {
        if (line.starts_with("ERROR")) co_yield line;
    }
}
generator<int> times(generator<int> in, int factor) {
    for (int x : in) co_yield x* factor;
}
generator<int> ended(generator<int> in, std::string& log) {
    for (int x : in) {
        if (x == 2) break;
        co_yield x;
    }
    log += "ended ";
}
const strings lines{"INFO a", "ERROR b", "ERROR c"};
} // namespace

TEST_CASE("stage: a generator function is a stage over every iterable source") {
    using texts = std::vector<std::string_view>;
    CHECK((lines | stage(only_errors) | list()) == texts{"ERROR b", "ERROR c"});
    CHECK((texts{"x", "ERROR"} | stage(only_errors) | list()) == texts{"ERROR"});
    auto owned = [](auto&& source) {
        return list(
            map([](std::string_view s) { return std::string(s); }, std::forward<decltype(source)>(source)));
    };
    CHECK(owned(words("ERROR ok") | stage(only_errors)) == strings{"ERROR"});
    CHECK(owned(words("ERROR ok") | filter([](const std::string&) { return true; }) | stage(only_errors)) ==
          strings{"ERROR"});
    CHECK((count_up_to(3) | stage(times, 2) | list()) == ints{2, 4, 6});
    CHECK((range(4) | stage(times, 3) | filter(identity) | stage(times, 10) | list()) == ints{30, 60, 90});
    auto both = stage(times, 2) | stage(times, 5);
    CHECK((range(3) | both | list()) == ints{0, 10, 20});
}

TEST_CASE("stage: a source that is the generator wanted is handed on as it is, and ends with its stage") {
    std::string log;
    {
        auto it = logged("source", {1, 2, 3}, log) | stage(ended, std::ref(log));
        CHECK(*it.next() == 1);
        CHECK_FALSE(it.next());
        CHECK(log == "source+ ended source- ");
    }
    auto named = logged("named", {1}, log);
    named.set_name("named");
    auto names = [](generator<int> in) -> generator<std::string> {
        std::string name = in.name();
        co_yield name;
    };
    CHECK(*(std::move(named) | stage(names)).next() == "named");
}

TEST_CASE("stage: a source lvalue is borrowed, and goes on where the stage left it") {
    int asked = 0;
    auto source = counting(10, asked);
    {
        auto doubled = source | stage(times, 2);
        CHECK(asked == 0);
        CHECK(*doubled.next() == 0);
        CHECK(*doubled.next() == 2);
    }
    CHECK(*source.next() == 2);
    auto squares = range(5) | map([](int x) { return x * x; });
    CHECK(*(squares | stage(times, 1)).next() == 0);
    CHECK(*squares.next() == 1);
}

TEST_CASE("stage: a function of any iterator gets the iterator") {
    auto firsts = stage([](auto in) { return islice(std::move(in), 2); });
    CHECK((range(5) | firsts | list()) == ints{0, 1});
    auto evens = stage([](generator<int> in) -> generator<int> {
        for (int x : in) {
            if (x % 2 == 0) co_yield x;
        }
    });
    CHECK((range(5) | evens | list()) == ints{0, 2, 4});
}

TEST_CASE("stage: as_generator makes the generator wanted of any source, and errors pass through") {
    static_assert(std::same_as<decltype(as_generator<generator<long>>(ints{})), generator<long>>);
    CHECK(list(as_generator<generator<long>>(ints{1, 2})) == std::vector<long>{1, 2});
    ints some{1, 2};
    for (int& x : as_generator<generator<int&>>(some)) x = 0;
    CHECK(some == ints{0, 0});
    CHECK_THROWS_WITH(list(stumbling(3, 2) | stage(times, 1)), "stumbled at 2");
}
