// SPDX-License-Identifier: BSL-1.0
#include <rondo/core/detail/claim.hpp>

namespace rondo::inline v0 {

bool waiter::claim_arm() noexcept {
    auto& self = static_cast<detail::arm&>(*this);
    return self.shared().claim(self.shared(), self);
}

void waiter::unpark_arm() noexcept {
    auto& self = static_cast<detail::arm&>(*this);
    self.shared().unparked(self.shared(), self);
}

body& waiter::owner() noexcept {
    waiter* at = this;
    while (at->is_arm()) at = static_cast<detail::arm*>(at)->shared().outer;
    return static_cast<body&>(*at);
}

scheduler& waiter::home() noexcept { return owner().home(); }

namespace detail {

bool first_of::claim(shared_claim& shared, arm& who) noexcept {
    first_of& self = *static_cast<race&>(shared).self;
    if (self.entrants_[who.number()].late) return true; // its own completion, which it was asked to hurry
    if (self.winner_ != nobody || self.aborted_ || !shared.outer->claim()) return false;
    self.winner_ = who.number();
    return true;
}

void first_of::unparked(shared_claim& shared, arm& who) noexcept {
    first_of& self = *static_cast<race&>(shared).self;
    if (self.entrants_[who.number()].late) {
        self.entrants_[who.number()].late = false;
        --self.outstanding_;
    } else {
        if (self.winner_ == nobody) claim(shared, who); // who did not ask
        if (!self.starting_) self.stop_others();
    }
    self.settle();
}

bool first_of::ready() {
    for (std::size_t i = 0; i != count_; ++i) {
        if (entrants_[i].out) continue;
        at_fault_ = i;
        const bool done = entrants_[i].calls->ready(entrants_[i].leaf);
        at_fault_ = nobody;
        if (!done) continue;
        winner_ = i;
        return true;
    }
    return false;
}

void first_of::start(waiter& outer) {
    race_.outer = &outer;
    race_.claim = &claim;
    race_.unparked = &unparked;
    race_.self = this;
    starting_ = true;
    try {
        for (; started_ != count_ && winner_ == nobody; ++started_) {
            entrant& one = entrants_[started_];
            if (one.out) continue;
            one.wait.join(race_, started_);
            one.calls->start(one.leaf, one.wait);
        }
    } catch (...) {
        aborted_ = true;
        at_fault_ = started_;
        error_ = std::current_exception();
    }
    starting_ = false;
    if (winner_ == nobody && !aborted_) return;
    stop_others();
    if (error_ && outstanding_ == 0) std::rethrow_exception(std::exchange(error_, nullptr));
    settle();
}

void first_of::stop_others() noexcept {
    for (std::size_t i = 0; i != started_; ++i) {
        entrant& one = entrants_[i];
        if (one.out || i == winner_ || one.late) continue;
        if (one.calls->abort(one.leaf, one.wait)) continue;
        one.late = true;
        ++outstanding_;
    }
}

void first_of::settle() noexcept {
    if (starting_ || outstanding_ != 0 || (winner_ == nobody && !aborted_)) return;
    waiter* outer = std::exchange(race_.outer, nullptr);
    if (outer) outer->unpark();
}

bool first_of::abort(waiter&) noexcept {
    if (winner_ != nobody) return false; // decided: only stragglers are waited for
    aborted_ = true;
    stop_others();
    if (outstanding_ != 0) return false;
    race_.outer = nullptr;
    return true;
}

std::size_t first_of::take() {
    if (error_) std::rethrow_exception(std::exchange(error_, nullptr));
    if (winner_ == nobody) throw cancelled();
    return winner_;
}

void first_of::describe(std::string& out) const {
    out += "the first of:";
    for (std::size_t i = 0; i != count_; ++i) {
        if (entrants_[i].out) continue;
        out += i == 0 ? " " : ", ";
        entrants_[i].calls->describe(entrants_[i].leaf, out);
    }
}

} // namespace detail
} // namespace rondo::inline v0
