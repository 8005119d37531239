// SPDX-License-Identifier: BSL-1.0
#include <rondo/core/op.hpp>

#include <doctest/doctest.h>

#include <vector>

using namespace rondo;

namespace {
struct plain : op {
    plain() noexcept : op([](op& done) noexcept { ++static_cast<plain&>(done).completed; }) {}
    int completed = 0;
};
} // namespace

TEST_CASE("op: is idle and empty when made, and says how to complete it") {
    plain one;
    CHECK(one.state == op::phase::idle);
    CHECK(one.code == opcode::nop);
    CHECK(one.descriptor == -1);
    CHECK(one.offset == -1);
    one.complete(one);
    CHECK(one.completed == 1);
}

TEST_CASE("op_list: first in, first out, counted; any may leave") {
    plain a, b, c;
    op_list list;
    for (plain* each : {&a, &b, &c}) list.push_back(*each);
    CHECK(list.size() == 3);
    list.erase(b);
    CHECK(list.front() == &a);
    CHECK(list.pop_front() == &a);
    CHECK(list.pop_front() == &c);
    CHECK(list.pop_front() == nullptr);
    CHECK(list.empty());
}
