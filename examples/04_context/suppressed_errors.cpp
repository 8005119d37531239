// SPDX-License-Identifier: BSL-1.0
// Errors that are no errors here: suppress ends the block quietly, and with says so.
#include <rondo/with/suppress.hpp>
#include <rondo/with/with.hpp>

#include <fmt/format.h>

#include <map>
#include <optional>
#include <stdexcept>
#include <string>

using namespace rondo;

int main() {
    const std::map<std::string, std::string> settings{{"port", "7000"}, {"name", "rondo"}};

    for (std::string key : {"port", "name", "colour"}) {
        std::optional<int> number = with(suppress<std::out_of_range, std::invalid_argument>(), [&] {
            return std::stoi(settings.at(key)); // either may throw
        });
        fmt::print("{}: {}\n", key, number ? std::to_string(*number) : "no number");
    }

    bool ended = with(suppress<std::logic_error>(), [] { throw std::out_of_range("a logic_error too"); });
    fmt::print("ran to its end: {}\n", ended);

    try {
        with(suppress<std::logic_error>(), [] { throw std::runtime_error("not named"); });
    } catch (const std::runtime_error& error) {
        fmt::print("passed: {}\n", error.what());
    }
}
