// SPDX-License-Identifier: BSL-1.0
//
// Random programs of tasks that pass, sleep, spawn, join, send, receive and fail, run by round_robin and by a model that
// knows nothing of generators: two lists, this turn's and the next's. Both log every step; the logs are equal.
#include <rondo/gen/scheduler.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <vector>

using namespace rondo;

namespace {

enum class kind { pass, sleep, spawn, join, send, receive, fail };
struct action;
using script = std::vector<action>;
struct action {
    kind what;
    unsigned number = 0; // ticks, mailbox, or which task
    std::shared_ptr<script> child = {};
};

struct line { // one step: task, how far it is, and what it was answered
    std::uint64_t turn;
    task_number task;
    std::size_t at;
    char answer; // '.': nothing, 'm': a message, '!': an error
    bool operator==(const line&) const = default;
};

using random_source = std::mt19937;

unsigned below(random_source& random, unsigned n) { return static_cast<unsigned>(random() % n); }

script random_script(random_source& random, int depth) {
    script made;
    const unsigned length = below(random, 7);
    for (unsigned i = 0; i < length; ++i) {
        const unsigned dice = below(random, 20);
        if (dice < 7)
            made.push_back({kind::pass});
        else if (dice < 10)
            made.push_back({kind::sleep, below(random, 4)});
        else if (dice < 13 && depth > 0)
            made.push_back({kind::spawn, 0, std::make_shared<script>(random_script(random, depth - 1))});
        else if (dice < 15)
            made.push_back({kind::join, below(random, 8) + 1});
        else if (dice < 17)
            made.push_back({kind::send, below(random, 2)});
        else if (dice < 19)
            made.push_back({kind::receive, below(random, 2)});
        else if (depth < 2)
            made.push_back({kind::fail});
    }
    return made;
}

struct outcome {
    std::vector<line> log;
    std::vector<std::set<task_number>> ready_at; // who was ready, after each step, besides the one that ran
    std::vector<bool> again;                     // whether that one was ready again at once
    int lost_errors = 0;
    std::string deadlock;
};

// ---- by round_robin -------------------------------------------------------------------------------------------------

using body = generator<action, char>;
using robin_type = round_robin<action, char>;
using waiter = robin_type::waiter;

body performs(const script& todo, task_number own, const robin_type& robin, outcome& out) {
    char answer = '.';
    for (std::size_t at = 0; at < todo.size(); ++at) {
        out.log.push_back({robin.turns(), own, at, answer});
        if (todo[at].what == kind::fail) throw rondo::runtime_error("failed");
        try {
            const std::optional<char> got = co_yield todo[at];
            answer = got.value_or('.');
        } catch (const std::exception&) {
            answer = '!';
        }
    }
    out.log.push_back({robin.turns(), own, todo.size(), answer});
}

outcome by_round_robin(const std::vector<script>& program) {
    outcome out;
    robin_type robin;
    task_number spawned = 0;
    std::multimap<std::uint64_t, waiter> sleepers; // equal keys stay in the order of insertion
    std::uint64_t tick = 0;
    struct mailbox {
        int messages = 0;
        std::deque<waiter> receivers;
    } boxes[2];
    auto spawn = [&](const script& todo) { robin.spawn(performs(todo, ++spawned, robin, out)); };
    auto handle = [&](const action& trap, waiter who) {
        mailbox& box = boxes[trap.number % 2];
        switch (trap.what) {
        case kind::pass:
            return who.resume();
        case kind::sleep:
            sleepers.emplace(tick + trap.number, who);
            return;
        case kind::spawn:
            spawn(*trap.child);
            return who.resume();
        case kind::join:
            return robin.join(trap.number, who);
        case kind::send:
            if (box.receivers.empty()) {
                ++box.messages;
            } else {
                box.receivers.front().resume('m');
                box.receivers.pop_front();
            }
            return who.resume();
        case kind::receive:
            if (box.messages == 0) return box.receivers.push_back(who);
            --box.messages;
            return who.resume('m');
        case kind::fail:
            break;
        }
    };
    auto idle = [&] {
        if (sleepers.empty()) return false;
        tick = sleepers.begin()->first;
        for (; !sleepers.empty() && sleepers.begin()->first == tick; sleepers.erase(sleepers.begin()))
            sleepers.begin()->second.resume();
        return true;
    };
    for (const script& todo : program) spawn(todo);
    for (bool ended = false; !ended;) {
        try {
            robin.run(handle, idle);
            ended = true;
        } catch (const rondo::runtime_error& error) {
            ended = std::string(error.what()) != "failed";
            if (ended)
                out.deadlock = error.what();
            else
                ++out.lost_errors;
        }
    }
    return out;
}

// ---- by the model ---------------------------------------------------------------------------------------------------

struct model {
    struct task {
        const script* todo;
        std::size_t at = 0;
        char answer = '.';
        bool ended = false;
        std::vector<task_number> joiners = {};
    };
    std::vector<task> tasks{1}; // numbered from 1
    std::vector<task_number> next_turn;
    std::vector<std::pair<std::uint64_t, task_number>> sleepers;
    std::uint64_t tick = 0, turn = 0;
    int messages[2] = {};
    std::vector<task_number> receivers[2];
    outcome out;

