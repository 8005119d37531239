// SPDX-License-Identifier: BSL-1.0
//
// `queue`, `lifo_queue`, `priority_queue`: Python's queues of work. Beside what a channel does they count the work that
// is not done yet, and are shut down. Items are handed over strictly in the order of asking: a getter that waits gets its
// item from who puts it, and nobody takes several turns at once.
#pragma once

#include <rondo/sync/detail/parking_lot.hpp>
#include <rondo/sync/detail/queue_store.hpp>
#include <rondo/sync/errors.hpp>

#include <cstdint>
#include <optional>
#include <utility>

namespace rondo::inline v0 {

struct queue_statistics {
    std::size_t max_size = 0; ///< 0: without a limit
    std::size_t size = 0;
    std::size_t peak = 0;       ///< the most that ever were in it
    std::size_t unfinished = 0; ///< put, and no task_done() yet
    std::size_t waiting_putters = 0;
    std::size_t waiting_getters = 0;
    std::size_t waiting_joiners = 0;
    bool shut_down = false;
};

/// What the three have in common; Store says which item is next. Source: asyncio.Queue.
/// Threads: the scheduler's own. Lifetime: longer than any wait at it.
template <class T, class Store>
class basic_queue {
    static_assert(
        std::is_object_v<T> && std::is_nothrow_move_constructible_v<T>,
        "queue<T>: T is an object whose move does not throw, so that handing one over cannot lose it");
    struct put_place : detail::parking_place {
        template <class... Parts>
        explicit put_place(std::in_place_t, Parts&&... parts) : item(static_cast<Parts&&>(parts)...) {}
        T item;
        bool refused = false;
    };
    struct get_place : detail::parking_place {
        std::optional<T> item;
    };

public:
    using value_type = T;

    class [[nodiscard("an item is put when this is awaited")]] put_op : put_place {
    public:
        bool ready() {
            if (of_.shut_down_) return this->refused = true;
            return of_.put_now(this->item);
        }
        void start(waiter& who) noexcept { of_.putters_.push_back(*this, who); }
        bool abort(waiter&) noexcept {
            of_.putters_.erase(*this);
            return true;
        }
        void take() const {
            if (this->refused) throw_shut_down("queue::put");
        }
        T& item_to_put() noexcept { return this->item; } ///< still here when the wait was cancelled
        void describe(std::string& out) const { out += "a queue, to put (" + of_.fill() + ")"; }

    private:
        friend class basic_queue;
        template <class... Parts>
        explicit put_op(basic_queue& of, std::in_place_t, Parts&&... parts)
            : put_place(std::in_place, static_cast<Parts&&>(parts)...), of_(of) {}
        basic_queue& of_;
    };
    class [[nodiscard("an item is taken when this is awaited")]] get_op : get_place {
    public:
        bool ready() { return of_.get_now(*this) || of_.shut_down_; }
        void start(waiter& who) noexcept { of_.getters_.push_back(*this, who); }
        bool abort(waiter&) noexcept {
            of_.getters_.erase(*this);
            return true;
        }
        T take() {
            if (!this->item) throw_shut_down("queue::get");
            return std::move(*this->item);
        }
        void describe(std::string& out) const { out += "a queue, to get (" + of_.fill() + ")"; }

    private:
        friend class basic_queue;
        explicit get_op(basic_queue& of) noexcept : of_(of) {}
        basic_queue& of_;
    };
    class [[nodiscard("a wait does nothing until it is awaited")]] join_op : detail::parking_place {
    public:
        bool ready() const noexcept { return of_.unfinished_ == 0; }
        void start(waiter& who) noexcept { of_.joiners_.push_back(*this, who); }
        bool abort(waiter&) noexcept {
            of_.joiners_.erase(*this);
            return true;
        }
        void take() const noexcept {}
        void describe(std::string& out) const {
            out += "a queue's work to be done (" + std::to_string(of_.unfinished_) + " unfinished)";
        }

    private:
        friend class basic_queue;
        explicit join_op(basic_queue& of) noexcept : of_(of) {}
        basic_queue& of_;
    };

    /// max_size 0: without a limit.
    explicit basic_queue(std::size_t max_size = 0) : max_size_(max_size) {}
    basic_queue(const basic_queue&) = delete;
    basic_queue& operator=(const basic_queue&) = delete;
    ~basic_queue() {
        detail::expects_nobody(putters_, "queue: destroyed while a task waits to put");
        detail::expects_nobody(getters_, "queue: destroyed while a task waits to get");
        detail::expects_nobody(joiners_, "queue: destroyed while a task waits in join()");
    }

