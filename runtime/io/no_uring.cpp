// SPDX-License-Identifier: BSL-1.0
//
// In place of runtime/io/uring, where the library is built without liburing.
#include <rondo/io/io_uring_driver.hpp>

#include <rondo/base/error.hpp>

#include <cerrno>

namespace rondo::inline v0 {

struct io_uring_driver::parts {};

io_uring_driver::io_uring_driver(io_uring_options) {
    throw error(ENOSYS, "make an io_uring driver (" + how() + ")", "use epoll_driver, or best_driver()");
}
io_uring_driver::~io_uring_driver() = default;

const std::string& io_uring_driver::how() {
    static const std::string words = "is not there: rondo was built without liburing";
    return words;
}
bool io_uring_driver::works() { return false; }

// Never reached: there is no such driver.
void io_uring_driver::submit(op&) noexcept {}
bool io_uring_driver::cancel(op&) noexcept { return false; }
void io_uring_driver::closing(int) noexcept {}
bool io_uring_driver::at_once(op&) noexcept { return false; }
void io_uring_driver::poll(op_list&, instant) {}
void io_uring_driver::wake() noexcept {}
std::size_t io_uring_driver::outstanding() const noexcept { return 0; }
instant io_uring_driver::next_completion() noexcept { return never; }
int io_uring_driver::descriptor() const noexcept { return -1; }
std::size_t io_uring_driver::left_behind() const noexcept { return 0; }

} // namespace rondo::inline v0
