// SPDX-License-Identifier: BSL-1.0
#include <rondo/stream/bridges.hpp>

#include <rondo/base/scope_exit.hpp>
#include <rondo/stream/per_item.hpp>

#include "support.hpp"

#include <functional>
#include <map>
#include <memory>

using namespace stream_test;

namespace {

/// A library that knows nothing of coroutines.
struct bell {
    int subscribe(std::function<void(int)> f) {
        listeners.emplace(++last, std::move(f));
        return last;
    }
    void ring(int n) const {
        for (const auto& [key, f] : listeners) f(n);
    }
    std::map<int, std::function<void(int)>> listeners;
    int last = 0;
};
/// Ends its registration when it goes.
struct registration {
    registration(bell& to, emitter<int> f) : of(&to), key(to.subscribe([f](int n) { f(n); })) {}
    registration(registration&& other) noexcept : of(std::exchange(other.of, nullptr)), key(other.key) {}
    ~registration() {
        if (of) of->listeners.erase(key);
    }
    bell* of;
    int key;
};
auto rings(bell& of, emitted_options how = {}) {
    return emitted<int>([&of](emitter<int> to) { return registration(of, std::move(to)); }, how);
}
generator<int> counted(int last, journal& said) {
    const scope_exit gone([&] { said.push_back("generator gone"); });
    for (int n = 1; n <= last; ++n) co_yield n;
}
task<> program() {
    bell one;
    auto body = [&](task_group& group) -> task<> {
        group.spawn(
            [](bell& of) -> task<> {
                for (int n = 1; n <= 3; ++n) {
                    co_await sleep(1ms);
                    of.ring(n);
                }
            },
            std::ref(one));
        auto first = rings(one) | take(2);
        while (auto step = co_await first.next()) {}
        auto ready = as_stream(std::vector<int>{1, 2});
        while (auto step = co_await ready.next()) co_await sleep(1ms);
    };
    co_await with_task_group(body);
}

} // namespace

TEST_CASE("bridges: a generator, a range, and what only moves, become streams") {
    world w;
    journal said;
    CHECK(all_of(w, as_stream(counted(3, said)) | map([](int n) { return n * n; })) == std::vector{1, 4, 9});
    CHECK(said == journal{"generator gone"});
    CHECK(all_of(w, as_stream(std::vector<std::string>{"a", "b"})) == std::vector<std::string>{"a", "b"});
    CHECK(all_of(w, as_stream(std::vector<int>())).empty());
    auto made = counted(2, said);
    CHECK(all_of(w, as_stream(made) | take(1)) == std::vector{1});
    CHECK(all_of(w, as_stream(made)) == std::vector{2}); // it was borrowed
}

TEST_CASE("bridges: closing the stream ends the generator that it owns") {
    world w;
    journal said;
    w.run(take_and_close(as_stream(counted(9, said)), 1));
    CHECK(said == journal{"generator gone"});
}

TEST_CASE("bridges: what is emitted is a stream, from the first next until it is closed") {
    world w;
    bell one;
    std::vector<int> got;
    auto body = [&](task_group& group) -> task<> {
        auto heard = rings(one);
        one.ring(0); // nobody listens
        CHECK(one.listeners.empty());
        group.spawn(
            [](bell& of) -> task<> {
                for (int n = 1; n <= 5; ++n) {
                    co_await sleep(1ms);
                    of.ring(n);
                }
            },
            std::ref(one));
        for (int i = 0; i < 3; ++i) {
            auto step = co_await heard.next();
            got.push_back(*step);
        }
        CHECK(one.listeners.size() == 1);
        co_await heard.close();
        CHECK(one.listeners.empty());
    };
    w.run(with_task_group(body));
    CHECK(got == std::vector{1, 2, 3});
}

TEST_CASE("bridges: without room an item is refused, replaces the oldest, or ends the stream with an error") {
    world w;
    std::optional<emitter<int>> emit;
    auto subscribe = [&](emitter<int> to) { emit.emplace(std::move(to)); };
    auto try_all = [&](overflow how, std::string& outcome) -> task<> {
        auto heard = emitted<int>(subscribe, {.capacity = 2, .when_full = how});
        auto none = co_await move_on_after(0ms, heard.next());
        CHECK_FALSE(none); // a wait that is cancelled has ended the stream
        CHECK_FALSE((*emit)(1));
        auto again = emitted<int>(
            [&](emitter<int> to) {
                for (int n = 1; n <= 4; ++n) outcome += to(n) ? "+" : "-";
                outcome += " " + std::to_string(to.dropped());
                to.end();
                outcome += to(9) ? "+" : "";
            },
            {.capacity = 2, .when_full = how});
        try {
            while (auto step = co_await again.next()) outcome += " " + std::to_string(*step);
        } catch (const runtime_error& error) {
            outcome += std::string(error.what()).find("capacity") != std::string::npos ? " error" : " ?";
        }
    };
    std::string refused, replaced, failed;
    w.run(try_all(overflow::refuse, refused));
    w.run(try_all(overflow::drop_oldest, replaced));
    w.run(try_all(overflow::fail, failed));
    CHECK(refused == "++-- 2 1 2");
    CHECK(replaced == "++++ 2 3 4");
    CHECK(failed == "++-- 1 1 2 error");
}

TEST_CASE("bridges: an item that owns something replaces the oldest whole; without a buffer only who waits "
          "is given one") {
    world w;
    const std::string long_one(100, 'x');
    auto body = [&](task_group& group) -> task<> {
        std::optional<emitter<std::string>> emit;
        auto subscribe = [&](emitter<std::string> to) { emit.emplace(std::move(to)); };
        auto fills = [&](emitter<std::string> to) {
            to("first"), to(long_one);
            to.end();
        };
        auto heard = emitted<std::string>(fills, {.capacity = 1, .when_full = overflow::drop_oldest});
        auto only = co_await heard.next();
        CHECK(*only == long_one);
        auto met = emitted<std::string>(subscribe, {.capacity = 0, .when_full = overflow::drop_oldest});
        group.spawn([&]() -> task<> {
            co_await sleep(1ms);
            CHECK((*emit)("taken"));
            CHECK_FALSE((*emit)("nobody waits"));
            CHECK(emit->dropped() == 1);
        });
        auto taken = co_await met.next();
        CHECK(*taken == "taken");
        co_await met.close();
        CHECK_FALSE((*emit)("closed"));
    };
    w.run(with_task_group(body));
}

TEST_CASE("bridges: an emitter ends the stream with an error, after what waits; it may outlive the stream") {
    world w;
    std::optional<emitter<int>> kept;
    auto body = [&]() -> task<> {
        auto heard = emitted<int>([&](emitter<int> to) {
            to(1);
            to.end(std::make_exception_ptr(oops(1)));
            kept.emplace(std::move(to));
        });
        auto first = co_await heard.next();
        CHECK(*first == 1);
        bool failed = false;
        try {
            co_await heard.next();
        } catch (const oops&) {
            failed = true;
        }
        CHECK(failed);
    };
    w.run(body());
    CHECK_FALSE((*kept)(2));
    kept->end();
}

TEST_CASE("bridges: cancelled anywhere, refused memory anywhere, in any order, they end and leave nothing") {
    holds_everywhere(program, 4, 6);
}
