// SPDX-License-Identifier: BSL-1.0
//
// Random programs of generators, compared with CPython step by step: see model.hpp.
#include <rondo/gen/from.hpp>
#include <rondo/gen/generator.hpp>

#include "gen/model.hpp"

#include <list>

using namespace gen_model;
using rondo::from;
using rondo::generator;

using program = generator<int, int, int>;

namespace gen_model {

static program by_foreign(machine<program>& m, int me, int arg) {
    int got = 0;
    switch (arg % 8) {
    case 0:
        got = co_yield from(foreign<0, program>(m, me, arg));
        break;
    case 1:
        got = co_yield from(foreign<1, program>(m, me, arg));
        break;
    case 2:
        got = co_yield from(foreign<2, program>(m, me, arg));
        break;
    case 3:
        got = co_yield from(foreign<3, program>(m, me, arg));
        break;
    case 4:
        got = co_yield from(foreign<4, program>(m, me, arg));
        break;
    case 5:
        got = co_yield from(foreign<5, program>(m, me, arg));
        break;
    case 6:
        got = co_yield from(foreign<6, program>(m, me, arg));
        break;
    default:
        got = co_yield from(foreign<7, program>(m, me, arg));
        break;
    }
    co_return got;
}

static program run_body(machine<program>& m, std::size_t index) {
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

} // namespace gen_model

TEST_CASE("generator: random programs do, step by step, what CPython did") {
    compare_with_python<program>(false, [](auto&) {});
}
