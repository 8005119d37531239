// SPDX-License-Identifier: BSL-1.0
//
// Random programs of fiber_generators, compared with CPython step by step: see gen/model.hpp. The bodies are those of
// Python's, line by line: a fiber may yield in a handler.
#include <rondo/fiber/fiber_generator.hpp>

#include "gen/model.hpp"

#include <list>

using namespace gen_model;
using rondo::fiber_generator;

using program = fiber_generator<int, int, int>;
using yielding = program::yielder_type;

namespace gen_model {

static int by_foreign(yielding& yield, machine<program>& m, int me, int arg) {
    switch (arg % 8) {
    case 0:
        return yield.from(foreign<0, program>(m, me, arg));
    case 1:
        return yield.from(foreign<1, program>(m, me, arg));
    case 2:
        return yield.from(foreign<2, program>(m, me, arg));
    case 3:
        return yield.from(foreign<3, program>(m, me, arg));
    case 4:
        return yield.from(foreign<4, program>(m, me, arg));
    case 5:
        return yield.from(foreign<5, program>(m, me, arg));
    case 6:
        return yield.from(foreign<6, program>(m, me, arg));
    default:
        return yield.from(foreign<7, program>(m, me, arg));
    }
}

// In the handler. Returns: what the body is to return, if it is.
static std::optional<int> handle(yielding& yield, machine<program>& m, const statement& s,
                                 const std::string& name) {
    m.say(name + " caught " + base_or_name(std::current_exception()));
    if (s.after == 2) m.say(name + " then got " + text(yield(2000 + s.arg)));
    if (s.after == 3) return 3000 + s.arg;
    if (s.after == 4) throw;
    if (s.after == 5) throw oops(4000 + s.arg);
    return std::nullopt;
}

static int statements(yielding& yield, machine<program>& m, std::size_t index) {
    tracked local; // must be destroyed once, however this ends
    const int me = m.started++;
    const std::string name = std::to_string(me);
    for (const statement& s : m.bodies[index]) {
        try {
            if (s.what == fresh && index + 1 < m.bodies.size()) {
                const auto choices = m.bodies.size() - index - 1;
                // Kept: dropping one that has not ended, because it ignored its closing, would throw in again.
                program& sub =
                    m.kept.emplace_back(m.make(index + 1 + static_cast<std::size_t>(s.arg) % choices));
                m.say(name + " result " + text(yield.from(sub)));
            } else if (s.what == shared) {
                m.say(name + " shared " +
                      text(yield.from(m.shared_ones[static_cast<std::size_t>(s.arg) % shared_count])));
            } else if (s.what == span) {
                ints numbers;
                for (int i = 0; i < s.arg % 4; ++i) numbers.push_back(300 + i);
                yield.from(numbers);
            } else if (s.what == range) {
                std::list<int> numbers;
                for (int i = 0; i < s.arg % 4; ++i) numbers.push_back(300 + i);
                yield.from(std::move(numbers));
            } else if (s.what == foreign_iterator) {
                m.say(name + " foreign " + std::to_string(by_foreign(yield, m, me, s.arg)));
            } else if (s.what == leave) {
                if (s.arg % 4 == 0) throw oops(s.arg);
                if (s.arg % 4 == 1) return s.arg;
                if (s.arg % 4 == 2) throw rondo::stop_iteration<>();
                throw no_std_exception{};
            } else if (s.what == poke) {
                program& other = m.shared_ones[static_cast<std::size_t>(s.arg) % shared_count];
                m.say(name + " pokes " + act(other, static_cast<action>(s.arg / 2 % drop), s.arg));
            } else {
                m.say(name + " got " + text(yield(s.arg)));
            }
        } catch (const std::exception&) {
            if (s.handler < 2) throw;
            if (const auto result = handle(yield, m, s, name)) return *result;
        } catch (...) {
            if (s.handler < 4) throw;
            if (const auto result = handle(yield, m, s, name)) return *result;
        }
    }
    return 100 * static_cast<int>(index) + me;
}

static program run_body(machine<program>& m, std::size_t index) {
    return program([&m, index](auto& yield) { return statements(yield, m, index); });
}

} // namespace gen_model

TEST_CASE("fiber_generator: random programs do, step by step, what CPython did") {
    compare_with_python<program>(true, [](machine<program>& m) {
        // They may ignore their closing, and make others meanwhile; each has an end.
        const auto end = [](program& g) {
            while (g.state() != rondo::gen_state::closed) raised([&] { g.close(); });
        };
        for (program& g : m.shared_ones) end(g);
        if (m.root) end(*m.root);
        for (std::size_t n = 0; n < m.kept.size(); ++n) end(m.kept[n]);
    });
}
