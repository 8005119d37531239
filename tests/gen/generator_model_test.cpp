// SPDX-License-Identifier: BSL-1.0
//
// Random programs of generators, compared with CPython step by step: data/record_traces.py says what a program is, runs
// the same ones, and has left a hash of each trace in data/traces.inc. A difference prints the seed and our trace;
// `record_traces.py --show SEED` prints Python's.
#include <rondo/gen/from.hpp>
#include <rondo/gen/generator.hpp>

#include "gen/support.hpp"

#include <cstdint>
#include <list>

using namespace gen_test;
using rondo::from;
using rondo::generator;

namespace {

constexpr std::uint32_t python_says[] = {
#include "gen/data/traces.inc"
};

enum kind { yield, fresh, shared, span, range, foreign_iterator, leave, poke };
constexpr kind kinds[] = {yield, yield,  yield,  yield,  fresh, fresh, fresh,
                          fresh, shared, shared, shared, span,  range, foreign_iterator,
                          leave, poke};
enum action { do_next, do_send, do_throw, do_throw_base, do_throw_exit, do_close, drop };
constexpr action actions[] = {do_next,       do_next,       do_next,  do_next, do_next,  do_next,
                              do_send,       do_send,       do_send,  do_send, do_throw, do_throw,
                              do_throw_base, do_throw_exit, do_close, drop};
constexpr unsigned shared_count = 3, steps = 20;

class random_numbers {
public:
    explicit random_numbers(std::uint32_t seed) : x_(seed * 2654435761u + 12345u) {
        if (x_ == 0) x_ = 1;
    }
    unsigned below(std::size_t n) {
        x_ ^= x_ << 13;
        x_ ^= x_ >> 17;
        x_ ^= x_ << 5;
        return (x_ >> 8) % static_cast<unsigned>(n);
    }

private:
    std::uint32_t x_;
};

struct statement {
    explicit statement(random_numbers& random) {
        what = kinds[random.below(std::size(kinds))];
        arg = static_cast<int>(random.below(1000));
        handler = random.below(6);
        after = random.below(6);
    }
    kind what;
    int arg;
    unsigned handler, after;
};

using program = generator<int, int, int>;

struct machine {
    explicit machine(std::uint32_t seed);
    program make(std::size_t index);
    void say(std::string text) { trace.push_back(std::move(text)); }
    void run();

    random_numbers random;
    log trace;
    std::vector<std::vector<statement>> bodies;
    int started = 0;
    std::vector<program> shared_ones;
    std::optional<program> root;
};

std::string text(std::optional<int> value) { return value ? std::to_string(*value) : "None"; }

std::string base_or_name(const std::exception_ptr& error) {
    const std::string name = name_of(error);
    return name == "no_std_exception" ? "Base" : name;
}

std::string act(program& g, action what, int value) {
    try {
        if (what == do_close) return "closed " + text(g.close());
        auto step = what == do_send         ? g.send(value)
                    : what == do_throw      ? g.throw_(oops(value))
                    : what == do_throw_base ? g.throw_(no_std_exception{})
                    : what == do_throw_exit ? g.throw_(rondo::generator_exit{})
                                            : g.next();
        return step ? "-> " + std::to_string(*step) : "stop " + text(g.take_result());
    } catch (...) {
        return "raises " + base_or_name(std::current_exception());
    }
}

/// A hand-written iterator with some of send, throw and close.
template <int Has>
class foreign {
public:
    foreign(machine& m, int me, int arg)
        : m_(m), me_(std::to_string(me)), left_(1 + arg / 8 % 3), on_throw_(arg / 24 % 3),
          close_raises_(arg / 72 % 3 == 0) {}