    void ready(task_number who, char answer = '.') {
        tasks[who].answer = answer;
        next_turn.push_back(who);
    }
    void spawn(const script& todo) {
        tasks.push_back({&todo});
        ready(tasks.size() - 1);
    }
    void end(task_number who, bool failed) {
        tasks[who].ended = true;
        for (task_number joiner : tasks[who].joiners) ready(joiner, failed ? '!' : '.');
        if (failed && tasks[who].joiners.empty()) ++out.lost_errors;
    }
    void step(task_number who) {
        task& now = tasks[who];
        out.log.push_back({turn, who, now.at, now.answer});
        if (now.at == now.todo->size()) return end(who, false);
        const action& trap = (*now.todo)[now.at++];
        const unsigned box = trap.number % 2;
        switch (trap.what) {
        case kind::pass:
            return ready(who);
        case kind::sleep:
            return sleepers.emplace_back(tick + trap.number, who), void();
        case kind::spawn:
            return spawn(*trap.child), ready(who);
        case kind::join:
            if (trap.number >= tasks.size() || trap.number == who) return ready(who, '!');
            if (tasks[trap.number].ended) return ready(who);
            return tasks[trap.number].joiners.push_back(who);
        case kind::send:
            if (receivers[box].empty()) {
                ++messages[box];
            } else {
                ready(receivers[box].front(), 'm');
                receivers[box].erase(receivers[box].begin());
            }
            return ready(who);
        case kind::receive:
            if (messages[box] == 0) return receivers[box].push_back(who);
            --messages[box];
            return ready(who, 'm');
        case kind::fail:
            return end(who, true);
        }
    }
    bool wake_sleepers() {
        if (sleepers.empty()) return false;
        auto by_tick = [](const auto& a, const auto& b) { return a.first < b.first; };
        tick = std::min_element(sleepers.begin(), sleepers.end(), by_tick)->first;
        std::erase_if(sleepers, [&](const auto& sleeper) {
            if (sleeper.first != tick) return false;
            ready(sleeper.second);
            return true;
        });
        return true;
    }
    void run(const std::vector<script>& program) {
        for (const script& todo : program) spawn(todo);
        do {
            while (!next_turn.empty()) {
                ++turn;
                const std::vector<task_number> this_turn = std::exchange(next_turn, {});
                for (std::size_t i = 0; i < this_turn.size(); ++i) {
                    step(this_turn[i]);
                    std::set<task_number> others(this_turn.begin() + static_cast<std::ptrdiff_t>(i) + 1,
                                                 this_turn.end());
                    others.insert(next_turn.begin(), next_turn.end());
                    out.again.push_back(others.erase(this_turn[i]) != 0);
                    out.ready_at.push_back(std::move(others));
                }
            }
        } while (wake_sleepers());
        for (task_number n = 1; n < tasks.size(); ++n) {
            if (tasks[n].ended) continue;
            out.deadlock +=
                out.deadlock.empty() ? "round_robin: nobody is ready, and nobody is left to wake " : ", ";
            out.deadlock += "task " + std::to_string(n);
        }
    }
};

std::vector<script> random_program(unsigned seed) {
    random_source random(seed);
    std::vector<script> program;
    for (unsigned i = below(random, 6) + 1; i > 0; --i) program.push_back(random_script(random, 2));
    return program;
}

} // namespace

TEST_CASE("round_robin: a thousand random programs run step for step as the model of turns") {
    std::size_t steps = 0, deadlocks = 0, lost = 0;
    for (unsigned seed = 1; seed <= 1000; ++seed) {
        CAPTURE(seed);
        const std::vector<script> program = random_program(seed);
        model expected;
        expected.run(program);
        const outcome got = by_round_robin(program);
        REQUIRE(got.log == expected.out.log);
        REQUIRE(got.deadlock == expected.out.deadlock);
        REQUIRE(got.lost_errors == expected.out.lost_errors);
        steps += got.log.size();
        deadlocks += !got.deadlock.empty();
        lost += static_cast<std::size_t>(got.lost_errors);
    }
    CHECK(steps > 10'000); // the programs are worth something
    CHECK(deadlocks > 100);
    CHECK(lost > 10);
}

TEST_CASE("round_robin: between two runs of a task everybody who was ready at the first has run, exactly "
          "once if it did not wait") {
    for (unsigned seed = 1; seed <= 300; ++seed) {
        CAPTURE(seed);
        const std::vector<script> program = random_program(seed);
        model expected;
        expected.run(program);
        const outcome got = by_round_robin(program);
        REQUIRE(got.log.size() == expected.out.ready_at.size());
        for (std::size_t first = 0; first < got.log.size(); ++first) {
            const task_number own = got.log[first].task;
            std::map<task_number, int> runs;
            std::size_t second = first + 1;
            for (; second < got.log.size() && got.log[second].task != own; ++second)
                ++runs[got.log[second].task];
            if (second == got.log.size()) continue;
            for (task_number other : expected.out.ready_at[first]) {
                REQUIRE(runs[other] >= 1);
                if (expected.out.again[first]) REQUIRE(runs[other] == 1);
            }
        }
    }
}
