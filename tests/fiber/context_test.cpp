// SPDX-License-Identifier: BSL-1.0
//
// The context under every fiber: left and gone on with, nested, thrown into, unwound.
#include <rondo/fiber/detail/context.hpp>

#include <rondo/base/unraisable.hpp>

#include "fiber/support.hpp"

#include <functional>
#include <thread>

using namespace fiber_test;
using namespace gen_test;
using rondo::fiber_stack;
using rondo::detail::fiber_context;

namespace {

// A context that calls a function: what a fiber of any kind adds to fiber_context.
class fiber {
public:
    explicit fiber(std::function<void()> body)
        : body_(std::move(body)),
          context(stack_, stack_.top(), [](void* self) { static_cast<fiber*>(self)->body_(); }, this) {}
    fiber(const fiber&) = delete;
    ~fiber() { context.unwind(); }

private:
    std::function<void()> body_;
    fiber_stack stack_;

public:
    fiber_context context;
};

void suspend() { fiber_context::current()->suspend(); }

journal hooked;

} // namespace

TEST_CASE("fiber_context: runs from suspension to suspension, and says where it is") {
    journal said;
    fiber f([&] {
        CHECK(fiber_context::current() == &f.context);
        CHECK(f.context.running());
        said.push_back("a");
        suspend();
        said.push_back("b");
        suspend();
        said.push_back("c");
    });
    CHECK_FALSE(f.context.started());
    CHECK(fiber_context::current() == nullptr);
    f.context.resume();
    CHECK(f.context.suspended());
    CHECK(fiber_context::current() == nullptr);
    said.push_back("1");
    f.context.resume();
    said.push_back("2");
    f.context.resume();
    CHECK(f.context.finished());
    CHECK_FALSE(f.context.suspended());
    CHECK(said == journal{"a", "1", "b", "2", "c"});
}

TEST_CASE("fiber_context: runs on its own stack, within its bounds") {
    const std::byte* inside = nullptr;
    fiber f([&] {
        std::byte here{};
        inside = static_cast<const std::byte*>(__builtin_frame_address(0));
        static_cast<void>(here);
        suspend();
    });
    f.context.resume();
    CHECK(inside >= f.context.low());
    CHECK(inside < f.context.top());
}

TEST_CASE("fiber_context: registers and locals survive, whatever runs in between") {
    auto sum_of = [](int from) {
        return [from] {
            double a = from, b = 1.5 * from;
            long c = from, d = from + 1;
            for (int i = 0; i < 100; ++i) {
                suspend();
                a += 1;
                b += 2;
                c += 3;
                d += 4;
            }
            CHECK(a == from + 100);
            CHECK(b == 1.5 * from + 200);
            CHECK(c == from + 300);
            CHECK(d == from + 401);
        };
    };
    std::vector<std::unique_ptr<fiber>> all;
    for (int i = 0; i < 10; ++i) all.push_back(std::make_unique<fiber>(sum_of(i)));
    for (int round = 0; round <= 100; ++round)
        for (auto& f : all) f->context.resume();
    for (auto& f : all) CHECK(f->context.finished());
}

TEST_CASE("fiber_context: they nest as calls do, and each goes back to who resumed it") {
    journal said;
    fiber inner([&] {
        said.push_back("inner 1");
        suspend();
        said.push_back("inner 2");
    });
    fiber outer([&] {
        inner.context.resume();
        CHECK(inner.context.outer() == &outer.context);
        said.push_back("outer 1");
        suspend();
        said.push_back("outer 2");
    });
    outer.context.resume();
    CHECK(said == journal{"inner 1", "outer 1"});
    inner.context.resume(); // by somebody else this time
    CHECK(inner.context.finished());
    outer.context.resume();
    CHECK(said == journal{"inner 1", "outer 1", "inner 2", "outer 2"});
}

