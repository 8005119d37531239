// SPDX-License-Identifier: BSL-1.0
#include <rondo/with/suppress.hpp>

namespace rondo::inline v0::detail {

namespace {
// A copy shares the errors. Null: it is no group.
std::unique_ptr<exception_group> group_in(const std::exception_ptr& error) {
    try {
        std::rethrow_exception(error);
    } catch (const exception_group& group) {
        return std::make_unique<exception_group>(group);
    } catch (...) {
        return nullptr;
    }
}
} // namespace

bool suppress_in_group(const std::exception_ptr& error, bool (*matches)(const std::exception_ptr&)) {
    if (!error) return false;
    const std::unique_ptr<exception_group> group = group_in(error);
    if (!group) return false;
    auto [matched, rest] = group->split(matches);
    if (!matched) return false;
    if (rest) throw exception_group(*rest);
    return true;
}

} // namespace rondo::inline v0::detail
