// SPDX-License-Identifier: BSL-1.0
#include <rondo/core/when_all.hpp>

#include <rondo/base/unraisable.hpp>

namespace rondo::inline v0::detail {

void leave_unmade(task_group& group, std::exception_ptr error) {
    for (const std::exception_ptr& other : group.take_failed(nullptr))
        report_unraisable(other, "in a task of a combinator, of which the next could not be spawned");
    group.leave(nullptr);
    std::rethrow_exception(std::move(error));
}

task<bool> rest_or_first_error(task_group& group) {
    co_await task_group::rest_op{group};
    std::vector<std::exception_ptr> errors = group.take_failed(nullptr);
    const bool outside = group.scope().outer_is_cancelled();
    group.leave(nullptr);
    for (std::size_t i = 1; i < errors.size(); ++i)
        report_unraisable(errors[i], "in when_all, after another of its tasks had failed");
    if (!errors.empty()) std::rethrow_exception(std::move(errors.front()));
    co_return outside;
}

} // namespace rondo::inline v0::detail
