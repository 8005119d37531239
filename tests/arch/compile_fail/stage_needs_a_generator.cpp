// SPDX-License-Identifier: BSL-1.0
// expect: source | stage(f): f takes its generator by value
#include <rondo/gen/iter/range.hpp>
#include <rondo/gen/iter/stage.hpp>

#ifdef RONDO_MUST_COMPILE
rondo::generator<int> same(rondo::generator<int> in) {
#else
rondo::generator<int> same(rondo::generator<int>& in) {
#endif
    for (int x : in) co_yield x;
}

int main() { rondo::range(3) | rondo::stage(same); }
