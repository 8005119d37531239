// SPDX-License-Identifier: BSL-1.0
#include <rondo/sync/event.hpp>

namespace rondo::inline v0 {

void event::set() noexcept {
    set_ = true;
    while (wait_op* oldest = lot_.pop_claimed()) oldest->who->unpark();
}

} // namespace rondo::inline v0
