// SPDX-License-Identifier: BSL-1.0
//
// A fiber that waits hands its stack over to the next in the turn when that is a fiber too. Nothing of it may be seen: an
// observed scheduler makes each step itself, and so every program must run alike with an observer and without.
#include "tools/slow.hpp"

#include <rondo/core/cancel_scope.hpp>
#include <rondo/core/loop.hpp>
#include <rondo/core/sleep.hpp>
#include <rondo/core/time_source.hpp>
#include <rondo/fiber/await.hpp>
#include <rondo/fiber/fiber_generator.hpp>
#include <rondo/fiber/fiber_local.hpp>
#include <rondo/fiber/spawn_fiber.hpp>
#include <rondo/sync/event.hpp>

#include <doctest/doctest.h>

#include <random>
#include <string>
#include <vector>

using namespace rondo;

namespace {

struct observer final : instrument {};

class chance {
public:
    explicit chance(std::uint32_t seed) : engine_(seed) {}
    unsigned operator()() { return static_cast<unsigned>(engine_()); }

private:
    std::minstd_rand engine_;
};

// One program: what each body does is drawn as it runs, by a generator of its own, so that only the order can differ.
class program {
public:
    explicit program(std::uint32_t seed) : seed_(seed) {}

    std::string run(bool observed) {
        observer nothing;
        manual_time time;
        loop on({.time = &time});
        if (observed) on.set_instrument(&nothing);
        chance draw(seed_);
        const unsigned bodies = 2 + draw() % 12;
        for (unsigned i = 0; i != bodies; ++i) start(on.root(), i, draw() % 4 != 0);
        on.run_until_idle();
        log_ += " steps " + std::to_string(on.steps()) + " turns " + std::to_string(on.turns());
        on.set_instrument(nullptr);
        return std::move(log_);
    }

private:
    struct body_state {
        unsigned number;
        chance draw;
        unsigned left;
    };

    void say(unsigned number, const char* what) {
        log_ += ' ';
        log_ += std::to_string(number);
        log_ += what;
        // The runtime's own state of exceptions is each body's own.
        log_ += std::to_string(std::uncaught_exceptions());
        if (std::current_exception()) log_ += '!';
    }

    void start(task_group& group, unsigned number, bool as_fiber) {
        body_state state{number, chance(seed_ * 31 + number), chance(seed_ + number)() % 20};
        if (as_fiber) {
            auto body = [this, state]() mutable { work(state); };
            spawn_fiber(group, std::move(body));
        } else {
            group.spawn(&program::task_work, this, state);
        }
    }

    static task<> task_work(program* self, body_state state) {
        for (; state.left != 0; --state.left) {
            self->say(state.number, "t");
            switch (state.draw() % 4) {
            case 0:
                co_await sleep(1ms * (state.draw() % 3));
                break;
            case 1:
                self->bell_.set();
                break;
            default:
                co_await yield_now();
            }
        }
    }

    void work(body_state& state) {
        static fiber_local<unsigned> own(0);
        for (; state.left != 0; --state.left) {
            say(state.number, "f");
            *own = state.number;
            one_action(state);
            if (*own != state.number) log_ += "LOST";
        }
        if (state.draw() % 8 == 0) throw_and_wait(state);
    }

    void one_action(body_state& state) {
        switch (state.draw() % 9) {
        case 0:
            await(sleep(1ms * (state.draw() % 3)));
            break;
        case 1:
            await(waits_as_task(this, state.number));
            break;
        case 2:
            throw_and_wait(state);
            break;
        case 3:
            wait_in_generator(state);
            break;
        case 4:
            await(move_on_after(1ms * (state.draw() % 3), bell_.wait()));
            break;
        case 5:
            bell_.set();
            bell_.clear();
            break;
        default:
            await(yield_now());
        }
    }
    static task<> waits_as_task(program* self, unsigned number) {
        co_await yield_now();
        self->say(number, "c");
        co_await yield_now();
    }
    void throw_and_wait(body_state& state) {
        try {
            throw state.number;
        } catch (unsigned caught) {
            await(yield_now());
            say(caught, "h");
            try {
                await(yield_now());
                throw;
            } catch (unsigned again) {
                if (again != state.number) log_ += "OTHER";
            }
        }
    }
    void wait_in_generator(body_state& state) {
        fiber_generator<int> numbers([&](yielder<int>& yield) {
            for (int i = 0; i != 2; ++i) {
                await(yield_now());
                say(state.number, "g");
                yield(i);
            }
        });
        for (const int number : numbers) {
            if (number == 1) await(yield_now());
        }
    }

    std::uint32_t seed_;
    std::string log_;
    event bell_;
};

} // namespace

TEST_CASE("handing_over: random programs of fibers and tasks run alike, whoever makes the steps") {
    std::size_t said = 0;
    for (std::uint32_t seed = 1; seed <= (is_slow() ? 30U : 500U); ++seed) {
        CAPTURE(seed);
        const std::string plain = program(seed).run(false);
        REQUIRE(plain == program(seed).run(true));
        REQUIRE(plain.find("LOST") == std::string::npos);
        REQUIRE(plain.find("OTHER") == std::string::npos);
        said += plain.size();
    }
    CHECK(said > (is_slow() ? 10'000U : 200'000U)); // the programs are worth something
}

TEST_CASE("handing_over: a turn ends where it did, whatever becomes ready in it") {
    loop on;
    std::string log;
    auto body = [&](char name) {
        for (int i = 0; i != 3; ++i) {
            log += name;
            await(yield_now());
        }
    };
    for (const char name : {'a', 'b', 'c'}) spawn_fiber(on.root(), body, name);
    auto late = [&] {
        log += '(';
        for (const char name : {'x', 'y'}) spawn_fiber(on.root(), body, name);
        await(yield_now());
        log += ')';
    };
    spawn_fiber(on.root(), late);
    CHECK(on.turn() == 4);
    CHECK(log == "abc(");
    CHECK(on.turn() == 6);
    CHECK(log == "abc(abcxy)");
    on.run_until_idle();
    CHECK(log == "abc(abcxy)abcxyxy");
}

TEST_CASE("handing_over: the ring may grow in the middle, and fibers end in the middle") {
    loop on;
    int ended = 0;
    auto leaf = [&](int yields) {
        for (int i = 0; i != yields; ++i) await(yield_now());
        ++ended;
    };
    auto spawner = [&](int many) {
        for (int i = 0; i != many; ++i) {
            spawn_fiber(on.root(), leaf, i % 3);
            if (i % 7 == 0) await(yield_now());
        }
        ++ended;
    };
    for (int i = 0; i != 4; ++i) spawn_fiber(on.root(), spawner, 100);
    on.run_until_idle();
    CHECK(ended == 404);
}
