// SPDX-License-Identifier: BSL-1.0
// Section 10: a generator that only receives: a coroutine of the time before asyncio.
#include <rondo/gen/generator.hpp>
#include <rondo/gen/next.hpp>

#include <fmt/format.h>

#include <string>

using namespace rondo;

generator<void, std::string> coroutine() { // yields nothing, is sent strings
    while (true) {
        std::string message = *(co_yield nothing);
        fmt::print("Received: {}\n", message);
    }
}

int main() {
    auto c = coroutine();
    next(c); // start the coroutine
    c.send("Hello");
    c.send("World");
}
