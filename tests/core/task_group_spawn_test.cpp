// SPDX-License-Identifier: BSL-1.0
//
// spawn: what may be given to it, who keeps it, how long, and what happens when the call fails.
#include <rondo/core/task_group.hpp>

#include "core/rows.hpp"

#include <array>
#include <memory>
#include <span>
#include <string_view>

using namespace core_test;

namespace {

task<std::string> read_view(std::string_view text) {
    co_await yield_now();
    co_return std::string(text);
}
task<int> sum_of(std::span<const int> numbers) {
    co_await yield_now();
    int sum = 0;
    for (int n : numbers) sum += n;
    co_return sum;
}
task<std::string> read_reference(const std::string& text) {
    co_await yield_now();
    co_return text;
}
task<> add_to(int& total, int n) {
    co_await yield_now();
    total += n;
}
task<int> take_over(std::unique_ptr<int> owned) {
    co_await yield_now();
    co_return *owned;
}

struct counter {
    int value = 0;
    task<int> add(int n) {
        co_await yield_now();
        value += n;
        co_return value;
    }
    task<int> get() const {
        co_await yield_now();
        co_return value;
    }
    task<int> operator()(int n) {
        co_await yield_now();
        value += n;
        co_return value;
    }
};

// Not local to the coroutine that uses it: g++ 12 dies of such a class's name.
struct copy_fails {
    explicit copy_fails(bool fails) : fails_(fails) {}
    copy_fails(const copy_fails& other) : fails_(other.fails_) {
        if (fails_) throw oops(3);
    }
    task<> operator()() { co_return; }
    bool fails_;
};

/// Runs `body(group)` and waits for the group.
template <class Body>
void in_group(world& w, Body body) {
    w.run([&]() -> task<> { co_await with_task_group(body); });
}

} // namespace

TEST_CASE("spawn: keeps callable and arguments until the task has ended") {
    world w;
    in_group(w, [&](task_group& group) -> task<> {
        auto a = group.spawn(read_view, std::string("a string that is long enough to live on the heap"));
        auto b = group.spawn(read_reference, std::string("another string that is long enough for the heap"));
        auto c = group.spawn(sum_of, std::vector<int>{1, 2, 3});
        auto d = group.spawn(sum_of, std::array<int, 2>{4, 5});
        auto e = group.spawn(take_over, std::make_unique<int>(7));
        auto f = group.spawn(read_view, "from a literal");
        CHECK(co_await a == "a string that is long enough to live on the heap");
        CHECK(co_await b == "another string that is long enough for the heap");
        CHECK(co_await c == 6);
        CHECK(co_await d == 9);
        CHECK(co_await e == 7);
        CHECK(co_await f == "from a literal");
    });
}

TEST_CASE("spawn: what it kept goes when the task has ended, not when the last handle goes") {
    world w;
    auto kept = std::make_shared<int>(1);
    join_handle<> handle;
    in_group(w, [&](task_group& group) -> task<> {
        auto holds = [kept](int) -> task<> { co_await yield_now(); };
        auto reads = [](const std::shared_ptr<int>& p) -> task<> {
            co_await yield_now();
            CHECK(*p == 1);
        };
        handle = group.spawn(holds, 1);
        auto other = group.spawn(reads, kept);
        CHECK(kept.use_count() == 4); // ours, the lambda here, and the two copies
        co_await handle;
        co_await other;
        CHECK(kept.use_count() == 2);
    });
    CHECK(kept.use_count() == 1);
    CHECK(handle.done());
}

TEST_CASE("spawn: std::ref lends") {
    world w;
    int total = 0;
    in_group(w, [&](task_group& group) -> task<> {
        for (int i = 1; i <= 4; ++i) group.spawn(add_to, std::ref(total), i);
        auto lambda = [](int& t) -> task<> {
            t += 100;
            co_return;
        };
        group.spawn(lambda, std::ref(total));
        std::string text = "before";
        auto reads = group.spawn(read_reference, std::cref(text));
        text = "after";
        CHECK(co_await reads == "after");
    });
    CHECK(total == 110);
}

