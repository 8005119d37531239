// SPDX-License-Identifier: BSL-1.0
// expect: join(separator, source): the items are texts: map numbers to texts first
#include <rondo/gen/iter/collect.hpp>
#include <rondo/gen/iter/range.hpp>

#include <string>

int main() {
#ifdef RONDO_MUST_COMPILE
    static_cast<void>(rondo::join(", ", std::vector<std::string>{"a"}));
#else
    static_cast<void>(rondo::join(", ", rondo::range(3)));
#endif
}
