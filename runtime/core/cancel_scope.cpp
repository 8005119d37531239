// SPDX-License-Identifier: BSL-1.0
#include <rondo/core/cancel_scope.hpp>

#include <rondo/core/task_group.hpp>

#include <algorithm>
#include <cstdio>

namespace rondo::inline v0 {

namespace detail {

/// Carries a cancellation down the tree of scopes and bodies, without recursion: a body first, then the children of its
/// groups, from the outermost group inwards, each in order of creation.
struct propagation {
    static scope_core* outermost(const body& b) noexcept {
        scope_core* found = nullptr;
        for (scope_core* s = b.scope_; s && s->host_ == &b; s = s->outer_) found = s;
        return found;
    }

    // Marks the scopes of `b` from `first` (null: none) inwards, and wakes it when the innermost is reached.
    static void reach(body& b, scope_core* first, bool whole) noexcept {
        for (scope_core* s = first; s; s = s->inner_) {
            if (s->shield_ && !s->called_) return;
            s->effective_ = true;
        }
        if (!first && !whole) return;
        b.told_to_stop();
    }

    // From `s` inwards, the first cancelled one that has children.
    static scope_core* with_children(scope_core* s) noexcept {
        while (s && s->effective_ && !(s->group_ && s->group_->alive_ != 0)) s = s->inner_;
        return s && s->effective_ ? s : nullptr;
    }

    static void all_children(const task_group& group) noexcept {
        for (body* child = group.child_from(0); child;
             child = group.child_from(child->place_in_group_ + std::size_t(1))) {
            scope_core* first = outermost(*child);
            reach(*child, first, true);
            below(*child, first);
        }
    }

