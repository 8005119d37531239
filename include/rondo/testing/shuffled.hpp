// SPDX-License-Identifier: BSL-1.0
//
// An oracle that chooses by a seed: which of the ready tasks runs next, which operation completes first, what fails. What
// holds under every seed does not hang on an order that nobody promised.
#pragma once

#include <rondo/base/random.hpp>
#include <rondo/core/oracle.hpp>

#include <cstdint>

namespace rondo::inline v0::testing {

/// All choices equally likely, and each kind of choice drawn from a stream of its own: a program that asks for one more
/// latency still runs its tasks in the same order. When it dies by an exception, it prints its seed to standard error.
/// Example: `shuffled chance(7);  loop on{{.time = &time, .chooser = &chance}};`
class RONDO_API shuffled final : public oracle {
public:
    explicit shuffled(std::uint64_t seed);
    ~shuffled() override;

    std::size_t choose(choice what, std::size_t n) noexcept override;
    std::uint64_t seed() const noexcept { return seed_; }

private:
    static constexpr std::size_t kinds = 5;
    std::uint64_t seed_;
    int unwinding_;
    random_stream streams_[kinds];
};

} // namespace rondo::inline v0::testing
