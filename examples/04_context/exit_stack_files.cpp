// SPDX-License-Identifier: BSL-1.0
// Any number of resources in one block: all are left, in reverse, also when one cannot be opened.
#include <rondo/base/scope_exit.hpp>
#include <rondo/with/contextmanager.hpp>
#include <rondo/with/exit_stack.hpp>
#include <rondo/with/with.hpp>

#include <fmt/format.h>

#include <stdexcept>
#include <string>
#include <vector>

using namespace rondo;

contextmanager<std::string> open_file(std::string name) {
    if (name == "missing.txt") throw std::runtime_error("no such file: " + name);
    fmt::print("open {}\n", name);
    scope_exit closing = [&] { fmt::print("close {}\n", name); };
    co_yield name;
}

void read_all(const std::vector<std::string>& names) {
    with(exit_stack{}, [&](exit_stack& stack) {
        for (const std::string& name : names) {
            const std::string& file = stack.enter(open_file(name)); // open until the block is left
            stack.callback([&] { fmt::print("read {} to its end\n", file); });
        }
        fmt::print("all open\n");
    });
}

exit_stack open_all_or_none(const std::vector<std::string>& names) {
    exit_stack stack;
    for (const std::string& name : names) stack.enter(open_file(name));
    return stack.pop_all(); // whoever gets it closes them
}

int main() {
    read_all({"a.txt", "b.txt"});
    try {
        read_all({"a.txt", "missing.txt", "b.txt"});
    } catch (const std::runtime_error& error) {
        fmt::print("error: {}\n", error.what());
    }
    exit_stack files = open_all_or_none({"c.txt", "d.txt"});
    fmt::print("kept\n");
    files.close();
}
