// SPDX-License-Identifier: BSL-1.0
#include <rondo/with/exit_stack.hpp>

#include <rondo/with/detail/leave.hpp>

namespace rondo::inline v0 {

namespace detail {
duty::~duty() = default;

bool leave_handling(duty& entry, const std::exception_ptr& error) {
    if (!error || error == std::current_exception()) return entry.leave(error);
    try {
        std::rethrow_exception(error);
    } catch (...) {
        return entry.leave(error);
    }
}
} // namespace detail

bool exit_stack::exit(std::exception_ptr error) {
    const bool received = error != nullptr;
    bool swallowed = false;
    bool replaced = false;
    while (top_) {
        const std::unique_ptr<detail::duty> entry = std::move(top_);
        top_ = std::move(entry->below); // entries may add to the stack while it is left: those come next
        try {
            if (detail::leave_handling(*entry, error)) {
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
    return received && swallowed;
}

void exit_stack::leave_quietly() noexcept {
    if (!top_) return;
    detail::leave_in_destructor(scope_, "in the destructor of an exit_stack",
                                [&](const std::exception_ptr& error) { return exit(error); });
}

exit_stack& exit_stack::operator=(exit_stack&& other) noexcept {
    if (this == &other) return *this;
    leave_quietly();
    top_ = std::move(other.top_);
    scope_ = departure();
    return *this;
}

exit_stack::~exit_stack() { leave_quietly(); }

} // namespace rondo::inline v0
