// SPDX-License-Identifier: BSL-1.0
#include <rondo/sim/fingerprint.hpp>

#include <rondo/base/errors.hpp>

#include <algorithm>
#include <bit>
#include <cstdio>

namespace rondo::inline v0::sim {

// One round of SplitMix64 over what was and what comes.
void fingerprint::mix(std::uint64_t bits) noexcept {
    std::uint64_t x = (state_ ^ bits) + 0x9e3779b97f4a7c15U;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9U;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebU;
    state_ = x ^ (x >> 31);
}
void fingerprint::mix(double number) noexcept {
    mix(std::bit_cast<std::uint64_t>(number == 0 ? 0.0 : number)); // -0 is 0
}
void fingerprint::mix(std::string_view text) noexcept {
    mix(static_cast<std::uint64_t>(text.size()));
    for (const char c : text) mix(static_cast<std::uint64_t>(static_cast<unsigned char>(c)));
}

void fingerprint::happens(const happening& what) {
    const any_process who = what.process();
    mix(what.time());
    mix(what.kind());
    mix(who ? who.id() : 0);
    mix(static_cast<std::uint64_t>(what.failed()));
    ++events_;
    if (keeps_) steps_.push_back(state_);
}

std::string fingerprint::text() const {
    char text[17];
    std::snprintf(text, sizeof text, "%016llx", static_cast<unsigned long long>(state_));
    return text;
}

std::optional<std::uint64_t> first_difference(const fingerprint& a, const fingerprint& b) {
    if (a.steps().size() != a.events() || b.steps().size() != b.events())
        throw value_error("first_difference: a fingerprint kept no steps: make both with {.steps = true}");
    const auto [at, other] =
        std::mismatch(a.steps().begin(), a.steps().end(), b.steps().begin(), b.steps().end());
    if (at == a.steps().end() && other == b.steps().end()) return {};
    return static_cast<std::uint64_t>(at - a.steps().begin()) + 1;
}

} // namespace rondo::inline v0::sim
