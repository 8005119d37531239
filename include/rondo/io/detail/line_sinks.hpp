// SPDX-License-Identifier: BSL-1.0
//
// Where a pipeline of lines ends. What a sink is given while the lines of a block run through it keeps, and hands on when they
// are through: so memory is bounded by a block, and nothing is awaited for a line.
#pragma once

#include <rondo/io/detail/line_stages.hpp>
#include <rondo/io/file.hpp>
#include <rondo/io/file_writer.hpp>

#include <span>

namespace rondo::inline v0::detail {

/// What one sink adds to its node: by default nothing waits.
struct plain_sink {
    static constexpr const char* name = "into";
    template <class In>
    struct state {};
    template <class In, class State>
    task<bool> flush(State&, stage_report&, pipeline_context&) {
        co_return true;
    }
    task<> close() { co_return; }
};

/// A text and a newline each.
template <class Target>
struct text_sink : plain_sink {
    explicit text_sink(Target t) : target(std::move(t)) {}
    template <class In, class State>
    bool push(In&& item, State&, stage_report& count, pipeline_context&) {
        static_assert(std::is_convertible_v<In, std::string_view>,
                      "lines | … | into(file): a file takes texts: map the items to std::string first");
        kept += static_cast<std::string_view>(item);
        kept += '\n';
        ++count.out;
        return true;
    }
    template <class In, class State>
    task<bool> flush(State&, stage_report&, pipeline_context&) {
        if (!kept.empty()) {
            if constexpr (std::same_as<Target, file_writer>)
                co_await target.write(kept);
            else
                co_await target.write_all(std::as_bytes(std::span(kept)));
            kept.clear();
        }
        co_return true;
    }
    task<> close() {
        if constexpr (std::same_as<Target, file_writer>) co_await target.finish();
        co_return;
    }
    Target target;
    std::string kept;
};

/// `Target`: a sender, or a reference to a channel.
template <class Target>
struct channel_sink : plain_sink {
    using value = typename std::remove_reference_t<Target>::value_type;
    explicit channel_sink(Target t) : target(static_cast<Target&&>(t)) {}
    template <class In, class State>
    bool push(In&& item, State&, stage_report&, pipeline_context&) {
        static_assert(std::is_constructible_v<value, owned_t<In>>,
                      "lines | … | into(channel): its messages cannot be made of the items");
        kept.push_back(value(owned<In>(static_cast<In&&>(item))));
        return true;
    }
    template <class In, class State>
    task<bool> flush(State&, stage_report& count, pipeline_context&) {
        auto all = std::exchange(kept, {});
        for (value& one : all) {
            co_await target.send(std::move(one));
            ++count.out;
        }
        co_return true;
    }
    Target target;
    std::vector<value> kept;
};

template <class Container>
struct container_sink : plain_sink {
    using value = typename Container::value_type;
    explicit container_sink(Container& c) noexcept : target(&c) {}
    template <class In, class State>
    bool push(In&& item, State&, stage_report& count, pipeline_context&) {
        static_assert(std::is_constructible_v<value, owned_t<In>>,
                      "lines | … | into(container): its elements cannot be made of the items");
        target->insert(target->end(), value(owned<In>(static_cast<In&&>(item))));
        ++count.out;
        return true;
    }
    Container* target;
};

/// A function, which may say stop by giving false, and may be a coroutine: it is called then when the lines are through.
template <class F>
struct function_sink : plain_sink {
    explicit function_sink(F f) : function(std::move(f)) {}
    template <class In>
    struct state {};
    template <class In>
        requires awaitable<std::invoke_result_t<F&, In>>
    struct state<In> {
        struct pending {
            std::remove_cvref_t<In> item;
            std::optional<line> from;
        };
        std::vector<pending> waiting;
    };
    template <class In>
    bool push(In&& item, state<In>& kept, stage_report& count, pipeline_context& at) {
        using made = std::invoke_result_t<F&, In>;
        if constexpr (awaitable<made>) {
            kept.waiting.push_back(
                {static_cast<In&&>(item), at.now ? std::optional<line>(*at.now) : std::nullopt});
            return true;
        } else {
            bool more = true;
            try {
                if constexpr (std::same_as<made, bool>)
                    more = function(static_cast<In&&>(item));
                else
                    static_cast<void>(function(static_cast<In&&>(item)));
                ++count.out;
            } catch (...) {
                handle_stage_error(policy, count, at);
            }
            return more;
        }
    }
    template <class In>
    task<bool> flush(state<In>& kept, stage_report& count, pipeline_context& at) {
        if constexpr (awaitable<std::invoke_result_t<F&, In>>) {
            auto all = std::exchange(kept.waiting, {});
            for (auto& one : all) {
                at.now = one.from ? &*one.from : nullptr;
                std::exception_ptr error;
                try {
                    auto what = function(static_cast<In&&>(one.item));
                    co_await std::move(what);
                    ++count.out;
                } catch (...) {
                    error = std::current_exception();
                }
                if (error && is_cancelled(error)) std::rethrow_exception(std::move(error));
                if (error) policy(count, at, std::move(error));
            }
        }
        co_return true;
    }
    F function;
    stop_on_error policy;
};

/// Passes everything on, and gives it to a sink as well.
template <class Sink>
struct tee_lines : plain_stage {
    static constexpr const char* name = "tee";
    static constexpr bool awaits = true;
    explicit tee_lines(Sink s) : sink(std::move(s)), count{Sink::name} {}
    template <class In>
    using out = In;
    template <class In>
    using copied = const std::remove_reference_t<In>&;
    template <class In>
    using state = typename Sink::template state<copied<In>>;
    template <class In, class Node>
    bool push(In&& item, Node& node, pipeline_context& at) {
        sink.template push<copied<In>>(std::as_const(item), node.state, count, at);
        return node.pass(static_cast<In&&>(item), at);
    }
    template <class In, class Node>
    task<bool> flush(Node& node, pipeline_context& at) {
        return sink.template flush<copied<In>>(node.state, count, at);
    }
    task<> close() { return sink.close(); }
    Sink sink;
    stage_report count;
};

} // namespace rondo::inline v0::detail
