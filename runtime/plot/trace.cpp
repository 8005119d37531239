// SPDX-License-Identifier: BSL-1.0
#include <rondo/plot/trace.hpp>

#include <rondo/base/assert.hpp>
#include <rondo/base/errors.hpp>
#include <rondo/base/unraisable.hpp>

#include <array>
#include <charconv>
#include <cmath>

namespace rondo::inline v0::plot {

namespace {

constexpr double nanoseconds_of(time_unit unit) {
    switch (unit) {
    case time_unit::nanoseconds:
        return 1;
    case time_unit::microseconds:
        return 1e3;
    case time_unit::milliseconds:
        return 1e6;
    case time_unit::minutes:
        return 60e9;
    case time_unit::hours:
        return 3600e9;
    case time_unit::days:
        return 86400e9;
    default:
        return 1e9;
    }
}

/// The format counts in microseconds: 1234567 as `1234.567`.
std::string in_microseconds(std::int64_t nanoseconds) {
    const bool negative = nanoseconds < 0;
    const std::uint64_t size =
        negative ? -static_cast<std::uint64_t>(nanoseconds) : static_cast<std::uint64_t>(nanoseconds);
    std::string text = (negative ? "-" : "") + std::to_string(size / 1000);
    if (size % 1000 == 0) return text;
    const std::string rest = std::to_string(1000 + size % 1000);
    text += '.';
    text.append(rest, 1, std::string::npos);
    return text.erase(text.find_last_not_of('0') + 1);
}

std::string hexadecimal(std::uint64_t id) {
    std::array<char, 16> digits;
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), id, 16).ptr;
    return "0x" + std::string(digits.data(), end);
}

} // namespace

/// What differs between the kinds of events. A member that is not set is not written.
struct trace_writer::event {
    char phase;
    track where;
    std::string_view name;
    std::optional<std::int64_t> at = {};
    std::optional<std::int64_t> duration = {};
    const char* category = nullptr;
    std::optional<std::uint64_t> id = {};
    trace_arguments arguments = {};
};

trace_writer::trace_writer(text_sink out, trace_options options)
    : out_(out), nanoseconds_(nanoseconds_of(options.unit)) {
    out_("[\n");
}

trace_writer::~trace_writer() {
    try {
        finish();
    } catch (...) {
        report_unraisable(std::current_exception(), "in the destructor of plot::trace_writer");
    }
}

void trace_writer::finish() {
    if (finished_) return;
    finished_ = true;
    out_(events_ > 0 ? "\n]\n" : "]\n");
}

/// Rounded once, so that slices that end together still do: durations are differences of rounded times.
std::int64_t trace_writer::nanoseconds(double time, std::string_view name) const {
    const double ns = time * nanoseconds_;
    if (!(std::fabs(ns) <= 9e18)) // NaN, too
        throw value_error("trace_writer: event '" + std::string(name) + "' at " + std::to_string(time) +
                          ": a time is finite, and within 285 years");
    return std::llround(ns);
}

void trace_writer::write(const event& e) {
    expects(!finished_, "trace_writer: an event after finish()");
    line_ = events_ > 0 ? ",\n" : "";
    json_writer json(line_);
    json.begin_object().member("ph", std::string_view(&e.phase, 1));
    json.member("pid", e.where.process).member("tid", e.where.thread);
    if (!e.name.empty() || e.phase != 'E') json.member("name", e.name);
    if (e.category) json.member("cat", e.category);
    if (e.id) json.member("id", hexadecimal(*e.id));
    if (e.at) json.key("ts").raw(in_microseconds(*e.at));
    if (e.duration) json.key("dur").raw(in_microseconds(*e.duration));
    if (e.phase == 'i') json.member("s", "t");
    if (e.phase == 'f') json.member("bp", "e"); // it ends in the slice around it, not in the next one
    if (e.arguments.size() > 0) {
        json.key("args").begin_object();
        for (const trace_argument& argument : e.arguments) {
            const double* number = std::get_if<double>(&argument.value);
            json.key(argument.name);
            if (number && !std::isfinite(*number) && e.phase != 'C') {
                json.value(std::isnan(*number) ? "nan" : *number > 0 ? "inf" : "-inf");
            } else {
                json.value(argument.value);
            }
        }
        json.end_object();
    }
    json.end_object();
    out_(line_);
    ++events_;
}

