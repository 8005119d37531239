// SPDX-License-Identifier: BSL-1.0
#include "twin.hpp"

namespace {
struct soup {
    explicit soup(environment& e) : env(e) {}
    void tell(const std::string& text) {
        const std::string line = fmt::format("{:.3f} {}", env.now(), text);
        ++lines;
        for (const char letter : line)
            digest = static_cast<std::uint64_t>(
                (static_cast<unsigned __int128>(digest) * 131 + static_cast<unsigned char>(letter)) %
                2305843009213693951U);
        if (lines <= 60 || lines % 100 == 0) print("{}", line);
    }
    environment& env;
    python_random random{99};
    std::vector<process_handle<int>> members;
    int lines = 0;
    std::uint64_t digest = 0;
};
} // namespace

static process_of<int> member(soup& all, int number, int depth) {
    environment& env = all.env;
    for (;;) {
        const auto die = all.random.randrange(10);
        try {
            if (die < 3) {
                co_await env.timeout(static_cast<double>(all.random.randrange(4)) / 4);
                all.tell(fmt::format("{} slept", number));
            } else if (die == 3 && depth < 4 && all.members.size() < 150) {
                const int child = static_cast<int>(all.members.size());
                event<int> made = all.members.emplace_back(env.process(member(all, child, depth + 1)));
                all.tell(fmt::format("{} made {}", number, child));
                const int got = co_await made;
                all.tell(fmt::format("{} got {} of {}", number, got, child));
            } else if (die == 4) {
                const auto other = static_cast<std::size_t>(
                    all.random.randrange(static_cast<std::int64_t>(all.members.size())));
                if (static_cast<int>(other) != number) {
                    event<int> late = env.timeout(0.5, -1);
                    condition first = all.members[other] || late;
                    const condition_value got = co_await first;
                    all.tell(fmt::format("{} waited for {}: {}", number, other, shown<int>(got)));
                }
            } else if (die == 5) {
                const auto other = static_cast<std::size_t>(
                    all.random.randrange(static_cast<std::int64_t>(all.members.size())));
                if (static_cast<int>(other) != number && all.members[other].is_alive()) {
                    all.members[other].interrupt(number);
                    all.tell(fmt::format("{} interrupts {}", number, other));
                }
            } else if (die == 6) {
                event<int> one = env.timeout(0.25, 1);
                event<int> two = env.timeout(static_cast<double>(all.random.randrange(3)) / 4, 2);
                const condition_value got = co_await (one && two);
                int sum = 0;
                for (const any_event& e : got) sum += e.value_as<int>();
                all.tell(fmt::format("{} has both {}", number, sum));
            } else if (die == 7 && all.random.randrange(6) == 0) {
                all.tell(fmt::format("{} ends", number));
                co_return number * 10;
            } else if (die == 8 && all.random.randrange(8) == 0) {
                all.tell(fmt::format("{} fails", number));
                throw value_error(std::to_string(number));
            } else {
                co_await env.timeout(0.25);
            }
        } catch (const interrupted& i) {
            all.tell(fmt::format("{} is interrupted by {}", number, cause_of(i)));
        } catch (const value_error& error) {
            if (error.what() == std::to_string(number)) throw;
            all.tell(fmt::format("{} hears that {} failed", number, error.what()));
        }
    }
}

SIMPY_TWIN("47_soup_of_processes") {
    environment env;
    soup all(env);
    for (int number = 0; number < 12; ++number) all.members.push_back(env.process(member(all, number, 0)));
    int failures = 0;
    for (;;) {
        try {
            env.run(60);
            break;
        } catch (const value_error& error) {
            ++failures;
            all.tell(fmt::format("nobody awaited {}", error.what()));
        }
    }
    print("{:.3f} {} lines, {} processes, {} failures of nobody, digest {}", env.now(), all.lines,
          all.members.size(), failures, all.digest);
    env.close();
}
