// SPDX-License-Identifier: BSL-1.0
#include <rondo/core/task_group.hpp>

#include <rondo/base/unraisable.hpp>
#include <rondo/core/task_local.hpp>

namespace rondo::inline v0 {

namespace detail {
void adopt_into(task_group& group, body& child) { group.adopt(child); }
} // namespace detail

task_group::task_group(scheduler& home) noexcept : group_core{&home}, apart_(true) { scope_.group_ = this; }

task_group::task_group(body& host, place at) : group_core{&host.home()}, made_(at) {
    scope_.group_ = this;
    scope_.enter(host);
}

task_group::~task_group() {
    release_failed();
    if (left_ || !scope_.entered()) return;
    // Only a frame that is destroyed in the middle comes here; the loop destroys children before their group.
    expects(alive_ == 0, "a task_group was destroyed with children that have not ended");
    if (scope_.host_->state() == body_state::dropped) report_open();
    scope_.leave();
}

void task_group::report_open() const noexcept {
    try {
        std::string context = "in " + scope_.host_->name();
        if (made_.line() != 0)
            context += std::string(" (") + made_.file_name() + ":" + std::to_string(made_.line()) + ")";
        report_unraisable(
            std::make_exception_ptr(runtime_error("a task_group was left open: its task was destroyed "
                                                  "where it waited")),
            context);
    } catch (...) {
        report_unraisable(std::current_exception(), "in a task_group that was left open");
    }
}

void task_group::adopt(body& child) {
    adopt_asleep(child);
    child.state_ = body_state::ready;
    home().make_ready(child);
}

void task_group::adopt_asleep(body& child) {
    scheduler& on = home();
    on.check_thread();
    on.check_process();
    if (left_)
        throw runtime_error(this == &on.root()
                                ? "task_group::spawn: the loop is closed, and its root group left"
                                : "task_group::spawn: the group has been left");
    children_.push_back(&child);
    try {
        on.enlist();
    } catch (...) {
        children_.pop_back();
        throw;
    }
    const body* parent = detail::this_thread_runs.on == &on ? detail::this_thread_runs.task : nullptr;
    child.group_ = this;
    child.scope_ = &scope_;
    child.locals_ = parent ? detail::share_locals(parent->locals_) : nullptr;
    child.id_ = ++on.bodies_made_;
    child.set_pending(scope_.effective_);
    child.place_in_group_ = static_cast<std::uint32_t>(children_.size() - 1);
    ++alive_;
    if (on.current_instrument()) on.current_instrument()->spawned(child);
}

void task_group::unlink(body& child) noexcept {
    children_[child.place_in_group_] = nullptr;
    --alive_;
    if (alive_ == 0) return children_.clear();
    if (children_.size() < 2 * alive_ + 64) return;
    std::size_t kept = 0;
    for (body* left : children_) {
        if (!left) continue;
        left->place_in_group_ = static_cast<std::uint32_t>(kept);
        children_[kept++] = left;
    }
    children_.resize(kept);
}

void task_group::child_ended(body& child, const std::exception_ptr& error) noexcept {
    unlink(child);
    if (error && !apart_) {
        ++child.references_;
        failed_.push_back(child); // it waits for nothing any more
        child.flags_ |= body::error_seen;
        scope_.cancel();
    }
    if (alive_ == 0 && waiting_) {
        cut_ = scope_.outer_is_cancelled();
        std::exchange(waiting_, nullptr)->unpark_own();
    }
}

std::vector<std::exception_ptr> task_group::take_failed(std::exception_ptr last) {
    std::vector<std::exception_ptr> errors;
    for (const waiter* child = failed_.front(); child; child = failed_.after(*child))
        errors.push_back(static_cast<const body*>(child)->failure());
    if (last) errors.push_back(std::move(last));
    release_failed();
    return errors;
}

void task_group::release_failed() noexcept {
    while (waiter* child = failed_.pop_front()) static_cast<body*>(child)->release();
}

void task_group::body_failed(const std::exception_ptr& error) noexcept {
    by_hand_ = !scope_.effective() && detail::is_cancelled(error);
    scope_.cancel();
}

bool task_group::leave(std::exception_ptr error) {
    left_ = true;
    const bool was_cancelled = error && detail::is_cancelled(error);
    const bool ends_here = scope_.absorbs() && !by_hand_;
    scope_.leave();
    if (!failed_.empty() || (error && !was_cancelled)) {
        throw exception_group("unhandled errors in a task_group",
                              take_failed(was_cancelled ? nullptr : std::move(error)));
    }
    if (!was_cancelled) return true;
    if (!ends_here) std::rethrow_exception(std::move(error));
    return false;
}

task_group::rest_awaiter::rest_awaiter(task_group& group, body& runner, place at) noexcept
    : parked_wait{nullptr, &group, group.made_.line() != 0 ? group.made_ : at}, group_(group), body_(runner) {
    static constexpr detail::wait_kind waits_for_children{
        [](void*, waiter&) noexcept { return false; },
        [](const void* of, std::string& out) {
            const auto& waited = *static_cast<const task_group*>(of);
            out += "its children:";
            waited.for_each_child([&](const body& child) {
                out += ' ';
                out += child.name();
            });
        },
    };
    kind = &waits_for_children;
}

void task_group::rest_awaiter::await_suspend(std::coroutine_handle<> frame) {
    body_.resume_point = frame;
    try {
        body_.park(*this);
    } catch (...) { // parked it is, for the children may not be left alone
        failed_ = std::current_exception();
        group_.cancel();
    }
    group_.waiting_ = &body_;
}

void task_group::append_children(std::vector<const body*>& all) const {
    for_each_child([&](const body& child) { all.push_back(&child); });
}

void task_group::append_grandchildren(const body& host, std::vector<const body*>& all) {
    const auto at = all.size();
    for (const detail::scope_core* s = host.scope_; s && s->host_ == &host; s = s->outer_) {
        if (!s->group_) continue;
        std::vector<const body*> children;
        s->group_->append_children(children);
        all.insert(all.begin() + static_cast<std::ptrdiff_t>(at), children.begin(), children.end());
    }
}

} // namespace rondo::inline v0
