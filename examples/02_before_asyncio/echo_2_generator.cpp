// SPDX-License-Identifier: BSL-1.0
// An echoing pair, step 2: two generators. How far they have come is where they are in their code.
#include <rondo/gen/generator.hpp>
#include <rondo/gen/next.hpp>

#include <fmt/format.h>

#include <array>
#include <string>

using namespace rondo;

const std::array words{"hello", "who is there?", "good night"};

using talk = generator<std::string, std::string>; // yields strings, is sent strings

talk caller() {
    int heard = 0;
    for (std::string word : words) {
        fmt::print("Ann calls: {}\n", word);
        if (std::optional<std::string> echo = co_yield word) ++heard;
    }
    fmt::print("Ann heard {} echoes\n", heard);
}

talk wall() {
    std::string call;
    for (int count = 1;; ++count) {
        call = *(co_yield call);
        fmt::print("echo {}: {}\n", count, call);
    }
}

int main() {
    talk ann = caller(), echo = prime(wall());
    auto call = ann.next();
    while (call) {
        auto answer = echo.send(*call);
        call = ann.send(*answer);
    }
}
