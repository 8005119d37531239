// SPDX-License-Identifier: BSL-1.0
//
// Random programs of tasks: what the property test of the kernel's promises runs. A program is a tree of scripts, and a
// script a list of actions; perform.hpp runs it by the library, model.hpp by lists. Both write the same log.
#pragma once

#include <array>
#include <cstdint>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace promises {

enum class verb {
    give_way, ///< yield_now()
    burst,    ///< n checkpoints
    nap,      ///< sleep for n ms; for ever when n < 0
    call,     ///< awaits inside[0]
    each,     ///< awaits inside[0] for each of n items of a generator
    source, ///< takes n items of an async generator that awaits inside[0] before each; closes it after m, if m != 0:
            ///< then it awaits inside[0] once more
    attempt,      ///< awaits inside[0]; catches errors, and with `flag` `cancelled` too
    scoped,       ///< runs inside[0] in a cancel_scope: timeout n ms, none when n < 0; shielded with `flag`
    limited,      ///< inside[0] by fail_after(n ms), with `flag` by move_on_after
    grouped,      ///< with_task_group of the body inside[0]
    raced,        ///< race of all that is inside
    spawn,        ///< inside[0] in group n of those that are open, or in the root group when n < 0: as body m
    join,         ///< awaits the handle of task n
    cancel_task,  ///< its handle's cancel()
    cancel_scope, ///< cancels scope n of those that were made
    reschedule,   ///< moves the deadline of scope n to m ms from now
    cancel_group, ///< cancels group n of those that were made
    give,         ///< puts n permits: wakes the oldest taker, or keeps it
    take,         ///< takes a permit, or waits for one
    fail,         ///< throws error n
    soon,         ///< a callback in the queue that does m to n
    later,        ///< the same, after `after` ms
};

struct action;
struct script {
    std::vector<action> actions;
};
struct action {
    verb what{};
    int n = 0;
    int m = 0;
    bool flag = false;
    int after = 0;
    std::vector<script> inside{};
};

/// What runs a spawned script.
enum class body_kind { task, routine, adopted };

/// What a callback does: m modulo 3.
enum class callback_does { give, cancel_task, cancel_scope };

/// What running a program gives.
struct outcome {
    std::vector<std::string> log; ///< "turn ms task: what", a line each
    std::string end;              ///< of main
    int lost = 0;                 ///< what went to the unraisable hook
    int permits = 0;              ///< left over
    int unkept = 0;               ///< promises seen broken by whoever ran it
};

inline std::string line_of(std::uint64_t turn, long long ms, int task, const std::string& what) {
    return std::to_string(turn) + ' ' + std::to_string(ms) + ' ' + std::to_string(task) + ": " + what;
}

/// Errors of actions.
struct failed final : std::exception {
    explicit failed(int n) : text("e" + std::to_string(n)) {}
    const char* what() const noexcept override { return text.c_str(); }
    std::string text;
};

class random_program {
public:
    explicit random_program(std::uint32_t seed) : random_(seed) {}
    /// Several tasks, of which one is main, in a group or in the root group, with about twenty actions each.
    script make() {
        script main;
        const bool in_group = below(2) == 0;
        for (int tasks = below(7); tasks > 0; --tasks) {
            left_ = 20;
            main.actions.push_back({verb::spawn, in_group ? 0 : -1, 0, false, 0, one(4)});
        }
        left_ = 20;
        for (action& last : make_script(4, true).actions) main.actions.push_back(std::move(last));
        if (!in_group) return main;
        script around;
        around.actions.push_back({verb::grouped});
        around.actions[0].inside.push_back(std::move(main));
        return around;
    }

private:
    int below(int n) { return static_cast<int>(random_() % static_cast<unsigned>(n)); }
    int timeout() { return std::array{-1, 0, 1, 2, 3, 5, 7, 3, 2}[static_cast<std::size_t>(below(9))]; }

    script make_script(int depth, bool full = false) {
        script made;
        const int length = full ? 4 + below(8) : below(6);
        for (int i = 0; i < length && left_ > 0; ++i) made.actions.push_back(make_action(depth));
        return made;
    }
    std::vector<script> one(int depth) {
        std::vector<script> inside;
        inside.push_back(make_script(depth - 1, below(3) != 0));
        return inside;
    }
    action make_action(int depth) {
        --left_;
        const int dice = depth > 0 ? below(100) : below(48);
        if (dice < 9) return {verb::give_way};
        if (dice < 12) return {verb::burst, below(8) == 0 ? 100 + below(300) : below(5)};
        if (dice < 22) return {verb::nap, below(25) == 0 ? -1 : below(5)};
        if (dice < 27) return {verb::take};
        if (dice < 31) return {verb::give, 1 + below(2)};
        if (dice < 34) return {verb::join, below(10)};
        if (dice < 36) return {verb::cancel_task, below(10)};
        if (dice < 38) return {verb::cancel_scope, below(8)};
        if (dice < 40) return {verb::reschedule, below(8), below(6)};
        if (dice < 41) return {verb::cancel_group, below(6)};
        if (dice < 43) return {verb::fail, below(9)};
        if (dice < 46) return {verb::soon, below(10), below(3)};
        if (dice < 48) return {verb::later, below(10), below(3), false, below(6)};
        if (dice < 53) return {verb::call, 0, 0, false, 0, one(depth)};
        if (dice < 55) return {verb::each, below(4), 0, false, 0, one(depth)};
        if (dice < 57) return {verb::source, below(4), below(3), false, 0, one(depth)};
        if (dice < 62) return {verb::attempt, 0, 0, below(3) == 0, 0, one(depth)};
        if (dice < 69) return {verb::scoped, timeout(), 0, below(3) == 0, 0, one(depth)};
        if (dice < 73) return {verb::limited, below(6), 0, below(2) == 0, 0, one(depth)};
        if (dice < 82) return {verb::grouped, 0, 0, false, 0, one(depth)};
        if (dice < 87) {
            action made{verb::raced};
            for (int arms = 1 + below(3); arms > 0; --arms) made.inside.push_back(make_script(depth - 1));
            return made;
        }
        return {verb::spawn, below(7) - 2, below(3), false, 0, one(depth)};
    }

    std::mt19937 random_;
    int left_ = 0;
};

} // namespace promises
