// SPDX-License-Identifier: BSL-1.0
#include <rondo/core/body.hpp>

#include <rondo/base/unraisable.hpp>
#include <rondo/core/detail/frames.hpp>
#include <rondo/core/task_group.hpp>
#include <rondo/core/task_local.hpp>

#include <typeinfo>

namespace rondo::inline v0 {

namespace {
// Stands for a scheduler that has gone, where one is named and not used.
scheduler& nowhere() noexcept {
    alignas(scheduler) static unsigned char place_of[sizeof(scheduler)];
    return reinterpret_cast<scheduler&>(place_of);
}
} // namespace

std::string body::name() const {
    if ((flags_ & has_name) != 0 && has_home()) return std::string(given_name());
    return "task " + std::to_string(id_);
}

std::string_view body::given_name() const noexcept {
    if ((flags_ & has_name) == 0 || !has_home()) return {};
    return home().names_.find(this)->second;
}

void body::set_name(std::string_view name) {
    if (!has_home()) return;
    home().names_.insert_or_assign(this, std::string(name));
    flags_ |= has_name;
}

std::string body::waits_for() const {
    std::string what;
    if (const detail::parked_wait* wait = parked_in()) wait->kind->describe(wait->awaitable, what);
    return what;
}

place body::waits_at() const noexcept {
    const detail::parked_wait* wait = parked_in();
    return wait ? wait->where : place();
}

bool body::refuse() noexcept {
    flags_ |= throw_cancelled;
    return true;
}

bool body::forget_refusal() noexcept {
    flags_ &= static_cast<std::uint16_t>(~throw_cancelled);
    return true;
}

void body::finish(detail::result_base& result) noexcept {
    state_ = body_state::ended;
    detail::this_thread_runs.task = nullptr;
    resume_point = nullptr;
    if (!result.settled()) {
        flags_ |= was_cancelled; // before its first step
    } else if (result.state == detail::outcome_state::error) {
        if (detail::is_cancelled(result.error)) {
            flags_ |= was_cancelled;
            result.error = nullptr;
        } else {
            flags_ |= failed;
        }
    }
    link_ = reinterpret_cast<std::uintptr_t>(&result);
    scheduler& on = home();
    if (on.current_instrument()) on.current_instrument()->ended(*this);
    while (waiter* joiner = joiners_.pop_claimed()) joiner->unpark();
    detail::drop_locals(locals_);
    locals_ = nullptr;
    task_group::of(*this).child_ended(*this, result.error);
    on.discharge();
    if (references_ != 1) {
        group_ = on.card_.get();
        ++on.card_->references;
        flags_ |= has_card;
    }
    release();
}

void body::release() noexcept {
    if (--references_ != 0) return;
    if ((flags_ & failed) != 0 && (flags_ & error_seen) == 0) report_lost_error();
    scheduler* const on = group_->home;
    if ((flags_ & has_name) != 0 && on) on->names_.erase(this);
    auto* const card = (flags_ & has_card) != 0 ? static_cast<detail::home_card*>(group_) : nullptr;
    step(*this, on ? *on : nowhere()); // after the end this disposes
    if (card && --card->references == 0 && !card->home) delete card;
}

std::exception_ptr body::failure() const {
    return state_ == body_state::ended ? reinterpret_cast<const detail::result_base*>(link_)->error : nullptr;
}

void body::report_lost_error() const noexcept {
    try {
        std::string context = "in " + name() + ", whose error nobody asked for";
        if (RONDO_DIAGNOSTICS != 0)
            context += std::string(" (") + place_.function_name() + ", " + place_.file_name() + ":" +
                       std::to_string(place_.line()) + ")";
        report_unraisable(failure(), context);
    } catch (...) {
        report_unraisable(failure(), "in a task whose error nobody asked for");
    }
}

bool body::abandon() noexcept {
    detail::parked_wait* wait = parked_in();
    if (!wait || !wait->kind->abort(wait->awaitable, *this)) return false;
    link_ = 0;
    state_ = body_state::dropped;
    home().make_ready(*this);
    return true;
}

namespace detail {

bool is_cancelled(const std::exception_ptr& error) noexcept {
    const std::type_info* type = error.__cxa_exception_type();
    return type && *type == typeid(cancelled);
}

void result_base::fail() noexcept {
    state = outcome_state::error;
    error = std::current_exception();
    if (stop_iteration_base::any_alive()) [[unlikely]]
        error = without_stop_iteration(std::move(error));
}

std::exception_ptr without_stop_iteration(std::exception_ptr error, const char* raiser) noexcept {
    const auto instead = [raiser](const char* what) noexcept {
        try {
            raise_from_current((std::string(raiser) + " raised " + what).c_str());
        } catch (...) {
            return std::current_exception();
        }
    };
    try {
        std::rethrow_exception(error);
    } catch (const stop_async_iteration&) {
        return instead("StopAsyncIteration");
    } catch (const stop_iteration_base&) {
        return instead("StopIteration");
    } catch (...) {
        return error;
    }
}

std::string describe_place(place where) {
    if (where.line() == 0) return {};
    return std::string(where.file_name()) + ":" + std::to_string(where.line());
}

void throw_awaited_twice() {
    throw runtime_error(
        "cannot reuse already awaited coroutine: a task is awaited once; to have its result more than "
        "once, spawn it and await the handle");
}

namespace {

// Destroying an unstarted frame destroys what it owns, which may be unstarted frames again: beyond a depth they are put
// in a list, linked by their continuations, and destroyed by the outermost call.
struct put_off {
    unsigned depth = 0;
    std::coroutine_handle<> first;
};
constinit thread_local put_off destroying{};
constexpr unsigned deepest = 500;

void destroy_frame(std::coroutine_handle<> frame) noexcept {
    put_off& here = destroying;
    if (here.depth == deepest) {
        frame_base::of(frame).continuation = here.first;
        here.first = frame;
        return;
    }
    ++here.depth;
    frame.destroy();
    --here.depth;
    if (here.depth != 0) return;
    while (here.first) {
        const std::coroutine_handle<> next =
            std::exchange(here.first, frame_base::of(here.first).continuation);
        ++here.depth;
        next.destroy();
        --here.depth;
    }
}

} // namespace

void destroy_frames(std::coroutine_handle<> leaf) noexcept {
    while (leaf) {
        const std::coroutine_handle<> next = frame_base::of(leaf).continuation;
        leaf.destroy();
        leaf = next;
    }
}

void destroy_unstarted(std::coroutine_handle<> frame) noexcept {
    if (frame) destroy_frame(frame);
}

void destroy_forgotten(std::coroutine_handle<> frame) noexcept {
    try {
        const place made = frame_base::of(frame).made;
        std::string what = "task was never awaited";
        if (RONDO_DIAGNOSTICS != 0)
            what = std::string("task ") + made.function_name() + " was never awaited (" + made.file_name() +
                   ":" + std::to_string(made.line()) + ")";
        report_unraisable(std::make_exception_ptr(runtime_error(what)), "in the destructor of task");
    } catch (...) {
        report_unraisable(std::current_exception(), "in the destructor of task");
    }
    destroy_frame(frame);
}

std::string type_name_of(const char* pretty_function) {
    std::string_view text(pretty_function);
    const std::size_t begin = text.find("A = ");
    if (begin == std::string_view::npos) return "something";
    text.remove_prefix(begin + 4);
    std::size_t end = text.rfind(']');
    if (const std::size_t other = text.find(';'); other != std::string_view::npos) end = other;
    return std::string(text.substr(0, end));
}

} // namespace detail

} // namespace rondo::inline v0
