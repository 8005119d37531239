// SPDX-License-Identifier: BSL-1.0
// Section 11: a generator that yields once, as a context manager.
#include <rondo/base/scope_exit.hpp>
#include <rondo/with/contextmanager.hpp>
#include <rondo/with/with.hpp>

#include <fmt/format.h>

#include <string>

using namespace rondo;

contextmanager<std::string> managed_resource(std::string name) {
    fmt::print("Opening {}\n", name);
    scope_exit finally = [&] { fmt::print("Closing {}\n", name); };
    co_yield name;
}

int main() {
    with(managed_resource("database"), [](const std::string& db) { fmt::print("Using {}\n", db); });
}
