// SPDX-License-Identifier: BSL-1.0
//
// Pipelines of lines. Stages are values; together with the source they are one loop over the lines of each block, and only
// blocks are awaited.
//
//     auto report = co_await (lines("app.log") | filter(contains("ERROR")) | map(after(": ")) | into("errors.txt"));
//
//     source ──block──► one loop over its lines: filter ► map ► … ► sink            then what is to be awaited: a write, a send
//
// Stages: filter, filterfalse, map, take, drop, islice, batch, stage (a generator function), tee, progress; predicates and
// parts of texts (text.hpp) stand for filter and map of them. `on_failure(…)` tells what becomes of errors of the stage before it.
#pragma once

#include <rondo/core/scheduler.hpp>
#include <rondo/gen/iter/filter.hpp>
#include <rondo/gen/iter/transform.hpp>
#include <rondo/gen/iter/windows.hpp>
#include <rondo/io/detail/line_nodes.hpp>
#include <rondo/io/detail/line_sinks.hpp>
#include <rondo/io/lines.hpp>
#include <rondo/io/text.hpp>
#include <rondo/sync/channel.hpp>

#include <memory>
#include <tuple>

namespace rondo::inline v0 {

struct into_tag {};
struct tee_into_tag {};
struct on_failure_tag {};
struct progress_tag {};

/// Lines with stages: what `lines(…) | stage` gives. Ends with `| into(sink)`.
template <block_source Source, class... Stages>
struct line_pipeline {
    basic_lines<Source> source;
    std::tuple<Stages...> stages;
};

namespace detail {

template <class Sink>
inline constexpr bool is_sink = false;
template <class T>
inline constexpr bool is_sink<text_sink<T>> = true;
template <class T>
inline constexpr bool is_sink<channel_sink<T>> = true;
template <class T>
inline constexpr bool is_sink<container_sink<T>> = true;
template <class T>
inline constexpr bool is_sink<function_sink<T>> = true;

template <class Source, class... Stages, class Stage>
auto with_stage(line_pipeline<Source, Stages...>&& to, Stage&& added) {
    return line_pipeline<Source, Stages..., std::remove_cvref_t<Stage>>{
        std::move(to.source), std::tuple_cat(std::move(to.stages), std::tuple<std::remove_cvref_t<Stage>>(
                                                                       static_cast<Stage&&>(added)))};
}
template <class X>
inline constexpr bool is_lines = false;
template <class Source>
inline constexpr bool is_lines<basic_lines<Source>> = true;

/// A predicate that finds the next line for itself, in many: `find(lines)` gives a place in one that may fit, or npos.
template <class Predicate>
concept line_search = requires(const Predicate& p, std::string_view lines) {
    { p.find(lines) } -> std::same_as<std::size_t>;
    { p.can_search() } -> std::same_as<bool>;
};
template <class Stage>
inline constexpr bool searches = false;
template <line_search Predicate, class Policy>
inline constexpr bool searches<filter_lines<true, Predicate, Policy>> = true;

/// A pipeline with its sink, at work.
template <class Source, class... Chain>
struct line_work {
    line_work(basic_lines<Source> from, Chain&&... chain) : in(std::move(from)), all(std::move(chain)...) {}

