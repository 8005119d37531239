// SPDX-License-Identifier: BSL-1.0
#include <rondo/with/async_contextmanager.hpp>

namespace rondo::inline v0::detail {

bool is_wrapped_stop(const std::exception_ptr& escaped, const std::exception_ptr& thrown) noexcept {
    if (!stop_iteration_base::any_alive()) return false; // almost always: spares two rethrows
    try {
        std::rethrow_exception(escaped);
    } catch (const runtime_error& error) {
        if (cause(error) != thrown) return false;
    } catch (...) {
        return false;
    }
    // A body that translates an error may name it as the cause: only a stop_iteration was not its own doing.
    try {
        std::rethrow_exception(thrown);
    } catch (const stop_iteration_base&) {
        return true;
    } catch (...) {
        return false;
    }
}

void throw_entered_twice() {
    throw runtime_error(
        "contextmanager entered twice: it is good for one block, call its function again for another");
}
void throw_did_not_yield() { throw runtime_error("generator didn't yield"); }
void throw_did_not_stop(bool after_throw) {
    throw runtime_error(after_throw ? "generator didn't stop after throw()" : "generator didn't stop");
}
void throw_async_did_not_stop(bool after_throw) {
    throw runtime_error(after_throw ? "generator didn't stop after athrow()" : "generator didn't stop");
}

} // namespace rondo::inline v0::detail
