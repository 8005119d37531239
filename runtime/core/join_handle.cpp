// SPDX-License-Identifier: BSL-1.0
#include <rondo/core/join_handle.hpp>

#include <rondo/base/unraisable.hpp>

namespace rondo::inline v0 {

invalid_state_error::~invalid_state_error() = default;
task_cancelled::~task_cancelled() = default;

namespace detail {

handle_base::handle_base(body& of) noexcept : body_(&of) { ++of.references_; }
handle_base::handle_base(const handle_base& other) noexcept : body_(other.body_) {
    if (body_) ++body_->references_;
}
handle_base::~handle_base() {
    if (body_) body_->release();
}

void handle_base::throw_empty() { throw invalid_state_error("this join_handle refers to no task"); }

bool handle_base::failed() const { return (who().flags_ & body::failed) != 0; }
bool handle_base::was_cancelled() const { return (who().flags_ & body::was_cancelled) != 0; }
bool handle_base::cancel() { return !done() && who().cancel_whole(); }
bool handle_base::is_last() const noexcept { return body_->references_ == 1; }

scheduler& handle_base::home() const {
    if (!who().has_home()) throw invalid_state_error("the loop of this task has gone");
    return who().home();
}

std::exception_ptr handle_base::error() const {
    if (!done()) throw invalid_state_error("the result of " + name() + " is not there yet");
    who().flags_ |= body::error_seen;
    return who().failure();
}

bool handle_base::must_wait() const {
    if (this_thread_runs.task == body_)
        throw runtime_error(name() + " awaits its own end, which could never come");
    return true;
}

void handle_base::start(waiter& joiner) { who().joiners_.push_back(joiner); }
bool handle_base::abort(waiter& joiner) noexcept {
    body_->joiners_.erase(joiner);
    return true;
}
void handle_base::describe(std::string& out) const {
    out += "the end of ";
    out += who().name();
}

void handle_base::check_ended(const result_base& result) const {
    if (!done()) throw invalid_state_error("the result of " + name() + " is not there yet");
    if (was_cancelled()) throw task_cancelled(name() + " was cancelled");
    if (!result.error) return;
    who().flags_ |= body::error_seen;
    std::rethrow_exception(result.error);
}

} // namespace detail
} // namespace rondo::inline v0
