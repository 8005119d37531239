// SPDX-License-Identifier: BSL-1.0
#include <rondo/sync/barrier.hpp>

namespace rondo::inline v0 {

barrier::barrier(std::size_t parties) : parties_(parties) {
    if (parties == 0) throw value_error("barrier: the number of parties is at least 1");
}

bool barrier::wait_op::ready() noexcept {
    broken_ = of_.broken_;
    if (broken_) return true;
    if (of_.lot_.size() + 1 != of_.parties_) return false;
    place_ = of_.parties_ - 1;
    of_.wake_all(false);
    return true;
}

std::size_t barrier::wait_op::take() const {
    if (broken_) throw broken_barrier("barrier::wait: the barrier was aborted, or reset while a task waited");
    return place_;
}

void barrier::wait_op::describe(std::string& out) const {
    out += "a barrier, at which " + std::to_string(of_.lot_.size()) + " of " + std::to_string(of_.parties_) +
           " wait";
}

void barrier::wake_all(bool broken) noexcept {
    if (broken) broken_ = false;
    for (std::size_t place = 0; wait_op* oldest = lot_.pop_claimed(); ++place) {
        oldest->place_ = place;
        oldest->broken_ = broken;
        oldest->who->unpark();
    }
}

void barrier::abort() noexcept {
    wake_all(true);
    broken_ = true;
}

} // namespace rondo::inline v0
