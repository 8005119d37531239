// SPDX-License-Identifier: BSL-1.0
//
// `channel<T>`: values from tasks that send to tasks that receive, in order, each to one. Without a buffer it is a
// rendezvous: what is sent has a taker. With one, sending waits only when it is full.
//
//     channel<int> meet;                   no buffer           channel<int> wide{unbounded};
//     channel<int> line{16};                                   auto [to, from] = open_channel<int>(16);   two halves
#pragma once

#include <rondo/sync/detail/channel_core.hpp>

#include <utility>

namespace rondo::inline v0 {

/// Strict FIFO on both sides; a receiver that waits is handed its value. Threads: the scheduler's own.
/// Lifetime: longer than any wait at it.
template <class T>
class channel {
public:
    using value_type = T;
    using send_op = detail::send_op<T>;
    using receive_op = detail::receive_op<T, false>; ///< to be named among the requests of a generator
    using next_op = detail::receive_op<T, true>;

    explicit channel(std::size_t capacity = 0) noexcept : core_(capacity) {}

    /// Builds the message from its parts, now, and waits until it is buffered, or taken. Suspends: when nobody waits to
    /// receive and the buffer is full; a checkpoint. Throws: channel_closed. Cancel: it is not sent (send_op::message()).
    template <class... Parts>
        requires std::is_constructible_v<T, Parts...>
    send_op send(Parts&&... parts) {
        return send_op(core_, std::in_place, static_cast<Parts&&>(parts)...);
    }
    /// Sends if that needs no waiting. Returns: false when it would wait; nothing is built then.
    /// Throws: channel_closed.
    template <class... Parts>
        requires std::is_constructible_v<T, Parts...>
    bool try_send(Parts&&... parts) {
        if (core_.closed()) detail::throw_send_closed(false);
        if (core_.must_wait()) return false;
        T value(static_cast<Parts&&>(parts)...);
        return core_.send_now(value);
    }
    /// Waits for a message. Returns: T. Suspends: when there is none; a checkpoint. Throws: channel_closed when it is
    /// closed, and empty. Cancel: nothing is lost: a message that was handed over already is delivered.
    receive_op receive() noexcept { return receive_op(core_); }
    /// The same as an optional: empty when the channel is closed, and empty.
    /// Example: `while (auto message = co_await inbox.next()) use(*message);`
    next_op next() noexcept { return next_op(core_); }
    /// Returns: empty when it would wait. Throws: channel_closed when it is closed, and empty.
    std::optional<T> try_receive() {
        typename detail::channel_core<T>::receive_place place;
        if (core_.try_receive(place) && !place.value) detail::throw_receive_closed();
        return std::move(place.value);
    }

    /// Nothing can be sent any more: who waits to send gets channel_closed, and so does who receives when nothing is left.
    /// Nothing happens when it is closed.
    void close() noexcept { core_.close(); }
    bool closed() const noexcept { return core_.closed(); }
    std::size_t size() const noexcept { return core_.size(); } ///< how many are buffered
    std::size_t capacity() const noexcept { return core_.capacity(); }
    channel_statistics statistics() const noexcept { return core_.statistics(); }

private:
    detail::channel_core<T> core_;
};

namespace detail {

[[noreturn]] RONDO_API void throw_half_closed(const char* what);

template <class T>
class half {
public:
    half(half&& other) noexcept : of_(std::exchange(other.of_, nullptr)) {}
    /// Whether it has not been closed, or moved from.
    explicit operator bool() const noexcept { return of_ != nullptr; }

protected:
    explicit half(shared_channel<T>* of) noexcept : of_(of) {}
    ~half() = default;
    shared_channel<T>& core(const char* what) const {
        if (!of_) [[unlikely]]
            throw_half_closed(what);
        return *of_;
    }
    static void release(shared_channel<T>* of) noexcept {
        if (of->senders == 0 && of->receivers == 0) delete of;
    }
    shared_channel<T>* of_;
};

} // namespace detail

template <class T>
class sender;
template <class T>
class receiver;

/// Both ends of a channel that lives as long as one of them does. Closing the last sender closes the channel; without a
/// receiver nothing can be sent.
template <class T>
std::pair<sender<T>, receiver<T>> open_channel(std::size_t capacity = 0);

/// The sending end. Moves; clone() makes another one. Lifetime: longer than any wait at it.
template <class T>
class sender : public detail::half<T> {
    using base = detail::half<T>;

public:
    using value_type = T;
    using send_op = detail::send_op<T>;
    sender(sender&&) noexcept = default;
    sender& operator=(sender other) noexcept {
        std::swap(this->of_, other.of_);
        return *this;
    }
    ~sender() { close(); }

