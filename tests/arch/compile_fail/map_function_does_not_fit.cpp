// SPDX-License-Identifier: BSL-1.0
// expect: map(f, source): f cannot be called with an item of the source
#include <rondo/gen/iter/range.hpp>
#include <rondo/gen/iter/transform.hpp>

#include <string>

int main() {
#ifdef RONDO_MUST_COMPILE
    rondo::range(3) | rondo::map([](int x) { return x; });
#else
    rondo::range(3) | rondo::map([](const std::string& s) { return s.size(); });
#endif
}