    // Everything below the scopes of `top` from `first` on.
    static void below(const body& top, scope_core* first) noexcept {
        const body* at = &top;
        for (scope_core* scope = with_children(first);;) {
            body* child = nullptr;
            if (scope) {
                child = scope->group_->child_from(0);
            } else if (at == &top) {
                return;
            } else if (child = task_group::of(*at).child_from(at->place_in_group_ + std::size_t(1)); !child) {
                scope_core& done =
                    task_group::of(*at).scope_; // on with the scopes inside it, of the same body
                at = done.host_;
                scope = with_children(done.inner_);
                continue;
            }
            scope_core* own = outermost(*child);
            reach(*child, own, true);
            scope = with_children(own);
            at = child;
        }
    }
};

scope_core::scope_core(instant deadline, bool shield) noexcept
    : timer([](timer& self) noexcept {
          auto& scope = static_cast<scope_core&>(self);
          scope.timed_out_ = !scope.called_;
          scope.cancel();
      }),
      deadline_(deadline), shield_(shield) {}

scope_core::~scope_core() {
    if (host_) leave();
}

bool scope_core::outer_is_effective() const noexcept {
    if (outer_ && outer_->host_ == host_) return outer_->effective_;
    return (host_->flags_ & body::cancelled_whole) != 0 || (outer_ && outer_->effective_);
}

void scope_core::enter(body& host) {
    host_ = &host;
    outer_ = host.scope_;
    if (outer_ && outer_->host_ == &host) outer_->inner_ = this;
    host.scope_ = this;
    if (deadline_ != never) {
        if (!called_ && deadline_ <= host.home().now()) {
            called_ = timed_out_ = true;
        } else if (!called_) {
            host.flags_ |= body::has_unarmed_deadline;
        }
    }
    effective_ = called_ || outer_is_cancelled();
    host.set_pending(effective_);
}

void scope_core::leave() noexcept {
    body& host = *host_;
    expects(host.scope_ == this,
            "cancel scopes are left in reverse order, by the task that entered them: is one held "
            "across the yield of a generator?");
    if (armed()) host.home().timers()->disarm(*this);
    const bool outer_cancelled = outer_is_effective();
    host.scope_ = outer_;
    if (outer_ && outer_->host_ == &host) outer_->inner_ = nullptr;
    host_ = nullptr;
    host.set_pending(outer_cancelled);
}

void scope_core::cancel() noexcept {
    if (called_) return;
    called_ = true;
    if (host_) host_->home().check_thread();
    if (host_ && armed()) host_->home().timers()->disarm(*this);
    if (!host_ && !group_) return;
    if (effective_) return;
    if (!host_) { // a root group: it has children, and no body
        effective_ = true;
        return propagation::all_children(*group_);
    }
    propagation::reach(*host_, this, false);
    propagation::below(*host_, this);
}

void scope_core::move_deadline(instant deadline) {
    if (called_) throw runtime_error("cancel_scope::reschedule: the scope is cancelled already");
    deadline_ = deadline;
    if (!host_) return;
    timer_queue* timers = host_->home().timers();
    if (timers) timers->disarm(*this);
    if (deadline == never) return;
    if (deadline <= host_->home().now()) {
        timed_out_ = true;
        cancel();
    } else if (host_->state() == body_state::running) {
        host_->flags_ |= body::has_unarmed_deadline;
    } else {
        timers->arm(*this, deadline);
    }
}

void throw_timed_out(duration after) { throw timeout_error("not done within " + format_duration(after)); }

std::string format_duration(duration length) {
    const double seconds = std::chrono::duration<double>(length).count();
    char text[48];
    if (length < 1us)
        std::snprintf(text, sizeof text, "%lld ns", static_cast<long long>(length.count()));
    else if (length < 1ms)
        std::snprintf(text, sizeof text, "%g us", seconds * 1e6);
    else if (length < 1s)
        std::snprintf(text, sizeof text, "%g ms", seconds * 1e3);
    else
        std::snprintf(text, sizeof text, "%g s", seconds);
    return text;
}

} // namespace detail

cancel_scope::cancel_scope(cancel_scope_options options) noexcept
    : scope_core(options.deadline, options.shield), timeout_(options.timeout) {}

void cancel_scope::enter(body& runner) {
    if (used_) throw runtime_error("cancel_scope: a scope is run once; make another");
    used_ = true;
    if (timeout_ != forever) deadline_ = std::min(deadline_, saturating_add(runner.home().now(), timeout_));
    scope_core::enter(runner);
}

void cancel_scope::cancel(std::string_view reason) {
    if (called()) return;
    reason_ = reason;
    scope_core::cancel();
}

void cancel_scope::reschedule_after(duration timeout) {
    if (host_) return move_deadline(saturating_add(host_->home().now(), timeout));
    timeout_ = timeout;
    deadline_ = never;
}

void body::arm_deadlines() {
    for (detail::scope_core* s = scope_; s && s->host_ == this; s = s->outer_) {
        if (s->deadline_ == never || s->armed() || s->called_) continue;
        timer_queue* timers = home().timers();
        if (!timers) throw runtime_error("this scheduler has no clock: sleep and deadlines need a loop");
        timers->arm(*s, s->deadline_);
    }
    flags_ &= static_cast<std::uint16_t>(~has_unarmed_deadline);
}

void body::try_to_arm_deadlines() noexcept {
    if ((flags_ & has_unarmed_deadline) == 0) return;
    try {
        arm_deadlines();
    } catch (...) {}
}

void body::told_to_stop() noexcept {
    if ((flags_ & cancel_is_pending) != 0) return;
    flags_ |= cancel_is_pending;
    detail::parked_wait* wait = parked_in();
    if (!wait) return;
    flags_ |= abort_was_asked;
    if (!wait->kind->abort(wait->awaitable, *this)) return;
    flags_ &= static_cast<std::uint16_t>(~abort_was_asked);
    flags_ |= throw_cancelled;
    unpark_own();
}

bool body::cancel_whole() noexcept {
    home().check_thread();
    if (state_ == body_state::ended) return false;
    if ((flags_ & cancelled_whole) != 0) return true;
    flags_ |= cancelled_whole;
    detail::scope_core* first = detail::propagation::outermost(*this);
    detail::propagation::reach(*this, first, true);
    detail::propagation::below(*this, first);
    return true;
}

} // namespace rondo::inline v0