void trace_writer::name_process(std::int64_t process, std::string_view name) {
    write({.phase = 'M', .where = {process, 0}, .name = "process_name", .arguments = {{"name", name}}});
}

void trace_writer::name_thread(track where, std::string_view name) {
    write({.phase = 'M', .where = where, .name = "thread_name", .arguments = {{"name", name}}});
}

void trace_writer::order_thread(track where, std::int64_t position) {
    write(
        {.phase = 'M', .where = where, .name = "thread_sort_index", .arguments = {{"sort_index", position}}});
}

void trace_writer::complete(track where, std::string_view name, double begin, double duration,
                            trace_arguments arguments) {
    if (duration < 0)
        throw value_error("trace_writer: slice '" + std::string(name) + "' lasts " +
                          std::to_string(duration) + ": a duration is not negative");
    const std::int64_t from = nanoseconds(begin, name);
    const std::int64_t to = nanoseconds(begin + duration, name);
    write({.phase = 'X',
           .where = where,
           .name = name,
           .at = from,
           .duration = to - from,
           .category = "slice",
           .arguments = arguments});
}

void trace_writer::begin(track where, std::string_view name, double at, trace_arguments arguments) {
    write({.phase = 'B',
           .where = where,
           .name = name,
           .at = nanoseconds(at, name),
           .category = "slice",
           .arguments = arguments});
}

void trace_writer::end(track where, double at, trace_arguments arguments) {
    write({.phase = 'E', .where = where, .name = "", .at = nanoseconds(at, "end"), .arguments = arguments});
}

void trace_writer::instant(track where, std::string_view name, double at, trace_arguments arguments) {
    write({.phase = 'i',
           .where = where,
           .name = name,
           .at = nanoseconds(at, name),
           .category = "instant",
           .arguments = arguments});
}

void trace_writer::counter(track where, std::string_view name, double at, trace_arguments values) {
    for (const trace_argument& v : values)
        if (const double* number = std::get_if<double>(&v.value); number && !std::isfinite(*number))
            throw value_error("trace_writer: counter '" + std::string(name) + "': '" + std::string(v.name) +
                              "' is not a finite number");
    write({.phase = 'C', .where = where, .name = name, .at = nanoseconds(at, name), .arguments = values});
}

void trace_writer::flow_begin(track where, std::string_view name, std::uint64_t id, double at) {
    write({.phase = 's',
           .where = where,
           .name = name,
           .at = nanoseconds(at, name),
           .category = "flow",
           .id = id});
}

void trace_writer::flow_step(track where, std::string_view name, std::uint64_t id, double at) {
    write({.phase = 't',
           .where = where,
           .name = name,
           .at = nanoseconds(at, name),
           .category = "flow",
           .id = id});
}

void trace_writer::flow_end(track where, std::string_view name, std::uint64_t id, double at) {
    write({.phase = 'f',
           .where = where,
           .name = name,
           .at = nanoseconds(at, name),
           .category = "flow",
           .id = id});
}

void trace_writer::async_begin(track where, std::string_view name, std::uint64_t id, double at,
                               trace_arguments arguments) {
    write({.phase = 'b',
           .where = where,
           .name = name,
           .at = nanoseconds(at, name),
           .category = "async",
           .id = id,
           .arguments = arguments});
}

void trace_writer::async_end(track where, std::string_view name, std::uint64_t id, double at,
                             trace_arguments arguments) {
    write({.phase = 'e',
           .where = where,
           .name = name,
           .at = nanoseconds(at, name),
           .category = "async",
           .id = id,
           .arguments = arguments});
}

} // namespace rondo::inline v0::plot
