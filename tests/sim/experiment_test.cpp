// SPDX-License-Identifier: BSL-1.0
#include <rondo/base/errors.hpp>
#include <rondo/plot/page.hpp>
#include <rondo/sim/environment.hpp>
#include <rondo/sim/experiment.hpp>
#include <rondo/sim/random.hpp>
#include <rondo/sim/resource.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <stdexcept>

using namespace rondo;

namespace {

sim::process customer(sim::environment& env, sim::resource& desk, random_stream& services) {
    auto turn = co_await desk.request();
    co_await env.timeout(sim::exponential(1)(services));
}
sim::process arrivals(sim::environment& env, sim::resource& desk, sim::replication& r, double between) {
    random_stream times = r.stream("arrivals"), services = r.stream("services");
    for (;;) {
        co_await env.timeout(sim::exponential(between)(times));
        env.process(customer(env, desk, services));
    }
}
// A queue for a while: every kind of observation.
void queue(sim::replication& r, long desks) {
    sim::environment env({.order = sim::order_policy::native});
    sim::resource desk(env, desks);
    sim::monitor line(desk, {.history = true});
    env.process(arrivals(env, desk, r, 1.25));
    if (r.warm_up() > 0) {
        env.run(r.warm_up());
        line.reset();
    }
    env.run(r.warm_up() + 200);
    r.observe("wait", line.waits().mean());
    r.observe("length", line.waiting().mean());
    sim::histogram served(0, 5, 10);
    served.add(line.waits().mean());
    r.distribution("mean waits", served);
    r.path("length", line, env.now());
}
void one_desk(sim::replication& r) { queue(r, 1); }

void draws(sim::replication& r) {
    random_stream bits = r.stream("bits");
    r.observe("u", uniform_open(bits));
}

std::string message_of(const std::exception& error) { return error.what(); }
template <class F>
std::string refusal(F f) {
    try {
        f();
    } catch (const value_error& error) {
        return message_of(error);
    }
    return "nothing";
}

} // namespace

TEST_CASE("experiment: results are the same to the last bit for 1, 2 and 8 workers") {
    sim::experiment study{.replications = 20, .warm_up = 50, .seed = 7};
    const std::vector<sim::design> designs{{"one", one_desk},
                                           {"two", [](sim::replication& r) { queue(r, 2); }}};
    study.workers = 1;
    const sim::experiment_result first = study.compare(designs);
    for (const unsigned workers : {2U, 8U}) {
        study.workers = workers;
        const sim::experiment_result other = study.compare(designs);
        CHECK(first == other);
        CHECK(to_text(first) == to_text(other));
        CHECK(to_json(first) == to_json(other));
    }
    CHECK(first.replications() == 20);
    CHECK(first.designs()[1].name == "two");
    study.seed = 8;
    CHECK_FALSE(first == study.compare(designs));
}

TEST_CASE("experiment: with a precision, too: how far it goes hangs on the values alone") {
    sim::experiment study{.replications = 10, .precision = 0.1, .response = "length", .workers = 1};
    const sim::experiment_result first = study.run(one_desk);
    CHECK(first.precise());
    CHECK(first.replications() > 10);
    CHECK(first.mean("length").relative() <= 0.1);
    study.workers = 8;
    CHECK(first == study.run(one_desk));
    // One less wide is reached by more, and what was run before is kept.
    study.precision = 0.05;
    const sim::experiment_result longer = study.run(one_desk);
    CHECK(longer.replications() > first.replications());
    for (std::size_t i = 0; i != first.replications(); ++i)
        CHECK(longer.values("length")[i] == first.values("length")[i]);
}

TEST_CASE("experiment: it ends at `most`, and says that it is not precise") {
    const sim::experiment study{.replications = 10, .precision = 1e-6, .most = 35};
    const sim::experiment_result result = study.run(draws);
    CHECK(result.replications() == 35);
    CHECK_FALSE(result.precise());
    CHECK(to_text(result).find("not reached") != std::string::npos);
}

