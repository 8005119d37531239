// SPDX-License-Identifier: BSL-1.0
//
// An event without its value, and who is told when it is processed: a list threaded through those who wait, in the order
// in which they came. An event is counted: by the handles that users hold, and by the calendar while it is in it. One that
// lives in a coroutine's frame (a timeout) is not counted; it becomes a counted one when somebody keeps it.
//
//     pending ──► triggered: it has its value and its place in the calendar ──► processed: all were told, once
#pragma once

#include <rondo/base/errors.hpp>
#include <rondo/base/frame_pool.hpp>
#include <rondo/base/place.hpp>
#include <rondo/core/join_handle.hpp>

#include <cstddef>
#include <cstdint>
#include <exception>
#include <string>
#include <utility>

namespace rondo::inline v0::sim::detail {

using rondo::detail::outcome_state;
using rondo::detail::result_base;
using rondo::detail::result_slot;

class event_core;
class process_core;
class simulator;

/// One who is told.
struct callback_node {
    using function = void (*)(callback_node&, event_core&);
    explicit callback_node(function f) noexcept : call(f) {}
    callback_node(const callback_node&) = delete;
    bool listed() const noexcept { return next != nullptr; }

    callback_node* next = nullptr;
    callback_node* previous = nullptr;
    function call;
};

/// One that belongs to its event: a function of the user's.
struct owned_callback : callback_node {
    using callback_node::callback_node;
    virtual ~owned_callback() = default;
};

class callback_list {
public:
    callback_node* front() const noexcept { return head_; }
    bool empty() const noexcept { return !head_; }
    void push_back(callback_node& n) noexcept {
        if (!head_) {
            head_ = n.next = n.previous = &n;
            return;
        }
        n.next = head_;
        n.previous = head_->previous;
        n.previous->next = n.next->previous = &n;
    }
    void erase(callback_node& n) noexcept {
        if (n.next == &n) {
            head_ = nullptr;
        } else {
            n.previous->next = n.next;
            n.next->previous = n.previous;
            if (head_ == &n) head_ = n.next;
        }
        n.next = n.previous = nullptr;
    }
    callback_node& take_front() noexcept {
        callback_node& n = *head_;
        if (n.next == &n) [[likely]] {
            head_ = nullptr;
            n.next = n.previous = nullptr;
        } else {
            erase(n);
        }
        return n;
    }
    callback_node* after(const callback_node& n) const noexcept { return n.next == head_ ? nullptr : n.next; }
    void take_over(callback_list& other) noexcept { head_ = std::exchange(other.head_, nullptr); }

private:
    callback_node* head_ = nullptr;
};

class RONDO_API event_core {
public:
    enum flag : std::uint16_t {
        triggered = 1,
        processed = 2,
        failed = 4,
        defused = 8,
        in_frame = 16, ///< not counted
        hooked = 32,   ///< has_begun() is to be asked
        kept = 64,     ///< the simulator holds a reference, until it is processed
        is_condition = 128,
        unseen = 256, ///< of the machinery: observers are not told
    };

    event_core(simulator& home, place made) noexcept : home(&home), made(made) {}
    event_core(const event_core&) = delete;
    event_core& operator=(const event_core&) = delete;
    virtual ~event_core() {
        if (!callbacks.empty()) [[unlikely]]
            drop_callbacks();
    }

    /// What it is, for messages: "event".
    virtual const char* kind() const noexcept = 0;
    virtual result_base& outcome() noexcept = 0;
    /// It, or the counted one that stands for it from now on.
    virtual event_core& counted() { return *this; }
    /// Asked when it leaves the calendar, before anybody is told. Returns: false when nobody is to be told now.
    virtual bool has_begun() { return true; }

    bool is(flag f) const noexcept { return (flags & f) != 0; }
    void set(flag f) noexcept { flags = static_cast<std::uint16_t>(flags | f); }
    void clear(flag f) noexcept { flags = static_cast<std::uint16_t>(flags & ~f); }
    void add_reference() noexcept { ++references; }
    void drop_reference() noexcept {
        if (--references == 0) delete this;
    }
    /// "event (model.cpp:17)", "process 'clerk' (model.cpp:17)"
    std::string describe() const;
    /// Why it has not happened, where it knows: " of a resource, which is held by process 3".
    virtual void explain(std::string&) const {}
    /// The process that it is, or interrupts; null when it has nothing to do with one.
    virtual process_core* subject() noexcept { return nullptr; }
    /// Throws when it was triggered before: `verb` was asked at `at`.
    void expect_pending(const char* verb, place at) const {
        if (is(triggered)) [[unlikely]]
            throw_triggered(verb, at);
    }
    [[noreturn]] void throw_triggered(const char* verb, place at) const;
    /// Its outcome is there: into the calendar with it.
    void trigger_now();
    void fail_with(std::exception_ptr error);

    static void* operator new(std::size_t bytes) { return rondo::allocate_frame(bytes); }
    static void operator delete(void* memory, std::size_t bytes) noexcept {
        rondo::deallocate_frame(memory, bytes);
    }

    RONDO_COLD void drop_callbacks() noexcept;

    simulator* home;
    callback_list callbacks;
    std::uint64_t key = 0; ///< its place among what is due at the same time; unique
    std::uint32_t references = 0;
    std::uint16_t flags = 0;
    [[no_unique_address]] place made;
};

/// Holds an event.
template <class Core>
class core_ref {
public:
    core_ref() noexcept = default;
    explicit core_ref(Core& c) noexcept : core_(&c) { c.add_reference(); }
    core_ref(const core_ref& other) noexcept : core_(other.core_) {
        if (core_) core_->add_reference();
    }
    template <class Other>
        requires std::convertible_to<Other*, Core*>
    core_ref(const core_ref<Other>& other) noexcept : core_(other.get()) {
        if (core_) core_->add_reference();
    }
    core_ref(core_ref&& other) noexcept : core_(std::exchange(other.core_, nullptr)) {}
    core_ref& operator=(core_ref other) noexcept {
        std::swap(core_, other.core_);
        return *this;
    }
    ~core_ref() {
        if (core_) core_->drop_reference();
    }
    Core* get() const noexcept { return core_; }
    Core& operator*() const noexcept { return *core_; }
    Core* operator->() const noexcept { return core_; }
    explicit operator bool() const noexcept { return core_ != nullptr; }

private:
    Core* core_ = nullptr;
};

/// An event with room for its value.
template <class T>
class event_state : public event_core {
public:
    using event_core::event_core;
    const char* kind() const noexcept override { return "event"; }
    result_base& outcome() noexcept override { return result; }

    result_slot<T> result;
};

} // namespace rondo::inline v0::sim::detail
