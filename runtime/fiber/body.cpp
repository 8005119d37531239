// SPDX-License-Identifier: BSL-1.0
#include <rondo/fiber/detail/body.hpp>

#include <rondo/base/assert.hpp>
#include <rondo/base/unraisable.hpp>

namespace rondo::inline v0::detail {

const char fiber_created{};

void fiber_handle::drop(fiber_node& node) noexcept {
    expects(node.value != nullptr, "a fiber_generator was destroyed while running");
    if (node.value != &fiber_created) {
        node.value = nullptr;
        node.context.unwind();
        if (node.error && !protocol::is_exit(node.error))
            report_unraisable(std::move(node.error), "while a fiber_generator that was dropped unwound");
    }
    node.destroy(node);
}

} // namespace rondo::inline v0::detail
