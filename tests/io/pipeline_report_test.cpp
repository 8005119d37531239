// SPDX-License-Identifier: BSL-1.0
#include <rondo/io/pipeline_report.hpp>

#include <doctest/doctest.h>

using namespace rondo;

TEST_CASE("pipeline_report: says what went through each stage, and what was left out") {
    const pipeline_report said{.path = "app.log",
                               .lines = 1000,
                               .bytes = 64000,
                               .out = 37,
                               .seconds = std::chrono::milliseconds(12),
                               .stages = {{"filter", 1000, 40, 0}, {"map", 40, 37, 3}, {"into", 37, 37, 0}}};
    CHECK(said.str() == "app.log: 1000 lines, 64000 bytes in 0.012 s: 37 out\n"
                        "  filter       1000 in, 40 out\n"
                        "  map          40 in, 37 out, 3 skipped\n"
                        "  into         37 in, 37 out");
}

TEST_CASE("pipeline_report: an error holds its place and its cause") {
    const auto cause = std::make_exception_ptr(7);
    const pipeline_error e("app.log: line 3: bad", 3, 17, cause);
    CHECK(std::string(e.what()) == "app.log: line 3: bad");
    CHECK(e.number() == 3);
    CHECK(e.offset() == 17);
    CHECK(e.cause() == cause);
    const rejected r{
        .path = "p", .stage = "map", .text = "t", .error = std::make_exception_ptr(std::runtime_error("no"))};
    CHECK(r.what() == "no");
}
