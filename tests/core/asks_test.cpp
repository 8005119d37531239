// SPDX-License-Identifier: BSL-1.0
#include <rondo/core/asks.hpp>

#include "core/rows.hpp"

#include <rondo/gen/scheduler.hpp>

#include <memory>

using namespace core_test;

namespace {

struct price_of {
    std::string ware;
};
task<int> perform(const price_of& asked) {
    const int price = static_cast<int>(asked.ware.size());
    co_await yield_now();
    co_return price;
}
struct name_of_ware {
    int number;
};
task<std::string> perform(name_of_ware asked) {
    co_await yield_now();
    if (asked.number < 0) throw oops(asked.number);
    co_return asked.number == 0 ? "tea" : "milk";
}
/// A leaf that gives a reference.
struct place_in {
    int* where;
    bool ready() const noexcept { return true; }
    void start(waiter&) const noexcept {}
    bool abort(waiter&) const noexcept { return true; }
    int& take() const noexcept { return *where; }
};
struct box_of {
    int number;
    bool ready() const noexcept { return false; }
    void start(waiter& w) const noexcept { w.unpark(); }
    bool abort(waiter&) const noexcept { return false; }
    std::unique_ptr<int> take() const { return std::make_unique<int>(number); }
};

using shopping = generator<asks<price_of, sleep_op, name_of_ware>, void, int>;

shopping buys(journal& said) {
    const std::string ware = co_yield name_of_ware{1};
    co_yield sleep(2ms);
    auto asked = price_of{ware};
    const int price = co_yield std::move(asked);
    said.push_back(ware + " " + std::to_string(price));
    co_return price;
}

/// What `act` throws, when that is a type_error.
template <class F>
std::string refused(F act) {
    try {
        act();
    } catch (const type_error& error) {
        return error.what();
    }
    return "nothing";
}

static_assert(std::same_as<reply_t<price_of>, int> && std::is_void_v<reply_t<sleep_op>>);
static_assert(std::same_as<reply_t<name_of_ware>, std::string> && std::same_as<reply_t<place_in>, int&>);

} // namespace

TEST_CASE("asks: the loop gives each request its own reply") {
    world w;
    journal said;
    CHECK(w.run(buys(said)) == 4);
    CHECK(joined(said) == "milk 4");
    CHECK(w.ms() == 2);
    w.run([](journal& said) -> task<> {
        co_await with_task_group([&](task_group& group) -> task<> {
            auto handle = group.spawn(buys, std::ref(said));
            CHECK(co_await handle == 4);
        });
        CHECK(co_await adopt(buys(said)) == 4);
    }(said));
}

TEST_CASE("asks: driven by hand, a request is looked at, and answered with a reply of its own type") {
    journal said;
    auto g = buys(said);
    auto asked = g.next();
    REQUIRE(asked);
    CHECK(asked->index() == 2);
    CHECK(asked->get_if<price_of>() == nullptr);
    CHECK(asked->get_if<name_of_ware>()->number == 1);
    asked = g.send(std::string("sugar"));
    CHECK(asked->index() == 1);
    asked = g.next(); // a sleep gives nothing
    const std::string what = asked->visit(handlers{[](price_of& p) { return "price of " + p.ware; },
                                                   [](sleep_op&) { return std::string("sleep"); },
                                                   [](name_of_ware&) { return std::string("name"); }});
    CHECK(what == "price of sugar");
    asked = g.send(9);
    CHECK_FALSE(asked);
    CHECK(g.result() == 9);
    CHECK(joined(said) == "sugar 9");
    CHECK_FALSE(g.next());
    CHECK_FALSE(g.send(1)); // ended
}

TEST_CASE("asks: a reply of another type is refused with type_error, and the generator is untouched") {
    journal said;
    auto g = buys(said);
    CHECK(refused([&] { g.send(1); }) == "can't send non-None value to a just-started generator");
    CHECK(g.state() == gen_state::created);
    g.next();
    CHECK(refused([&] { g.send(1); }).find("waits for a reply of type") != std::string::npos);
    CHECK(refused([&] { g.next(); }).find("waits for a reply of type") != std::string::npos);
    g.send("tea"); // converts
    CHECK(refused([&] { g.send(1); }) == "can't send a int: this request takes no reply: go on by next()");
    auto asked = g.next();
    CHECK(refused([&] { g.send(std::string("4")); }).ends_with("this request waits for a reply of type int"));
    CHECK(refused([&] { g.send(4.5); }) == "can't send a double: this request waits for a reply of type int");
    CHECK(refused([&] { g.send(true); }) == "can't send a bool: this request waits for a reply of type int");
    CHECK(refused([&] { g.next(); }).starts_with("this request waits for a reply of type int"));
    CHECK(asked->get_if<price_of>()->ware == "tea");
    asked = g.send(4L);
    CHECK_FALSE(asked);
    CHECK(g.result() == 4);
}

