// SPDX-License-Identifier: BSL-1.0
//
// A directory that paths cannot leave, whoever wrote them: `..`, an absolute path and a link that lead out are refused.
//
//     rooted_directory site = co_await open_rooted("public");
//     auto [page, about] = co_await site.open(path_from_the_network);
#pragma once

#include <rondo/core/task.hpp>
#include <rondo/io/directory.hpp>
#include <rondo/io/file.hpp>

#include <string>
#include <utility>
#include <vector>

namespace rondo::inline v0 {

/// A file, and what was known of it when it was opened.
struct opened_file {
    opened_file(file opened, const file_status& known) noexcept : at(std::move(opened)), about(known) {}
    file at;
    file_status about;
};

namespace detail {
class [[nodiscard("nothing happens until it is awaited")]] RONDO_API open_beneath_op : public path_op {
public:
    open_beneath_op(std::string path, int below, open_options options) noexcept;
    open_beneath_op(open_beneath_op&& other) noexcept : path_op(std::move(other)) {}
    bool ready();
    void start(waiter& who);
    opened_file take();

private:
    alignas(8) unsigned char said_[256] = {}; // struct statx
};
} // namespace detail

/// Lifetime: in a simulated world, it ends before its driver.
class RONDO_API rooted_directory {
public:
    rooted_directory() noexcept = default;
    /// `directory`: one that is open.
    explicit rooted_directory(file directory) noexcept : directory_(std::move(directory)) {}

    /// Opens what `path` names below. What is known to the kernel already is opened on the spot, else on a thread. FIFOs and
    /// devices are opened without waiting for anybody. Throws: rondo::error, which names the path: EXDEV when it leads out;
    /// kernels before 5.6, and some sandboxes, cannot tell: there ELOOP for any link.
    /// Cancel: what was opened all the same is closed. Lifetime: the directory's.
    detail::open_beneath_op open(std::string path, open_options options = {}) const noexcept;
    /// What lies in the directory `path`, in the order of the names' bytes. Throws: as open().
    task<std::vector<directory_entry>> list(std::string path) const;

    explicit operator bool() const noexcept { return static_cast<bool>(directory_); }

private:
    file directory_;
};

/// Throws: rondo::error, which names the path.
RONDO_API task<rooted_directory> open_rooted(std::string path);

} // namespace rondo::inline v0
