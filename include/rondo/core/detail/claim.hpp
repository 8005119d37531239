// SPDX-License-Identifier: BSL-1.0
//
// Several waits of one body, of which one is to win. Each is an arm with a waiter of its own; all share the claim.
#pragma once

#include <rondo/core/awaitable.hpp>

namespace rondo::inline v0::detail {

/// The race of one body's arms. It is over when an arm has won and no other is still in the hands of the outside world.
struct RONDO_API shared_claim {
    static constexpr unsigned nobody = ~0U;
    body* owner = nullptr;
    unsigned winner = nobody;
    unsigned outstanding = 0; ///< arms that were asked to abort and will be unparked when they can
    bool parked = false;      ///< the owner waits for the race to be over

    /// Wakes the owner when the race is over.
    void settle() noexcept {
        if (!parked || winner == nobody || outstanding != 0) return;
        parked = false;
        owner->unpark_own();
    }
};

class RONDO_API arm : public waiter {
public:
    void join(shared_claim& shared, unsigned number) noexcept {
        link_ = reinterpret_cast<std::uintptr_t>(&shared) | arm_bit;
        number_ = number;
    }
    shared_claim& shared() const noexcept { return *reinterpret_cast<shared_claim*>(link_ & ~arm_bit); }
    unsigned number() const noexcept { return number_; }
    /// It lost, but could not be aborted at once: it will be unparked.
    void stays_outstanding() noexcept {
        late_ = true;
        ++shared().outstanding;
    }
    bool is_late() const noexcept { return late_; }

private:
    unsigned number_ = 0;
    bool late_ = false;
};

} // namespace rondo::inline v0::detail
