// SPDX-License-Identifier: BSL-1.0
#include <rondo/core/async_generator.hpp>

#include <rondo/base/unraisable.hpp>
#include <rondo/core/task_group.hpp>

namespace rondo::inline v0::detail {

void throw_async_ignored_exit() { throw runtime_error("async generator ignored GeneratorExit"); }

async_frame::~async_frame() {
    if (owner) owner->frame_ = nullptr;
    if (on) on->forget_open(*this);
}

void async_frame::unhandled_exception() noexcept {
    outcome.state = outcome_state::error;
    outcome.error = std::current_exception();
    if (stop_iteration_base::any_alive()) [[unlikely]]
        outcome.error = without_stop_iteration(std::move(outcome.error), "async generator");
}

void async_frame::end() noexcept {
    ended = true;
    if (parent) parent->runner = runner;
    if (continuation) runner->resume_point = std::exchange(continuation, nullptr);
}

bool async_frame::run_sub() {
    async_frame& innermost = *root->leaf;
    if (stack_is_low()) {
        deferred = true;
        return false;
    }
    innermost.self.resume();
    return sub->ended;
}

void async_frame::wait_for_sub(std::coroutine_handle<> own_frame) noexcept {
    sub->continuation = own_frame;
    if (std::exchange(deferred, false)) runner->resume_point = root->leaf->self;
}

void async_frame::leave_sub() noexcept {
    if (!sub) return;
    async_frame* const left = std::exchange(sub, nullptr);
    left->leaf = root->leaf;
    for (async_frame* f = left->leaf;; f = f->parent) {
        f->root = left;
        if (f == left) break;
    }
    left->parent = nullptr;
    left->continuation = nullptr;
    root->leaf = this;
}

void async_frame::throw_after_close() const {
    if (root->exit) std::rethrow_exception(root->exit);
}

gen_state async_owner::state() const noexcept {
    if (!frame_ || frame_->ended) return gen_state::closed;
    if (!frame_->started) return gen_state::created;
    return frame_->root->running ? gen_state::running : gen_state::suspended;
}

void async_owner::take(async_owner&& other) noexcept {
    expects(!other.frame_ || !other.frame_->root->running, "an async_generator was moved while it runs");
    frame_ = std::exchange(other.frame_, nullptr);
    if (frame_) frame_->owner = this;
}

void async_owner::release() noexcept {
    if (!frame_) return;
    expects(!frame_->root->running || frame_->ended, "an async_generator was destroyed while it runs");
    async_frame* const mine = std::exchange(frame_, nullptr);
    mine->owner = nullptr;
    if (mine->root != mine && mine->parent) mine->parent->leave_sub();
    // A sub that is only lent stays, and is its own root again.
    for (async_frame* f = mine; f->sub; f = f->sub) {
        if (f->sub->owned_by_parent) continue;
        f->leave_sub();
        break;
    }
    for (async_frame* f = mine->leaf; f != mine;) {
        async_frame* const up = f->parent;
        up->sub = nullptr;
        f->self.destroy();
        f = up;
    }
    mine->self.destroy();
}

namespace {

/// A generator whose user let it go, on its way to the end.
class orphan : public async_owner {
public:
    explicit orphan(async_owner&& from) noexcept : async_owner(std::move(from)) {}
    orphan(orphan&&) noexcept = default;

    class awaiter {
    public:
        awaiter(orphan& of, body& runner) : of_(of), asked_(of, runner, nullptr, nullptr, true) {}
        bool await_ready() { return asked_.run(); }
        void await_suspend(std::coroutine_handle<> consumer) noexcept { asked_.wait(consumer); }
        void await_resume() { of_.closed(asked_); }

