// SPDX-License-Identifier: BSL-1.0
//
// `awaited(source)`: a stream as a plain generator, for what a fiber runs: a loop, an algorithm, the stages of gen/iter. The
// other way needs no fiber: `as_stream`.
#pragma once

#include <rondo/base/unraisable.hpp>
#include <rondo/core/cancel_scope.hpp>
#include <rondo/fiber/await.hpp>
#include <rondo/gen/generator.hpp>

#include <exception>
#include <optional>
#include <type_traits>
#include <utility>

namespace rondo::inline v0 {

namespace detail {

template <class S>
using awaited_step_t = await_result_t<decltype(std::declval<std::remove_reference_t<S>&>().next())>;
template <class Step>
struct awaited_item {
    using type = decltype(*std::declval<Step&>());
};
template <class T>
struct awaited_item<std::optional<T>> { // nobody else keeps it
    using type = T&&;
};
template <class Ref>
struct awaited_yield {
    using type = Ref;
};
template <class T>
struct awaited_yield<const T&> { // what generator<T> gives
    using type = T;
};

/// The end of a source that is owned: closed by the fiber that asked it, also when the generator is dropped.
template <class S>
class closed_by_fiber {
public:
    explicit closed_by_fiber(std::remove_reference_t<S>& source) noexcept : source_(&source) {}
    closed_by_fiber(const closed_by_fiber&) = delete;
    ~closed_by_fiber() {
        if (!source_ || !in_fiber()) return; // dropped elsewhere: the source's own destructor sees to it
        try {
            close();
        } catch (...) {
            report_unraisable(std::current_exception(), "closing a stream that was awaited by a fiber");
        }
    }
    void close() {
        [[maybe_unused]] auto* const source = std::exchange(source_, nullptr);
        if constexpr (!std::is_reference_v<S> && requires {
                          { source->close() } -> awaitable;
                      })
            static_cast<void>(await(shield(source->close())));
    }

private:
    std::remove_reference_t<S>* source_;
};

template <class S>
generator<typename awaited_yield<typename awaited_item<awaited_step_t<S>>::type>::type>
await_items(S source) {
    using item = typename awaited_item<awaited_step_t<S>>::type;
    closed_by_fiber<S> end(source);
    for (;;) {
        auto step = await(source.next());
        if (!step) break;
        co_yield static_cast<item>(*step);
    }
    end.close();
}

} // namespace detail

/// The items of a stream, as a generator: whoever asks it is left where it stands until the next item is there.
/// Throws: what the stream does; what await() does: it is to be asked on a fiber.
/// Close: ending, failing, closing or dropping it closes the stream, on the same fiber, and waits for that; an error of it goes to
/// the unraisable hook when the generator is dropped. Lifetime: an lvalue stream is borrowed and left open, an rvalue kept.
/// Example: `for (const std::string& line : awaited(connection.lines())) parser.feed(line);`
template <class S>
    requires requires(std::remove_reference_t<S>& source) {
        { source.next() } -> awaitable;
    }
auto awaited(S&& source) {
    return detail::await_items<S>(static_cast<S&&>(source));
}

} // namespace rondo::inline v0