    /// Builds the item from its parts, and waits until there is room. Suspends: when it is full; a checkpoint.
    /// Throws: queue_shut_down. Cancel: it is not put.
    template <class... Parts>
        requires std::is_constructible_v<T, Parts...>
    put_op put(Parts&&... parts) {
        return put_op(*this, std::in_place, static_cast<Parts&&>(parts)...);
    }
    /// Puts without waiting. Throws: queue_full, queue_shut_down.
    template <class... Parts>
        requires std::is_constructible_v<T, Parts...>
    void put_nowait(Parts&&... parts) {
        if (!try_put(static_cast<Parts&&>(parts)...))
            throw queue_full("queue::put_nowait: the queue is full: " + fill());
    }
    /// Returns: false when it is full. Throws: queue_shut_down.
    template <class... Parts>
        requires std::is_constructible_v<T, Parts...>
    bool try_put(Parts&&... parts) {
        if (shut_down_) throw_shut_down("queue::put");
        if (full() && getters_.empty()) return false;
        T item(static_cast<Parts&&>(parts)...);
        return put_now(item);
    }
    /// Waits for an item. Returns: T. Suspends: when it is empty; a checkpoint. Throws: queue_shut_down when it is shut down,
    /// and empty. Cancel: no item is lost.
    get_op get() noexcept { return get_op(*this); }
    /// Takes without waiting. Throws: queue_empty; queue_shut_down when it is shut down, and empty.
    T get_nowait() {
        std::optional<T> item = try_get();
        if (!item) throw queue_empty("queue::get_nowait: the queue is empty");
        return *std::move(item);
    }
    /// Returns: empty when there is no item. Throws: as get_nowait(), but for queue_empty.
    std::optional<T> try_get() {
        get_place place;
        if (!get_now(place) && shut_down_) throw_shut_down("queue::get");
        return std::move(place.item);
    }
    /// One of the items that were taken has been worked off. Throws: value_error when there were no more.
    void task_done() {
        if (unfinished_ == 0)
            throw value_error("queue::task_done: called too many times: more often than items were put");
        finish_one();
    }
    /// Waits until as many items have been worked off as were put. Suspends: unless it is so; a checkpoint.
    join_op join() noexcept { return join_op(*this); }
    /// Nothing can be put any more; who waits to put gets queue_shut_down, and who gets, too, when nothing is left.
    /// `immediate`: what is left is dropped now, and counts as worked off.
    void shutdown(bool immediate = false) noexcept {
        shut_down_ = true;
        for (; immediate && !store_.empty(); finish_one()) static_cast<void>(store_.pop());
        if (store_.empty())
            while (get_place* const oldest = getters_.pop_claimed()) oldest->who->unpark();
        while (put_place* const oldest = putters_.pop_claimed()) {
            oldest->refused = true;
            oldest->who->unpark();
        }
    }
    std::size_t size() const noexcept { return store_.size(); }
    std::size_t max_size() const noexcept { return max_size_; }
    bool empty() const noexcept { return store_.empty(); }
    bool full() const noexcept { return max_size_ != 0 && store_.size() >= max_size_; }
    queue_statistics statistics() const noexcept {
        return {max_size_,       store_.size(),   peak_,           unfinished_,
                putters_.size(), getters_.size(), joiners_.size(), shut_down_};
    }

private:
    [[noreturn]] static void throw_shut_down(const char* what) {
        throw queue_shut_down(std::string(what) + ": the queue was shut down");
    }
    std::string fill() const {
        return std::to_string(store_.size()) +
               (max_size_ ? " of " + std::to_string(max_size_) : std::string(" items"));
    }
    bool put_now(T& item) {
        if (get_place* const taker = store_.empty() ? getters_.pop_claimed() : nullptr) {
            ++unfinished_;
            taker->item.emplace(std::move(item));
            taker->who->unpark();
            return true;
        }
        if (full()) return false;
        store_.push(std::move(item));
        ++unfinished_;
        if (store_.size() > peak_) peak_ = store_.size();
        return true;
    }
    bool get_now(get_place& into) {
        if (store_.empty()) return false;
        into.item.emplace(store_.pop());
        put_place* const giver = full() ? nullptr : putters_.pop_claimed();
        if (!giver) return true;
        store_.push(std::move(giver->item)); // there is room
        ++unfinished_;
        giver->who->unpark();
        return true;
    }
    void finish_one() noexcept {
        if (--unfinished_ != 0) return;
        while (detail::parking_place* const oldest = joiners_.pop_claimed()) oldest->who->unpark();
    }

    Store store_;
    detail::parking_lot<put_place> putters_;
    detail::parking_lot<get_place> getters_;
    detail::parking_lot<detail::parking_place> joiners_;
    std::size_t max_size_;
    std::size_t peak_ = 0;
    std::size_t unfinished_ = 0;
    bool shut_down_ = false;
};

/// First in, first out.
template <class T>
using queue = basic_queue<T, detail::fifo_store<T>>;
/// Last in, first out.
template <class T>
using lifo_queue = basic_queue<T, detail::lifo_store<T>>;
/// The smallest by Less first; of equal ones, the one put first. Requires: comparing throws nothing; else the program ends
/// with a message.
template <class T, class Less = detail::less>
using priority_queue = basic_queue<T, detail::priority_store<T, Less>>;

} // namespace rondo::inline v0
