// SPDX-License-Identifier: BSL-1.0
//
// Choices, written down and made again: a run that went wrong under one oracle is replayed without it, or shortened by
// hand until only what matters is left.
#pragma once

#include <rondo/core/oracle.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace rondo::inline v0::testing {

/// One answer of an oracle: `picked` of `n`.
struct made_choice {
    choice what;
    std::size_t n;
    std::size_t picked;
    friend bool operator==(const made_choice&, const made_choice&) = default;
};

/// The choices as text, "r 1/3 c 0/2": a letter a kind (ready, completion, fault, latency, user).
RONDO_API std::string to_text(const std::vector<made_choice>& choices);
/// The other way round. Throws: value_error that names what it cannot read.
RONDO_API std::vector<made_choice> choices_from(std::string_view text);

/// Asks `inner` (none: always the first), and keeps what it said. Cost: memory, 24 bytes a choice.
class RONDO_API recording final : public oracle {
public:
    explicit recording(oracle* inner = nullptr) noexcept : inner_(inner) {}
    std::size_t choose(choice what, std::size_t n) noexcept override;
    const std::vector<made_choice>& choices() const noexcept { return made_; }

private:
    oracle* inner_;
    std::vector<made_choice> made_;
};

/// Gives the answers of a recording, in its order; after them, the first.
class RONDO_API replaying final : public oracle {
public:
    explicit replaying(std::vector<made_choice> choices) noexcept : made_(std::move(choices)) {}
    std::size_t choose(choice what, std::size_t n) noexcept override;
    /// Whether a question came that was not the recorded one: this is another program, or it depends on something else.
    /// From there on the answer is the first.
    bool diverged() const noexcept { return diverged_; }
    std::size_t left() const noexcept { return made_.size() - at_; } ///< answers not asked for yet

private:
    std::vector<made_choice> made_;
    std::size_t at_ = 0;
    bool diverged_ = false;
};

} // namespace rondo::inline v0::testing
