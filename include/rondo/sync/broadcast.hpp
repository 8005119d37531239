// SPDX-License-Identifier: BSL-1.0
//
// `broadcast<T>`: each value to everybody who listens. Sending never waits: who is slower than the buffer is told how many
// values were overwritten, and goes on with the oldest that is kept.
//
//     kept  [ 7 8 9 10 ]     a at 9, b waits for 11, c at 5: has missed 2
#pragma once

#include <rondo/sync/detail/parking_lot.hpp>
#include <rondo/sync/detail/ring.hpp>
#include <rondo/sync/errors.hpp>

#include <algorithm>
#include <concepts>
#include <optional>
#include <utility>

namespace rondo::inline v0 {

struct broadcast_statistics {
    std::size_t capacity = 0;
    std::size_t kept = 0;     ///< values in the buffer
    std::uint64_t sent = 0;   ///< in all
    std::uint64_t missed = 0; ///< values that receivers were told to have missed, in all
    std::size_t receivers = 0;
    std::size_t waiting = 0; ///< tasks
    bool closed = false;
};

/// Threads: the scheduler's own. Lifetime: longer than its receivers.
template <std::copy_constructible T>
class broadcast {
    static_assert(std::is_nothrow_move_constructible_v<T>,
                  "broadcast<T>: moving a T must not throw: send a std::shared_ptr<const T>");

public:
    using value_type = T;

    /// One who listens, from when it was made. Moves, while nobody waits with it.
    class receiver {
        enum class outcome : std::uint8_t { value, lagged, closed };

    public:
        template <bool Optional>
        class [[nodiscard("a value is received when this is awaited")]] op : detail::parking_place {
        public:
            bool ready() const noexcept { return by_.lacks_nothing(); }
            void start(waiter& who) noexcept { by_.of_->lot_.push_back(*this, who); }
            bool abort(waiter&) noexcept {
                by_.of_->lot_.erase(*this);
                return true;
            }
            std::conditional_t<Optional, std::optional<T>, T> take() {
                if (by_.at_end()) {
                    if constexpr (Optional)
                        return std::nullopt;
                    else
                        throw channel_closed(
                            "broadcast: nothing can be received: it is closed, and all was received");
                }
                return by_.next_value();
            }
            void describe(std::string& out) const { out += "a broadcast, to receive"; }

        private:
            friend class receiver;
            explicit op(receiver& by) noexcept : by_(by) {}
            receiver& by_;
        };
        using receive_op = op<false>;
        using next_op = op<true>;

        receiver(receiver&& other) noexcept : of_(std::exchange(other.of_, nullptr)), at_(other.at_) {}
        receiver& operator=(receiver other) noexcept {
            std::swap(of_, other.of_);
            std::swap(at_, other.at_);
            return *this;
        }
        ~receiver() {
            if (of_) --of_->receivers_;
        }

        /// Waits for the next value. Returns: a copy. Suspends: when there is none; a checkpoint. Throws: receiver_lagged, once
        /// each time that values were missed; channel_closed when it is closed, and all was received. Cancel: nothing is lost.
        receive_op receive() { return receive_op(checked()); }
        /// The same as an optional: empty when it is closed, and all was received.
        next_op next() { return next_op(checked()); }
        /// Returns: empty when it would wait. Throws: as receive().
        std::optional<T> try_receive() {
            if (!checked().lacks_nothing()) return std::nullopt;
            return receive_op(*this).take();
        }
        /// How many values there are for it, missed ones included.
        std::uint64_t behind() { return checked().of_->sent_ - at_; }
        /// One that stands where this one does.
        receiver clone() { return receiver(*checked().of_, at_); }

    private:
        friend class broadcast;
        receiver(broadcast& of, std::uint64_t at) noexcept : of_(&of), at_(at) { ++of.receivers_; }
        receiver& checked() {
            if (!of_) throw channel_closed("broadcast: this receiver was moved from");
            return *this;
        }
        bool lacks_nothing() const noexcept { return at_ != of_->sent_ || of_->closed_; }
        bool at_end() const noexcept { return at_ == of_->sent_; }
        T next_value() {
            const std::uint64_t oldest = of_->sent_ - of_->kept_.size();
            if (at_ < oldest) {
                const std::uint64_t missed = oldest - std::exchange(at_, oldest);
                of_->missed_ += missed;
                throw receiver_lagged(missed);
            }
            T value = of_->kept_[static_cast<std::size_t>(at_ - oldest)];
            ++at_;
            return value;
        }
        broadcast* of_;
        std::uint64_t at_; // the number of the value that it gets next
    };

    /// Throws: value_error when capacity is 0.
    explicit broadcast(std::size_t capacity) : capacity_(capacity) {
        if (capacity == 0) throw value_error("broadcast: the capacity is at least 1");
    }
    broadcast(const broadcast&) = delete;
    broadcast& operator=(const broadcast&) = delete;
    ~broadcast() { expects(receivers_ == 0, "broadcast: destroyed while it has receivers"); }

    /// Somebody who gets what is sent from now on.
    receiver subscribe() noexcept { return receiver(*this, sent_); }
    /// Builds the value from its parts, and gives it to everybody who listens; the oldest goes when there is no room.
    /// Returns: how many listen. Throws: channel_closed; nothing is sent then. Never waits.
    template <class... Parts>
        requires std::is_constructible_v<T, Parts...>
    std::size_t send(Parts&&... parts) {
        if (closed_) throw channel_closed("broadcast: nothing can be sent: it is closed");
        T value(static_cast<Parts&&>(parts)...);
        if (kept_.size() == capacity_)
            static_cast<void>(kept_.pop_front());
        else
            kept_.make_room();
        kept_.push_back(std::move(value));
        ++sent_;
        wake_all();
        return receivers_;
    }
    /// Nothing can be sent any more; receivers get what is kept, then channel_closed. Nothing happens when it is closed.
    void close() noexcept {
        closed_ = true;
        wake_all();
    }
    bool closed() const noexcept { return closed_; }
    broadcast_statistics statistics() const noexcept {
        return {capacity_, kept_.size(), sent_, missed_, receivers_, lot_.size(), closed_};
    }

private:
    void wake_all() noexcept {
        while (detail::parking_place* const oldest = lot_.pop_claimed()) oldest->who->unpark();
    }

    detail::ring<T> kept_;
    detail::parking_lot<detail::parking_place> lot_;
    std::size_t capacity_;
    std::size_t receivers_ = 0;
    std::uint64_t sent_ = 0;
    std::uint64_t missed_ = 0;
    bool closed_ = false;
};

} // namespace rondo::inline v0
