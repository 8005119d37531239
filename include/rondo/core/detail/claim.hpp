// SPDX-License-Identifier: BSL-1.0
//
// Several waits of one body. Each is an arm with a waiter of its own; all share a claim, which says who may still win,
// and what happens when an arm is unparked. Claims nest: an arm of an inner race wins only together with the outer.
#pragma once

#include <rondo/core/awaitable.hpp>

#include <cstddef>
#include <exception>

namespace rondo::inline v0::detail {

class arm;

/// What the arms of one body have in common.
struct shared_claim {
    waiter* outer = nullptr;                                  ///< who waits for all of them
    bool (*claim)(shared_claim&, arm&) noexcept = nullptr;    ///< may this arm be completed?
    void (*unparked)(shared_claim&, arm&) noexcept = nullptr; ///< it was
};

class RONDO_API arm : public waiter {
public:
    void join(shared_claim& shared, std::size_t number) noexcept {
        link_ = reinterpret_cast<std::uintptr_t>(&shared) | arm_bit;
        number_ = number;
    }
    shared_claim& shared() const noexcept { return *reinterpret_cast<shared_claim*>(link_ & ~arm_bit); }
    std::size_t number() const noexcept { return number_; }

private:
    std::size_t number_ = 0;
};

/// A leaf of any type, as a race sees it.
struct leaf_calls {
    bool (*ready)(void*);
    void (*start)(void*, waiter&);
    bool (*abort)(void*, waiter&) noexcept;
    void (*describe)(const void*, std::string&);
};
template <class A>
inline constexpr leaf_calls calls_of{
    [](void* leaf) -> bool { return static_cast<A*>(leaf)->ready(); },
    [](void* leaf, waiter& who) { static_cast<A*>(leaf)->start(who); },
    [](void* leaf, waiter& who) noexcept -> bool { return static_cast<A*>(leaf)->abort(who); },
    &describe_awaitable<A>,
};

/// One leaf of a race.
struct entrant {
    void* leaf = nullptr;
    const leaf_calls* calls = nullptr;
    arm wait{};
    bool out = false;  ///< takes no part
    bool late = false; ///< lost, could not be aborted at once, and will be unparked

    template <class A>
    void enter(A& awaitable) noexcept {
        leaf = std::addressof(awaitable);
        calls = &calls_of<A>;
    }
};

/// Waits until one of several leaves is done; the others are then as if they had never begun. A leaf itself, so that
/// races nest. The first that is ready wins, in order; otherwise the first that is completed.
class RONDO_API first_of {
public:
    static constexpr std::size_t nobody = ~std::size_t(0);

    first_of(entrant* entrants, std::size_t count) noexcept : entrants_(entrants), count_(count) {}

    bool ready();
    void start(waiter& outer);
    bool abort(waiter& outer) noexcept;
    /// Returns: the number of the winner, whose result waits in its leaf.
    std::size_t take();
    /// After an exception: the number of the one whose ready() or start() threw it, or nobody.
    std::size_t at_fault() const noexcept { return at_fault_; }
    void describe(std::string& out) const;

private:
    struct race : shared_claim {
        first_of* self = nullptr;
    };
    static bool claim(shared_claim& shared, arm& who) noexcept;
    static void unparked(shared_claim& shared, arm& who) noexcept;
    void stop_others() noexcept;
    void settle() noexcept;

    entrant* entrants_;
    std::size_t count_;
    std::size_t winner_ = nobody;
    std::size_t at_fault_ = nobody;
    std::size_t started_ = 0;
    std::size_t outstanding_ = 0;
    bool starting_ = false;
    bool aborted_ = false;
    std::exception_ptr error_; // of a start
    race race_;
};

} // namespace rondo::inline v0::detail
