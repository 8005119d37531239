// SPDX-License-Identifier: BSL-1.0
#include <rondo/sync/latch.hpp>

namespace rondo::inline v0 {

void latch::count_down(std::size_t by) {
    if (by > count_)
        throw value_error("latch::count_down: " + std::to_string(by) + " more have come, and " +
                          std::to_string(count_) + " were to come");
    count_ -= by;
    if (count_ != 0) return;
    while (wait_op* oldest = lot_.pop_claimed()) oldest->who->unpark();
}

void latch::wait_op::describe(std::string& out) const {
    out += "a latch, " + std::to_string(of_.count_) + " still to come";
}

} // namespace rondo::inline v0