    bool push(const line& one) {
        at.now = &one;
        return all.push(one, at);
    }
    // The whole lines of a block. Returns: whether more is wanted.
    bool feed(std::size_t block_bytes) {
        line_splitter& lines = in.splitter();
        if constexpr (searches<std::tuple_element_t<0, std::tuple<Chain...>>>) {
            const bool fits = lines.options().max_bytes >= block_bytes && !lines.options().strip_cr;
            if (fits && all.stage.predicate.can_search())
                return lines.each_found([&](std::string_view text) { return all.stage.predicate.find(text); },
                                        [&](const line& one) { return push(one); });
        }
        return lines.each_whole([&](const line& one) { return push(one); });
    }
    pipeline_report report(scheduler* on) const {
        pipeline_report made;
        made.path = in.path();
        made.lines = in.number();
        made.bytes = in.bytes();
        made.out = all.out();
        if (on) made.seconds = on->now() - begun;
        all.report(made.stages);
        made.stages.front().in = made.lines; // those that a search passed over, too
        return made;
    }
    task<> read_all() {
        scheduler* const on = scheduler::current();
        for (bool more = true; more;) {
            const std::optional<block> read = co_await in.source().next_block();
            if (read) {
                in.count(*read);
                in.splitter().push(*read);
            } else {
                in.splitter().finish();
            }
            more = feed(read ? read->size : 0);
            const bool wanted = co_await all.flush(at);
            more = more && wanted;
            if (more) {
                const std::optional<line> last = in.splitter().next(); // only at the end there is one
                if (last) more = push(*last);
            }
            if (!read) more = false;
            if (read) all.told(report(on));
        }
    }
    task<> drain() {
        if constexpr (requires { all.drain(at); })
            co_await all.drain(at);
        else
            static_cast<void>(co_await all.flush(at));
    }

