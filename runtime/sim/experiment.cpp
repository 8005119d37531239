// SPDX-License-Identifier: BSL-1.0
#include <rondo/sim/experiment.hpp>

#include <rondo/base/errors.hpp>

#include <algorithm>
#include <cmath>
#include <exception>

namespace rondo::inline v0::sim {

namespace {

template <class Named>
void expect_new(const std::vector<Named>& all, std::string Named::* name, std::string_view wanted,
                const char* what) {
    for (const Named& one : all)
        if (one.*name == wanted)
            throw value_error(std::string(what) + " '" + std::string(wanted) +
                              "' was given twice in one replication: give each another name");
}

std::string number_text(double value) { return plot::cell(value).text(); }

std::string listed(const std::vector<std::string>& names) {
    std::string text;
    for (const std::string& name : names) text += (text.empty() ? "'" : ", '") + name + "'";
    return text.empty() ? "none" : text;
}

// Adds a replication to what its design has; what they observe is the same from the first to the last.
void merge(design_result& into, const replication& r) {
    const auto& seen = r.observations();
    if (r.number() == 0) {
        for (const replication::observed& one : seen) into.responses.push_back({one.response, {}});
        into.distributions = r.distributions();
        into.paths = r.paths();
    }
    bool same = seen.size() == into.responses.size();
    for (std::size_t i = 0; same && i != seen.size(); ++i) same = seen[i].response == into.responses[i].name;
    if (!same) {
        std::vector<std::string> first, now;
        for (const auto& one : into.responses) first.push_back(one.name);
        for (const auto& one : seen) now.push_back(one.response);
        throw value_error("experiment: design '" + into.name + "': replication " +
                          std::to_string(r.number()) + " observed " + listed(now) + ", and replication 0 " +
                          listed(first) + ": each observes the same, in the same order");
    }
    for (std::size_t i = 0; i != seen.size(); ++i) into.responses[i].values.push_back(seen[i].value);
    if (r.number() == 0) return;
    for (const auto& one : r.distributions()) {
        const auto found = std::find_if(into.distributions.begin(), into.distributions.end(),
                                        [&](const auto& other) { return other.name == one.name; });
        if (found == into.distributions.end()) {
            into.distributions.push_back(one);
        } else {
            found->values.merge(one.values);
        }
    }
}

replication run_one(const experiment& how, const design& of, std::uint64_t number) {
    replication r(how.seed, number, how.warm_up,
                  how.antithetic ? random_streams::pairing::antithetic
                                 : random_streams::pairing::independent);
    try {
        of.run(r);
    } catch (const std::exception& error) {
        std::throw_with_nested(runtime_error("experiment: design '" + of.name() + "', replication " +
                                             std::to_string(number) + " of seed " + std::to_string(how.seed) +
                                             ": " + error.what()));
    }
    return r;
}

} // namespace

void replication::observe(std::string_view response, double value) {
    expect_new(observed_, &observed::response, response, "the response");
    if (!std::isfinite(value))
        throw value_error("the response '" + std::string(response) + "' is " + number_text(value) +
                          ": observe numbers alone (the mean of nothing is none)");
    observed_.push_back({std::string(response), value});
}

void replication::distribution(std::string_view name, histogram values) {
    expect_new(distributions_, &named_histogram::name, name, "the distribution");
    distributions_.push_back({std::string(name), std::move(values)});
}

void replication::path(std::string_view name, const monitor& of, double until) {
    if (number_ != 0) return;
    sample_path made{std::string(name), {}, {}, until};
    for (const monitored& then : of.history()) {
        made.times.push_back(then.time);
        made.values.push_back(then.waiting);
    }
    path(std::move(made));
}

void replication::path(sample_path one) {
    if (number_ != 0) return;
    expect_new(paths_, &sample_path::name, one.name, "the path");
    paths_.push_back(std::move(one));
}

void experiment::check(std::size_t designs) const {
    const auto refuse = [](const std::string& why) { throw value_error("experiment: " + why); };
    if (designs == 0) refuse("there is no design to run");
    if (replications == 0) refuse("0 replications were asked for: at least 1");
    if (antithetic && replications % 2 != 0)
        refuse(std::to_string(replications) +
               " replications were asked for, and antithetic ones come in pairs");
    if (!(confidence > 0 && confidence < 1))
        refuse("the confidence is " + number_text(confidence) + ", and lies between 0 and 1: 0.95");
    if (!(precision >= 0) || !std::isfinite(precision))
        refuse("the precision is " + number_text(precision) + ": a share, as 0.05, or 0 for none");
    if (!(half_width >= 0) || !std::isfinite(half_width))
        refuse("the half width is " + number_text(half_width) + ": it is positive, or 0 for none");
    if (!(warm_up >= 0) || !std::isfinite(warm_up))
        refuse("the warm-up is " + number_text(warm_up) + ": a time that is not negative");
    if ((precision > 0 || half_width > 0) && most < replications)
        refuse("at most " + std::to_string(most) + " replications, and " + std::to_string(replications) +
               " to begin with");
}

std::uint64_t experiment::next_count(const std::vector<design_result>& so_far, std::uint64_t done) const {
    if (precision == 0 && half_width == 0) return done;
    const experiment_result now(so_far, confidence, antithetic, false);
    double worst = 0; // how many times too wide
    bool found = false;
    for (std::size_t d = 0; d != so_far.size(); ++d) {
        for (const auto& r : so_far[d].responses) {
            if (!response.empty() && r.name != response) continue;
            found = true;
            const interval got = now.mean(r.name, d);
            double ratio = std::numeric_limits<double>::infinity();
            if (precision > 0) ratio = std::min(ratio, got.relative() / precision);
            if (half_width > 0) ratio = std::min(ratio, got.half_width / half_width);
            worst = std::max(worst, ratio);
        }
    }
    if (!found) {
        static_cast<void>(now.mean(response)); // throws: it says which there are
        return done;
    }
    if (worst <= 1) return done;
    // As many as the present variance asks for, but at most twice those that there are: it is an estimate.
    const double wanted = std::min(worst * worst, 2.0) * static_cast<double>(done);
    std::uint64_t next = std::min(std::max(static_cast<std::uint64_t>(std::ceil(wanted)), done + 1), most);
    if (antithetic && next % 2 != 0) next = next < most ? next + 1 : next - 1;
    return std::max(next, done);
}

experiment_result experiment::compare(std::vector<design> designs) const {
    check(designs.size());
    std::vector<design_result> results(designs.size());
    for (std::size_t d = 0; d != designs.size(); ++d) {
        results[d].name = designs[d].name();
        for (std::size_t other = 0; other != d; ++other)
            if (designs[other].name() == designs[d].name())
                throw value_error("experiment: two designs are called '" + designs[d].name() + "'");
    }
    std::uint64_t done = 0, wanted = replications;
    while (done < wanted) {
        const std::uint64_t more = wanted - done;
        // By replication first: when it ends early by an error, little was run in vain.
        auto ran =
            parallel_map(more * designs.size(),
                         [&](std::size_t i) {
                             return run_one(*this, designs[i % designs.size()], done + i / designs.size());
                         },
                         {.workers = workers});
        for (std::size_t i = 0; i != ran.size(); ++i) merge(results[i % designs.size()], ran[i]);
        done = wanted;
        wanted = next_count(results, done);
    }
    const bool asked = precision > 0 || half_width > 0;
    bool precise = true;
    if (asked) {
        experiment unbounded = *this;
        unbounded.most = done + 2;
        precise = unbounded.next_count(results, done) == done;
    }
    return {std::move(results), confidence, antithetic, precise};
}

std::uint64_t experiment_result::replications() const noexcept {
    return designs_.empty() || designs_[0].responses.empty() ? 0 : designs_[0].responses[0].values.size();
}

const std::vector<double>& experiment_result::values(std::string_view response, std::size_t design) const {
    if (design >= designs_.size())
        throw value_error("experiment: there is no design " + std::to_string(design) + ": there are " +
                          std::to_string(designs_.size()) + ", counted from 0");
    std::vector<std::string> names;
    for (const auto& one : designs_[design].responses) {
        if (one.name == response) return one.values;
        names.push_back(one.name);
    }
    throw value_error("experiment: design '" + designs_[design].name + "' has no response '" +
                      std::string(response) + "': there is " + listed(names));
}

interval experiment_result::of_values(const std::vector<double>& values) const {
    tally seen;
    if (antithetic_) {
        for (std::size_t i = 0; i + 1 < values.size(); i += 2) seen.add((values[i] + values[i + 1]) / 2);
    } else {
        for (const double value : values) seen.add(value);
    }
    return t_interval(seen, confidence_);
}

interval experiment_result::mean(std::string_view response, std::size_t design) const {
    return of_values(values(response, design));
}

interval experiment_result::difference(std::string_view response, std::size_t a, std::size_t b) const {
    const std::vector<double>&from = values(response, a), &to = values(response, b);
    std::vector<double> apart(from.size());
    for (std::size_t i = 0; i != apart.size(); ++i) apart[i] = to[i] - from[i];
    return of_values(apart);
}

bool operator==(const experiment_result& a, const experiment_result& b) {
    const auto same = [](const design_result& one, const design_result& other) {
        return one.name == other.name &&
               std::ranges::equal(
                   one.responses, other.responses,
                   [](const auto& x, const auto& y) { return x.name == y.name && x.values == y.values; }) &&
               std::ranges::equal(
                   one.distributions, other.distributions,
                   [](const auto& x, const auto& y) { return x.name == y.name && x.values == y.values; }) &&
               std::ranges::equal(one.paths, other.paths, [](const auto& x, const auto& y) {
                   return x.name == y.name && x.times == y.times && x.values == y.values &&
                          x.until == y.until;
               });
    };
    return a.confidence_ == b.confidence_ && a.antithetic_ == b.antithetic_ && a.precise_ == b.precise_ &&
           std::ranges::equal(a.designs_, b.designs_, same);
}

} // namespace rondo::inline v0::sim
