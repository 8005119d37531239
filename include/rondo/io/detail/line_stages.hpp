// SPDX-License-Identifier: BSL-1.0
//
// The stages of pipelines of lines. A stage is pushed an item, and passes on what it makes of it through its node; what must
// be awaited it keeps until the block's lines are through.
#pragma once

#include <rondo/base/errors.hpp>
#include <rondo/core/awaitable.hpp>
#include <rondo/core/task.hpp>
#include <rondo/fiber/fiber_generator.hpp>
#include <rondo/gen/generator.hpp>
#include <rondo/gen/iter/fold.hpp>
#include <rondo/gen/iter/islice.hpp>
#include <rondo/gen/iter/stage.hpp>
#include <rondo/io/find_byte.hpp>
#include <rondo/io/line_splitter.hpp>
#include <rondo/io/pipeline_report.hpp>
#include <rondo/stream/stage.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace rondo::inline v0::detail {

/// What is kept of an item beyond its block.
template <class In>
using owned_t =
    std::conditional_t<std::is_convertible_v<In, std::string_view>, std::string, std::remove_cvref_t<In>>;
template <class In>
owned_t<In> owned(In&& item) {
    if constexpr (std::same_as<owned_t<In>, std::string> &&
                  !std::same_as<std::remove_cvref_t<In>, std::string>)
        return std::string(static_cast<std::string_view>(item));
    else
        return static_cast<In&&>(item);
}

template <class T>
struct kept_result { // a reference, too
    T value;
};

/// Where a pipeline is.
struct pipeline_context {
    std::string_view path;
    const line* now = nullptr; // null at the end
};

/// What becomes of an error of a stage.
struct stop_on_error {
    void operator()(stage_report& of, const pipeline_context& at, std::exception_ptr error) const {
        throw_pipeline_error(of, at.path, at.now, std::move(error));
    }
};
struct told_on_error {
    on_error what;
    void operator()(stage_report& of, const pipeline_context& at, std::exception_ptr error) const {
        if (what == on_error::stop) throw_pipeline_error(of, at.path, at.now, std::move(error));
        ++of.skipped;
    }
};
template <class F>
struct reject_on_error {
    F sink;
    void operator()(stage_report& of, const pipeline_context& at, std::exception_ptr error) {
        ++of.skipped;
        sink(rejected_line(of, at.path, at.now, std::move(error)));
    }
};
/// In a handler. What a cancelled body throws is no error of a stage.
template <class Policy>
void handle_stage_error(Policy& policy, stage_report& of, const pipeline_context& at) {
    std::exception_ptr error = std::current_exception();
    if (is_cancelled(error)) std::rethrow_exception(std::move(error));
    policy(of, at, std::move(error));
}

/// What one stage adds to its node: by default nothing waits, and nothing is held back.
struct plain_stage {
    template <class In>
    struct state {};
    template <class Node>
    bool end(Node&, pipeline_context&) {
        return true;
    }
    static constexpr bool awaits = false;
    void told(const pipeline_report&) noexcept {}
};

/// `contains(literal)`, which can also be searched for.
class literal_search {
public:
    explicit literal_search(std::string literal) noexcept : literal_(std::move(literal)) {}
    bool operator()(std::string_view text) const noexcept { return find(text) != text.npos; }
    std::size_t find(std::string_view text) const noexcept { return find_text(text, literal_); }
    static constexpr bool can_search() noexcept { return true; }

private:
    std::string literal_;
};

template <bool Wanted, class F, class Policy = stop_on_error>
struct filter_lines : plain_stage {
    static constexpr const char* name = Wanted ? "filter" : "filterfalse";
    explicit filter_lines(F f, Policy p = {}) : predicate(std::move(f)), policy(std::move(p)) {}
    template <class In>
    using out = In;
    template <class In, class Node>
    bool push(In&& item, Node& node, pipeline_context& at) {
        bool passes = false;
        try {
            passes = static_cast<bool>(predicate(std::as_const(item))) == Wanted;
        } catch (...) {
            handle_stage_error(policy, node.count, at);
        }
        return !passes || node.pass(static_cast<In&&>(item), at);
    }
    template <class Other>
    auto with(Other other) && {
        return filter_lines<Wanted, F, Other>(std::move(predicate), std::move(other));
    }
    F predicate;
    Policy policy;
};

