// SPDX-License-Identifier: BSL-1.0
// A number is nothing to delegate to.
// expect: co_yield from(x): x is a generator, an input range, or an object with next()
#include <rondo/gen/from.hpp>
#include <rondo/gen/generator.hpp>

#include <vector>

rondo::generator<int> delegates() {
#ifdef RONDO_MUST_COMPILE
    std::vector<int> three(3);
#else
    int three = 3;
#endif
    co_yield rondo::from(three);
}
