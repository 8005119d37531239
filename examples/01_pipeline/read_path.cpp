// SPDX-License-Identifier: BSL-1.0
#include "read_path.hpp"

#include "failure.hpp"

#include <cerrno>
#include <cstdlib>

namespace pipeline {
namespace {

/// What a container, a sandbox, an old kernel or a memory limit answers; anything else is a real error.
bool is_refusal(int code) {
    return code == ENOSYS || code == EPERM || code == EACCES || code == EINVAL || code == EOPNOTSUPP ||
           code == ENOMEM;
}

} // namespace

read_path choose_read_path() {
    const char* const wish = std::getenv("RONDO_DRIVER");
    const std::string_view driver = wish == nullptr ? "" : wish;
    if (driver == "epoll") return {nullptr, "plain read (RONDO_DRIVER=epoll)"};
    if (!driver.empty() && driver != "uring")
        throw usage_error("RONDO_DRIVER is '" + std::string(driver) +
                          "'; set it to uring or epoll, or unset it");
    read_path path;
    const int code = ring::open(path.uring);
    if (code == 0) {
        path.words = driver.empty() ? "io_uring" : "io_uring (RONDO_DRIVER=uring)";
        return path;
    }
    if (!driver.empty() || !is_refusal(code))
        throw io_failure(
            described("set up", "io_uring", code, "unset RONDO_DRIVER or set RONDO_DRIVER=epoll"));
    path.words = "plain read (io_uring is refused: " + std::generic_category().message(code) + ")";
    return path;
}

} // namespace pipeline
