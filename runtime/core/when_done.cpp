// SPDX-License-Identifier: BSL-1.0
#include <rondo/core/when_done.hpp>

namespace rondo::inline v0::detail {

done_callback::done_callback(scheduler& home) : callback(home) {
    shared_.self = this;
    shared_.claim = [](shared_claim&, arm&) noexcept { return true; };
    shared_.unparked = [](shared_claim& shared, arm&) noexcept {
        static_cast<subscription&>(shared).self->queue_now();
    };
    node_.join(shared_, 0);
}

done_callback::~done_callback() = default;

void done_callback::wait_for(handle_base& task) {
    if (task.done())
        queue_now();
    else
        task.start(node_);
}

} // namespace rondo::inline v0::detail
