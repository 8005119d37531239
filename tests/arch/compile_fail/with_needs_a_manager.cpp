// SPDX-License-Identifier: BSL-1.0
// expect: not a context manager: one has enter(), and exit(std::exception_ptr) that returns bool (true swallows)
#include <rondo/with/nullcontext.hpp>
#include <rondo/with/with.hpp>

int main() {
#ifdef RONDO_MUST_COMPILE
    rondo::with(rondo::nullcontext(3), [] {});
#else
    rondo::with(3, [] {});
#endif
}
