// SPDX-License-Identifier: BSL-1.0
#include <rondo/core/oracle.hpp>

#include "core/rows.hpp"

using namespace core_test;

namespace {

/// Always the last; remembers among how many it chose.
struct last_first : oracle {
    std::size_t choose(choice what, std::size_t n) noexcept override {
        if (what == choice::ready) asked.push_back(n);
        return n - 1;
    }
    std::vector<std::size_t> asked;
};

} // namespace

TEST_CASE("oracle: chooses who of a turn runs next, and only among those of the turn") {
    journal said;
    last_first chooser;
    manual_time time;
    loop on{{.time = &time, .chooser = &chooser}};
    for (const char* name : {"a", "b", "c"}) on.root().spawn(count_turns, std::ref(said), name, 2);
    on.run_until_idle();
    CHECK(chooser.asked == std::vector<std::size_t>{3, 2, 3, 2, 3, 2});
    CHECK(said.size() == 6);
    CHECK(said[0] == "c0");
    for (std::size_t i = 0; i != 3; ++i) CHECK(said[i].back() == '0');
    for (std::size_t i = 3; i != 6; ++i) CHECK(said[i].back() == '1');
}

TEST_CASE("oracle: without one, and with one that always says the first, the order is the same") {
    struct first : oracle {
        std::size_t choose(choice, std::size_t) noexcept override { return 0; }
    };
    const auto run = [](oracle* chooser) {
        journal said;
        manual_time time;
        loop on{{.time = &time, .chooser = chooser}};
        for (const char* name : {"a", "b", "c", "d"}) on.root().spawn(count_turns, std::ref(said), name, 3);
        on.run_until_idle();
        return joined(said);
    };
    first always;
    CHECK(run(nullptr) == run(&always));
}
