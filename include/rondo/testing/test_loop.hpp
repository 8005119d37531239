// SPDX-License-Identifier: BSL-1.0
//
// A loop in the hands of a test: it runs when it is told to, and its time moves by advance() only, timer by timer. What a
// program would take hours for happens at once, in the same order, every time.
//
//     settle() ──► nothing is ready any more          advance(d) ──► settle, next deadline, settle, … now + d, settle
#pragma once

#include <rondo/core/loop.hpp>

namespace rondo::inline v0::testing {

/// What a test may choose of its loop. The caller keeps them alive.
struct test_parts {
    driver* io = nullptr;
    oracle* chooser = nullptr;
    instrument* observer = nullptr;
};

/// Example: `test_loop on;  auto h = on.spawn(f);  on.advance(5s);  CHECK(h.done());`
class RONDO_API test_loop {
public:
    explicit test_loop(test_parts parts = {});
    test_loop(const test_loop&) = delete;
    test_loop& operator=(const test_loop&) = delete;

    /// The loop itself.
    loop& get() noexcept { return loop_; }
    loop* operator->() noexcept { return &loop_; }
    instant now() const noexcept { return time_.time; }

    /// Spawns in the loop's root group; nothing runs yet.
    template <class F, class... Args>
    auto spawn(F&& f, Args&&... args) {
        return loop_.root().spawn(static_cast<F&&>(f), static_cast<Args&&>(args)...);
    }
    /// Runs until nothing is ready, and no timer due: all that can happen at this time. Time does not move.
    /// Returns: how many turns it took. Throws: test_failure when that were more than `most_turns`: somebody never waits.
    std::size_t settle(std::size_t most_turns = 1'000'000);
    /// Settles, and lets time pass: each timer fires at its own time, and what it wakes settles before the next.
    /// Requires: length >= 0. Throws: as settle().
    void advance(duration length);
    /// Runs `main` until it has ended, time jumping to the next timer whenever nothing else can happen.
    /// Returns and throws: as loop::run_until.
    template <class Main>
    decltype(auto) run(Main&& main) {
        const jumping_now jumps(time_);
        return loop_.run_until(static_cast<Main&&>(main));
    }

private:
    struct mock_time final : time_source {
        instant now() noexcept override { return time; }
        bool skip_to(instant deadline) noexcept override;
        bool waits() const noexcept override { return false; }
        instant time{};
        bool jumps = false;
    };
    struct jumping_now {
        explicit jumping_now(mock_time& of) noexcept : time(of) { time.jumps = true; }
        jumping_now(const jumping_now&) = delete;
        ~jumping_now() { time.jumps = false; }
        mock_time& time;
    };
    /// What is left when a test ends may sleep until it is done.
    struct jump_at_end {
        mock_time& time;
        ~jump_at_end() { time.jumps = true; }
    };

    mock_time time_;
    loop loop_;
    jump_at_end end_{time_}; // before the loop closes
};

} // namespace rondo::inline v0::testing
