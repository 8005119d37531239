// SPDX-License-Identifier: BSL-1.0
#include <rondo/stream/merge.hpp>

#include <rondo/stream/per_item.hpp>

#include "support.hpp"

using namespace stream_test;

namespace {

task<> program() {
    auto body = [](task_group& group) -> task<> {
        auto both = merge(group, numbers(1, 3), numbers(5, 6, nullptr, "b", 2ms)) | take(4);
        while (auto step = co_await both.next()) {}
    };
    co_await with_task_group(body);
}

} // namespace

TEST_CASE("merge: gives the items of all as they come, and ends with the last") {
    world w;
    std::vector<int> all;
    auto body = [&](task_group& group) -> task<> {
        auto both = merge(group, numbers(1, 3, nullptr, "a", 2ms), numbers(11, 12, nullptr, "b", 5ms));
        CHECK(group.alive() == 0); // nothing runs before the first next
        while (auto step = co_await both.next()) all.push_back(*step);
    };
    w.run(with_task_group(body));
    CHECK(all == std::vector{1, 2, 11, 3, 12}); // at 2, 4, 5, 6, 10 ms
    CHECK(w.ms() == 10);
}

TEST_CASE("merge: early exit closes the sources one after another, in the order given") {
    world w;
    journal said;
    auto body = [&](task_group& group) -> task<> {
        auto both =
            merge(group, numbers(1, 9, &said, "a"), numbers(1, 9, &said, "b"), numbers(1, 9, &said, "c"));
        co_await both.next();
        co_await sleep(5ms); // all wait for a taker
        co_await both.close();
        said.push_back("closed");
        CHECK(group.alive() == 0);
    };
    w.run(with_task_group(body));
    CHECK(said == journal{"a closed", "b closed", "c closed", "closed"});
}

TEST_CASE("merge: an error of one source closes the others; the group is not concerned") {
    world w;
    journal said;
    auto body = [&](task_group& group) -> task<> {
        auto failing = [](int n) {
            if (n == 2) throw oops(n);
            return n;
        };
        auto both = merge(group, numbers(1, 9, &said, "a"), numbers(1, 9) | map(failing));
        bool failed = false;
        try {
            while (auto step = co_await both.next()) {}
        } catch (const oops&) {
            failed = true;
        }
        CHECK(failed);
        co_await sleep(1ms);
        said.push_back("goes on");
    };
    w.run(with_task_group(body));
    CHECK(said == journal{"a closed", "goes on"});
}

TEST_CASE("merge: a group that is cancelled under the stream is an error by name, not an end") {
    world w;
    std::string text;
    auto outer = [&](task_group& other) -> task<> {
        auto both = merge(other, numbers(1, 9), numbers(1, 9));
        co_await both.next();
        other.cancel();
        try {
            co_await shield([](auto& s) -> task<> {
                while (auto step = co_await s.next()) {}
            }(both));
        } catch (const runtime_error& error) {
            text = error.what();
        }
    };
    w.run(with_task_group(outer));
    CHECK(text.find("cancelled with its group") != std::string::npos);
}

TEST_CASE("merge: cancelled anywhere, refused memory anywhere, in any order, it ends and leaves nothing") {
    holds_everywhere(program, 8, 8, 20);
}
