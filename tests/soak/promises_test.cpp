// SPDX-License-Identifier: BSL-1.0
//
// The property test of the kernel's promises at length: RONDO_PROGRAMS programs (40,000 unless said), from seed
// RONDO_FIRST_SEED (3001) on. `RONDO_PROGRAMS=1 RONDO_FIRST_SEED=N ./dev soak` tries one again.
#include "core/promises/tries.hpp"

#include <doctest/doctest.h>

#include <cstdlib>

using namespace promises;

namespace {

std::uint32_t number_in(const char* variable, std::uint32_t otherwise) {
    const char* text = std::getenv(variable);
    return text ? static_cast<std::uint32_t>(std::strtoul(text, nullptr, 10)) : otherwise;
}

} // namespace

TEST_CASE(
    "promises: random programs run step for step as the model says, and none breaks a promise in any order") {
    seen_in_programs seen;
    std::size_t others = 0;
    const std::uint32_t first = number_in("RONDO_FIRST_SEED", 3001);
    for (std::uint32_t left = number_in("RONDO_PROGRAMS", 40'000), seed = first; left > 0; --left, ++seed) {
        CAPTURE(seed);
        const std::string wrong = try_program(seed, seen);
        REQUIRE_MESSAGE(wrong.empty(), wrong);
        const std::string shuffled_wrong = try_shuffled(seed, others);
        REQUIRE_MESSAGE(shuffled_wrong.empty(), shuffled_wrong);
    }
}
