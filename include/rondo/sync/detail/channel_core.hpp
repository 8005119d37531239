// SPDX-License-Identifier: BSL-1.0
//
// What a channel is inside: a ring of values, those who wait to receive, and those who wait to send, each with the value
// in the awaitable. At most one of the two lots has anybody in it who could go on.
//
//     senders ─► [ring, up to capacity] ─► receivers         a receiver that waits gets the value into its awaitable
#pragma once

#include <rondo/core/awaitable.hpp>
#include <rondo/sync/detail/parking_lot.hpp>
#include <rondo/sync/detail/ring.hpp>
#include <rondo/sync/errors.hpp>

#include <cstdint>
#include <optional>
#include <type_traits>

namespace rondo::inline v0 {

struct channel_statistics {
    std::size_t capacity = 0; ///< of the buffer; unbounded: the largest number
    std::size_t buffered = 0;
    std::size_t peak = 0;   ///< the most that ever were buffered
    std::uint64_t sent = 0; ///< buffered, or taken
    std::uint64_t received = 0;
    std::size_t waiting_senders = 0;
    std::size_t waiting_receivers = 0;
    bool closed = false;
};

/// The capacity of a channel or queue without a limit: sending never waits.
inline constexpr std::size_t unbounded = ~std::size_t(0);

namespace detail {

[[noreturn]] RONDO_API void throw_send_closed(bool nobody_receives);
[[noreturn]] RONDO_API void throw_receive_closed();
RONDO_API void describe_channel(std::string& out, const char* what, const channel_statistics& now,
                                const std::string& of);

template <class A>
std::string message_type() {
    return type_name_of(__PRETTY_FUNCTION__);
}

template <class T>
class channel_core {
    static_assert(
        std::is_object_v<T> && !std::is_const_v<T>,
        "channel<T>: T is an object type: to send a reference, send a pointer or std::reference_wrapper; to "
        "send nothing, std::monostate");
    static_assert(std::is_nothrow_move_constructible_v<T>,
                  "channel<T>: moving a T must not throw, so that handing one over cannot lose it: send a "
                  "std::unique_ptr<T>");

public:
    struct send_place : parking_place {
        template <class... Parts>
        explicit send_place(std::in_place_t, Parts&&... parts) : value(static_cast<Parts&&>(parts)...) {}
        T value;
        bool refused = false; ///< the channel is closed
    };
    struct receive_place : parking_place {
        std::optional<T> value; ///< empty at the end: the channel is closed, and empty
    };

    explicit channel_core(std::size_t capacity) noexcept : capacity_(capacity) {}
    channel_core(const channel_core&) = delete;
    channel_core& operator=(const channel_core&) = delete;
    ~channel_core() {
        expects_nobody(senders_, "channel: destroyed while a task waits to send");
        expects_nobody(receivers_, "channel: destroyed while a task waits to receive");
    }

    /// Returns: whether it went, or the channel is closed.
    bool try_send(send_place& from) {
        if (push(from.value)) [[likely]]
            return true;
        return send_slowly(from);
    }
    /// Moves `value` out if it need not wait. Requires: it is open.
    bool send_now(T& value) { return push(value) || hand_over(value) || push_into_more_room(value); }
    /// Returns: whether there was a value, or nothing will come any more.
    bool try_receive(receive_place& into) noexcept {
        if (ring_.empty()) return receive_from_sender(into);
        into.value.emplace(ring_.pop_front());
        if (!senders_.empty()) [[unlikely]]
            refill();
        return true;
    }
    void wait_to_send(send_place& place, waiter& who) noexcept { senders_.push_back(place, who); }
    void wait_to_receive(receive_place& place, waiter& who) noexcept {
        receivers_.push_back(place, who);
        quick_ = 0;
    }
    void forget(send_place& place) noexcept { senders_.erase(place); }
    void forget(receive_place& place) noexcept {
        receivers_.erase(place);
        look_again();
    }

    bool closed() const noexcept { return closed_; }
    bool nobody_receives() const noexcept { return nobody_receives_; }
    /// Nothing can be sent any more; who waits is told. What is buffered can still be received.
    void close() noexcept {
        closed_ = true;
        quick_ = 0;
        while (receive_place* const taker = receivers_.pop_claimed()) taker->who->unpark();
        while (send_place* const giver = senders_.pop_claimed()) {
            giver->refused = true;
            giver->who->unpark();
        }
    }
    /// The last receiver has gone: what is buffered goes, too.
    void close_for_want_of_receivers() noexcept {
        nobody_receives_ = true;
        close();
        for (; !ring_.empty(); ++dropped_) static_cast<void>(ring_.pop_front());
    }
    /// Whether send_now() would surely not send.
    bool must_wait() const noexcept { return receivers_.empty() && ring_.size() >= capacity_; }

