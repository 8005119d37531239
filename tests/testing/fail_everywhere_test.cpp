// SPDX-License-Identifier: BSL-1.0
#include "programs.hpp"

#include <rondo/testing/fail_everywhere.hpp>

#include <doctest/doctest.h>

#include <memory>

using namespace rondo;
using rondo::testing::fail_everywhere;
using testing_programs::io_world;
using testing_programs::witness;

namespace {
// A compiler may leave out a pair of new and delete that nobody sees.
const void* volatile seen = nullptr;
} // namespace

TEST_CASE("fail_everywhere: every awaitable survives the failure of every allocation, and leaves nothing") {
    for (const auto& one : testing_programs::programs) {
        CAPTURE(one.name);
        const std::size_t refused =
            fail_everywhere([&](loop& on) { return one.make(on); }, [] { CHECK(witness::alive == 0); },
                            {.io = &io_world::here().driver});
        CHECK(refused >= 4); // ring, door, body and frame
    }
}

TEST_CASE("fail_everywhere: each allocation is refused once, those of the loop too") {
    auto body = []() -> task<> { co_return; };
    auto three_more = []() -> task<> {
        for (int i = 0; i < 3; ++i) {
            const std::unique_ptr<std::string> one(new std::string);
            seen = one.get();
            co_await yield_now();
        }
    };
    const std::size_t least = fail_everywhere(body);
    CHECK(fail_everywhere(three_more) == least + 3);
}

TEST_CASE("fail_everywhere: an error of the run in which nothing was refused is thrown") {
    CHECK_THROWS_WITH_AS(fail_everywhere([] { return testing_programs::fails_after(1ms); }),
                         "failed, as it should", value_error);
}

TEST_CASE("fail_everywhere: what a failure leaves behind is found") {
    static int* found = nullptr;
    auto leaks = []() -> task<> {
        found = new int(1);
        const std::unique_ptr<std::string> second(new std::string);
        seen = second.get();
        delete std::exchange(found, nullptr);
        co_return;
    };
    std::string said;
    try {
        fail_everywhere(leaks);
    } catch (const testing::test_failure& failure) {
        said = failure.what();
    }
    CHECK(said.find("1 blocks of memory were not given back") != std::string::npos);
    delete found;

    auto swallows = []() -> task<> {
        bool got = false;
        try {
            const std::unique_ptr<std::string> one(new std::string);
            seen = one.get();
            got = true;
        } catch (const std::bad_alloc&) {}
        if (!got) co_await sleep(forever);
    };
    CHECK_THROWS_AS(fail_everywhere(swallows), testing::test_failure);
}
