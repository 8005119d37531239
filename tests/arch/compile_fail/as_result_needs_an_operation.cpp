// SPDX-License-Identifier: BSL-1.0
// expect: as_result(operation): operation is what a verb of I/O returns, such as wait_readable(fd)
#include <rondo/core/as_result.hpp>
#include <rondo/core/sleep.hpp>
#include <rondo/core/wait_fd.hpp>

int main() {
#ifdef RONDO_MUST_COMPILE
    static_cast<void>(rondo::as_result(rondo::wait_readable(0)));
#else
    static_cast<void>(rondo::as_result(rondo::yield_now()));
#endif
}
