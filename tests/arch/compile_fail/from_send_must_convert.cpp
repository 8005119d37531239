// SPDX-License-Identifier: BSL-1.0
// Y4: what is sent to the delegator goes to the inner generator.
// expect: co_yield from(generator): what is sent to this generator does not convert to what the inner one is sent
#include <rondo/gen/from.hpp>
#include <rondo/gen/generator.hpp>

#include <string>

#ifdef RONDO_MUST_COMPILE
using sent = std::string;
#else
using sent = double*;
#endif

rondo::generator<int, std::string> inner() { co_yield 1; }
rondo::generator<int, sent> outer() { co_yield rondo::from(inner()); }
