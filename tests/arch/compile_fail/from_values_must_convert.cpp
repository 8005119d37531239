// SPDX-License-Identifier: BSL-1.0
// What the source yields is handed out as what the generator yields.
// expect: co_yield from(x): what x yields does not convert to what this generator yields
#include <rondo/gen/from.hpp>
#include <rondo/gen/generator.hpp>

#include <string>
#include <vector>

#ifdef RONDO_MUST_COMPILE
using element = const char*;
#else
using element = std::vector<int>;
#endif

rondo::generator<std::string> words(std::vector<element> all) { co_yield rondo::from(all); }
