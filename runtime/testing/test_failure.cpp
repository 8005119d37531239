// SPDX-License-Identifier: BSL-1.0
#include <rondo/testing/test_failure.hpp>

namespace rondo::inline v0::testing {

test_failure::~test_failure() = default;

} // namespace rondo::inline v0::testing