TEST_CASE("spawn: takes lambdas with captures, function objects, member functions") {
    world w;
    counter shared;
    in_group(w, [&](task_group& group) -> task<> {
        std::string captured = "a captured string, long enough for the heap";
        auto lambda = group.spawn(
            [captured](int n) -> task<std::string> {
                co_await yield_now();
                co_return captured.substr(0, static_cast<std::size_t>(n));
            },
            10);
        auto generic = group.spawn([](auto x) -> task<int> { co_return static_cast<int>(x); }, 3.5);
        auto by_reference = group.spawn(&counter::add, std::ref(shared), 1);
        auto by_pointer = group.spawn(&counter::add, &shared, 2);
        auto by_value = group.spawn(&counter::add, counter{40}, 2);
        auto constant = group.spawn(&counter::get, std::make_unique<counter>(counter{5}));
        auto object = group.spawn(counter{10}, 3);
        auto lent_object = group.spawn(std::ref(shared), 100);
        CHECK(co_await lambda == "a captured");
        CHECK(co_await generic == 3);
        CHECK(co_await by_reference == 1);
        CHECK(co_await by_pointer == 3);
        CHECK(co_await by_value == 42);
        CHECK(co_await constant == 5);
        CHECK(co_await object == 13);
        CHECK(co_await lent_object == 103);
    });
    CHECK(shared.value == 103);
}

TEST_CASE("spawn: takes a task that was made already, a leaf, a handle, and what was built of them") {
    world w;
    in_group(w, [&](task_group& group) -> task<> {
        auto made =
            read_reference("made before"); // its argument lives as long as this statement: copied by nobody
        made.close();
        auto ready = take_over(std::make_unique<int>(3));
        auto first = group.spawn(std::move(ready));
        auto nap = group.spawn(sleep(5ms));
        auto follows = group.spawn(first);
        auto limited = group.spawn(move_on_after(1ms, sleep(1h)));
        auto turn = group.spawn(yield_now());
        CHECK(co_await first == 3);
        co_await nap;
        CHECK(w.ms() == 5);
        CHECK(co_await follows == 3);
        CHECK(co_await limited == false);
        co_await turn;
    });
}

TEST_CASE("spawn: what the call throws comes out of spawn, and nothing was spawned") {
    world w;
    auto kept = std::make_shared<int>(1);
    in_group(w, [&](task_group& group) -> task<> {
        struct plain {
            static task<> make(const std::shared_ptr<int>& p) {
                if (p) throw oops(2);
                return sleeping();
            }
            static task<> sleeping() { co_await sleep(1h); }
        };
        CHECK(raised([&] { group.spawn(&plain::make, kept); }) == "oops 2");
        CHECK(kept.use_count() == 1);
        copy_fails fails(true);
        CHECK(raised([&] { group.spawn(fails); }) == "oops 3");
        CHECK(group.alive() == 0);
        co_return;
    });
}

TEST_CASE("spawn: into a group that was left, or on a loop that is closed, is refused; what was given is "
          "destroyed") {
    auto kept = std::make_shared<int>(1);
    auto holds = [](std::shared_ptr<int>) -> task<> { co_return; };
    world w;
    w.on.close();
    CHECK(raised([&] { w.on.root().spawn(holds, kept); }).find("left") != std::string::npos);
    CHECK(kept.use_count() == 1);
    lost_errors lost; // the task is dropped, and says so
    CHECK(raised([&] { w.run(holds(kept)); }) == "this loop is closed");
    CHECK(lost.count() == 1);
    CHECK(kept.use_count() == 1);
}

TEST_CASE("spawn: children get ids and names in order of creation; a name may be given") {
    world w;
    in_group(w, [&](task_group& group) -> task<> {
        auto a = group.spawn(yield_now());
        auto b = group.spawn(yield_now());
        b.set_name("the second");
        CHECK(b.id() == a.id() + 1);
        CHECK(a.name() == "task " + std::to_string(a.id()));
        CHECK(b.name() == "the second");
        b.set_name("renamed");
        CHECK(b.name() == "renamed");
        co_await b;
        CHECK(b.name() == "renamed");
    });
}
