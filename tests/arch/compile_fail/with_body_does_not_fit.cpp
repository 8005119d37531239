// SPDX-License-Identifier: BSL-1.0
// expect: with(manager..., body): body takes what the managers' enter() gives, in their order, or nothing
#include <rondo/with/nullcontext.hpp>
#include <rondo/with/with.hpp>

int main() {
#ifdef RONDO_MUST_COMPILE
    rondo::with(rondo::nullcontext(3), [](int) {});
#else
    rondo::with(rondo::nullcontext(3), [](int, int) {});
#endif
}
