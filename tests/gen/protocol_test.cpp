// SPDX-License-Identifier: BSL-1.0
//
// What a generator of another kind is made of: one that counts, in plain C++, is taken for a generator by all that take
// generators.
#include <rondo/gen/protocol.hpp>

#include <rondo/gen/any_generator.hpp>
#include <rondo/gen/from.hpp>
#include <rondo/gen/next.hpp>

#include "gen/support.hpp"

using namespace gen_test;
namespace protocol = rondo::protocol;
using rondo::from;
using rondo::generator;

namespace {

/// Yields 1 … last; what is sent is added to what comes next; returns the sum. A hand-written generator.
class counter {
public:
    using yield_type = int;
    using send_type = int;
    using return_type = long;

    explicit counter(int last) : last_(last) {}
    counter(counter&& other) noexcept
        : now_(other.now_), last_(other.last_), sum_(other.sum_),
          result_(protocol::take_from(other.result_)) {}
    counter& operator=(counter&&) = default;

    rondo::step<int> next() {
        if (now_ >= last_) return end();
        sum_ += ++now_;
        return rondo::step<int>(&now_);
    }
    rondo::step<int> send(int more) {
        if (now_ == 0) protocol::throw_just_started();
        now_ += more;
        return next();
    }
    const std::optional<long>& result() const { return result_; }
    std::optional<long> take_result() { return protocol::take_from(result_); }
    auto begin() { return protocol::pull_iterator<counter>(*this); }
    std::default_sentinel_t past() const { return {}; }

private:
    rondo::step<int> end() {
        if (!ended_) result_ = sum_;
        ended_ = true;
        return {};
    }

    int now_ = 0, last_;
    long sum_ = 0;
    bool ended_ = false;
    std::optional<long> result_;
};

static_assert(protocol::stepper<counter> && protocol::puller<counter> && protocol::sendable<counter, int>);
static_assert(!protocol::throwable<counter> && !protocol::closable<counter>);
static_assert(protocol::throwable<generator<int>> && protocol::closable<generator<int>>);
static_assert(protocol::keeps_result<counter> && protocol::keeps_result<generator<int, void, long>> &&
              protocol::keeps_result<generator<void, int>>);
static_assert(!protocol::keeps_result<rondo::any_generator<int>> && !protocol::keeps_result<ints>);
static_assert(std::same_as<decltype(protocol::result_of<counter>(std::declval<counter&>())), long>);
static_assert(
    std::same_as<decltype(protocol::result_of<counter&>(std::declval<counter&>())), std::optional<long>>);

} // namespace

TEST_CASE("protocol: what keeps its result is delegated to as a generator is: an rvalue gives it, an lvalue "
          "perhaps") {
    auto g = [](counter shared) -> generator<int, int, std::string> {
        const long own = co_yield from(counter(2));
        const std::optional<long> first = co_yield from(shared);
        const std::optional<long> again = co_yield from(shared);
        co_return std::to_string(own) + " " + std::to_string(*first) + (again ? " again" : " once");
    }(counter(5));
    CHECK(*g.next() == 1);
    CHECK(*g.next() == 2);
    CHECK(*g.next() == 1);
    CHECK(*g.send(3) == 5);
    CHECK_FALSE(g.next());
    CHECK(g.result() == "3 6 once");
}

TEST_CASE("protocol: rondo::next takes its result along, and prime advances it") {
    counter c = rondo::prime(counter(2));
    CHECK(rondo::next(c) == 2);
    try {
        rondo::next(c);
        FAIL("no stop_iteration");
    } catch (const rondo::stop_iteration<long>& stop) {
        CHECK(stop.value == 3);
    }
    CHECK(raised([] { static_cast<void>(rondo::prime(counter(0))); }) == "StopIteration");
}

TEST_CASE("protocol: errors that leave a body are kept, a stop_iteration as runtime_error; exits are known") {
    auto kept = [](auto&& thrown) {
        std::exception_ptr error;
        try {
            throw thrown;
        } catch (...) {
            protocol::keep_escaped(error);
        }
        return name_of(error);
    };
    CHECK(kept(oops(3)) == "oops 3");
    CHECK(kept(rondo::stop_iteration<>()) == "RuntimeError: generator raised StopIteration");
    CHECK(protocol::is_exit(protocol::make_exit()));
    CHECK_FALSE(protocol::is_exit(std::make_exception_ptr(oops(1))));
    CHECK(raised([] { protocol::throw_already_executing(); }) == "ValueError: generator already executing");
    CHECK(raised([] { protocol::throw_ignored_exit(); }) == "RuntimeError: generator ignored GeneratorExit");
    CHECK(raised([] { counter(3).send(1); }) ==
          "TypeError: can't send non-None value to a just-started generator");
}

TEST_CASE("protocol: a value is found where it lies when it fits, else in a copy") {
    protocol::yielded_value<int> same;
    const int here = 4;
    CHECK(same.address_of(here) == &here);
    protocol::yielded_value<long> other;
    const void* copy = other.address_of(here);
    CHECK(copy != &here);
    CHECK(*static_cast<const long*>(copy) == 4);
}

TEST_CASE("protocol: begin() by pull_iterator goes on after a break") {
    counter c(4);
    ints seen;
    for (auto it = c.begin(); it != c.past(); ++it) {
        seen.push_back(*it);
        if (*it == 2) break;
    }
    for (auto it = c.begin(); it != c.past(); ++it) seen.push_back(*it);
    CHECK(seen == ints{1, 2, 3, 4});
}
