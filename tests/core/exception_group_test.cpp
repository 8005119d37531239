// SPDX-License-Identifier: BSL-1.0
#include <rondo/core/exception_group.hpp>

#include "core/rows.hpp"

#include <stdexcept>
#include <thread>

using namespace core_test;

namespace {

std::exception_ptr an(int number) { return std::make_exception_ptr(oops(number)); }
std::exception_ptr other() { return std::make_exception_ptr(other_error()); }
std::exception_ptr grouped(std::string message, std::vector<std::exception_ptr> errors) {
    return std::make_exception_ptr(exception_group(std::move(message), std::move(errors)));
}
std::string shape(const exception_group* group) {
    return group ? name_of(std::make_exception_ptr(*group)) : "nothing";
}

} // namespace

TEST_CASE("L32: a group is split by type, and keeps its shape") {
    const exception_group group("all", {an(1), grouped("inner", {other(), an(2)}), other()});
    CHECK(shape(&group) == "group[oops 1 group[other oops 2] other]");
    auto [matched, rest] = group.split<oops>();
    CHECK(shape(matched.get()) == "group[oops 1 group[oops 2]]");
    CHECK(shape(rest.get()) == "group[group[other] other]");
    CHECK(matched->message() == "all");
    CHECK(shape(group.subgroup<other_error>().get()) == "group[group[other] other]");
    CHECK(group.subgroup<std::logic_error>() == nullptr);
    auto [everything, nothing] = group.split<std::exception>();
    CHECK(shape(everything.get()) == shape(&group));
    CHECK(nothing == nullptr);
    auto [none, all] = group.split<std::logic_error>();
    CHECK(none == nullptr);
    CHECK(shape(all.get()) == shape(&group));
}

TEST_CASE("L32: a nested group that belongs to one side as a whole is kept as it is") {
    const std::exception_ptr inner = grouped("inner", {an(2), an(3)});
    const exception_group group("all", {inner, other()});
    auto [matched, rest] = group.split<oops>();
    CHECK(matched->errors().at(0) == inner);
    CHECK(shape(rest.get()) == "group[other]");
}

TEST_CASE("L32: a group is split by a question, too, and its errors are visited in order") {
    const exception_group group("all", {an(1), grouped("inner", {an(2), grouped("deep", {an(3)})}), an(4)});
    const auto is_even = [](const std::exception_ptr& error) {
        const std::string name = name_of(error);
        return name.find("oops") == 0 && (name.back() - '0') % 2 == 0;
    };
    auto [even, odd] = group.split(is_even);
    CHECK(shape(even.get()) == "group[group[oops 2] oops 4]");
    CHECK(shape(odd.get()) == "group[oops 1 group[group[oops 3]]]");
    CHECK(shape(group.subgroup(is_even).get()) == shape(even.get()));
    journal seen;
    group.visit([&](const std::exception_ptr& error) { seen.push_back(name_of(error)); });
    CHECK(joined(seen) == "oops 1 | oops 2 | oops 3 | oops 4");
    CHECK(group.leaf_count() == 4);
    CHECK(group.leaves().size() == 4);
}

TEST_CASE("L32: caught from a task group, errors are handled by type") {
    world w;
    std::string handled;
    w.run([&]() -> task<> {
        auto body = [](task_group& group) -> task<> {
            group.spawn(fail_later, 1, 0ms);
            auto inner = [](task_group& nested) -> task<> {
                auto fails = []() -> task<> {
                    try {
                        co_await sleep(1s);
                    } catch (const cancelled&) {}
                    throw other_error();
                };
                nested.spawn(fails);
                co_await sleep(1s);
            };
            co_await with_task_group(inner);
        };
        try {
            co_await with_task_group(body);
        } catch (const exception_group& group) {
            auto [matched, rest] = group.split<other_error>();
            handled = shape(matched.get()) + " and " + shape(rest.get());
        }
    });
    CHECK(handled == "group[group[other]] and group[oops 1]");
}

TEST_CASE("exception_group: says its message and how many; its tree has a line for each") {
    const exception_group group("two went wrong", {an(1), grouped("inside", {other()})});
    CHECK(std::string(group.what()) == "two went wrong (2 sub-exceptions)");
    CHECK(group.tree() ==
          "two went wrong (2 sub-exceptions)\n  oops\n  inside (1 sub-exception)\n    other\n");
    const exception_group copy = group;
    CHECK(copy.errors() == group.errors());
    CHECK(copy.message() == "two went wrong");
}

TEST_CASE("exception_group: is never empty, and holds no null") {
    CHECK_THROWS_AS(exception_group("none", {}), value_error);
    CHECK_THROWS_AS(exception_group("null", {an(1), nullptr}), value_error);
}

TEST_CASE("exception_group: a hundred thousand in each other are let go without a deep stack") {
    constexpr int levels = RONDO_ASAN ? 20'000 : 100'000;
    bool whole = false;
    std::thread([&] { // a thread's stack is no deeper than the main one's
        std::exception_ptr error = an(0);
        for (int i = 0; i < levels; ++i) error = grouped("g", {std::move(error)});
        try {
            std::rethrow_exception(error);
        } catch (const exception_group& group) {
            whole = group.leaf_count() == 1;
        }
        error = nullptr;
    })
        .join();
    CHECK(whole);
}