TEST_CASE("asks: errors are thrown in at the request, by hand and by the loop, cancelled too") {
    auto careful = [](journal& said) -> generator<asks<name_of_ware, sleep_op>, void, std::string> {
        try {
            const std::string never = co_yield name_of_ware{-7};
            said.push_back(never);
        } catch (const oops& error) {
            said.push_back("caught " + std::to_string(error.number));
        }
        try {
            co_yield sleep(1h);
        } catch (const cancelled&) {
            said.push_back("cancelled");
        }
        std::string name = co_yield name_of_ware{0};
        co_return name;
    };
    journal said;
    auto g = careful(said);
    g.next();
    auto asked = g.throw_(oops(1));
    CHECK(asked->index() == 1);
    asked = g.throw_(cancelled());
    CHECK(asked->index() == 0);
    asked = g.send("coffee");
    CHECK(g.result() == "coffee");
    CHECK(joined(said) == "caught 1 | cancelled");

    said.clear();
    world w;
    const bool ended = w.run([](auto careful, journal& said) -> task<bool> {
        const auto got = co_await move_on_after(5ms, adopt(careful(said)));
        co_return got.has_value();
    }(careful, said));
    CHECK(joined(said) == "caught -7 | cancelled");
    CHECK_FALSE(ended); // the last request was cancelled again, and nobody caught that
}

TEST_CASE("asks: a reply may be move-only, or a reference") {
    auto opens = [](int& place) -> generator<asks<box_of, place_in>, void, int> {
        std::unique_ptr<int> box = co_yield box_of{3};
        int& there = co_yield place_in{&place};
        there += *box;
        co_return there;
    };
    int place = 10;
    world w;
    CHECK(w.run(opens(place)) == 13);
    CHECK(place == 13);
    auto g = opens(place);
    g.next();
    CHECK(refused([&] { g.send(5); }) != "nothing");
    g.send(std::make_unique<int>(1));
    int other = 20;
    CHECK(refused([&] { g.send(20); }) != "nothing"); // a reference is to an lvalue
    g.send(other);
    CHECK(other == 21);
    CHECK(g.result() == 21);
}

TEST_CASE("asks: an op that is an lvalue is copied, and stays as it is") {
    auto repeats = []() -> generator<asks<price_of>, void, int> {
        const price_of tea{"tea"};
        price_of milk{"milk"};
        const int a = co_yield tea;
        const int b = co_yield milk;
        const int c = co_yield milk;
        co_return a * 100 + b * 10 + c;
    };
    world w;
    CHECK(w.run(repeats()) == 344);
}

TEST_CASE("asks: it delegates to one of the same kinds, with what is sent and returned") {
    journal said;
    auto outer = [](journal& said) -> shopping {
        const int first = co_yield from(buys(said));
        auto lent = buys(said);
        const std::optional<int> second = co_yield from(lent);
        co_return first * 10 + *second;
    };
    world w;
    CHECK(w.run(outer(said)) == 44);
    auto g = outer(said);
    g.next();
    CHECK(refused([&] { g.send(1); }) != "nothing");
    g.send("abc");
    g.next();
    auto asked = g.send(5);
    CHECK(asked->index() == 2);
    asked = g.send("d");
    asked = g.next();
    asked = g.send(6);
    CHECK_FALSE(asked);
    CHECK(g.result() == 56);
}

TEST_CASE("asks: it is closed, dropped and moved as any generator") {
    journal said;
    auto works = [](journal& said) -> generator<asks<sleep_op>> {
        at_exit finally(said, "finally");
        co_yield sleep(1ms);
        co_yield sleep(1ms);
    };
    {
        auto g = works(said);
        g.next();
        auto moved = std::move(g);
        CHECK(g.state() == gen_state::closed);
        moved.next();
        moved.close();
        CHECK(joined(said) == "finally");
        auto dropped = works(said);
        dropped.next();
    }
    CHECK(joined(said) == "finally | finally");
}

TEST_CASE("asks: a trampoline of one's own runs several, in turns") {
    journal said;
    std::vector<shopping> all;
    all.push_back(buys(said));
    all.push_back(buys(said));
    std::vector<shopping::step_type> steps;
    for (auto& g : all) steps.push_back(g.next());
    std::size_t left = all.size();
    for (std::size_t turn = 0; left != 0 && turn < 100; ++turn) {
        const std::size_t i = turn % all.size();
        if (!steps[i]) continue;
        steps[i] = steps[i]->visit(handlers{[&](price_of& p) { return all[i].send(p.ware.size()); },
                                            [&](sleep_op&) { return all[i].next(); },
                                            [&](name_of_ware&) { return all[i].send(i == 0 ? "a" : "bc"); }});
        left -= !steps[i];
    }
    CHECK(joined(said) == "a 1 | bc 2");
}
