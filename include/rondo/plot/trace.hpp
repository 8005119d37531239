// SPDX-License-Identifier: BSL-1.0
//
// `trace_writer`: what happened when, as Chrome trace events, which Perfetto and chrome://tracing open. A track is a
// thread of a process; on it lie slices (complete, or begun and ended), instants and counters; flows are arrows between
// slices, and async slices overlap freely. Times are numbers of the caller's unit, from any origin.
//
//     output_file file("bank.json");
//     trace_writer trace(file, {.unit = time_unit::minutes});
//     trace.name_thread({1, 1}, "clerk");
//     trace.complete({1, 1}, "serve", began, env.now() - began, {{"customer", 17}});
//     trace.counter({1, 0}, "queue", env.now(), {{"waiting", 3}});
//     trace.finish();
#pragma once

#include <rondo/plot/axis.hpp>
#include <rondo/plot/json.hpp>

#include <initializer_list>

namespace rondo::inline v0::plot {

/// Where an event is shown: a process groups threads, and a thread is a line of slices.
struct track {
    std::int64_t process = 1;
    std::int64_t thread = 1;
};

/// A named value that is shown with an event.
/// Lifetime: texts are borrowed until the call returns.
struct trace_argument {
    std::string_view name;
    std::variant<double, std::int64_t, bool, std::string_view> value;

    trace_argument(std::string_view n, double v) : name(n), value(v) {}
    trace_argument(std::string_view n, bool v) : name(n), value(v) {}
    template <class T>
        requires std::integral<T> && (!std::same_as<T, bool>)
    trace_argument(std::string_view n, T v) : name(n), value(static_cast<std::int64_t>(v)) {}
    template <class T>
        requires std::convertible_to<const T&, std::string_view>
    trace_argument(std::string_view n, const T& v) : name(n), value(std::string_view(v)) {}
};

using trace_arguments = std::initializer_list<trace_argument>;

struct trace_options {
    time_unit unit = time_unit::seconds; ///< what 1 is; `none` counts as seconds
};

/// Writes events as they come, in constant memory. What was written is readable even when the program dies before
/// finish(): the format lets the last bracket be missing. Events may come in any order of time.
/// Throws: value_error, of every event, for a time that is not finite or beyond 285 years, and for a negative duration;
/// what the sink throws. Cost: times are kept to a nanosecond.
/// Source: Trace Event Format, JSON array form (Google, 2016).
class RONDO_API trace_writer {
public:
    explicit trace_writer(text_sink out, trace_options options = {});
    trace_writer(const trace_writer&) = delete;
    trace_writer& operator=(const trace_writer&) = delete;
    /// Finishes; an error goes to the unraisable hook.
    ~trace_writer();

    void name_process(std::int64_t process, std::string_view name);
    void name_thread(track where, std::string_view name);
    /// Threads are shown by rising `position`, from above.
    void order_thread(track where, std::int64_t position);

    /// A slice of which begin and duration are known. Slices of a track either nest or do not touch.
    void complete(track where, std::string_view name, double begin, double duration,
                  trace_arguments arguments = {});
    /// A slice whose end is yet to come.
    void begin(track where, std::string_view name, double at, trace_arguments arguments = {});
    /// Ends the slice that was begun last on this track.
    void end(track where, double at, trace_arguments arguments = {});
    /// A point in time.
    void instant(track where, std::string_view name, double at, trace_arguments arguments = {});
    /// Values that hold from now on, drawn as a stacked area. They belong to the process of `where`.
    void counter(track where, std::string_view name, double at, std::initializer_list<trace_argument> values);

    /// An arrow from the slice around `at` on one track, by way of others, to one on another; `id` tells arrows apart.
    void flow_begin(track where, std::string_view name, std::uint64_t id, double at);
    void flow_step(track where, std::string_view name, std::uint64_t id, double at);
    void flow_end(track where, std::string_view name, std::uint64_t id, double at);

    /// A slice that may overlap others: a customer from arrival to departure. `name` and `id` together name it.
    void async_begin(track where, std::string_view name, std::uint64_t id, double at,
                     trace_arguments arguments = {});
    void async_end(track where, std::string_view name, std::uint64_t id, double at,
                   trace_arguments arguments = {});

    /// Writes the last bracket. Nothing can be written afterwards; finishing twice does nothing.
    void finish();
    std::uint64_t events() const noexcept { return events_; }

private:
    struct event;
    void write(const event& e);
    std::int64_t nanoseconds(double time, std::string_view name) const;

    text_sink out_;
    double nanoseconds_; ///< in the unit
    std::string line_;   ///< one event: what throws on the way leaves nothing half written
    std::uint64_t events_ = 0;
    bool finished_ = false;
};

} // namespace rondo::inline v0::plot
