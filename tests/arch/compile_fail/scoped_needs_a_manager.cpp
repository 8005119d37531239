// SPDX-License-Identifier: BSL-1.0
// expect: not a context manager: one has enter(), and exit(std::exception_ptr) that returns bool (true swallows)
#include <rondo/with/nullcontext.hpp>
#include <rondo/with/scoped.hpp>

int main() {
#ifdef RONDO_MUST_COMPILE
    rondo::scoped inside{rondo::nullcontext(3)};
#else
    rondo::scoped inside{3};
#endif
}
