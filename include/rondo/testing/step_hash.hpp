// SPDX-License-Identifier: BSL-1.0
//
// The proof of determinism: a number chained over everything that the scheduler does, (turn, task, event) by (turn, task,
// event). Two runs with the same number took the same steps in the same order, to the last.
#pragma once

#include <rondo/core/instrument.hpp>

namespace rondo::inline v0::testing {

/// An instrument. Example: `step_hash hash;  loop on{{.time = &time, .observer = &hash}};`
class RONDO_API step_hash final : public instrument {
public:
    std::uint64_t value() const noexcept { return hash_; }
    std::uint64_t events() const noexcept { return events_; }

    void turn_began(std::uint64_t turn, std::size_t ready) noexcept override;
    void spawned(const body& task) noexcept override;
    void step_began(const body& task) noexcept override;
    void step_ended(const body& task) noexcept override;
    void ended(const body& task) noexcept override;
    void called_back() noexcept override;

private:
    void add(std::uint64_t event, std::uint64_t number) noexcept;
    std::uint64_t hash_ = 0x9E3779B97F4A7C15U;
    std::uint64_t turn_ = 0;
    std::uint64_t events_ = 0;
};

} // namespace rondo::inline v0::testing
