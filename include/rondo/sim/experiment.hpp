// SPDX-License-Identifier: BSL-1.0
//
// `sim::experiment`: a model is run many times, each time with other random numbers, on all cores, and what it observes
// comes back as means with intervals of confidence.
//
//     designs ─┬─► replication 0, 1, 2 … each with streams of its own (seed, number, purpose)  ─┐  merged in the order
//              └─► the same numbers for every design: what differs is the design                ─┘  of their numbers
//
// Who ran a replication is not to be seen: results are the same to the last bit for any number of workers.
#pragma once

#include <rondo/base/random.hpp>
#include <rondo/parallel/parallel_map.hpp>
#include <rondo/plot/page.hpp>
#include <rondo/plot/table.hpp>
#include <rondo/sim/confidence.hpp>
#include <rondo/sim/histogram.hpp>
#include <rondo/sim/monitor.hpp>

#include <concepts>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace rondo::inline v0::sim {

/// How something went over time in one replication: for plots.
struct sample_path {
    std::string name;
    std::vector<double> times, values; ///< each value holds until the next time
    double until = 0;                  ///< and the last until here
};

/// One run of a model: what it is given, and where it says what it saw.
/// Threads: one at a time; a model uses nothing that another replication changes.
class RONDO_API replication {
public:
    replication(std::uint64_t seed, std::uint64_t number, double warm_up,
                random_streams::pairing pairs) noexcept
        : seed_(seed), number_(number), warm_up_(warm_up), streams_(seed, number, pairs) {}

    std::uint64_t seed() const noexcept { return seed_; }
    std::uint64_t number() const noexcept { return number_; } ///< 0, 1, …
    double warm_up() const noexcept { return warm_up_; } ///< as the experiment says: the model lets it pass
    /// The stream of a purpose: the same numbers for every design.
    random_stream stream(std::string_view purpose) const noexcept { return streams_(purpose); }
    const random_streams& streams() const noexcept { return streams_; }

    /// The value of a response. Every replication of a design observes the same ones.
    /// Throws: value_error when it is not finite (as the mean of nothing), or was observed already.
    void observe(std::string_view response, double value);
    /// A histogram: those of all replications are merged. Throws: value_error when there is one of that name.
    void distribution(std::string_view name, histogram values);
    /// How a line, or a content, went; kept of replication 0 alone. Requires of `of`: {.history = true}.
    void path(std::string_view name, const monitor& of, double until);
    void path(sample_path one);

    /// What was said, in the order in which it was.
    struct observed {
        std::string response;
        double value;
    };
    struct named_histogram {
        std::string name;
        histogram values;
    };
    const std::vector<observed>& observations() const noexcept { return observed_; }
    const std::vector<named_histogram>& distributions() const noexcept { return distributions_; }
    const std::vector<sample_path>& paths() const noexcept { return paths_; }

private:
    std::uint64_t seed_, number_;
    double warm_up_;
    random_streams streams_;
    std::vector<observed> observed_;
    std::vector<named_histogram> distributions_;
    std::vector<sample_path> paths_;
};

/// A model with a name: a callable that takes a replication. Copies share it; it may be called by several threads at once.
class design {
public:
    template <class Model>
        requires std::invocable<const Model&, replication&>
    design(std::string_view name, Model model)
        : name_(name), model_(std::make_shared<const of<Model>>(std::move(model))) {}

    const std::string& name() const noexcept { return name_; }
    void run(replication& r) const { model_->run(r); }

private:
    struct any_model {
        virtual ~any_model() = default;
        virtual void run(replication& r) const = 0;
    };
    template <class Model>
    struct of final : any_model {
        explicit of(Model m) : model(std::move(m)) {}
        void run(replication& r) const override { model(r); }
        Model model;
    };
    std::string name_;
    std::shared_ptr<const any_model> model_;
};

/// What a design's replications observed.
struct design_result {
    struct response {
        std::string name;
        std::vector<double> values; ///< by replication
    };
    std::string name;
    std::vector<response> responses;
    std::vector<replication::named_histogram> distributions; ///< of all replications
    std::vector<sample_path> paths;                          ///< of replication 0
};

