// SPDX-License-Identifier: BSL-1.0
#include <rondo/testing/checkpoints.hpp>

namespace rondo::inline v0::testing::detail {

void throw_checkpoints(bool wanted, place where) {
    std::string text = wanted ? "assert_checkpoints: there was no checkpoint"
                              : "assert_no_checkpoints: there was a checkpoint, or a wait";
    if (where.line() != 0)
        text +=
            std::string(" in what is awaited at ") + where.file_name() + ":" + std::to_string(where.line());
    throw test_failure(text);
}

} // namespace rondo::inline v0::testing::detail
