// SPDX-License-Identifier: BSL-1.0
//
// `watch<T>`: a value that changes, and watchers who are told that it has. Only the latest counts: who looks seldom sees
// fewer changes, and never an old one.
#pragma once

#include <rondo/sync/detail/parking_lot.hpp>
#include <rondo/sync/errors.hpp>

#include <utility>

namespace rondo::inline v0 {

struct watch_statistics {
    std::uint64_t changes = 0;
    std::size_t watchers = 0;
    std::size_t waiting = 0; ///< tasks
    bool closed = false;
};

/// Threads: the scheduler's own. Lifetime: longer than its watchers.
template <class T>
class watch {
    static_assert(std::is_object_v<T> && !std::is_const_v<T>, "watch<T>: T is an object type");

public:
    using value_type = T;

    /// One who looks; it has seen the value that was there when it was made. Moves, while nobody waits with it.
    class watcher {
    public:
        class [[nodiscard("a wait does nothing until it is awaited")]] changed_op : detail::parking_place {
        public:
            bool ready() const noexcept { return by_.has_changed() || by_.of_->closed_; }
            void start(waiter& who) noexcept { by_.of_->lot_.push_back(*this, who); }
            bool abort(waiter&) noexcept {
                by_.of_->lot_.erase(*this);
                return true;
            }
            const T& take() const {
                if (!by_.has_changed())
                    throw channel_closed("watch: it will not change any more: it is closed");
                return by_.look();
            }
            void describe(std::string& out) const { out += "a watched value to change"; }

        private:
            friend class watcher;
            explicit changed_op(watcher& by) noexcept : by_(by) {}
            watcher& by_;
        };

        watcher(watcher&& other) noexcept : of_(std::exchange(other.of_, nullptr)), seen_(other.seen_) {}
        watcher& operator=(watcher other) noexcept {
            std::swap(of_, other.of_);
            std::swap(seen_, other.seen_);
            return *this;
        }
        ~watcher() {
            if (of_) --of_->watchers_;
        }
        /// Waits for a value that it has not seen. Returns: `const T&`, the latest, until it changes again.
        /// Suspends: unless there is one; a checkpoint. Throws: channel_closed when there is none, and it is closed.
        /// Cancel: nothing is lost.
        changed_op changed() { return changed_op(checked()); }
        /// Whether there is a value that it has not seen.
        bool has_changed() const noexcept { return of_ && seen_ != of_->changes_; }
        /// The latest value, which is now seen.
        const T& look() {
            seen_ = checked().of_->changes_;
            return of_->value_;
        }

    private:
        friend class watch;
        explicit watcher(watch& of) noexcept : of_(&of), seen_(of.changes_) { ++of.watchers_; }
        watcher& checked() {
            if (!of_) throw channel_closed("watch: this watcher was moved from");
            return *this;
        }
        watch* of_;
        std::uint64_t seen_;
    };

    template <class... Parts>
        requires std::is_constructible_v<T, Parts...>
    explicit watch(Parts&&... parts) : value_(static_cast<Parts&&>(parts)...) {}
    watch(const watch&) = delete;
    watch& operator=(const watch&) = delete;
    ~watch() { expects(watchers_ == 0, "watch: destroyed while it has watchers"); }

    /// Somebody who is told of what changes from now on.
    watcher subscribe() noexcept { return watcher(*this); }
    const T& value() const noexcept { return value_; }
    /// Throws: channel_closed; what assigning throws.
    template <class V>
    void set(V&& value) {
        expect_open();
        value_ = static_cast<V&&>(value);
        tell();
    }
    /// Calls `change(T&)`, and tells everybody, also when it throws. Throws: channel_closed; what it throws.
    template <class Change>
    void modify(Change change) {
        expect_open();
        struct at_end {
            watch& of;
            ~at_end() { of.tell(); }
        } const telling{*this};
        change(value_);
    }
    /// It will not change any more. Nothing happens when it is closed.
    void close() noexcept {
        closed_ = true;
        wake_all();
    }
    bool closed() const noexcept { return closed_; }
    watch_statistics statistics() const noexcept { return {changes_, watchers_, lot_.size(), closed_}; }

private:
    void expect_open() const {
        if (closed_) throw channel_closed("watch: the value cannot be set: it is closed");
    }
    void tell() noexcept {
        ++changes_;
        wake_all();
    }
    void wake_all() noexcept {
        while (detail::parking_place* const oldest = lot_.pop_claimed()) oldest->who->unpark();
    }

    T value_;
    detail::parking_lot<detail::parking_place> lot_;
    std::uint64_t changes_ = 0;
    std::size_t watchers_ = 0;
    bool closed_ = false;
};

} // namespace rondo::inline v0