/// What came out of an experiment. A value. Text, CSV, JSON and pages are made by the functions below.
class RONDO_API experiment_result {
public:
    experiment_result(std::vector<design_result> designs, double confidence, bool antithetic, bool precise)
        : designs_(std::move(designs)), confidence_(confidence), antithetic_(antithetic), precise_(precise) {}

    const std::vector<design_result>& designs() const noexcept { return designs_; }
    std::uint64_t replications() const noexcept; ///< of each design
    bool precise() const noexcept {
        return precise_;
    } ///< whether the precision that was asked for was reached
    double confidence() const noexcept { return confidence_; }
    /// By replication. Throws: value_error that says which there are, when there is no such response, or design.
    const std::vector<double>& values(std::string_view response, std::size_t design = 0) const;
    /// The mean of a response, and how sure it is. Antithetic replications count as pairs.
    interval mean(std::string_view response, std::size_t design = 0) const;
    /// The mean of `b` - `a`, replication by replication: with common random numbers what they share falls out.
    interval difference(std::string_view response, std::size_t a, std::size_t b) const;

    /// A row for each design and response: mean, half width, low, high, standard deviation, replications.
    plot::table table() const;
    /// A row for each further design and response: its difference from the first design.
    plot::table differences() const;
    /// Tables, intervals by design, histograms, and the paths of replication 0.
    plot::page page(std::string_view title) const;

    friend bool operator==(const experiment_result& a, const experiment_result& b);

private:
    interval of_values(const std::vector<double>& values) const;

    std::vector<design_result> designs_;
    double confidence_;
    bool antithetic_;
    bool precise_;
};

RONDO_API std::string to_text(const experiment_result& r);
RONDO_API std::string to_csv(const experiment_result& r);
/// {"replications", "confidence", "precise", "designs": [{"name", "responses": [{"name", "mean", "half_width", "values"}]}]}
RONDO_API std::string to_json(const experiment_result& r);

/// How a model is to be tried.
/// Cost: some 30 µs, and the model's own, for each replication; results are kept in memory.
/// Example: `sim::experiment study{.replications = 1000, .warm_up = 100}; fmt::print("{}", to_text(study.run(bank)));`
struct RONDO_API experiment {
    std::uint64_t replications = 30; ///< or, with a precision, those that are run before it is looked at
    double precision = 0;  ///< goes on until half widths are at most this share of their means; 0: does not
    double half_width = 0; ///< or at most this; 0: not asked for. Of both, what is met first
    std::string response = {};    ///< the one of which these are asked; "": of all
    std::uint64_t most = 100'000; ///< replications, however precise
    double confidence = 0.95;     ///< of the intervals
    double warm_up = 0;           ///< handed to the model
    std::uint64_t seed = 0;       ///< other seeds, other numbers
    bool antithetic = false;      ///< in pairs, the second of which draws 1 - u for each u: an even number
    unsigned workers = 0;         ///< threads; 0: as many as there are cores

    /// Runs a model: a callable that takes a replication&.
    /// Throws: value_error when the options, or what a model observed, make no sense; runtime_error that names design,
    /// replication and seed, with the error nested, when a model throws: the first in their order.
    template <class Model>
        requires std::invocable<const Model&, replication&>
    experiment_result run(Model model) const {
        return compare({design("model", std::move(model))});
    }
    /// Runs several, with common random numbers: replication i draws the same ones in each.
    experiment_result compare(std::vector<design> designs) const;
    /// Runs a model for each value of a parameter, as designs "parameter = value": model(replication&, value).
    template <class Values, class Model>
    experiment_result sweep(std::string_view parameter, const Values& values, const Model& model) const {
        std::vector<design> designs;
        for (const auto& value : values) {
            const std::string name = std::string(parameter) + " = " + plot::cell(value).text();
            designs.emplace_back(name, [model, value](replication& r) { model(r, value); });
        }
        return compare(std::move(designs));
    }

private:
    void check(std::size_t designs) const;
    std::uint64_t next_count(const std::vector<design_result>& so_far, std::uint64_t done) const;
};

} // namespace rondo::inline v0::sim
