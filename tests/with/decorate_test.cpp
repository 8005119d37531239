// SPDX-License-Identifier: BSL-1.0
#include <rondo/with/decorate.hpp>

#include <rondo/with/contextmanager.hpp>
#include <rondo/with/suppress.hpp>

#include <doctest/doctest.h>

#include <stdexcept>
#include <string>
#include <vector>

using namespace rondo;

namespace {
contextmanager<> tagged(std::vector<std::string>& log) {
    log.push_back("<");
    co_yield {};
    log.push_back(">");
}
} // namespace

TEST_CASE("C16: a decorated function enters a fresh manager at each call") {
    std::vector<std::string> log;
    auto doubled = decorate([&] { return tagged(log); },
                            [&](int n) {
                                log.push_back(std::to_string(n));
                                return n * 2;
                            });
    CHECK(log.empty());
    CHECK(doubled(4) == 8);
    CHECK(doubled(5) == 10);
    CHECK(log == std::vector<std::string>{"<", "4", ">", "<", "5", ">"});
}

TEST_CASE("C16: a decorated function gives nothing when the manager swallowed its error") {
    const auto guarded = decorate([] { return suppress<std::logic_error>(); },
                                  [](bool fails) {
                                      if (fails) throw std::logic_error("x");
                                  });
    CHECK(guarded(false));
    CHECK_FALSE(guarded(true));
}

TEST_CASE("C16: decorations nest") {
    std::vector<std::string> log;
    auto twice =
        decorate([&] { return tagged(log); }, decorate([&] { return tagged(log); }, [] { return 1; }));
    CHECK(twice() == std::optional<std::optional<int>>(1));
    CHECK(log == std::vector<std::string>{"<", "<", ">", ">"});
}
