// SPDX-License-Identifier: BSL-1.0
// expect: the items of these sources have no common type: map them to one
#include <rondo/gen/iter/chain.hpp>

#include <string>
#include <vector>

int main() {
#ifdef RONDO_MUST_COMPILE
    rondo::chain(std::vector<int>(), std::vector<long>());
#else
    rondo::chain(std::vector<int>(), std::vector<std::string>());
#endif
}
