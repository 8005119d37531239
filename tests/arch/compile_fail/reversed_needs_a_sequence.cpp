// SPDX-License-Identifier: BSL-1.0
// expect: reversed(x): x is a sequence that can be walked backwards; keep the items first: reversed(list(x))
#include <rondo/gen/iter/collect.hpp>

rondo::generator<int> numbers() { co_yield 1; }

int main() {
#ifdef RONDO_MUST_COMPILE
    rondo::reversed(rondo::list(numbers()));
#else
    rondo::reversed(numbers());
#endif
}
