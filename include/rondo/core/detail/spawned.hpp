// SPDX-License-Identifier: BSL-1.0
//
// How a callable and its arguments become a body. What a coroutine's frame holds by itself is not kept twice: a function,
// or a lambda without captures, whose parameters are values, needs no copy. Everything else is kept beside the body.
#pragma once

#include <rondo/core/join_handle.hpp>
#include <rondo/core/task.hpp>

#include <tuple>

namespace rondo::inline v0 {

class task_group;

namespace detail {

template <class T>
struct unwrapped {
    using type = T;
    static constexpr bool lent = false;
};
template <class T>
    requires requires { typename T::type; } && std::same_as<T, std::reference_wrapper<typename T::type>>
struct unwrapped<T> {
    using type = typename T::type&;
    static constexpr bool lent = true;
};

/// What f is given for an argument: the copy, or what std::ref refers to.
template <class T>
using spawned_arg_t = typename unwrapped<std::decay_t<T>>::type;
template <class T>
inline constexpr bool is_lent = unwrapped<std::decay_t<T>>::lent;

/// Whether the frame's own copy of a parameter P does without the argument that it was made from: a string_view made
/// from a string does not.
template <class P, class Arg>
inline constexpr bool stands_alone = is_lent<Arg> || std::is_scalar_v<std::decay_t<Arg>> ||
                                     std::same_as<std::remove_cv_t<P>, std::decay_t<Arg>>;

/// Whether a reference parameter P refers to what is kept or lent, and not to something made for the call.
template <class P, class Arg>
inline constexpr bool refers_to_kept =
    !std::is_reference_v<P> || is_lent<Arg> ||
    std::is_convertible_v<std::decay_t<Arg>*, std::add_pointer_t<std::remove_reference_t<P>>>;

template <class F>
struct parameters_of;
template <class R, class... P>
struct parameters_of<R (*)(P...)> {
    template <class... Args>
    static consteval bool refer_to_kept() {
        if constexpr (sizeof...(Args) == sizeof...(P))
            return (refers_to_kept<P, Args> && ...);
        else
            return true;
    }
    template <class... Args>
    static constexpr bool safe =
        (((!std::is_reference_v<P> || is_lent<Args>) && stands_alone<P, Args>) && ...);
    static constexpr std::size_t count = sizeof...(P);
};
template <class R, class... P>
struct parameters_of<R (*)(P...) noexcept> : parameters_of<R (*)(P...)> {};
template <class C, class R, class... P>
struct parameters_of<R (C::*)(P...) const> : parameters_of<R (*)(P...)> {};
template <class C, class R, class... P>
struct parameters_of<R (C::*)(P...) const noexcept> : parameters_of<R (*)(P...)> {};
template <class C, class R, class... P>
struct parameters_of<R (C::*)(P...)> : parameters_of<R (*)(P...)> {};
template <class C, class R, class... P>
struct parameters_of<R (C::*)(P...) noexcept> : parameters_of<R (*)(P...)> {};

template <class F, class... Args>
inline constexpr bool method_refers_to_kept = true;
template <class F, class Self, class... Args>
inline constexpr bool method_refers_to_kept<F, Self, Args...> =
    parameters_of<F>::template refer_to_kept<Args...>();

/// Whether none of f's parameters would refer to a temporary of the call. True where that cannot be seen.
template <class F, class... Args>
consteval bool all_refer_to_kept() {
    if constexpr (std::is_member_function_pointer_v<F>) {
        if constexpr (requires { parameters_of<F>::count; }) return method_refers_to_kept<F, Args...>;
    } else if constexpr (requires { parameters_of<F>::count; }) {
        return parameters_of<F>::template refer_to_kept<Args...>();
    } else if constexpr (requires { parameters_of<decltype(&F::operator())>::count; }) {
        return parameters_of<decltype(&F::operator())>::template refer_to_kept<Args...>();
    }
    return true;
}

/// Whether the frame of f(args…) keeps all that it needs.
template <class F, class... Args>
consteval bool frame_keeps_all() {
    if constexpr (std::is_pointer_v<F>) {
        if constexpr (parameters_of<F>::count == sizeof...(Args))
            return parameters_of<F>::template safe<Args...>;
        return false;
    } else if constexpr (std::is_empty_v<F> && std::is_trivially_copyable_v<F> &&
                         requires { &F::operator(); }) {
        if constexpr (requires { parameters_of<decltype(&F::operator())>::count; }) {
            using p = parameters_of<decltype(&F::operator())>;
            if constexpr (p::count == sizeof...(Args)) return p::template safe<Args...>;
        }
        return false;
    } else {
        return false;
    }
}

struct nothing_kept {
    void drop() noexcept {}
};

/// Callable and arguments, for coroutines that refer to them.
template <class F, class... Args>
struct kept_call {
    template <class G, class... From>
    explicit kept_call(G&& g, From&&... from)
        : content(std::in_place, static_cast<G&&>(g), static_cast<From&&>(from)...) {}
    decltype(auto) call() {
        return std::apply(
            [](F& f, Args&... args) -> decltype(auto) {
                return std::apply(
                    f, std::tuple<spawned_arg_t<Args>&&...>(static_cast<spawned_arg_t<Args>&&>(args)...));
            },
            *content);
    }
    void drop() noexcept { content.reset(); }
    std::optional<std::tuple<F, Args...>> content;
};

/// A body that runs a chain of coroutine frames.
template <class T, class Kept>
class task_body final : public result_body<T> {
public:
    template <class... From>
    explicit task_body(From&&... from)
        : result_body<T>(&first_step, place()), kept(static_cast<From&&>(from)...) {}