    /// As channel::send. Throws: channel_closed also when no receiver is left, and when this end is closed.
    template <class... Parts>
        requires std::is_constructible_v<T, Parts...>
    send_op send(Parts&&... parts) {
        return send_op(this->core("sender::send"), std::in_place, static_cast<Parts&&>(parts)...);
    }
    template <class... Parts>
        requires std::is_constructible_v<T, Parts...>
    bool try_send(Parts&&... parts) {
        detail::shared_channel<T>& core = this->core("sender::try_send");
        if (core.closed()) detail::throw_send_closed(core.nobody_receives());
        if (core.must_wait()) return false;
        T value(static_cast<Parts&&>(parts)...);
        return core.send_now(value);
    }
    /// One more sender of the same channel. Throws: channel_closed when this end is closed.
    sender clone() const {
        ++this->core("sender::clone").senders;
        return sender(this->of_);
    }
    /// Gives this end up; the last one closes the channel. Nothing happens when it is closed.
    void close() noexcept {
        detail::shared_channel<T>* const of = std::exchange(this->of_, nullptr);
        if (!of) return;
        if (--of->senders == 0 && of->receivers != 0) of->close();
        base::release(of);
    }
    channel_statistics statistics() const { return this->core("sender::statistics").statistics(); }

private:
    friend std::pair<sender, receiver<T>> open_channel<T>(std::size_t capacity);
    using base::base;
};

/// The receiving end. Moves; clone() makes another one: each message goes to one of them. Lifetime: as sender.
template <class T>
class receiver : public detail::half<T> {
    using base = detail::half<T>;

public:
    using value_type = T;
    using receive_op = detail::receive_op<T, false>;
    using next_op = detail::receive_op<T, true>;
    receiver(receiver&&) noexcept = default;
    receiver& operator=(receiver other) noexcept {
        std::swap(this->of_, other.of_);
        return *this;
    }
    ~receiver() { close(); }

    /// As channel::receive. Throws: channel_closed when no sender is left and nothing is buffered, and when this end is closed.
    receive_op receive() { return receive_op(this->core("receiver::receive")); }
    /// As channel::next.
    next_op next() { return next_op(this->core("receiver::next")); }
    /// As channel::try_receive.
    std::optional<T> try_receive() {
        typename detail::channel_core<T>::receive_place place;
        if (this->core("receiver::try_receive").try_receive(place) && !place.value)
            detail::throw_receive_closed();
        return std::move(place.value);
    }
    /// One more receiver of the same channel. Throws: channel_closed when this end is closed.
    receiver clone() const {
        ++this->core("receiver::clone").receivers;
        return receiver(this->of_);
    }
    /// Gives this end up; with the last one goes what is buffered. Nothing happens when it is closed.
    void close() noexcept {
        detail::shared_channel<T>* const of = std::exchange(this->of_, nullptr);
        if (!of) return;
        if (--of->receivers == 0) of->close_for_want_of_receivers();
        base::release(of);
    }
    channel_statistics statistics() const { return this->core("receiver::statistics").statistics(); }

private:
    friend std::pair<sender<T>, receiver> open_channel<T>(std::size_t capacity);
    using base::base;
};

template <class T>
std::pair<sender<T>, receiver<T>> open_channel(std::size_t capacity) {
    auto* const core = new detail::shared_channel<T>(capacity);
    return {sender<T>(core), receiver<T>(core)};
}

} // namespace rondo::inline v0
