// SPDX-License-Identifier: BSL-1.0
//
// A generator of requests as a task, as it is: the loop performs each request that it yields, and resumes it by send with
// the reply, or throws the error in. The generator knows no loop: a test drives the same one by hand.
//
//     generator ──co_yield request──► loop: waits ──send(reply)──► generator
//                                                 ──throw_(error)─►
#pragma once

#include <rondo/core/detail/perform.hpp>
#include <rondo/core/detail/spawned.hpp>
#include <rondo/core/task.hpp>

namespace rondo::inline v0 {

namespace detail {

[[noreturn]] RONDO_API void throw_adopted_late();

template <class G>
task<typename G::return_type> run_generator(G generator) {
    if (generator.state() != gen_state::created) throw_adopted_late();
    typename G::step_type step = generator.next();
    while (step) step = co_await advance_op<G>(generator, step);
    if constexpr (!std::is_void_v<typename G::return_type>) co_return *generator.take_result();
}

template <class Yield, class Send, class Return>
struct runs_as<generator<Yield, Send, Return>> {
    using value_type = Return;
    static task<Return> convert(generator<Yield, Send, Return> body) {
        using G = generator<Yield, Send, Return>;
        if constexpr (expect_requests<G>(std::make_index_sequence<kinds<Yield>::count>())) {
            return run_generator<G>(std::move(body));
        }
    }
};

template <class G>
concept adoptable = requires {
    typename G::return_type;
    typename runs_as<G>::value_type;
} && !awaitable<G>;

} // namespace detail

/// A task that runs `body`, a `generator<Request, Reply, Result>` that has not been started. `group.spawn(f, args…)` takes a
/// generator function, too. What the loop performs for a request: the request itself, when it can be awaited; what is in it,
/// when it is a std::variant; `perform(request)`, a function in the namespace of the request's type that gives something
/// awaitable. The reply is what that gives, converted to Reply; a request that gives nothing is answered by next(), as all
/// are when Reply is void. An error, `cancelled` too, is thrown in at the `co_yield`, where it may be caught: a scope that is
/// cancelled throws again at the next request. A `generator<void>` gives a turn away at each `co_yield nothing`.
/// Returns: what the generator returns. Throws: what leaves the generator, the same object.
/// Suspends: as its requests do; in itself it is no checkpoint. Cost: one frame; none a request.
/// Example: `std::string page = co_await adopt(fetch_by_hand(url));`
template <class G>
auto adopt(G&& body) {
    static_assert(detail::adoptable<std::remove_cvref_t<G>>, "adopt(generator): this is no generator");
    static_assert(!std::is_lvalue_reference_v<G>, "adopt(generator): it is handed over: adopt(std::move(g))");
    if constexpr (detail::adoptable<std::remove_cvref_t<G>> && !std::is_lvalue_reference_v<G>)
        return detail::runs_as<std::remove_cvref_t<G>>::convert(static_cast<G&&>(body));
}

} // namespace rondo::inline v0
