// SPDX-License-Identifier: BSL-1.0
//
// python_random against CPython: data/python_random.inc holds what CPython drew, by data/record_python_random.py,
// whose --check draws it again. (Where the C library's log, exp, pow, sin or cos round otherwise than here, CPython
// draws other last bits there, too: record again.)
#include <rondo/sim/python_random.hpp>

#include <doctest/doctest.h>
#include <rondo/base/errors.hpp>
#include <rondo/sim/random.hpp>

#include <algorithm>
#include <bit>
#include <cmath>
#include <functional>
#include <limits>
#include <map>
#include <numeric>
#include <set>
#include <string>
#include <vector>

using namespace rondo;
using sim::python_random;

namespace {

struct record {
    const char* seed;
    const char* call;
    std::vector<double> first;
    std::uint64_t hash;
};

const record records[] = {
#include "data/python_random.inc"
};

/// Results of one call, each by its value and by the word that was hashed.
struct drawn {
    void add(double x) { values.push_back(x), words.push_back(std::bit_cast<std::uint64_t>(x)); }
    void add(std::int64_t x) {
        values.push_back(static_cast<double>(x)), words.push_back(static_cast<std::uint64_t>(x));
    }
    void add(std::uint64_t x) { values.push_back(static_cast<double>(x)), words.push_back(x); }
    void add(const std::vector<int>& all) {
        for (const int x : all) add(std::int64_t(x));
    }
    std::vector<double> values;
    std::vector<std::uint64_t> words;
};

std::vector<int> range(int n) {
    std::vector<int> all(static_cast<std::size_t>(n));
    std::iota(all.begin(), all.end(), 0);
    return all;
}

using call = std::function<void(python_random&, drawn&)>;

#define PLAIN(text) {#text, [](python_random& r, drawn& d) { d.add(r.text); }}

std::map<std::string, call> calls() {
    constexpr auto least = std::numeric_limits<std::int64_t>::min(),
                   most = std::numeric_limits<std::int64_t>::max();
    std::map<std::string, call> all{
        PLAIN(random()),
        PLAIN(uniform(2, 5)),
        PLAIN(uniform(-1e-3, 1e10)),
        PLAIN(triangular()),
        PLAIN(triangular(1, 6)),
        PLAIN(triangular(1, 6, 2)),
        PLAIN(triangular(3.0, 3.0, 3.0)),
        PLAIN(normalvariate()),
        PLAIN(normalvariate(10, 2.5)),
        PLAIN(gauss()),
        PLAIN(gauss(10, 2.5)),
        PLAIN(lognormvariate(0.5, 0.25)),
        PLAIN(expovariate(0.2)),
        PLAIN(expovariate(-3)),
        PLAIN(gammavariate(0.3, 2)),
        PLAIN(gammavariate(1, 3)),
        PLAIN(gammavariate(2.5, 0.5)),
        PLAIN(gammavariate(100, 1)),
        PLAIN(betavariate(2, 3)),
        PLAIN(betavariate(0.5, 0.5)),
        PLAIN(betavariate(1, 4)),
        PLAIN(vonmisesvariate(1, 0)),
        PLAIN(vonmisesvariate(0.5, 2)),
        PLAIN(vonmisesvariate(6, 50)),
        PLAIN(paretovariate(1.5)),
        PLAIN(weibullvariate(2, 0.8)),
        PLAIN(getrandbits(0)),
        PLAIN(getrandbits(1)),
        PLAIN(getrandbits(31)),
        PLAIN(getrandbits(32)),
        PLAIN(getrandbits(33)),
        PLAIN(getrandbits(53)),
        PLAIN(getrandbits(64)),
        PLAIN(randint(1, 6)),
        PLAIN(randint(-1000000007, 1000000007)),
        PLAIN(randint(5, 5)),
        PLAIN(randrange(1)),
        PLAIN(randrange(10)),
        PLAIN(randrange(-5, 17)),
        PLAIN(randrange(0, 100, 7)),
        PLAIN(randrange(100, 0, -7)),
        {"randint(-2**63, 2**63 - 1)", [](python_random& r, drawn& d) { d.add(r.randint(least, most)); }},
        {"randint(-2**63, 5)", [](python_random& r, drawn& d) { d.add(r.randint(least, 5)); }},
        {"randrange(2**32)", [](python_random& r, drawn& d) { d.add(r.randrange(std::int64_t(1) << 32)); }},
        {"randrange(2**63 - 1)", [](python_random& r, drawn& d) { d.add(r.randrange(most)); }},
        {"randrange(-2**63, 2**63 - 1, 3)",
         [](python_random& r, drawn& d) { d.add(r.randrange(least, most, 3)); }},
        {"randrange(2**63 - 1, -2**63, -2**63)",
         [](python_random& r, drawn& d) { d.add(r.randrange(most, least, least)); }},
        {"choices(10, 5)", [](python_random& r, drawn& d) { d.add(r.choices(range(10), 5)); }},
        {"choices([5, 0, 2.5, 1], 6)",
         [](python_random& r, drawn& d) {
             const double weights[] = {5, 0, 2.5, 1};
             d.add(r.choices(range(4), 6, weights));
         }},
        {"choices([5e-324, 0.0], 6)", // where a share of the total rounds to all of it
         [](python_random& r, drawn& d) {
             const double weights[] = {5e-324, 0};
             d.add(r.choices(range(2), 6, weights));
         }},
        {"mixed()",
         [](python_random& r, drawn& d) {
             d.add(r.gauss(0, 1)), d.add(r.random()), d.add(r.expovariate(1)), d.add(r.randint(1, 6));
             d.add(r.gauss(0, 1)), d.add(r.gauss(3, 2)), d.add(r.normalvariate(0, 1));
         }},
    };
    for (const int n : {1, 10, 100})
        all["shuffle(" + std::to_string(n) + ")"] = [n](python_random& r, drawn& d) {
            std::vector<int> items = range(n);
            r.shuffle(items);
            d.add(items);
        };
    for (const int n : {1, 7})
        all["choice(" + std::to_string(n) + ")"] = [n](python_random& r, drawn& d) {
            d.add(std::int64_t(r.choice(range(n))));
        };
    for (const auto& [n, k] : std::vector<std::pair<int, int>>{
             {21, 5}, {22, 5}, {20, 20}, {85, 6}, {86, 6}, {1000, 50}, {1000, 400}, {5, 0}})
        all["sample(" + std::to_string(n) + ", " + std::to_string(k) + ")"] =
            [n, k](python_random& r, drawn& d) { d.add(r.sample(range(n), static_cast<std::size_t>(k))); };
    return all;
}

python_random seeded(const std::string& seed) {
    if (seed == "'hello world'") return python_random("hello world");
    if (seed == "'a'") return python_random("a");
    if (seed == "''") return python_random("");
    if (seed == "'grüße, 世界'") return python_random("grüße, 世界");
    if (seed == "chr(0) * 9 + 'a'") return python_random(std::string(9, '\0') + "a");
    if (seed.starts_with("'x' * ")) return python_random(std::string(std::stoul(seed.substr(6)), 'x'));
    if (seed == "42") return python_random(42);
    if (seed == "-7") return python_random(-7);
    if (seed == "0") return python_random(0U);
    if (seed == "18446744073709551615") return python_random(std::numeric_limits<std::uint64_t>::max());
    return python_random::from_integer(seed);
}

} // namespace