TEST_CASE(
    "fiber_context: suspending an outer one leaves the inner in the middle, and resuming goes on there") {
    journal said;
    fiber* outer_fiber = nullptr;
    fiber inner([&] {
        at_exit left(said, "inner left");
        said.push_back("inner 1");
        outer_fiber->context.suspend();
        said.push_back("inner 2");
        CHECK(fiber_context::current() == &inner.context);
        suspend();
        outer_fiber->context.suspend();
    });
    fiber outer([&] {
        inner.context.resume();
        said.push_back("outer 1");
        inner.context.resume();
        said.push_back("outer 2");
    });
    outer_fiber = &outer;
    outer.context.resume();
    CHECK(outer.context.suspended());
    CHECK(inner.context.running()); // as a function is that was called and has not returned
    CHECK(fiber_context::current() == nullptr);
    CHECK(said == journal{"inner 1"});
    fiber third([&] { outer.context.resume(); }); // from elsewhere, deeper
    third.context.resume();
    CHECK(third.context.finished());
    CHECK(said == journal{"inner 1", "inner 2", "outer 1"});
    outer.context.unwind(); // through both
    CHECK(outer.context.finished());
    CHECK(inner.context.finished());
    CHECK(said == journal{"inner 1", "inner 2", "outer 1", "inner left"});
}

TEST_CASE("fiber_context: an error that escapes the body comes out of resume, the same object, and it is "
          "finished") {
    const auto error = std::make_exception_ptr(oops(3));
    fiber f([&] {
        suspend();
        std::rethrow_exception(error);
    });
    f.context.resume();
    try {
        f.context.resume();
        FAIL("nothing came out");
    } catch (const oops&) {
        CHECK(std::current_exception() == error);
    }
    CHECK(f.context.finished());
}

TEST_CASE("fiber_context: what is thrown in comes out of suspend, and may be caught") {
    journal said;
    fiber f([&] {
        for (int i = 0; i < 2; ++i) {
            try {
                suspend();
                said.push_back("resumed");
            } catch (const oops& e) {
                said.push_back("caught " + std::to_string(e.number));
            }
        }
        suspend();
    });
    f.context.resume();
    f.context.throw_in(std::make_exception_ptr(oops(1)));
    f.context.throw_in(std::make_exception_ptr(oops(2)));
    CHECK(raised([&] { f.context.throw_in(std::make_exception_ptr(oops(3))); }) == "oops 3");
    CHECK(f.context.finished());
    CHECK(said == journal{"caught 1", "caught 2"});
}

TEST_CASE("fiber_context: switch_out leaves what is thrown in to the caller") {
    std::string got;
    fiber f([&] {
        f.context.switch_out();
        CHECK_FALSE(f.context.injected());
        f.context.switch_out();
        CHECK(f.context.injected());
        got = name_of(f.context.take_injected());
        CHECK_FALSE(f.context.injected());
    });
    f.context.resume();
    f.context.resume();
    f.context.throw_in(std::make_exception_ptr(oops(4)));
    CHECK(got == "oops 4");
}

TEST_CASE("fiber_context: a dropped one is unwound by generator_exit; one that never ran, or ended, is not") {
    all_accounted_for check;
    journal said;
    {
        fiber f([&] {
            tracked local;
            at_exit left(said, "left");
            try {
                suspend();
            } catch (const rondo::generator_exit&) {
                said.push_back("exit");
                throw;
            }
        });
        f.context.resume();
        fiber unstarted([&] { said.push_back("ran"); });
        fiber ended([&] {});
        ended.context.resume();
    }
    CHECK(said == journal{"exit", "left"});
}

TEST_CASE("fiber_context: a dropped one may end in answer; another error goes to the unraisable hook") {
    hooked.clear();
    const auto before = rondo::set_unraisable_hook(
        [](const rondo::unraisable& lost) noexcept { hooked.push_back(name_of(lost.error)); });
    for (const int how : {0, 1}) {
        fiber f([&] {
            try {
                suspend();
            } catch (...) {
                if (how == 1) throw oops(9);
            }
        });
        f.context.resume();
    }
    rondo::set_unraisable_hook(before);
    CHECK(hooked == journal{"oops 9"});
}