TEST_CASE("experiment: a half width may be asked for where a mean is near zero") {
    auto centred = [](sim::replication& r) {
        random_stream bits = r.stream("bits");
        r.observe("x", uniform_open(bits) - 0.5);
    };
    const sim::experiment study{.replications = 4, .half_width = 0.05};
    const sim::experiment_result result = study.run(centred);
    CHECK(result.precise());
    CHECK(result.mean("x").half_width <= 0.05);
    CHECK(result.mean("x").contains(0));
}

TEST_CASE("experiment: common random numbers: what two designs share falls out of their difference") {
    auto noisy = [](double effect) {
        return [effect](sim::replication& r) {
            random_stream bits = r.stream("noise");
            r.observe("x", 100 * uniform_open(bits) + effect);
        };
    };
    const sim::experiment study{.replications = 10};
    const auto result = study.compare({{"plain", noisy(0)}, {"better", noisy(1)}});
    CHECK(result.mean("x", 0).half_width > 5);
    const sim::interval apart = result.difference("x", 0, 1);
    CHECK(apart.mean == doctest::Approx(1));
    CHECK(apart.half_width < 1e-9);
    CHECK(result.differences().rows().size() == 1);
}

TEST_CASE("experiment: antithetic replications are pairs, which vary less") {
    sim::experiment study{.replications = 40};
    const sim::interval plain = study.run(draws).mean("u");
    study.antithetic = true;
    const sim::experiment_result result = study.run(draws);
    const std::vector<double>& values = result.values("u");
    for (std::size_t i = 0; i != values.size(); i += 2)
        CHECK(values[i] + values[i + 1] == doctest::Approx(1).epsilon(1e-12));
    CHECK(result.mean("u").count == 20);
    CHECK(result.mean("u").half_width < plain.half_width / 1000);
}

TEST_CASE("experiment: sweeps over the values of a parameter") {
    const sim::experiment study{.replications = 10, .warm_up = 20};
    const auto result = study.sweep("desks", std::vector<long>{1, 2, 3}, queue);
    REQUIRE(result.designs().size() == 3);
    CHECK(result.designs()[0].name == "desks = 1");
    CHECK(result.mean("wait", 0).mean > result.mean("wait", 1).mean);
    CHECK(result.mean("wait", 1).mean > result.mean("wait", 2).mean);
}

TEST_CASE("experiment: distributions are merged over replications, paths are those of replication 0") {
    const sim::experiment study{.replications = 12};
    const auto result = study.run(one_desk);
    REQUIRE(result.designs()[0].distributions.size() == 1);
    CHECK(result.designs()[0].distributions[0].values.total() == 12);
    REQUIRE(result.designs()[0].paths.size() == 1);
    const sim::sample_path& path = result.designs()[0].paths[0];
    CHECK(path.until == 200);
    CHECK(path.times.size() == path.values.size());
    CHECK(path.times.size() > 100);
}

TEST_CASE("experiment: results as text, CSV, JSON and a page") {
    auto model = [](sim::replication& r) {
        r.observe("x", 1 + static_cast<double>(r.number()));
        sim::histogram values(0, 4, 2);
        values.add(static_cast<double>(r.number()));
        r.distribution("sizes", values);
    };
    const auto result = sim::experiment{.replications = 3}.compare({{"a", model}, {"b", model}});
    CHECK(to_csv(result) == "design,response,mean,half width,low,high,replications\n"
                            "a,x,2,2.4841377117503267,-0.4841377117503267,4.484137711750327,3\n"
                            "b,x,2,2.4841377117503267,-0.4841377117503267,4.484137711750327,3\n");
    CHECK(to_json(result).find(R"({"replications":3,"confidence":0.95,"precise":true,"designs":[{"name":"a",)"
                               R"("responses":[{"name":"x","mean":2,"half_width":2.48)") == 0);
    CHECK(to_text(result).find("Differences from a") != std::string::npos);
    const std::string page = to_html(result.page("Two designs"));
    for (const char* part : {"<title>Two designs</title>", "Differences from a", "sizes: b", "<svg"})
        CHECK(page.find(part) != std::string::npos);
    // Of one replication nothing is known of its spread.
    const auto single = sim::experiment{.replications = 1}.run(model);
    CHECK(std::isinf(single.mean("x").half_width));
    CHECK(to_json(single).find(R"("half_width":null)") != std::string::npos);
    CHECK(to_html(single.page("One")).find("<svg") != std::string::npos);
}

