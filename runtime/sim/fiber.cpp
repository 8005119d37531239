// SPDX-License-Identifier: BSL-1.0
#include <rondo/sim/fiber.hpp>

namespace rondo::inline v0::sim::detail {

in_place_of::in_place_of(process_core* who) : who_(who), fiber_(rondo::detail::this_thread_runs.task) {
    if (who_) who_->own.home->add_fiber(*fiber_, *who_);
}
in_place_of::~in_place_of() {
    if (who_) who_->own.home->remove_fiber(*fiber_);
}

process_core* process_that_is(body& me) noexcept {
    return process_core::is_process(me) ? static_cast<process_core*>(&me) : nullptr;
}

} // namespace rondo::inline v0::sim::detail