TEST_CASE("python_random: every method draws, bit by bit, what CPython's draws") {
    const auto known = calls();
    std::set<std::string> seeds, tried;
    for (const record& r : records) {
        INFO("Random(", r.seed, ").", r.call);
        const auto method = known.find(r.call);
        REQUIRE(method != known.end());
        seeds.insert(r.seed), tried.insert(r.call);
        python_random random = seeded(r.seed);
        const bool is_list =
            std::string_view(r.call).starts_with('s') || std::string_view(r.call).starts_with("choice");
        drawn results;
        for (int i = 0; i < (is_list ? 50 : 500); ++i) method->second(random, results);
        std::uint64_t hash = 0xcbf29ce484222325U;
        for (const std::uint64_t word : results.words) hash = (hash ^ word) * 0x100000001b3U;
        for (std::size_t i = 0; i < r.first.size(); ++i) CHECK(results.values[i] == r.first[i]);
        CHECK(hash == r.hash);
    }
    CHECK(tried.size() == known.size());
    CHECK(seeds.size() == 24);
}

TEST_CASE("python_random: a ported model reads as it did") {
    // [ported]
    sim::python_random random(42);             // random.seed(42)
    double wait = random.expovariate(1 / 5.0); // the rate, as in Python
    std::int64_t die = random.randint(1, 6);
    std::vector<int> queue{1, 2, 3};
    random.shuffle(queue);
    // [/ported]
    CHECK(wait == 5.1003014363740045); // CPython's, in full
    CHECK(die == 1);
    CHECK(queue == std::vector<int>{1, 2, 3});
}

