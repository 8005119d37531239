// SPDX-License-Identifier: BSL-1.0
#include <rondo/core/time_source.hpp>

#include <rondo/base/assert.hpp>

#include <ctime>

namespace rondo::inline v0 {

time_source::~time_source() = default;
bool time_source::skip_to(instant) noexcept { return false; }

instant steady_time::now() noexcept {
    timespec now{};
    clock_gettime(CLOCK_MONOTONIC, &now);
    return instant(std::chrono::seconds(now.tv_sec) + std::chrono::nanoseconds(now.tv_nsec));
}

bool manual_time::skip_to(instant deadline) noexcept {
    if (mode_ == mode::stays) return false;
    if (deadline > now_) now_ = deadline;
    return true;
}

void manual_time::advance(duration length) {
    expects(length >= duration::zero(), "manual_time::advance: time does not go back");
    now_ = saturating_add(now_, length);
}

} // namespace rondo::inline v0