    channel_statistics statistics() const noexcept {
        return {capacity_,       ring_.size(),      peak_,  sent(), sent() - ring_.size() - dropped_,
                senders_.size(), receivers_.size(), closed_};
    }
    std::size_t size() const noexcept { return ring_.size(); }
    std::size_t capacity() const noexcept { return capacity_; }

private:
    // What costs nothing but the value: nobody waits, and it has been as full before, so that there is room, and memory.
    bool push(T& value) noexcept {
        if (ring_.size() >= quick_) return false;
        ring_.push_back(std::move(value));
        return true;
    }
    void look_again() noexcept { quick_ = closed_ || !receivers_.empty() ? 0 : peak_; }
    RONDO_NOINLINE bool send_slowly(send_place& from) {
        if (closed_) return from.refused = true;
        return hand_over(from.value) || push_into_more_room(from.value);
    }
    RONDO_INLINE bool hand_over(T& value) noexcept {
        receive_place* const taker = receivers_.pop_claimed();
        look_again();
        if (!taker) return false;
        taker->value.emplace(std::move(value));
        ++handed_over_;
        taker->who->unpark();
        return true;
    }
    bool push_into_more_room(T& value) {
        if (ring_.size() >= capacity_) return false;
        ring_.make_room();
        ring_.push_back(std::move(value));
        if (ring_.size() > peak_) peak_ = ring_.size();
        look_again();
        return true;
    }
    RONDO_NOINLINE bool receive_from_sender(receive_place& into) noexcept {
        if (senders_.empty()) return closed_;
        send_place* const giver = senders_.pop_claimed();
        if (!giver) return closed_;
        into.value.emplace(std::move(giver->value));
        ++handed_over_;
        giver->who->unpark();
        return true;
    }
    RONDO_NOINLINE void refill() noexcept {
        send_place* const giver = senders_.pop_claimed();
        if (!giver) return;
        ring_.push_back(std::move(giver->value)); // there is room: one has just been taken out
        giver->who->unpark();
    }
    std::uint64_t sent() const noexcept { return ring_.pushed() + handed_over_; }

    ring<T> ring_;
    parking_lot<send_place> senders_;
    parking_lot<receive_place> receivers_;
    std::size_t capacity_;
    std::size_t peak_ = 0;
    std::size_t quick_ = 0; // below this fill pushing needs no look at anything else: peak_, or 0
    std::uint64_t handed_over_ = 0;
    std::uint64_t dropped_ = 0;
    bool closed_ = false;
    bool nobody_receives_ = false;
};

/// The channel that sender and receiver halves share.
template <class T>
struct shared_channel : channel_core<T> {
    using channel_core<T>::channel_core;
    std::size_t senders = 1;
    std::size_t receivers = 1;
};

/// `co_await send(…)`.
template <class T>
class [[nodiscard("a message is sent when this is awaited")]] send_op : channel_core<T>::send_place {
    using place_type = typename channel_core<T>::send_place;

public:
    template <class... Parts>
    explicit send_op(channel_core<T>& to, std::in_place_t, Parts&&... parts)
        : place_type(std::in_place, static_cast<Parts&&>(parts)...), to_(to) {}
    send_op(send_op&&) noexcept = default;

    bool ready() { return to_.try_send(*this); }
    void start(waiter& who) noexcept { to_.wait_to_send(*this, who); }
    bool abort(waiter&) noexcept {
        to_.forget(*this);
        return true;
    }
    void take() const {
        if (this->refused) [[unlikely]]
            throw_send_closed(to_.nobody_receives());
    }
    /// What is to be sent: still here when the wait was cancelled, or the channel closed.
    T& message() noexcept { return this->value; }
    void describe(std::string& out) const {
        describe_channel(out, "to send", to_.statistics(), message_type<T>());
    }

private:
    channel_core<T>& to_;
};

/// `co_await receive()`, and, as an optional, `co_await next()`.
template <class T, bool Optional>
class [[nodiscard("a message is received when this is awaited")]] receive_op
    : channel_core<T>::receive_place {
public:
    explicit receive_op(channel_core<T>& from) noexcept : from_(from) {}
    receive_op(receive_op&&) noexcept = default;

    bool ready() noexcept { return from_.try_receive(*this); }
    void start(waiter& who) noexcept { from_.wait_to_receive(*this, who); }
    bool abort(waiter&) noexcept {
        from_.forget(*this);
        return true;
    }
    std::conditional_t<Optional, std::optional<T>, T> take() {
        if constexpr (Optional) {
            return std::move(this->value);
        } else {
            if (!this->value) [[unlikely]]
                throw_receive_closed();
            return std::move(*this->value);
        }
    }
    void describe(std::string& out) const {
        describe_channel(out, "to receive", from_.statistics(), message_type<T>());
    }

private:
    channel_core<T>& from_;
};

} // namespace detail
} // namespace rondo::inline v0
