// SPDX-License-Identifier: BSL-1.0
//
// How a scope is being left, asked in the destructor of an object that lives in it: by its end (or return,
// break), or by force. A destructor is not told; counting on entry what is in progress, and again on leaving,
// tells it:
//     exceptions in flight             more than on entry: one unwinds the scope
//     suspended frames in destruction  more than on entry: the scope is in a coroutine that was dropped in the middle
#pragma once

#include <rondo/base/config.hpp>

#include <exception>

namespace rondo::inline v0 {

namespace detail {
/// How many coroutine frames this thread is destroying while they are suspended: destructions nest.
RONDO_API int frames_being_dropped() noexcept;
} // namespace detail

/// Remembers the scope that it is made in; made anew by copying and moving. For objects that live in a scope:
/// one that is a coroutine's parameter is always destroyed after the body, whatever ended it.
/// Threads: asked on the thread that it was made on. A generator whose body is resumed by a destructor that
/// runs during unwinding counts the caller's exception as its own.
class departure {
public:
    departure() noexcept : exceptions_(std::uncaught_exceptions()), drops_(detail::frames_being_dropped()) {}
    departure(const departure&) noexcept : departure() {}
    departure& operator=(const departure&) noexcept {
        exceptions_ = std::uncaught_exceptions();
        drops_ = detail::frames_being_dropped();
        return *this;
    }

    /// Whether an exception unwinds the scope, or its suspended coroutine is being destroyed.
    bool forced() const noexcept {
        return std::uncaught_exceptions() > exceptions_ || detail::frames_being_dropped() > drops_;
    }

private:
    int exceptions_;
    int drops_;
};

} // namespace rondo::inline v0