    private:
        orphan& of_;
        step_asked asked_;
    };
    awaiter bind(body& runner, place) { return {*this, runner}; }

private:
    void closed(step_asked& asked) {
        if (asked.answer() == step_asked::given) throw_async_ignored_exit();
        if (!frame_) return;
        asked.forget_exit();
        std::exception_ptr error = std::move(frame_->outcome.error);
        release();
        if (error) std::rethrow_exception(std::move(error));
    }
};

task<> close_orphan(orphan left) { co_await left; }

void report_skipped(const async_frame& frame) noexcept {
    try {
        std::string context = "in the destructor of async_generator";
        if (RONDO_DIAGNOSTICS != 0) context += " (" + describe_place(frame.written) + ")";
        report_unraisable(std::make_exception_ptr(runtime_error("an async generator was dropped at a yield where no loop "
                                                                "runs: cleanup of its that waits was skipped")),
                          context);
    } catch (...) {
        report_unraisable(std::current_exception(), "in the destructor of async_generator");
    }
}

} // namespace

void async_owner::drop() noexcept {
    if (!frame_) return;
    if (!frame_->started || frame_->ended || frame_->root != frame_) return release();
    scheduler* const on = scheduler::current();
    if (on && on == frame_->on && !frame_->running) {
        try {
            on->orphans().spawn(close_orphan, orphan(std::move(*this))).set_name("close of a dropped async generator");
            return;
        } catch (...) {
            report_unraisable(std::current_exception(), "in the destructor of async_generator");
        }
    } else if (!on) {
        report_skipped(*frame_);
    }
    release();
}

bool async_owner::joins(async_frame& delegator, bool owned) {
    if (!frame_ || frame_->ended) return false;
    if (frame_->root != frame_ || frame_->running)
        throw runtime_error("anext(): asynchronous generator is already running");
    if (!frame_->started) {
        frame_->begin(*delegator.runner, frame_->outcome);
        frame_->started = true;
    }
    frame_->parent = &delegator;
    frame_->owned_by_parent = owned;
    delegator.sub = frame_;
    async_frame* const innermost = frame_->leaf;
    for (async_frame* f = innermost;; f = f->parent) {
        f->root = delegator.root;
        if (f == frame_) break;
    }
    delegator.root->leaf = innermost;
    innermost->runner = delegator.runner;
    return true;
}

step_asked::~step_asked() {
    if (ran_ && of_.frame_) of_.frame_->running = false;
}

bool step_asked::run() {
    async_frame* const frame = of_.frame_;
    if (!frame) return true;
    if (frame->root != frame || frame->running) {
        throw runtime_error(closing_ ? "aclose(): asynchronous generator is already running"
                                     : "anext(): asynchronous generator is already running");
    }
    if (!frame->started) {
        if (sent_) throw type_error("can't send non-None value to a just-started async generator");
        if (closing_ || error_) {
            of_.release();
            return true;
        }
        frame->begin(runner_, frame->outcome);
        frame->started = true;
        runner_.home().keep_open(*frame);
    }
    expects(frame->on == &runner_.home(), "an async_generator goes on on the loop that it was started on");
    async_frame& innermost = *frame->leaf;
    frame->running = ran_ = true;
    frame->value = nullptr;
    frame->sent = sent_;
    frame->runner = innermost.runner = &runner_;
    if (closing_) error_ = frame->exit = std::make_exception_ptr(generator_exit());
    innermost.injected = error_;
    if (stack_is_low()) {
        frame->deferred = true;
        return false;
    }
    innermost.self.resume();
    return frame->value || frame->ended;
}

void step_asked::wait(std::coroutine_handle<> consumer) noexcept {
    async_frame& frame = *of_.frame_;
    frame.continuation = consumer;
    if (std::exchange(frame.deferred, false)) runner_.resume_point = frame.leaf->self;
}

step_asked::answer_kind step_asked::answer() {
    async_frame* const frame = of_.frame_;
    if (!frame) {
        if (error_ && !closing_) std::rethrow_exception(error_);
        return nothing;
    }
    frame->running = false;
    frame->exit = nullptr;
    return frame->ended ? ended : given;
}

void step_asked::forget_exit() noexcept {
    if (of_.frame_->outcome.error == error_) of_.frame_->outcome.error = nullptr;
}

} // namespace rondo::inline v0::detail

namespace rondo::inline v0 {

void scheduler::keep_open(detail::async_frame& frame) noexcept {
    frame.on = this;
    frame.older = newest_open_;
    if (newest_open_) newest_open_->newer = &frame;
    newest_open_ = &frame;
}

void scheduler::forget_open(detail::async_frame& frame) noexcept {
    (frame.newer ? frame.newer->older : newest_open_) = frame.older;
    if (frame.older) frame.older->newer = frame.newer;
    frame.on = nullptr;
}

void scheduler::close_open_generators() {
    // Each takes itself out of the list when it ends; what is spawned runs when the host goes on.
    for (detail::async_frame* frame = newest_open_; frame;) {
        detail::async_frame* const older = frame->older;
        if (frame->owner && !frame->ended && frame->root == frame && !frame->running)
            orphans().spawn(detail::close_orphan, detail::orphan(std::move(*frame->owner)))
                .set_name("close of an async generator left open");
        frame = older;
    }
}

} // namespace rondo::inline v0
