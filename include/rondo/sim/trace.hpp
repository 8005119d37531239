// SPDX-License-Identifier: BSL-1.0
//
// Traces of a run, written while it goes on, in constant memory but for what is alive:
//
//     event_trace    a line of JSON for each event: for programs, and for `diff`
//     chrome_trace   a track for each process, with what it waited for, and curves for what is counted: to be looked at,
//                    in Perfetto or chrome://tracing
#pragma once

#include <rondo/plot/trace.hpp>
#include <rondo/sim/event_observer.hpp>
#include <rondo/sim/monitor.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace rondo::inline v0::sim {

/// Writes each event as a line of JSON:
/// `{"number":7,"time":2.5,"event":"timeout","at":"model.cpp:17","wakes":["clerk"]}`; where they apply "process", of a
/// start, an end or an interrupt, and "failed". Throws: what the sink throws, out of run().
/// Example: `plot::output_file file("run.jsonl"); sim::event_trace trace(env, file);`
class RONDO_API event_trace final : public event_observer {
public:
    event_trace(any_environment& env, plot::text_sink out);

private:
    void happens(const happening& what) override;
    plot::json_writer out_;
};

/// Writes what each process did as a track of slices: its life, and in it each wait that took time, by what it waited for
/// ("request", "timeout"). An interrupt is a mark, and ends the wait. Units of time are `options.unit`.
/// Throws: what the sink throws, out of run(). Lifetime: the sink's target outlives it; any order with the environment.
/// Example: `plot::output_file file("bank.json"); sim::chrome_trace trace(env, file, {.unit = plot::time_unit::minutes});`
class RONDO_API chrome_trace final : public event_observer {
public:
    chrome_trace(any_environment& env, plot::text_sink out, plot::trace_options options = {});
    ~chrome_trace();

    /// Draws how many wait for `of`, and how much of it is used, or there, from now on.
    template <has_monitor X>
    void watch(X& of, std::string_view name) {
        watch(of.lines(), name);
    }
    /// Draws a number of the model's own from now on.
    void counter(std::string_view name, double value);
    /// Marks this moment on the track of the process that runs, or of none.
    void mark(std::string_view text);
    /// Writes the last bracket. Nothing is written afterwards; finishing twice does nothing.
    void finish();

private:
    class curve;
    struct seen {
        double since; ///< it waits since then
        bool begun;   ///< its life stands in the trace
    };
    void happens(const happening& what) override;
    void watch(detail::queues& of, std::string_view name);
    seen& of(const any_process& who, double now);
    void end_wait(const any_process& who, std::string_view for_what, double now);

    plot::trace_writer out_;
    std::unordered_map<std::uint64_t, seen> alive_;
    std::vector<std::unique_ptr<curve>> curves_;
    bool finished_ = false;
};

} // namespace rondo::inline v0::sim
