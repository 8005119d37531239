// SPDX-License-Identifier: BSL-1.0
// A generator<T&> hands out objects that exist.
// expect: co_yield from(x): a generator<T&> can only hand out lvalues, and x yields temporaries
#include <rondo/gen/from.hpp>
#include <rondo/gen/generator.hpp>

#include <ranges>
#include <vector>

#ifdef RONDO_MUST_COMPILE
rondo::generator<int&> references(std::vector<int>& all) { co_yield rondo::from(all); }
#else
rondo::generator<int&> references() { co_yield rondo::from(std::views::iota(0, 3)); }
#endif
