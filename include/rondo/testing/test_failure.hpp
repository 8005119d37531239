// SPDX-License-Identifier: BSL-1.0
//
// What the aids of this room throw when the program under test has not kept a promise. Any test framework shows it.
#pragma once

#include <rondo/base/errors.hpp>

namespace rondo::inline v0::testing {

/// The program under test is wrong, and the text says where.
class RONDO_API test_failure : public runtime_error {
public:
    using runtime_error::runtime_error;
    test_failure(const test_failure&) = default;
    ~test_failure() override;
};

} // namespace rondo::inline v0::testing
