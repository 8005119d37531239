// SPDX-License-Identifier: BSL-1.0
//
// What the lint must find, and what it must let pass. A line that ends in `// G<n>` must be found as that, once at least;
// every other line must not be found at all. Written on the smallest coroutine type that will do, and never run.
#include <coroutine>
#include <initializer_list>
#include <optional>
#include <string>
#include <utility>
#include <vector>

template <class T>
struct task {
    struct promise_type {
        task get_return_object() { return {}; }
        std::suspend_always initial_suspend() noexcept { return {}; }
        std::suspend_always final_suspend() noexcept { return {}; }
        template <class U>
        void return_value(U&&) {}
        void unhandled_exception() {}
        template <class U>
        struct sent {
            bool await_ready() noexcept { return false; }
            void await_suspend(std::coroutine_handle<>) noexcept {}
            std::optional<U> await_resume() { return {}; }
        };
        template <class U>
        sent<std::remove_cvref_t<U>> yield_value(U&&) {
            return {};
        }
    };
    bool await_ready() noexcept { return false; }
    void await_suspend(std::coroutine_handle<>) noexcept {}
    T await_resume() { return {}; }
};

struct aggregate {
    std::string text;
    int number;
};
struct owning_awaiter {
    std::string text;
    bool await_ready() noexcept { return false; }
    void await_suspend(std::coroutine_handle<>) noexcept {}
    int await_resume() { return 1; }
};

int count;
task<bool> ready();
task<std::string> text();
task<int> use(aggregate);
task<int> use_vector(std::vector<int>);
template <class F>
task<int> call(F function) {
    co_return function();
}

task<int> g1_if() {
    if (co_await ready()) ++count; // G1
    co_return 0;
}
task<int> g1_if_yield() {
    if (co_yield 1) ++count; // G1
    co_return 0;
}
task<int> g1_while() {
    while (co_await ready()) ++count; // G1
    co_return 0;
}
task<int> g1_while_yield() {
    while (!(co_yield 2).has_value()) ++count; // G1
    co_return 0;
}
task<int> g1_do() {
    do {
        ++count;
    } while (co_await ready()); // G1
    co_return 0;
}
task<int> g1_for() {
    for (; co_await ready();) ++count; // G1
    co_return 0;
}
task<int> g1_inner() {
    for (;;) {
        if (co_await ready()) break; // G1
    }
    co_return 0;
}
task<int> g1_switch() {
    switch (co_await call([] { return 1; })) { // G1
    case 1:
        ++count;
        break;
    default:
        break;
    }
    co_return 0;
}
task<int> g1_fine() {
    bool is_ready = co_await ready();
    if (is_ready) ++count;
    if (bool again = co_await ready()) ++count;
    while (bool again = co_await ready()) ++count;
    co_return 0;
}
task<int> g1_fine_in_the_body() {
    switch (count) {
    case 1:
        co_await ready();
        break;
    default:
        break;
    }
    while (count > 0) co_yield count--;
    co_return 0;
}

task<int> g2_capture() {
    std::string owned = "abc";
    int result = co_await call([owned] { return static_cast<int>(owned.size()); }); // G2
    co_return result;
}
task<int> g2_capture_yield() {
    std::string owned = "abc";
    co_yield [owned] { return owned.size(); }; // G2
    co_return 0;
}
task<int> g2_coroutine_lambda() {
    int result = co_await [owned = std::string(40, 'q')]() -> task<int> { co_return 0; }(); // G2
    co_return result;
}
task<int> g2_fine() {
    std::string owned = "abc";
    auto named = [owned] { return static_cast<int>(owned.size()); };
    int first = co_await call(named);
    int second = co_await call([&] { return first; });
    co_return second;
}

task<int> g3_designated() {
    int result = co_await use({.text = "x", .number = 2}); // G3
    co_return result;
}
task<int> g3_named_type() {
    int result = co_await use(aggregate{"x", 1}); // G3
    co_return result;
}
task<int> g3_awaiter() {
    int result = co_await owning_awaiter{"zzz"}; // G3
    co_return result;
}
task<int> g3_yield() {
    co_yield aggregate{"x", 1}; // G3
    co_return 0;
}
task<int> g3_fine() {
    owning_awaiter awaiter{"zzz"};
    int result = co_await awaiter;
    aggregate named{"x", 1};
    co_yield named;
    co_return result;
}

task<int> g4_return() {
    aggregate made = aggregate{co_await text(), 2}; // G4
    co_return made.number;
}
task<int> g4_push() {
    std::vector<aggregate> all;
    all.push_back({co_await text(), 2}); // G4
    co_return 0;
}
task<int> g4_yield() {
    const std::string own = "x";
    aggregate made{own, *(co_yield 3)}; // G4
    co_return made.number;
}
task<int> g4_fine() {
    auto got = co_await text();
    aggregate made{std::move(got), 2};
    std::vector<std::string> all;
    all.push_back(co_await text());
    co_return made.number;
}

task<int> g5(bool which) {
    std::string made = which ? co_await text() : std::string("z"); // G5
    co_return static_cast<int>(made.size());
}
task<int> g5_operand(bool which) {
    co_yield which ? std::string("a") : std::string("b"); // G5
    co_return 0;
}
task<int> g5_operand_copied(bool which) {
    std::string named = "a";
    co_yield which ? named : std::string("b"); // G5
    co_return 0;
}
task<int> g5_fine_operand(bool which) {
    std::string first = "a", second = "b";
    co_yield which ? first : second;
    co_yield std::string(which ? 40u : 30u, 'x');
    co_return 0;
}
task<int> g5_fine(bool which) {
    int number = which ? co_await call([] { return 1; }) : 2;
    co_return number;
}

task<int> g6_await() {
    int result = co_await use_vector({1, 2, 3}); // G6
    co_return result;
}
task<int> g6_yield() {
    co_yield std::vector{7, 8}; // G6
    co_return 0;
}
task<int> g6_fine() {
    std::vector<int> named{1, 2, 3};
    int result = co_await use_vector(named);
    co_yield named;
    co_return result;
}
