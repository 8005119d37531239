// SPDX-License-Identifier: BSL-1.0
//
// What ./dev doctor asks the library, once it is built: which driver a loop would get here, and why.
#include <rondo/io/best_driver.hpp>

#include <cstdio>
#include <exception>

int main() {
    try {
        std::printf("%s\n", rondo::explain_driver().c_str());
    } catch (const std::exception& e) {
        std::printf("none: %s\n", e.what());
    }
}