template <class F, class Policy = stop_on_error>
struct map_lines {
    static constexpr const char* name = "map";
    explicit map_lines(F f, Policy p = {}) : function(std::move(f)), policy(std::move(p)) {}
    template <class In>
    using made = std::invoke_result_t<F&, In>;
    static constexpr bool awaits = true; // perhaps
    template <class In>
    struct out_of {
        using type = made<In>;
    };
    template <class In>
        requires awaitable<made<In>>
    struct out_of<In> {
        using type = await_result_t<made<In>>;
    };
    template <class In>
    using out = typename out_of<In>::type;
    template <class In>
    struct state {};
    template <class In>
        requires awaitable<made<In>>
    struct state<In> {
        struct pending { // f is called when it is its turn: what is never awaited was never made
            std::remove_cvref_t<In> item;
            std::optional<line> from;
        };
        std::vector<pending> waiting;
    };

    template <class In, class Node>
    bool push(In&& item, Node& node, pipeline_context& at) {
        static_assert(!std::is_void_v<made<In>>,
                      "lines | map(f): f gives nothing; for its effects alone: into(f)");
        if constexpr (awaitable<made<In>>) {
            node.state.waiting.push_back(
                {static_cast<In&&>(item), at.now ? std::optional<line>(*at.now) : std::nullopt});
            return true;
        } else {
            std::optional<kept_result<made<In>>> result;
            try {
                result.emplace(kept_result<made<In>>{function(static_cast<In&&>(item))});
            } catch (...) {
                handle_stage_error(policy, node.count, at);
            }
            return !result || node.pass(static_cast<made<In>&&>(result->value), at);
        }
    }
    template <class Node>
    bool end(Node&, pipeline_context&) {
        return true;
    }
    // Returns: whether more is wanted.
    template <class In, class Node>
    task<bool> flush(Node& node, pipeline_context& at) {
        bool more = true;
        if constexpr (awaitable<made<In>>) {
            auto all = std::exchange(node.state.waiting, {});
            for (auto& one : all) {
                at.now = one.from ? &*one.from : nullptr;
                std::optional<kept_result<out<In>>> result;
                std::exception_ptr error;
                try {
                    auto what = function(static_cast<In&&>(one.item));
                    if constexpr (std::is_reference_v<out<In>>) {
                        auto& got = co_await std::move(what);
                        result.emplace(kept_result<out<In>>{static_cast<out<In>>(got)});
                    } else {
                        auto got = co_await std::move(what);
                        result.emplace(kept_result<out<In>>{std::move(got)});
                    }
                } catch (...) {
                    error = std::current_exception();
                }
                if (error) {
                    if (is_cancelled(error)) std::rethrow_exception(std::move(error));
                    policy(node.count, at, std::move(error));
                } else if (!node.pass(static_cast<out<In>&&>(result->value), at)) {
                    more = false;
                    break;
                }
            }
        }
        co_return more;
    }
    void told(const pipeline_report&) noexcept {}
    template <class Other>
    auto with(Other other) && {
        return map_lines<F, Other>(std::move(function), std::move(other));
    }
    F function;
    Policy policy;
};

struct slice_lines : plain_stage {
    static constexpr const char* name = "islice";
    explicit slice_lines(slice_bounds b) noexcept : bounds(b), wanted(b.start) {}
    template <class In>
    using out = In;
    template <class In, class Node>
    bool push(In&& item, Node& node, pipeline_context& at) {
        if (seen >= bounds.stop) return false;
        const std::ptrdiff_t here = seen++;
        if (here == wanted) {
            wanted = bounds.step > bounds.stop - wanted ? bounds.stop : wanted + bounds.step;
            if (!node.pass(static_cast<In&&>(item), at)) return false;
        }
        return seen < bounds.stop && wanted < bounds.stop;
    }
    slice_bounds bounds;
    std::ptrdiff_t seen = 0, wanted;
};

