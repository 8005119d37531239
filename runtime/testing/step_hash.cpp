// SPDX-License-Identifier: BSL-1.0
#include <rondo/testing/step_hash.hpp>

#include <rondo/core/body.hpp>

namespace rondo::inline v0::testing {

namespace {
// The finaliser of SplitMix64: every bit of the sum reaches every bit of the result.
std::uint64_t mixed(std::uint64_t x) noexcept {
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9U;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBU;
    return x ^ (x >> 31);
}
enum : std::uint64_t { turn_event = 1, spawn_event, begin_event, stop_event, end_event, callback_event };
} // namespace

void step_hash::add(std::uint64_t event, std::uint64_t number) noexcept {
    for (const std::uint64_t part : {turn_, number, event}) hash_ = mixed(hash_ + 0x9E3779B97F4A7C15U + part);
    ++events_;
}

void step_hash::turn_began(std::uint64_t turn, std::size_t ready) noexcept {
    turn_ = turn;
    add(turn_event, ready);
}
void step_hash::spawned(const body& task) noexcept { add(spawn_event, task.id()); }
void step_hash::step_began(const body& task) noexcept { add(begin_event, task.id()); }
void step_hash::step_ended(const body& task) noexcept {
    add(stop_event + 256 * static_cast<std::uint64_t>(task.state()), task.id());
}
void step_hash::ended(const body& task) noexcept { add(end_event, task.id()); }
void step_hash::called_back() noexcept { add(callback_event, 0); }

} // namespace rondo::inline v0::testing
