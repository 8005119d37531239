// SPDX-License-Identifier: BSL-1.0
#include <rondo/core/async_generator.hpp>

#include <rondo/base/unraisable.hpp>
#include <rondo/core/task_group.hpp>

namespace rondo::inline v0::detail {

void throw_async_ignored_exit() { throw runtime_error("async generator ignored GeneratorExit"); }

void throw_step_reused(verb what) {
    throw runtime_error(what == verb::next ? "cannot reuse already awaited __anext__()/asend()"
                                           : "cannot reuse already awaited aclose()/athrow()");
}

// ---- Frames

async_frame::~async_frame() {
    if (owner) owner->frame_ = nullptr;
    if (parent && parent->sub == this) parent->sub = nullptr;
    if (on) on->forget_open(*this);
}

// What a frame holds in turn may be frames: that nests, and is put off beyond a depth, when the others have long gone.
void async_frame::discard() noexcept {
    if (owner) std::exchange(owner, nullptr)->frame_ = nullptr;
    if (parent) std::exchange(parent, nullptr)->sub = nullptr;
    if (on) on->forget_open(*this);
    destroy_unstarted(self);
}

void async_frame::unhandled_exception() noexcept {
    error = std::current_exception();
    if (stop_iteration_base::any_alive()) [[unlikely]]
        error = without_stop_iteration(std::move(error), "async generator");
}

void async_frame::end() noexcept {
    ended = true;
    if (parent) parent->runner = runner;
    if (continuation) runner->resume_point = std::exchange(continuation, nullptr);
}

bool async_frame::run_sub() {
    if (stack_is_low()) {
        deferred = true;
        return false;
    }
    root->leaf->self.resume();
    return sub->ended;
}

void async_frame::wait_for_sub(std::coroutine_handle<> own_frame) noexcept {
    if (sub) sub->continuation = own_frame;
    if (std::exchange(deferred, false)) runner->resume_point = root->leaf->self;
}

void async_frame::leave_sub() noexcept {
    if (!sub) return;
    async_frame& left = *std::exchange(sub, nullptr);
    left.leaf = root->leaf;
    for (async_frame* f = left.leaf;; f = f->parent) {
        f->root = &left;
        if (f == &left) break;
    }
    left.parent = nullptr;
    left.continuation = nullptr;
    left.owned_by_parent = false;
    root->leaf = this;
    if (!left.ended && !left.on && root->on) root->on->keep_open(left);
}

void async_frame::leave_ended_sub() noexcept {
    async_frame& left = *sub;
    leave_sub();
    if (root->told != &left) return;
    if (!left.error || is_exit(left.error)) {
        root->told = this;
        left.error = root->exit;
    } else {
        root->told = nullptr;
    }
}

void async_frame::ignore_exit() noexcept {
    async_frame& top = *root;
    async_frame& delegator = *top.told->parent;
    top.value = nullptr;
    top.told = nullptr;
    delegator.injected = std::make_exception_ptr(runtime_error("async generator ignored GeneratorExit"));
    delegator.runner = runner;
    delegator.leave_sub();
    runner->resume_point = delegator.self;
}

// ---- Owners

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
    async_frame& mine = *frame_;
    expects(!mine.root->running || mine.ended, "an async_generator was destroyed while it runs");
    if (mine.parent) mine.parent->leave_sub();
    // A sub that is only lent stays, and is its own root again.
    for (async_frame* f = &mine; f->sub; f = f->sub) {
        if (f->sub->owned_by_parent) continue;
        f->leave_sub();
        break;
    }
    for (async_frame* f = mine.leaf; f != &mine;) {
        async_frame* const up = f->parent;
        f->discard();
        f = up;
    }
    mine.discard();
}

