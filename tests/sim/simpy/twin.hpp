// SPDX-License-Identifier: BSL-1.0
//
// The C++ halves of the pairs: each does what its Python half does, and prints the same bytes.
#pragma once

#include <rondo/sim/container.hpp>
#include <rondo/sim/environment.hpp>
#include <rondo/sim/python_random.hpp>
#include <rondo/sim/resource.hpp>
#include <rondo/sim/store.hpp>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <functional>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

using namespace rondo;
using namespace rondo::sim;

namespace {

std::string printed;

template <class... Args>
[[maybe_unused]] void print(fmt::format_string<const Args&...> format, const Args&... args) {
    printed += fmt::format(format, args...) + "\n";
}
template <class... Args>
[[maybe_unused]] void say(const environment& env, fmt::format_string<const Args&...> format,
                          const Args&... args) {
    printed += fmt::format("{:.4f} ", env.now()) + fmt::format(format, args...) + "\n";
}
/// As Python prints a bool.
[[maybe_unused]] const char* py(bool value) { return value ? "True" : "False"; }
[[maybe_unused]] std::string cause_of(const interrupted& i) {
    if (const auto* number = i.cause_as<int>()) return std::to_string(*number);
    const auto* text = i.cause_as<std::string>();
    return text ? *text : "nothing";
}
template <class T>
[[maybe_unused]] std::string shown(const condition_value& got) {
    std::string text;
    for (const any_event& e : got) text += (text.empty() ? "" : " ") + fmt::format("{}", e.value_as<T>());
    return text.empty() ? "nothing" : text;
}
template <class Items>
[[maybe_unused]] std::string joined(const Items& items) {
    std::string text;
    for (const auto& item : items) text += (text.empty() ? "" : " ") + fmt::format("{}", item);
    return text;
}
using named = event<std::string>;
[[maybe_unused]] named t(environment& env, double delay, std::string name) {
    return env.timeout(delay, std::move(name));
}

// Not inline: g++ 12 would warn of what it makes of a name that it knows.
[[maybe_unused, gnu::noinline]] std::string recorded(std::string_view name) {
    const std::string path =
        fmt::format("{}/{}.out", std::filesystem::path(__FILE__).parent_path().string(), name);
    std::ifstream in(path, std::ios::binary);
    std::stringstream text;
    text << in.rdbuf();
    return text.str();
}

} // namespace

#define SIMPY_TWIN(name)                                                                                     \
    static void twin();                                                                                      \
    TEST_CASE("simpy: " name) {                                                                              \
        printed.clear();                                                                                     \
        twin();                                                                                              \
        const std::string record = recorded(name);                                                           \
        CHECK_FALSE(record.empty());                                                                         \
        CHECK(printed == record);                                                                            \
    }                                                                                                        \
    static void twin()