    /// The first step may find itself cancelled: then nothing of the body runs.
    static void first_step(runnable& r, scheduler& s) noexcept {
        auto& self = static_cast<task_body&>(r);
        self.step = &run_step;
        if (self.state() == body_state::ready && self.cancel_pending()) return self.end_unrun();
        self.mark_started();
        run_step(r, s);
    }
    /// Also asked to dispose of a body that has ended, and to end one that is dropped.
    static void run_step(runnable& r, scheduler&) noexcept {
        auto& self = static_cast<task_body&>(r);
        if (self.state() != body_state::ready) [[unlikely]] {
            if (self.state() == body_state::dropped) return self.end_unrun();
            delete &self;
            return;
        }
        if (self.run_frames()) self.end_here();
    }
    void end_unrun() noexcept {
        this_thread_runs.task = this; // for the destructors
        end_here();
    }
    void end_here() noexcept {
        destroy_frames(std::exchange(this->resume_point, nullptr));
        kept.drop();
        this->finish(this->result);
    }
    /// Takes over a frame that was not started.
    void take_frame(std::coroutine_handle<> frame) noexcept {
        if constexpr (RONDO_DIAGNOSTICS != 0) this->place_ = frame_base::of(frame).made;
        frame_base::of(frame).begin(*this, this->result);
        this->result.state = outcome_state::pending;
        this->resume_point = frame;
    }

    [[no_unique_address]] Kept kept;

    static void* operator new(std::size_t bytes) { return allocate_frame(bytes); }
    static void operator delete(void* memory, std::size_t bytes) noexcept { deallocate_frame(memory, bytes); }
};

/// A coroutine of the kernel gives up its frame; anything else that can be awaited gets one around it.
template <class A>
concept frame_owner = requires(A& a) {
    typename A::value_type;
    { a.release_frame() } -> std::same_as<std::coroutine_handle<>>;
};

/// Customised for what can be run but not awaited: generators, in adopt.hpp.
template <class X>
struct runs_as;
template <class X>
    requires frame_owner<X>
struct runs_as<X> {
    using value_type = typename X::value_type;
    static X convert(X x) { return x; }
};
template <class X>
    requires(!frame_owner<X>) && awaitable<X>
struct runs_as<X> {
    using value_type = std::remove_cvref_t<await_result_t<X>>;
    static task<value_type> convert(X x) { return run(std::move(x)); }

private:
    static task<value_type> run(X x) {
        if constexpr (std::is_void_v<value_type>) {
            co_await std::move(x);
        } else {
            co_return co_await std::move(x);
        }
    }
};
template <class X>
concept runnable_thing = requires { typename runs_as<X>::value_type; };

RONDO_API void adopt_into(task_group& group, body& child);

template <class T>
struct unadopted {
    ~unadopted() {
        if (child) destroy(child);
    }
    T* child;
    static void destroy(T* child) noexcept {
        if (child->resume_point) destroy_frames(std::exchange(child->resume_point, nullptr));
        delete child;
    }
};

template <class T, class Kept, class Frame>
join_handle<T> launch(task_group& group, task_body<T, Kept>* child, Frame&& make_frame) {
    unadopted<task_body<T, Kept>> guard{child};
    auto owner = make_frame();
    const std::coroutine_handle<> frame = owner.release_frame();
    if (!frame) [[unlikely]]
        throw_awaited_twice();
    child->take_frame(frame);
    adopt_into(group, *child);
    guard.child = nullptr;
    return join_handle<T>(*child);
}

template <class F, class... Args>
auto spawn_in(task_group& group, F&& f, Args&&... args) {
    using callable = std::decay_t<F>;
    if constexpr (sizeof...(Args) == 0 && runnable_thing<callable>) {
        static_assert(!std::is_lvalue_reference_v<F> || std::copy_constructible<callable>,
                      "spawn(task): a task is handed over: spawn(std::move(t)), or spawn(f, args...)");
        using T = typename runs_as<callable>::value_type;
        return launch<T>(group, new task_body<T, nothing_kept>(),
                         [&] { return runs_as<callable>::convert(callable(static_cast<F&&>(f))); });
    } else {
        constexpr bool callable_so = std::is_invocable_v<callable&, spawned_arg_t<Args>...>;
        static_assert(callable_so || sizeof...(Args) != 0,
                      "spawn(x): x can neither be awaited nor called without arguments");
        static_assert(
            callable_so || sizeof...(Args) == 0,
            "spawn(f, args...): f cannot be called with copies of these arguments: a parameter that is an "
            "lvalue reference needs std::ref(x)");
        if constexpr (callable_so) {
            static_assert(
                all_refer_to_kept<callable, Args...>(),
                "spawn(f, args...): a parameter of f is a reference, and would refer to a temporary that is "
                "made of this argument: pass what the parameter names, or let f take it by value");
            using made = std::invoke_result_t<callable&, spawned_arg_t<Args>...>;
            static_assert(
                runnable_thing<made>,
                "spawn(f, args...): f must return a task, a routine, or something else that can be awaited "
                "(for a generator of requests include <rondo/core/adopt.hpp>)");
            if constexpr (runnable_thing<made>) {
                using T = typename runs_as<made>::value_type;
                if constexpr (frame_keeps_all<callable, Args...>()) {
                    return launch<T>(group, new task_body<T, nothing_kept>(), [&] {
                        return runs_as<made>::convert(
                            f(static_cast<spawned_arg_t<Args>>(static_cast<Args&&>(args))...));
                    });
                } else {
                    using kept = kept_call<callable, std::decay_t<Args>...>;
                    auto* child = new task_body<T, kept>(static_cast<F&&>(f), static_cast<Args&&>(args)...);
                    return launch<T>(group, child,
                                     [&] { return runs_as<made>::convert(child->kept.call()); });
                }
            }
        }
    }
}

} // namespace detail
} // namespace rondo::inline v0
