// SPDX-License-Identifier: BSL-1.0
// expect: chain_from(source): the items of the source are ranges, generators or objects with next()
#include <rondo/gen/iter/chain.hpp>

#include <vector>

int main() {
#ifdef RONDO_MUST_COMPILE
    rondo::chain_from(std::vector<std::vector<int>>());
#else
    rondo::chain_from(std::vector<int>());
#endif
}
