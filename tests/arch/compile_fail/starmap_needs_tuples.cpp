// SPDX-License-Identifier: BSL-1.0
// expect: starmap(f, source): the items of the source are tuples, pairs or arrays
#include <rondo/gen/iter/transform.hpp>

#include <tuple>
#include <vector>

int main() {
    auto negative = [](int x) { return -x; };
#ifdef RONDO_MUST_COMPILE
    rondo::starmap(negative, std::vector<std::tuple<int>>());
#else
    rondo::starmap(negative, std::vector<int>());
#endif
}
