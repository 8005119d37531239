// SPDX-License-Identifier: BSL-1.0
//
// The fingerprint of a run: 64 bits of everything that happened, in its order. Two runs with the same fingerprint took the
// same way; where two differ, the first event that differs is found.
#pragma once

#include <rondo/sim/event_observer.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace rondo::inline v0::sim {

struct fingerprint_options {
    bool steps = false; ///< whether to keep the fingerprint after each event, for first_difference()
};

/// Follows an environment from when it is made. Time, kind and process of each event count, and whether it failed; addresses,
/// places and names do not, nor into how many calls of run() it is cut: it is the same by every compiler, where the model's
/// numbers are.
/// Cost: some ten nanoseconds an event; 8 bytes an event when steps are kept.
/// Example: `sim::fingerprint print(env); env.run(); fmt::print("{}\n", print.text());`
class RONDO_API fingerprint final : public event_observer {
public:
    explicit fingerprint(any_environment& env, fingerprint_options options = {})
        : event_observer(env), keeps_(options.steps) {}

    std::uint64_t value() const noexcept { return state_; }
    std::string text() const; ///< in 16 hexadecimal digits
    std::uint64_t events() const noexcept { return events_; }
    /// Takes in something of the model's own: a draw, a state.
    void mix(std::uint64_t bits) noexcept;
    void mix(double number) noexcept;
    void mix(std::string_view text) noexcept;
    std::span<const std::uint64_t> steps() const noexcept { return steps_; }

private:
    void happens(const happening& what) override;
    std::uint64_t state_ = 0x726f6e646f;
    std::uint64_t events_ = 0;
    bool keeps_;
    std::vector<std::uint64_t> steps_;
};

/// The number, from 1 on, of the first event after which two runs differ; nothing when neither has one that the other has
/// not. Requires: both kept their steps.
RONDO_API std::optional<std::uint64_t> first_difference(const fingerprint& a, const fingerprint& b);

} // namespace rondo::inline v0::sim