TEST_CASE("experiment: what fails names design, replication and seed; the first in their order") {
    auto fails = [](sim::replication& r) {
        if (r.number() >= 3) throw std::runtime_error("no stock");
        r.observe("x", 1);
    };
    for (const unsigned workers : {1U, 8U}) {
        const sim::experiment study{.replications = 50, .seed = 9, .workers = workers};
        try {
            study.run(fails);
            FAIL("it threw nothing");
        } catch (const runtime_error& error) {
            CHECK(message_of(error) == "experiment: design 'model', replication 3 of seed 9: no stock");
            CHECK_THROWS_WITH_AS(std::rethrow_if_nested(error), "no stock", std::runtime_error);
        }
    }
}

TEST_CASE("experiment: observations that make no sense are refused by name") {
    const sim::experiment study{.replications = 2};
    auto nan = [](sim::replication& r) { r.observe("wait", sim::tally().mean()); };
    auto twice = [](sim::replication& r) {
        r.observe("wait", 1);
        r.observe("wait", 2);
    };
    auto others = [](sim::replication& r) { r.observe(r.number() == 0 ? "wait" : "left", 1); };
    CHECK_THROWS_WITH(study.run(nan), "experiment: design 'model', replication 0 of seed 0: the response "
                                      "'wait' is nan: observe numbers alone (the mean of nothing is none)");
    CHECK_THROWS_WITH(study.run(twice), "experiment: design 'model', replication 0 of seed 0: the response "
                                        "'wait' was given twice in one replication: give each another name");
    CHECK_THROWS_WITH_AS(
        study.run(others),
        "experiment: design 'model': replication 1 observed 'left', and replication 0 'wait': each "
        "observes the same, in the same order",
        value_error);
    CHECK_THROWS_WITH_AS(study.run(draws).mean("v"),
                         "experiment: design 'model' has no response 'v': there is 'u'", value_error);
    CHECK_THROWS_WITH_AS(study.run(draws).mean("u", 1),
                         "experiment: there is no design 1: there are 1, counted from 0", value_error);
}

TEST_CASE("experiment: options that make no sense are refused before anything runs") {
    const auto refused = [](sim::experiment study) {
        return refusal([&] { study.run([](sim::replication&) { FAIL("it ran"); }); });
    };
    CHECK(refused({.replications = 0}) == "experiment: 0 replications were asked for: at least 1");
    CHECK(refused({.replications = 3, .antithetic = true}) ==
          "experiment: 3 replications were asked for, and antithetic ones come in pairs");
    CHECK(refused({.confidence = 1}) == "experiment: the confidence is 1, and lies between 0 and 1: 0.95");
    CHECK(refused({.precision = -0.1}) ==
          "experiment: the precision is -0.1: a share, as 0.05, or 0 for none");
    CHECK(refused({.precision = std::numeric_limits<double>::quiet_NaN()}).find("precision is nan") !=
          std::string::npos);
    CHECK(refused({.half_width = -1}).find("half width is -1") != std::string::npos);
    CHECK(refused({.warm_up = -1}).find("warm-up is -1") != std::string::npos);
    CHECK(refused({.precision = 0.1, .most = 5}) ==
          "experiment: at most 5 replications, and 30 to begin with");
    const sim::experiment study{};
    CHECK(refusal([&] { study.compare({}); }) == "experiment: there is no design to run");
    CHECK(refusal([&] { study.compare({{"a", draws}, {"a", draws}}); }) ==
          "experiment: two designs are called 'a'");
    CHECK(refusal([] { sim::experiment{.replications = 2, .precision = 0.1, .response = "v"}.run(draws); }) ==
          "experiment: design 'model' has no response 'v': there is 'u'");
}