TEST_CASE("fiber_context: unwinding happens while the caller unwinds, and neither sees the other's error") {
    journal said;
    try {
        fiber f([&] {
            at_exit left(said, "left");
            try {
                suspend();
            } catch (...) {
                said.push_back(name_of(std::current_exception()));
                said.push_back(std::to_string(std::uncaught_exceptions()));
                throw;
            }
        });
        f.context.resume();
        throw oops(1);
    } catch (const oops& e) {
        said.push_back("oops " + std::to_string(e.number));
    }
    CHECK(said == journal{"GeneratorExit", "0", "left", "oops 1"});
}

TEST_CASE("fiber_context: who breaks the contract is told") {
    CHECK(has(last_words([] {
                  fiber f([&] { f.context.resume(); });
                  f.context.resume();
              }),
              "a fiber was resumed that is running, or has finished"));
    CHECK(has(last_words([] {
                  fiber f([] {});
                  f.context.resume();
                  f.context.resume();
              }),
              "a fiber was resumed that is running, or has finished"));
    CHECK(has(last_words([] {
                  fiber f([] { suspend(); });
                  f.context.resume();
                  f.context.suspend();
              }),
              "a fiber was suspended from outside"));
    CHECK(has(last_words([] {
                  fiber f([] { suspend(); });
                  f.context.resume();
                  std::thread([&] { f.context.resume(); }).join();
              }),
              "a fiber was resumed on another thread than started it"));
    CHECK(has(last_words([] {
                  fiber f([] {
                      for (;;) {
                          try {
                              suspend();
                          } catch (...) {}
                      }
                  });
                  f.context.resume();
              }),
              "a fiber that was dropped swallowed generator_exit"));
    CHECK(has(last_words([] {
                  fiber f([&] { f.context.~fiber_context(); });
                  f.context.resume();
              }),
              "a fiber was destroyed while running"));
    CHECK(has(last_words([] {
                  fiber f([] {});
                  f.context.throw_in(std::make_exception_ptr(oops(1)));
              }),
              "an error was thrown into a fiber that is not suspended"));
}

namespace {

struct frame {
    frame(const fiber_stack& stack, std::byte* top, tracked given, bool fail)
        : context(
              stack, top, [](void* self) { ++static_cast<frame*>(self)->held.value; }, this),
          held(std::move(given)) {
        if (fail) throw oops(5);
    }
    fiber_context context;
    alignas(256) tracked held;
};

} // namespace

TEST_CASE("make_on_stack: a frame lies aligned at the top of its stack, and goes with it") {
    all_accounted_for check;
    const std::size_t alive = rondo::stack_pool::statistics().alive;
    frame& made = rondo::detail::make_on_stack<frame>(50000, tracked(1), false);
    CHECK(reinterpret_cast<std::uintptr_t>(&made) % 256 == 0);
    CHECK(static_cast<std::size_t>(made.context.top() - made.context.low()) >= 50000);
    CHECK(made.context.top() == reinterpret_cast<std::byte*>(&made));
    CHECK(rondo::stack_pool::statistics().alive == alive + 1);
    made.context.resume();
    CHECK(made.held.value == 2);
    destroy_on_stack(made, made.context);
    CHECK(rondo::stack_pool::statistics().alive == alive);
    CHECK(raised([] { rondo::detail::make_on_stack<frame>(50000, tracked(1), true); }) == "oops 5");
    CHECK(rondo::stack_pool::statistics().alive == alive);
}

TEST_CASE("fiber_context: a fiber resumes fibers, a thousand deep, and all of it can be left at once") {
    constexpr int depth = 1000;
    std::vector<std::unique_ptr<fiber>> chain;
    int bottom = 0;
    chain.push_back(std::make_unique<fiber>([&] {
        for (;;) {
            ++bottom;
            chain.back()->context.suspend(); // the outermost
        }
    }));
    for (int i = 1; i < depth; ++i)
        chain.push_back(
            std::make_unique<fiber>([&, i] { chain[static_cast<std::size_t>(i - 1)]->context.resume(); }));
    for (int i = 0; i < 5; ++i) chain.back()->context.resume();
    CHECK(bottom == 5);
    chain.back()->context.unwind();
    for (auto& f : chain) CHECK(f->context.finished());
}
