// SPDX-License-Identifier: BSL-1.0
#include <rondo/sim/experiment.hpp>

#include <rondo/plot/chart.hpp>
#include <rondo/plot/csv.hpp>
#include <rondo/plot/json.hpp>

#include <cmath>

namespace rondo::inline v0::sim {

namespace {

constexpr int digits = 4;

std::vector<plot::column> columns(const char* first) {
    return {{first},
            {"response"},
            {"mean", {.digits = digits}},
            {"half width", {.digits = digits}},
            {"low", {.digits = digits}},
            {"high", {.digits = digits}},
            {"replications"}};
}

plot::cell or_empty(double value) { return std::isfinite(value) ? plot::cell(value) : plot::cell(); }

void add_row(plot::table& to, const std::string& name, const std::string& response, const interval& got,
             std::size_t count) {
    to.row(name, response, got.mean, or_empty(got.half_width), or_empty(got.low()), or_empty(got.high()), count);
}

std::string percent(double share) { return plot::cell(share * 100).text() + " %"; }

plot::chart intervals_of(const experiment_result& r, const std::string& response) {
    std::vector<plot::interval> all;
    for (std::size_t d = 0; d != r.designs().size(); ++d) {
        const interval got = r.mean(response, d);
        const double half = std::isfinite(got.half_width) ? got.half_width : 0;
        all.push_back({r.designs()[d].name, got.mean, got.mean - half, got.mean + half});
    }
    const std::string subtitle = "means of " + std::to_string(r.replications()) +
                                 " replications, intervals of " + percent(r.confidence());
    plot::chart made({.title = response, .subtitle = subtitle});
    made.intervals("", std::move(all));
    return made;
}

plot::chart histogram_of(const std::string& design, const replication::named_histogram& of) {
    std::vector<double> edges, shares;
    for (std::size_t i = 0; i <= of.values.bins(); ++i) edges.push_back(of.values.edge(i));
    for (std::size_t i = 0; i != of.values.bins(); ++i) shares.push_back(of.values.fraction(i));
    const std::string title = of.name + ": " + design;
    plot::chart made(
        {.title = title, .subtitle = "all replications", .x = {.label = of.name}, .y = {.label = "share"}});
    made.histogram("", std::move(edges), std::move(shares));
    return made;
}

} // namespace

plot::table experiment_result::table() const {
    plot::table made("", columns("design"));
    for (std::size_t d = 0; d != designs_.size(); ++d)
        for (const auto& one : designs_[d].responses)
            add_row(made, designs_[d].name, one.name, mean(one.name, d), one.values.size());
    return made;
}

plot::table experiment_result::differences() const {
    plot::table made(designs_.size() > 1 ? "Differences from " + designs_[0].name : "", columns("design"));
    for (std::size_t d = 1; d < designs_.size(); ++d)
        for (const auto& one : designs_[d].responses)
            add_row(made, designs_[d].name, one.name, difference(one.name, 0, d), one.values.size());
    return made;
}

plot::page experiment_result::page(std::string_view title) const {
    plot::page made(title);
    made.text(std::to_string(replications()) + " replications of each design, intervals of " +
              percent(confidence_) +
              (precise_ ? "." : "; the precision that was asked for was not reached."));
    made.add(table());
    if (designs_.size() > 1) made.add(differences());
    if (!designs_.empty())
        for (const auto& one : designs_[0].responses) made.add(intervals_of(*this, one.name));
    for (const design_result& d : designs_)
        for (const auto& one : d.distributions) made.add(histogram_of(d.name, one));
    for (const design_result& d : designs_) {
        for (const sample_path& one : d.paths) {
            if (one.times.empty()) continue;
            const std::string heading = one.name + ": " + d.name;
            plot::chart over_time({.title = heading,
                                   .subtitle = "replication 0",
                                   .x = {.label = "time"},
                                   .y = {.label = one.name}});
            over_time.step("", one.times, one.values, one.until);
            made.add(std::move(over_time));
        }
    }
    return made;
}

std::string to_text(const experiment_result& r) {
    std::string text = plot::to_text(r.table());
    if (r.designs().size() > 1) text += "\n" + plot::to_text(r.differences());
    if (!r.precise()) text += "The precision that was asked for was not reached.\n";
    return text;
}

std::string to_csv(const experiment_result& r) { return plot::to_csv(r.table()); }

std::string to_json(const experiment_result& r) {
    std::string text;
    plot::json_writer out(text, {.numbers = plot::non_finite::null});
    out.begin_object().member("replications", r.replications()).member("confidence", r.confidence());
    out.member("precise", r.precise()).key("designs").begin_array();
    for (std::size_t d = 0; d != r.designs().size(); ++d) {
        out.begin_object().member("name", r.designs()[d].name).key("responses").begin_array();
        for (const auto& one : r.designs()[d].responses) {
            const interval got = r.mean(one.name, d);
            out.begin_object().member("name", one.name).member("mean", got.mean);
            out.member("half_width", got.half_width).member("values", one.values).end_object();
        }
        out.end_array().end_object();
    }
    out.end_array().end_object();
    return text;
}

} // namespace rondo::inline v0::sim