    std::optional<int> next() {
        if (left_ == 0) return std::nullopt;
        return 400 + --left_;
    }
    std::optional<int> send(int value)
        requires((Has & 1) != 0)
    {
        m_.say(me_ + " foreign send " + std::to_string(value));
        return next();
    }
    std::optional<int> throw_ptr(std::exception_ptr error)
        requires((Has & 2) != 0)
    {
        m_.say(me_ + " foreign throw " + base_or_name(error));
        if (on_throw_ == 0) std::rethrow_exception(error);
        if (on_throw_ == 1) return 500;
        left_ = 0;
        return std::nullopt;
    }
    void close()
        requires((Has & 4) != 0)
    {
        m_.say(me_ + " foreign close");
        if (close_raises_) throw oops(900);
    }
    int result() const { return 60; }

private:
    machine& m_;
    std::string me_;
    int left_, on_throw_;
    bool close_raises_;
};

program by_foreign(machine& m, int me, int arg) {
    int got = 0;
    switch (arg % 8) {
    case 0:
        got = co_yield from(foreign<0>(m, me, arg));
        break;
    case 1:
        got = co_yield from(foreign<1>(m, me, arg));
        break;
    case 2:
        got = co_yield from(foreign<2>(m, me, arg));
        break;
    case 3:
        got = co_yield from(foreign<3>(m, me, arg));
        break;
    case 4:
        got = co_yield from(foreign<4>(m, me, arg));
        break;
    case 5:
        got = co_yield from(foreign<5>(m, me, arg));
        break;
    case 6:
        got = co_yield from(foreign<6>(m, me, arg));
        break;
    default:
        got = co_yield from(foreign<7>(m, me, arg));
        break;
    }
    co_return got;
}

program body(machine& m, std::size_t index) {
    tracked local; // must be destroyed once, however this ends
    const int me = m.started++;
    const std::string name = std::to_string(me);
    for (const statement& s : m.bodies[index]) {
        std::exception_ptr caught;
        try {
            if (s.what == fresh && index + 1 < m.bodies.size()) {
                const auto choices = m.bodies.size() - index - 1;
                const int got = co_yield from(m.make(index + 1 + static_cast<std::size_t>(s.arg) % choices));
                m.say(name + " result " + std::to_string(got));
            } else if (s.what == shared) {
                const std::optional<int> got =
                    co_yield from(m.shared_ones[static_cast<std::size_t>(s.arg) % shared_count]);
                m.say(name + " shared " + text(got));
            } else if (s.what == span) {
                ints numbers;
                for (int i = 0; i < s.arg % 4; ++i) numbers.push_back(300 + i);
                co_yield from(numbers);
            } else if (s.what == range) {
                std::list<int> numbers;
                for (int i = 0; i < s.arg % 4; ++i) numbers.push_back(300 + i);
                co_yield from(std::move(numbers));
            } else if (s.what == foreign_iterator) {
                const int got = co_yield from(by_foreign(m, me, s.arg));
                m.say(name + " foreign " + std::to_string(got));
            } else if (s.what == leave) {
                if (s.arg % 4 == 0) throw oops(s.arg);
                if (s.arg % 4 == 1) co_return s.arg;
                if (s.arg % 4 == 2) throw rondo::stop_iteration<>();
                throw no_std_exception{};
            } else if (s.what == poke) {
                program& other = m.shared_ones[static_cast<std::size_t>(s.arg) % shared_count];
                m.say(name + " pokes " + act(other, static_cast<action>(s.arg / 2 % drop), s.arg));
            } else {
                const std::optional<int> got = co_yield s.arg;
                m.say(name + " got " + text(got));
            }
        } catch (const std::exception&) {
            if (s.handler < 2) throw;
            caught = std::current_exception();
        } catch (...) {
            if (s.handler < 4) throw;
            caught = std::current_exception();
        }
        if (!caught) continue;
        m.say(name + " caught " + base_or_name(caught));
        if (s.after == 2) {
            const std::optional<int> got = co_yield 2000 + s.arg;
            m.say(name + " then got " + text(got));
        }
        if (s.after == 3) co_return 3000 + s.arg;
        if (s.after == 4) std::rethrow_exception(caught);
        if (s.after == 5) throw oops(4000 + s.arg);
    }
    co_return 100 * static_cast<int>(index) + me;
}

machine::machine(std::uint32_t seed) : random(seed) {
    const unsigned count = 2 + random.below(4);
    for (unsigned b = 0; b < count; ++b) {
        const unsigned length = 1 + random.below(5);
        bodies.emplace_back();
        for (unsigned i = 0; i < length; ++i) bodies.back().emplace_back(random);
    }
    for (unsigned i = 0; i < shared_count; ++i) shared_ones.push_back(make(random.below(bodies.size())));
    root = make(0);
}

program machine::make(std::size_t index) { return body(*this, index); }

void machine::run() {
    for (unsigned i = 0; i < steps; ++i) {
        const unsigned target = random.below(shared_count + 4);
        const action what = actions[random.below(std::size(actions))];
        const int value = static_cast<int>(random.below(100));
        const bool to_root = target >= shared_count;
        if (to_root && (!root || root->state() == rondo::gen_state::closed)) {
            root = make(0);
            say("new root " + act(*root, do_next, 0));
        } else if (to_root && what == drop) {
            root.reset();
            say("root dropped");
        } else {
            program& g = to_root ? *root : shared_ones[target];
            say((to_root ? "root" : std::to_string(target)) + " " + act(g, what, value));
        }
    }
}

std::uint32_t fnv(const std::string& bytes) {
    std::uint32_t h = 2166136261u;
    for (const char c : bytes) h = (h ^ static_cast<unsigned char>(c)) * 16777619u;
    return h;
}

std::string joined(const log& lines) {
    std::string all;
    for (const std::string& line : lines) all += (all.empty() ? "" : "\n") + line;
    return all;
}

} // namespace

TEST_CASE("generator: random programs do, step by step, what CPython did") {
    all_accounted_for check;
    unsigned differ = 0;
    for (std::uint32_t seed = 0; seed < std::size(python_says) && differ < 3; ++seed) {
        std::string ours;
        {
            machine m(seed);
            m.run();
            ours = joined(m.trace);
        }
        if (fnv(ours) != python_says[seed]) {
            ++differ;
            FAIL_CHECK("seed ", seed, " differs. Ours:\n", ours);
        }
        if (tracked::live != 0 || tracked::misuses != 0) {
            FAIL("seed ", seed, ": ", tracked::live, " locals live, ", tracked::misuses, " misused");
        }
    }
}
