// SPDX-License-Identifier: BSL-1.0
//
// Random programs of generators of any kind, and what CPython did with them: data/record_traces.py says what a program is,
// runs the same ones, and has left a hash of each trace in data/traces.inc. A test brings the bodies, and a kind of
// generator; a difference prints the seed and our trace, and `record_traces.py --show SEED` prints Python's.
#pragma once

#include "gen/support.hpp"

#include <cstdint>
#include <deque>
#include <optional>

namespace gen_model {

using namespace gen_test;

inline constexpr std::uint32_t python_says[] = {
#include "gen/data/traces.inc"
};

enum kind { yield, fresh, shared, span, range, foreign_iterator, leave, poke };
inline constexpr kind kinds[] = {yield, yield,  yield,  yield,  fresh, fresh, fresh,
                                 fresh, shared, shared, shared, span,  range, foreign_iterator,
                                 leave, poke};
enum action { do_next, do_send, do_throw, do_throw_base, do_throw_exit, do_close, drop };
inline constexpr action actions[] = {do_next,       do_next,       do_next,  do_next, do_next,  do_next,
                                     do_send,       do_send,       do_send,  do_send, do_throw, do_throw,
                                     do_throw_base, do_throw_exit, do_close, drop};
inline constexpr unsigned shared_count = 3, steps = 20;

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

/// Bodies as lists of statements, and a driver; `Program` is a generator of ints, sent ints, that returns one. The test
/// defines `Program run_body(machine<Program>&, std::size_t index)`, which runs the statements of one body.
template <class Program>
struct machine {
    explicit machine(std::uint32_t seed);
    Program make(std::size_t index) { return run_body(*this, index); }
    void say(std::string text) { trace.push_back(std::move(text)); }
    void run();

    random_numbers random;
    journal trace;
    std::vector<std::vector<statement>> bodies;
    int started = 0;
    std::vector<Program> shared_ones;
    std::optional<Program> root;
    std::deque<Program> kept; // Python's are not collected before the trace is complete
    bool keeps_dropped = false;
};

inline std::string text(std::optional<int> value) { return value ? std::to_string(*value) : "None"; }

inline std::string base_or_name(const std::exception_ptr& error) {
    const std::string name = name_of(error);
    return name == "no_std_exception" ? "Base" : name;
}

template <class Program>
std::string act(Program& g, action what, int value) {
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
template <int Has, class Program>
class foreign {
public:
    foreign(machine<Program>& m, int me, int arg)
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
    machine<Program>& m_;
    std::string me_;
    int left_, on_throw_;
    bool close_raises_;
};

template <class Program>
machine<Program>::machine(std::uint32_t seed) : random(seed) {
    const unsigned count = 2 + random.below(4);
    for (unsigned b = 0; b < count; ++b) {
        const unsigned length = 1 + random.below(5);
        bodies.emplace_back();
        for (unsigned i = 0; i < length; ++i) bodies.back().emplace_back(random);
    }
    for (unsigned i = 0; i < shared_count; ++i) shared_ones.push_back(make(random.below(bodies.size())));
    root = make(0);
}

template <class Program>
void machine<Program>::run() {
    for (unsigned i = 0; i < steps; ++i) {
        const unsigned target = random.below(shared_count + 4);
        const action what = actions[random.below(std::size(actions))];
        const int value = static_cast<int>(random.below(100));
        const bool to_root = target >= shared_count;
        if (to_root && (!root || root->state() == rondo::gen_state::closed)) {
            root = make(0);
            say("new root " + act(*root, do_next, 0));
        } else if (to_root && what == drop) {
            if (keeps_dropped) kept.push_back(std::move(*root));
            root.reset();
            say("root dropped");
        } else {
            Program& g = to_root ? *root : shared_ones[target];
            say((to_root ? "root" : std::to_string(target)) + " " + act(g, what, value));
        }
    }
}

inline std::uint32_t fnv(const std::string& bytes) {
    std::uint32_t h = 2166136261u;
    for (const char c : bytes) h = (h ^ static_cast<unsigned char>(c)) * 16777619u;
    return h;
}

inline std::string joined(const journal& lines) {
    std::string all;
    for (const std::string& line : lines) all += (all.empty() ? "" : "\n") + line;
    return all;
}

/// Runs every program; `finish(machine)` ends what the trace leaves alive.
template <class Program, class Finish>
void compare_with_python(bool keeps_dropped, Finish finish) {
    all_accounted_for check;
    unsigned differ = 0;
    for (std::uint32_t seed = 0; seed < std::size(python_says) && differ < 3; ++seed) {
        std::string ours;
        {
            machine<Program> m(seed);
            m.keeps_dropped = keeps_dropped;
            m.run();
            ours = joined(m.trace);
            finish(m);
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

} // namespace gen_model
