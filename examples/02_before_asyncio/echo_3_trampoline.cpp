// SPDX-License-Identifier: BSL-1.0
// An echoing pair, step 3: under the trampoline, one calls the other. Nobody carries messages to and fro.
#include <rondo/gen/trampoline.hpp>

#include <fmt/format.h>

#include <array>
#include <string>

using namespace rondo;

const std::array words{"hello", "who is there?", "good night"};

using talk = subroutine<std::string>; // yields calls of other talks, and returns a string

talk wall(std::string call, int& count) {
    fmt::print("echo {}: {}\n", ++count, call);
    co_return call;
}

talk caller() {
    int heard = 0, count = 0;
    for (const char* word : words) {
        fmt::print("Ann calls: {}\n", word);
        if (std::optional<std::string> echo = co_yield wall(word, count)) ++heard;
    }
    fmt::print("Ann heard {} echoes\n", heard);
    co_return {};
}

int main() { trampoline(caller()); }
