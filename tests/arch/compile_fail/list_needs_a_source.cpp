// SPDX-License-Identifier: BSL-1.0
// expect: not iterable: a source is a range, a generator or an object with next()
#include <rondo/gen/iter/collect.hpp>
#include <rondo/gen/iter/range.hpp>

int main() {
#ifdef RONDO_MUST_COMPILE
    static_cast<void>(rondo::list(rondo::range(3)));
#else
    static_cast<void>(rondo::list(3));
#endif
}
