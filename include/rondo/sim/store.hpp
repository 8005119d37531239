// SPDX-License-Identifier: BSL-1.0
//
// Stores: things, each of its own. Puts wait while a store is full, gets while it is empty.
//
//     store            first in, first out
//     filter_store     a get takes the first thing that suits it, and holds up nobody
//     priority_store   the least first; equal ones as they lie in the heap
#pragma once

#include <rondo/sim/claim.hpp>

#include <algorithm>
#include <concepts>
#include <deque>
#include <limits>
#include <memory>

namespace rondo::inline v0::sim {

/// A thing with a priority, for a priority_store: only the priority is compared.
template <class T>
struct priority_item {
    int priority;
    T item;
    friend bool operator<(const priority_item& a, const priority_item& b) noexcept {
        return a.priority < b.priority;
    }
};

namespace detail {

template <class T>
class put_event final : public wish_event<void> {
public:
    put_event(queues& of, T&& what, place made) : wish_event(of, side::put, made), item(std::move(what)) {
        result.set();
    }
    const char* kind() const noexcept override { return "put"; }
    T item;
};

/// What a get accepts; by default everything.
template <class T>
class get_event : public wish_event<T> {
public:
    get_event(queues& of, place made) : wish_event<T>(of, side::get, made) {}
    const char* kind() const noexcept override { return "get"; }
    virtual bool suits(const T&) { return true; }
};
template <class T, class F>
class filtered_get final : public get_event<T> {
public:
    filtered_get(queues& of, F f, place made) : get_event<T>(of, made), filter_(std::move(f)) {}
    bool suits(const T& item) override { return static_cast<bool>(filter_(item)); }

private:
    F filter_;
};

enum class discipline : unsigned char { fifo, filtered, heap };

template <class T, discipline How>
class basic_store final : private queues {
public:
    using value_type = T;
    static constexpr std::size_t boundless = std::numeric_limits<std::size_t>::max();

    /// Throws: value_error when the capacity is zero.
    explicit basic_store(simulator& env, std::size_t capacity = boundless, place at = place::current())
        : queues(env), capacity_(capacity) {
        if (capacity == 0) throw_capacity(env, "store", 0, at);
    }
    /// Adds `item`, when there is room.
    claim<void> put(T item, place at = place::current()) {
        const core_ref<put_event<T>> made(*new put_event<T>(*this, std::move(item), at));
        enter(*made);
        return claim<void>(*made);
    }
    /// Takes the first thing, when there is one.
    claim<T> get(place at = place::current()) { return take(new get_event<T>(*this, at)); }
    /// Takes the first thing that `suits`, when there is one.
    template <std::predicate<const T&> F>
        requires(How == discipline::filtered)
    claim<T> get(F suits, place at = place::current()) {
        return take(new filtered_get<T, F>(*this, std::move(suits), at));
    }

    const std::deque<T>& items() const noexcept { return items_; } ///< as they lie
    std::size_t size() const noexcept { return items_.size(); }
    std::size_t capacity() const noexcept { return capacity_; }
    std::size_t put_queue_length() const noexcept { return waiting(side::put).size(); }
    std::size_t get_queue_length() const noexcept { return waiting(side::get).size(); }

    // --- For monitors.
    queues& lines() noexcept { return *this; }

private:
    claim<T> take(get_event<T>* raw) {
        const core_ref<get_event<T>> made(*raw);
        enter(*made);
        return claim<T>(*made);
    }
    bool grant(wish& w) override {
        const bool all_at_once = home().order() == order_policy::native;
        if (w.which == side::put) {
            if (items_.size() >= capacity_) return false;
            add(std::move(static_cast<put_event<T>&>(w).item));
            granted(w);
            return all_at_once;
        }
        auto& asked = static_cast<get_event<T>&>(w);
        if constexpr (How == discipline::filtered) {
            const auto found =
                std::find_if(items_.begin(), items_.end(), [&](const T& item) { return asked.suits(item); });
            if (found == items_.end()) return true;
            asked.result.set(std::move(*found));
            items_.erase(found);
            granted(w);
            return true;
        } else {
            if (items_.empty()) return false;
            asked.result.set(remove_first());
            granted(w);
            return all_at_once;
        }
    }
    double content() const noexcept override { return static_cast<double>(items_.size()); }
    double limit() const noexcept override {
        return capacity_ == boundless ? std::numeric_limits<double>::infinity()
                                      : static_cast<double>(capacity_);
    }
    void explain(std::string& out) const override { explain_store(out, items_.size(), limit()); }
    void add(T&& item) {
        items_.push_back(std::move(item));
        if constexpr (How == discipline::heap) rise(0, items_.size() - 1);
    }
    T remove_first() {
        if constexpr (How == discipline::heap) {
            T last = std::move(items_.back());
            items_.pop_back();
            if (items_.empty()) return last;
            std::swap(last, items_.front());
            sink();
            return last;
        } else {
            T first = std::move(items_.front());
            items_.pop_front();
            return first;
        }
    }
    // The moves of a binary heap as Python's heapq makes them: ties leave in its order.
    void rise(std::size_t top, std::size_t at) {
        T item = std::move(items_[at]);
        while (at > top) {
            const std::size_t parent = (at - 1) / 2;
            if (!(item < items_[parent])) break;
            items_[at] = std::move(items_[parent]);
            at = parent;
        }
        items_[at] = std::move(item);
    }
    void sink() {
        const std::size_t size = items_.size();
        std::size_t at = 0;
        T item = std::move(items_[0]);
        for (std::size_t child = 1; child < size; child = 2 * at + 1) {
            if (child + 1 < size && !(items_[child] < items_[child + 1])) ++child;
            items_[at] = std::move(items_[child]);
            at = child;
        }
        items_[at] = std::move(item);
        rise(0, at);
    }

    std::size_t capacity_;
    std::deque<T> items_;
};

} // namespace detail

template <class T>
using store = detail::basic_store<T, detail::discipline::fifo>;
template <class T>
using filter_store = detail::basic_store<T, detail::discipline::filtered>;
template <class T>
using priority_store = detail::basic_store<T, detail::discipline::heap>;

} // namespace rondo::inline v0::sim
