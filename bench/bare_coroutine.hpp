// SPDX-License-Identifier: BSL-1.0
//
// The floor that generators are compared with: a coroutine and nothing else. It keeps the address of what it yields and of
// what it was sent; it has no errors, no result, no delegation, no states, and its frame comes from operator new.
#pragma once

#include <coroutine>
#include <exception>
#include <utility>

namespace bench {

class bare_coroutine {
public:
    struct promise_type {
        const long* value = nullptr;
        long sent = 0;

        struct receive : std::suspend_always {
            explicit receive(promise_type& from) noexcept : promise(from) {}
            long await_resume() const noexcept { return promise.sent; }
            promise_type& promise;
        };

        bare_coroutine get_return_object() noexcept { return bare_coroutine(handle::from_promise(*this)); }
        std::suspend_always initial_suspend() const noexcept { return {}; }
        std::suspend_always final_suspend() const noexcept { return {}; }
        std::suspend_always yield_value(const long& yielded) noexcept {
            value = &yielded;
            return {};
        }
        receive yield_value(long* yielded) noexcept {
            value = yielded;
            return receive(*this);
        }
        void return_void() const noexcept {}
        void unhandled_exception() const noexcept { std::terminate(); }
    };
    using handle = std::coroutine_handle<promise_type>;

    explicit bare_coroutine(handle frame) noexcept : frame_(frame) {}
    bare_coroutine(bare_coroutine&& other) noexcept : frame_(std::exchange(other.frame_, nullptr)) {}
    bare_coroutine& operator=(bare_coroutine&&) = delete;
    ~bare_coroutine() {
        if (frame_) frame_.destroy();
    }

    /// Runs to the next value. Returns: whether there is one.
    bool next() {
        frame_.resume();
        return !frame_.done();
    }
    bool send(long value) {
        frame_.promise().sent = value;
        return next();
    }
    const long& value() const { return *frame_.promise().value; }

private:
    handle frame_;
};

} // namespace bench
