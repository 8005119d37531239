// SPDX-License-Identifier: BSL-1.0
#include <rondo/io/detail/listing.hpp>

#include <algorithm>
#include <cerrno>
#include <new>

namespace rondo::inline v0::detail {

list_op::list_op(std::string path, int on, bool follow) noexcept
    : op_wait(opcode::list, "list_directory", on), path_(std::move(path)), follow_(follow) {}

void list_op::start(waiter& who) {
    if (path_.find('\0') != path_.npos)
        throw error(EINVAL, std::string(verb()) + "(" + path_.c_str() + "…)", "a path holds no NUL");
    second = static_cast<listing*>(this);
    op_wait::start(who);
}

std::int64_t list_op::run(directory_reader& world) noexcept {
    try {
        found_.clear();
        if (const int code = world.list(descriptor, path_.c_str(), follow_, found_)) return -code;
        std::ranges::sort(found_, {}, &directory_entry::name);
        return 0;
    } catch (const std::bad_alloc&) {
        return -ENOMEM;
    }
}

std::vector<directory_entry> list_op::take() {
    const rondo::result<std::int64_t> got = outcome();
    if (!got) throw error(got.error().number, std::string(verb()) + "(" + path_ + ")");
    return std::move(found_);
}

} // namespace rondo::inline v0::detail
