// SPDX-License-Identifier: BSL-1.0
#include <rondo/with/async_exit_stack.hpp>

#include <rondo/with/detail/leave.hpp>

namespace rondo::inline v0 {

bool detail::awaited_duty::leave(const std::exception_ptr&) {
    throw runtime_error(
        "an exit that waits was left undone: leave an async_exit_stack by async_with, or by co_await "
        "stack.close()");
}

task<bool> async_exit_stack::exit(std::exception_ptr error) {
    const bool received = error != nullptr;
    bool swallowed = false;
    bool replaced = false;
    while (top_) {
        const std::unique_ptr<detail::duty> entry = std::move(top_);
        top_ = std::move(entry->below); // entries may add to the stack while it is left: those come next
        try {
            bool swallows = false;
            if (detail::awaited_duty* waiting = entry->awaited())
                swallows = co_await waiting->leave_awaited(error);
            else
                swallows = detail::leave_handling(*entry, error);
            if (swallows) {
                swallowed = true;
                replaced = false;
                error = nullptr;
            }
        } catch (...) {
            replaced = true;
            error = std::current_exception();
        }
    }
    if (replaced) std::rethrow_exception(std::move(error));
    co_return received&& swallowed;
}

task<> async_exit_stack::close() { static_cast<void>(co_await exit(nullptr)); }

void async_exit_stack::leave_quietly() noexcept {
    // One by one, so that each exit that was left undone is told.
    while (top_) {
        const std::unique_ptr<detail::duty> entry = std::move(top_);
        top_ = std::move(entry->below);
        detail::leave_in_destructor(
            scope_, "in the destructor of an async_exit_stack",
            [&](const std::exception_ptr& error) { return detail::leave_handling(*entry, error); });
    }
}

async_exit_stack& async_exit_stack::operator=(async_exit_stack&& other) noexcept {
    if (this == &other) return *this;
    leave_quietly();
    top_ = std::move(other.top_);
    scope_ = departure();
    return *this;
}

async_exit_stack::~async_exit_stack() { leave_quietly(); }

} // namespace rondo::inline v0