    basic_lines<Source> in;
    stage_node<const line&, Chain...> all;
    pipeline_context at{};
    instant begun{};
};

/// What was good before an error reaches the sink, too; then the error goes on.
template <class Source, class... Chain>
task<pipeline_report> run_lines(basic_lines<Source> source, std::tuple<Chain...> chain) {
    auto make = [&](auto&&... parts) {
        return std::make_unique<line_work<Source, Chain...>>(std::move(source), std::move(parts)...);
    };
    const auto work = std::apply(make, std::move(chain));
    scheduler* const on = scheduler::current();
    work->at.path = work->in.path();
    work->begun = on->now();
    std::exception_ptr error;
    try {
        co_await work->read_all();
    } catch (...) {
        error = std::current_exception();
    }
    if (error && is_cancelled(error)) std::rethrow_exception(std::move(error));
    work->at.now = nullptr;
    try {
        if (error)
            static_cast<void>(co_await work->all.flush(work->at));
        else
            co_await work->drain();
    } catch (...) {
        if (!error) error = std::current_exception();
    }
    if (error && is_cancelled(error)) std::rethrow_exception(std::move(error));
    co_await work->all.close();
    if (error) std::rethrow_exception(std::move(error));
    co_return work->report(on);
}

} // namespace detail

/// A pipeline with its end: awaited once, in a task or a fiber, it runs, and gives a pipeline_report.
/// Throws: pipeline_error, which names the file, the line and the stage; line_too_long; what source and sink throw. What came
/// before the error has reached the sink then, and a file is whole and closed. Cancel: as an error at the next block, but
/// what the sink has not written yet is lost, which a file_writer says.
template <class Source, class... Chain>
class [[nodiscard("a pipeline runs when it is awaited")]] line_job {
public:
    line_job(basic_lines<Source> source, std::tuple<Chain...> chain)
        : source_(std::move(source)), chain_(std::move(chain)) {}
    auto bind(body& runner, place at) && { return detail::make_awaiter(runner, std::move(*this).run(), at); }
    /// The same as a task: for groups.
    task<pipeline_report> run() && { return detail::run_lines(std::move(source_), std::move(chain_)); }

private:
    basic_lines<Source> source_;
    std::tuple<Chain...> chain_;
};

namespace detail {

template <class Source>
line_pipeline<Source> as_pipeline(basic_lines<Source>&& from) {
    return {std::move(from), {}};
}

// What a stage that is written for any source is for lines.
template <class F>
auto line_stage(filter_tag, F f) {
    return filter_lines<true, F>(std::move(f));
}
template <class F>
auto line_stage(filterfalse_tag, F f) {
    return filter_lines<false, F>(std::move(f));
}
template <text Literal>
auto line_stage(filter_tag, closure<contains_tag, Literal> wanted) {
    const std::string_view literal(std::get<0>(wanted.args));
    return filter_lines<true, literal_search>(literal_search(std::string(literal)));
}
template <text Literal>
auto line_stage(filterfalse_tag, closure<contains_tag, Literal> wanted) {
    const std::string_view literal(std::get<0>(wanted.args));
    return filter_lines<false, literal_search>(literal_search(std::string(literal)));
}
template <text Literal>
auto line_stage(contains_tag, Literal literal) {
    return filter_lines<true, literal_search>(literal_search(std::string(std::string_view(literal))));
}
template <class F>
auto line_stage(map_tag, F f) {
    return map_lines<F>(std::move(f));
}
inline auto line_stage(islice_tag, slice_bounds bounds) { return slice_lines(bounds); }
inline auto line_stage(batched_tag, std::ptrdiff_t size, bool) { return batch_lines(size); }
template <class F>
auto line_stage(stage_tag, F f) {
    return generator_lines<F>(std::move(f));
}
template <class F>
auto line_stage(progress_tag, F f, std::uint64_t every) {
    return progress_lines<F>(std::move(f), every);
}
template <class Sink>
auto line_stage(tee_into_tag, Sink sink) {
    return tee_lines<Sink>(std::move(sink));
}

template <class Tag, class... Args>
concept has_line_stage = requires(Args&&... args) { line_stage(Tag{}, static_cast<Args&&>(args)...); };

template <class Source, class... Stages, class Policy>
auto with_policy(line_pipeline<Source, Stages...>&& to, Policy policy) {
    static_assert(sizeof...(Stages) > 0,
                  "lines | on_failure(…): it stands behind the stage whose errors it means");
    using last = std::tuple_element_t<sizeof...(Stages) - 1, std::tuple<Stages...>>;
    static_assert(
        requires(last&& stage) { std::move(stage).with(policy); },
        "lines | … | on_failure(…): it is for errors of filter, filterfalse and map");
    return [&]<std::size_t... I>(std::index_sequence<I...>) {
        auto stage = std::get<sizeof...(Stages) - 1>(std::move(to.stages)).with(std::move(policy));
        return line_pipeline<Source, std::tuple_element_t<I, std::tuple<Stages...>>..., decltype(stage)>{
            std::move(to.source), {std::get<I>(std::move(to.stages))..., std::move(stage)}};
    }(std::make_index_sequence<sizeof...(Stages) - 1>());
}

template <class Tag, class Source, class... Stages, class... Args>
auto line_adapt(line_pipeline<Source, Stages...>&& to, Args&&... args) {
    if constexpr (std::same_as<Tag, into_tag>) {
        auto chain = std::tuple_cat(std::move(to.stages), std::tuple<Args...>(static_cast<Args&&>(args)...));
        return line_job(std::move(to.source), std::move(chain));
    } else if constexpr (std::same_as<Tag, on_failure_tag>) {
        return with_policy(std::move(to), static_cast<Args&&>(args)...);
    } else if constexpr (std::same_as<Tag, composed_tag>) {
        return [&](auto&& first, auto&& second) {
            return (std::move(to) | std::move(first)) | std::move(second);
        }(static_cast<Args&&>(args)...);
    } else {
        static_assert(
            has_line_stage<Tag, Args...>,
            "lines | stage: pipelines of lines know filter, filterfalse, map, take, drop, islice, batch, "
            "stage(f), "
            "tee, progress, on_failure and into; other stages take a range: for (auto&& x : in | stage)");
        return with_stage(std::move(to), line_stage(Tag{}, static_cast<Args&&>(args)...));
    }
}

template <class F>
concept function_of_texts = std::derived_from<std::remove_cvref_t<F>, text_function> ||
                            std::derived_from<std::remove_cvref_t<F>, text_predicate>;

} // namespace detail

template <class Source, class... Stages, stage_value Stage>
auto operator|(line_pipeline<Source, Stages...>&& to, Stage&& added) {
    std::remove_cvref_t<Stage> stage(static_cast<Stage&&>(added));
    return std::apply(
        [&](auto&&... args) {
            return detail::line_adapt<typename std::remove_cvref_t<Stage>::tag>(std::move(to),
                                                                                std::move(args)...);
        },
        std::move(stage.args));
}
template <class Source, stage_value Stage>
auto operator|(basic_lines<Source>&& from, Stage&& stage) {
    return detail::as_pipeline(std::move(from)) | static_cast<Stage&&>(stage);
}
template <class Source, class... Stages, detail::function_of_texts F>
auto operator|(line_pipeline<Source, Stages...>&& to, F f) {
    if constexpr (std::derived_from<F, detail::text_predicate>)
        return std::move(to) | filter(std::move(f));
    else
        return std::move(to) | map(std::move(f));
}
template <class Source, detail::function_of_texts F>
auto operator|(basic_lines<Source>&& from, F f) {
    return detail::as_pipeline(std::move(from)) | std::move(f);
}
template <class Source, class Stage>
    requires stage_value<Stage> || detail::function_of_texts<Stage>
void operator|(basic_lines<Source>&, Stage&&) {
    static_assert(detail::unsupported<Stage>,
                  "lines | stage: a pipeline owns its lines: std::move(in) | stage");
}

// ---- the ends

/// Items as lines of the file at `path`, which is made, or emptied.
inline auto into(std::string path) {
    return detail::make_closure(into_tag{}, detail::text_sink<file_writer>(file_writer(std::move(path))));
}
inline auto into(const char* path) { return into(std::string(path)); }
inline auto into(file_writer to) {
    return detail::make_closure(into_tag{}, detail::text_sink<file_writer>(std::move(to)));
}
/// Items as lines of an open file, from where it stands; it is closed then.
inline auto into(file to) { return detail::make_closure(into_tag{}, detail::text_sink<file>(std::move(to))); }
/// Items as messages. The sender is closed at the end, a channel is not.
template <class T>
auto into(sender<T>&& to) {
    return detail::make_closure(into_tag{}, detail::channel_sink<sender<T>>(std::move(to)));
}
template <class T>
auto into(channel<T>& to) {
    return detail::make_closure(into_tag{}, detail::channel_sink<channel<T>&>(to));
}
/// Items at the end of a container, which outlives the pipeline; texts as copies.
template <class Container>
    requires requires(Container& c) { c.insert(c.end(), *c.begin()); }
auto into(Container& to) {
    return detail::make_closure(into_tag{}, detail::container_sink<Container>(to));
}
/// Calls f(item): false says stop; of a task<> the items wait until the lines of the block are through.
template <class F>
    requires std::move_constructible<F> && (!requires(F& c) { c.insert(c.end(), *c.begin()); }) &&
             (!std::convertible_to<F, std::string>) // a char* is a path
auto into(F f) {
    return detail::make_closure(into_tag{}, detail::function_sink<F>(std::move(f)));
}

// ---- stages of pipelines of lines alone

/// Everything, into `sink` too: `tee(into("copy.txt"))`.
template <class Sink>
auto tee(closure<into_tag, Sink> sink) {
    return detail::make_closure(tee_into_tag{}, std::get<0>(std::move(sink.args)));
}
/// Items in vectors of `size`; the last may be shorter. Throws: value_error unless it is above zero.
inline auto batch(std::ptrdiff_t size) { return batched(size); }
/// Calls f(pipeline_report) after a block when `every` bytes were read since the last call.
template <class F>
auto progress(F f, std::uint64_t every = std::uint64_t(64) << 20) {
    return detail::make_closure(progress_tag{}, std::move(f), every);
}
/// What becomes of errors of the stage before: `on_failure(on_error::stop)`, which is the default, throws pipeline_error;
/// `on_failure(on_error::skip)` leaves the item out, and counts it; `on_failure(f)` does, and calls f(rejected).
/// Throws: value_error for on_error::collect: a file may have more errors than memory holds.
inline auto on_failure(on_error what) {
    if (what == on_error::collect)
        throw value_error(
            "lines | on_failure(on_error::collect): give it a function that keeps what it is told");
    return detail::make_closure(on_failure_tag{}, detail::told_on_error{what});
}
template <std::invocable<rejected> F>
auto on_failure(F f) {
    return detail::make_closure(on_failure_tag{}, detail::reject_on_error<F>{std::move(f)});
}

} // namespace rondo::inline v0