TEST_CASE("python_random: a seed is the same as a number, as digits, and again") {
    CHECK(python_random::from_integer("42").random() == python_random(42).random());
    CHECK(python_random::from_integer("-0x2a").random() == python_random(42).random());
    CHECK(python_random::from_integer("+0XfF").random() == python_random(255).random());
    CHECK(python_random::from_integer("18446744073709551615").random() ==
          python_random(~std::uint64_t(0)).random());
    CHECK(python_random(std::numeric_limits<std::int64_t>::min()).random() ==
          python_random(std::uint64_t(1) << 63).random());
    CHECK(python_random(false).random() == python_random(0).random());
    python_random random(1);
    (void)random.gauss();
    random.seed(1);
    CHECK(random.gauss() == python_random(1).gauss());
    random.seed("text");
    CHECK(random.random() == python_random("text").random());
    for (const char* wrong : {"", "-", "0x", "12a", "1 2", "0xg", "1.5"})
        CHECK_THROWS_WITH_AS(python_random::from_integer(wrong),
                             ("python_random: '" + std::string(wrong) + "' is not a whole number").c_str(),
                             value_error);
}

TEST_CASE("python_random: what CPython refuses is refused in its words") {
    python_random random(1);
    const std::vector<int> none;
    CHECK_THROWS_WITH_AS(random.choice(none), "Cannot choose from an empty sequence", value_error);
    CHECK_THROWS_WITH_AS(random.sample(none, 1), "Sample larger than population or is negative", value_error);
    CHECK_THROWS_WITH_AS(random.randrange(0), "empty range for randrange()", value_error);
    CHECK_THROWS_WITH_AS(random.randrange(5, 3), "empty range for randrange() (5, 3, -2)", value_error);
    CHECK_THROWS_WITH_AS(random.randint(5, 4), "empty range for randrange() (5, 5, 0)", value_error);
    CHECK_THROWS_WITH_AS(random.randrange(0, 5, -1), "empty range for randrange()", value_error);
    CHECK_THROWS_WITH_AS(random.randrange(0, 5, 0), "zero step for randrange()", value_error);
    CHECK_THROWS_WITH_AS(random.getrandbits(-1), "number of bits must be non-negative", value_error);
    CHECK_THROWS_WITH_AS(random.getrandbits(65), "python_random: getrandbits(65): at most 64 fit",
                         value_error);
    CHECK_THROWS_WITH_AS(random.gammavariate(0, 1), "gammavariate: alpha and beta must be > 0.0",
                         value_error);
    CHECK_THROWS_AS(random.gammavariate(std::numeric_limits<double>::quiet_NaN(), 1), value_error);
    CHECK_THROWS_AS(random.betavariate(1, -1), value_error);
    CHECK_THROWS_WITH_AS(random.expovariate(0), "expovariate: lambd = 0: must not be 0 (it is 1 / mean)",
                         value_error);
    CHECK_THROWS_AS(random.paretovariate(0), value_error);
    CHECK_THROWS_AS(random.weibullvariate(1, 0), value_error);
    const double short_weights[] = {1}, no_weights[] = {0, 0},
                 endless[] = {1, std::numeric_limits<double>::infinity()};
    CHECK_THROWS_WITH_AS(random.choices(range(2), 1, short_weights),
                         "The number of weights does not match the population", value_error);
    CHECK_THROWS_WITH_AS(random.choices(range(2), 1, no_weights),
                         "Total of weights must be greater than zero", value_error);
    CHECK_THROWS_WITH_AS(random.choices(range(2), 1, endless), "Total of weights must be finite",
                         value_error);
    CHECK_THROWS_AS(random.choices(none, 1), value_error);
}

TEST_CASE("python_random: choice gives the element itself, shuffle works in place, laws draw from it") {
    python_random random("elements");
    std::vector<std::string> words{"a", "b", "c"};
    random.choice(words) = "changed";
    CHECK(std::count(words.begin(), words.end(), "changed") == 1);
    std::vector<int> many = range(50), before = many;
    random.shuffle(many);
    CHECK(many != before);
    CHECK(std::is_permutation(many.begin(), many.end(), before.begin()));
    static_assert(uniform_bits<python_random>);
    python_random same = random;
    CHECK(sim::exponential(2)(random) == doctest::Approx(-2 * std::log(1 - uniform_open(same))));
}