struct batch_lines : plain_stage {
    static constexpr const char* name = "batch";
    explicit batch_lines(std::ptrdiff_t size) : most(static_cast<std::size_t>(size)) {
        if (size < 1)
            throw value_error("lines | batch(" + std::to_string(size) + "): at least one item makes a batch");
    }
    template <class In>
    using out = std::vector<owned_t<In>>&;
    template <class In>
    struct state {
        std::vector<owned_t<In>> items;
    };
    template <class In, class Node>
    bool push(In&& item, Node& node, pipeline_context& at) {
        auto& items = node.state.items;
        items.push_back(owned<In>(static_cast<In&&>(item)));
        if (items.size() < most) return true;
        const bool more = node.pass(items, at);
        items.clear();
        return more;
    }
    template <class Node>
    bool end(Node& node, pipeline_context& at) {
        if (node.state.items.empty()) return true;
        const bool more = node.pass(node.state.items, at);
        node.state.items.clear();
        return more;
    }
    std::size_t most;
};

template <class F>
struct progress_lines : plain_stage {
    static constexpr const char* name = "progress";
    progress_lines(F f, std::uint64_t bytes) : function(std::move(f)), every(bytes) {}
    template <class In>
    using out = In;
    template <class In, class Node>
    bool push(In&& item, Node& node, pipeline_context& at) {
        return node.pass(static_cast<In&&>(item), at);
    }
    void told(const pipeline_report& now) {
        if (now.bytes - last < every) return;
        last = now.bytes;
        function(now);
    }
    F function;
    std::uint64_t every, last = 0;
};

/// A generator function. It pulls, and the pipeline pushes: so it runs on a stack of its own, which is left in the middle
/// when it asks for an item that is not there yet.
template <class F>
struct generator_lines : plain_stage {
    static constexpr const char* name = "stage";
    using source = std::remove_cvref_t<typename first_parameter<F>::type>;
    using result = std::invoke_result_t<F&, source>;
    static_assert(is_generator<source> && is_generator<result>,
                  "lines | stage(f): f takes a generator by value, and gives one");
    explicit generator_lines(F f) : function(std::move(f)) {}
    template <class In>
    using out = typename result::reference;
    using pointer = std::add_pointer_t<std::remove_reference_t<typename result::reference>>;

    template <class In>
    struct state {
        std::remove_reference_t<In>* item = nullptr;
        bool ended = false;
        std::optional<fiber_generator<pointer>> running;
    };
    template <class State, class Yield>
    static source items(State& from, Yield& yield) {
        while (true) {
            while (!from.item && !from.ended) yield(pointer(nullptr));
            if (!from.item) co_return;
            auto* const item = std::exchange(from.item, nullptr);
            co_yield static_cast<typename source::yield_type>(*item);
        }
    }
    template <class In, class Node>
    bool push(In&& item, Node& node, pipeline_context& at) {
        node.state.item = std::addressof(item);
        return draw(node, at);
    }
    template <class Node>
    bool end(Node& node, pipeline_context& at) {
        node.state.ended = true;
        return draw(node, at);
    }
    template <class Node>
    bool draw(Node& node, pipeline_context& at) {
        auto& state = node.state;
        if (!state.running)
            state.running.emplace([this, &state](auto& yield) {
                for (auto&& made : function(items(state, yield))) yield(std::addressof(made));
            });
        while (true) {
            pointer made = nullptr;
            try {
                auto step = state.running->next();
                if (!step) return false;
                made = *step;
            } catch (...) {
                handle_stage_error(policy, node.count, at);
                return false; // it has ended
            }
            if (!made) return true;
            if (!node.pass(static_cast<typename result::reference>(*made), at)) return false;
        }
    }
    F function;
    stop_on_error policy;
};

} // namespace rondo::inline v0::detail
