// SPDX-License-Identifier: BSL-1.0
//
// A pipeline at work: a node a stage, each with the next inside, so that one loop over the lines of a block is all there is.
//
//     push(item)   down the stages, now        false: no more is wanted
//     flush()      what waits to be awaited, stage by stage
//     drain()      the end: what stages hold back
#pragma once

#include <rondo/io/detail/line_stages.hpp>

namespace rondo::inline v0::detail {

template <class In, class... Stages>
struct stage_node;

/// The end of the chain is a sink, which has push, flush and finish of its own; see line_sinks.hpp.
template <class In, class Sink>
struct stage_node<In, Sink> {
    explicit stage_node(Sink&& s) : sink(std::move(s)), count{Sink::name} {}
    bool push(In&& item, pipeline_context& at) {
        ++count.in;
        return sink.template push<In>(static_cast<In&&>(item), state, count, at);
    }
    task<bool> flush(pipeline_context& at) { return sink.template flush<In>(state, count, at); }
    task<> close() { return sink.close(); }
    void report(std::vector<stage_report>& all) const { all.push_back(count); }
    void told(const pipeline_report&) noexcept {}
    std::uint64_t out() const noexcept { return count.out; }
    Sink sink;
    typename Sink::template state<In> state;
    stage_report count;
};

template <class In, class Stage, class Next, class... Rest>
struct stage_node<In, Stage, Next, Rest...> {
    using out_type = typename Stage::template out<In>;
    stage_node(Stage&& s, Next&& n, Rest&&... rest)
        : stage(std::move(s)), next(std::move(n), std::move(rest)...), count{Stage::name} {}
    stage_node(const stage_node&) = delete;
    bool push(In&& item, pipeline_context& at) {
        ++count.in;
        return stage.template push<In>(static_cast<In&&>(item), *this, at);
    }
    bool pass(out_type&& item, pipeline_context& at) {
        ++count.out;
        return next.push(static_cast<out_type&&>(item), at);
    }
    task<bool> flush(pipeline_context& at) {
        bool more = true;
        if constexpr (Stage::awaits) {
            const bool mine = co_await stage.template flush<In>(*this, at);
            more = mine;
        }
        const bool below = co_await next.flush(at);
        co_return more&& below;
    }
    // Stage by stage from the top, so that each may still pass on what it held back.
    task<> drain(pipeline_context& at) {
        static_cast<void>(stage.end(*this, at));
        if constexpr (Stage::awaits) static_cast<void>(co_await stage.template flush<In>(*this, at));
        if constexpr (requires { next.drain(at); })
            co_await next.drain(at);
        else
            static_cast<void>(co_await next.flush(at));
    }
    task<> close() {
        if constexpr (requires { stage.close(); }) co_await stage.close();
        co_await next.close();
    }
    void report(std::vector<stage_report>& all) const {
        all.push_back(count);
        next.report(all);
    }
    void told(const pipeline_report& now) {
        stage.told(now);
        next.told(now);
    }
    std::uint64_t out() const noexcept { return next.out(); }
    Stage stage;
    stage_node<out_type, Next, Rest...> next;
    typename Stage::template state<In> state;
    stage_report count;
};

} // namespace rondo::inline v0::detail