bool async_owner::joins(async_frame& delegator, bool owned) {
    if (!frame_ || frame_->ended) return false;
    if (frame_->parent || frame_->root->running) // its own delegator, too
        throw runtime_error("anext(): asynchronous generator is already running");
    frame_->started = true;
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

namespace {

/// A generator whose user let it go, on its way to the end.
class orphan : public async_owner {
public:
    explicit orphan(async_owner&& from) noexcept : async_owner(std::move(from)) {}
    orphan(orphan&&) noexcept = default;

    class awaiter {
    public:
        awaiter(orphan& of, body& runner) : of_(of), asked_(of, runner, verb::close, nullptr, nullptr) {}
        bool await_ready() { return asked_.run(); }
        void await_suspend(std::coroutine_handle<> consumer) noexcept { asked_.wait(consumer); }
        void await_resume() { of_.closed(asked_); }

    private:
        orphan& of_;
        step_asked asked_;
    };
    awaiter bind(body& runner, place) { return {*this, runner}; }
    place made_at() const noexcept { return frame_->made; }

private:
    void closed(step_asked& asked) {
        if (asked.answer() == step_asked::given) throw_async_ignored_exit();
        if (!frame_) return;
        asked.forget_exit();
        std::exception_ptr error = std::move(frame_->error);
        release();
        if (error) std::rethrow_exception(std::move(error));
    }
};

void report(const std::exception_ptr& error, const char* doing, place made) noexcept {
    try {
        std::string context = doing;
        if (made.line() != 0)
            context += std::string(" (") + made.function_name() + ", " + describe_place(made) + ")";
        report_unraisable(error, context);
    } catch (...) {
        report_unraisable(error, doing);
    }
}

task<> close_orphan(orphan left) {
    const place made = left.made_at();
    try {
        co_await left;
    } catch (const cancelled&) {
        throw;
    } catch (...) {
        report(std::current_exception(), "in the close of an async generator that was let go", made);
    }
}

void report_skipped(const async_frame& frame) noexcept {
    report(std::make_exception_ptr(
               runtime_error("an async generator was dropped at a yield when its loop had gone: its "
                             "clean-up that waits was skipped")),
           "in the destructor of async_generator", frame.made);
}

} // namespace

void async_owner::drop() noexcept {
    if (!frame_) return;
    if (frame_->parent && !frame_->root->running) frame_->parent->leave_sub();
    if (!frame_->started || frame_->ended || frame_->root->running) return release();
    if (!frame_->on) {
        report_skipped(*frame_);
        return release();
    }
    try {
        task_group& orphans = frame_->on->orphans();
        orphans.spawn(close_orphan, orphan(std::move(*this))).set_name("close of a dropped async generator");
    } catch (...) { // its frame has been destroyed, unless it never left
        report_unraisable(std::current_exception(), "in the destructor of async_generator");
        release();
    }
}

// ---- Steps

step_asked::~step_asked() {
    if (ran_ && of_.frame_) of_.frame_->running = false;
}

bool step_asked::run() {
    async_frame* const frame = of_.frame_;
    if (!frame) return true;
    if (frame->parent || frame->running) {
        constexpr const char* names[] = {"anext()", "athrow()", "aclose()"};
        throw runtime_error(std::string(names[static_cast<int>(verb_)]) +
                            ": asynchronous generator is already running");
    }
    if (!frame->started) {
        if (sent_) throw type_error("can't send non-None value to a just-started async generator");
        if (verb_ != verb::next) {
            unstarted_ = true;
            of_.release();
            return true;
        }
        runner_.home().keep_open(*frame);
        frame->started = true;
    } else if (frame->on != &runner_.home()) {
        if (frame->on) throw runtime_error("an async generator goes on on the loop that it was started on");
        runner_.home().keep_open(*frame);
    }
    async_frame& innermost = *frame->leaf;
    frame->running = ran_ = true;
    frame->value = nullptr;
    frame->sent = sent_;
    frame->runner = innermost.runner = &runner_;
    if (verb_ == verb::close) error_ = std::make_exception_ptr(generator_exit());
    if (error_) [[unlikely]] {
        innermost.injected = error_;
        if (&innermost != frame && is_exit(error_)) {
            frame->told = &innermost;
            frame->exit = error_;
        }
    }
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
    if (unstarted_ && verb_ == verb::throw_) std::rethrow_exception(error_);
    async_frame* const frame = of_.frame_;
    if (!frame) return nothing;
    ran_ = frame->running = false;
    frame->told = nullptr;
    frame->exit = nullptr;
    return frame->ended ? ended : given;
}

void step_asked::forget_exit() noexcept {
    std::exception_ptr& error = of_.frame_->error;
    if (error && (error == error_ || is_exit(error))) error = nullptr;
}

} // namespace rondo::inline v0::detail

namespace rondo::inline v0 {

void scheduler::keep_open(detail::async_frame& frame) noexcept {
    frame.on = this;
    frame.newer = nullptr;
    frame.older = newest_open_;
    if (newest_open_) newest_open_->newer = &frame;
    newest_open_ = &frame;
}

void scheduler::forget_open(detail::async_frame& frame) noexcept {
    (frame.newer ? frame.newer->older : newest_open_) = frame.older;
    if (frame.older) frame.older->newer = frame.newer;
    frame.on = nullptr;
}

void scheduler::forget_all_open() noexcept {
    while (newest_open_) forget_open(*newest_open_);
}

bool scheduler::close_open_generators() {
    // Each takes itself out of the list when it ends; what is spawned runs when the host goes on.
    bool any = false;
    for (detail::async_frame* frame = newest_open_; frame;) {
        detail::async_frame* const older = frame->older;
        if (frame->owner && !frame->ended && !frame->parent && !frame->running) {
            orphans()
                .spawn(detail::close_orphan, detail::orphan(std::move(*frame->owner)))
                .set_name("close of an async generator left open");
            any = true;
        }
        frame = older;
    }
    return any;
}

} // namespace rondo::inline v0
