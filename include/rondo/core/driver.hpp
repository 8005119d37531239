// SPDX-License-Identifier: BSL-1.0
//
// The seam of I/O: takes operations, and gives each back when it is over. The loop hands over what was asked during a
// turn, and collects when it polls. Drivers for io_uring and epoll, and one for a simulated world, live in room io.
#pragma once

#include <rondo/base/time.hpp>
#include <rondo/core/op.hpp>

namespace rondo::inline v0 {

class oracle;
class time_source;

class RONDO_API driver {
public:
    driver() = default;
    driver(const driver&) = delete;
    driver& operator=(const driver&) = delete;
    virtual ~driver();

    /// Takes `one` over. What cannot even begin is given back by the next poll, with its error as result.
    virtual void submit(op& one) noexcept = 0;
    /// Asks for `one` to end early. Returns: true when it was forgotten at once, and will not be given back; false: it
    /// will, with -ECANCELED or, when it was faster, its result.
    virtual bool cancel(op& one) noexcept = 0;
    /// `descriptor` is about to be closed: what is asked of it is given back by the next poll, with -EBADF.
    virtual void closing(int descriptor) noexcept;
    /// Carries `one` out here and now, when that needs no wait: true; false: it was not begun. Drivers that simulate never do.
    virtual bool at_once(op& one) noexcept;
    /// Closes `descriptor`, which an operation of this driver opened and nobody will use. Never waits.
    virtual void discard(int descriptor) noexcept;
    /// Appends to `done` what is over, in the order in which it is to be told. Waits for something to happen until
    /// `deadline` on the monotonic clock (`never`: without limit; instant::min(): not at all), or wake().
    /// Throws: std::system_error when the driver itself fails.
    virtual void poll(op_list& done, instant deadline) = 0;
    /// Ends a poll that waits, or the next one. Threads: any. Safe in a signal handler.
    virtual void wake() noexcept = 0;
    /// How many operations only the outside world can bring to an end. While there are any, virtual time stands still.
    virtual std::size_t outstanding() const noexcept = 0;
    /// When the next completion is due on the loop's clock, for drivers that simulate; otherwise `never`.
    virtual instant next_completion() noexcept { return never; }
    /// The loop's time and oracle, for drivers that simulate. Called when the loop takes the driver.
    virtual void attach(time_source* time, oracle* chooser) noexcept;
    /// A descriptor that is readable when poll() would find something, or -1.
    virtual int descriptor() const noexcept { return -1; }
    virtual const char* name() const noexcept = 0;
};

} // namespace rondo::inline v0
