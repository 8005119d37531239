// SPDX-License-Identifier: BSL-1.0
// expect: not a context manager: one has enter(), and exit(std::exception_ptr) that returns bool (true swallows)
#include <rondo/with/with.hpp>

struct door {
    void enter() {}
#ifdef RONDO_MUST_COMPILE
    bool exit(std::exception_ptr) { return false; }
#else
    void exit(std::exception_ptr) {}
#endif
};

int main() {
    rondo::with(door{}, [] {});
}
