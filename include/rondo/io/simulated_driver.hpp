// SPDX-License-Identifier: BSL-1.0
//
// A world in memory behind the same port: pipes and files that no kernel knows, on the loop's own clock, so that a program
// that reads and writes runs in virtual time and is replayed from a seed. How long an operation takes, and what fails, the
// oracle says (choice::latency, choice::fault); in which order finished ones are told, it says to the loop.
//
//     submit ──► due at now + latency ──► tried ──► done                       nothing in it waits for the outside:
//                                           └─ pipe empty, full ──► parked     who is parked for ever is in a deadlock
#pragma once

#include <rondo/core/driver.hpp>

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace rondo::inline v0 {

namespace detail {
class wake_event;
} // namespace detail

/// Which refusals the world may give. Without an oracle it gives none.
struct simulated_faults {
    unsigned one_in = 0;     ///< each operation that could fails with a chance of 1 to this; 0: never
    bool shorter = true;     ///< fewer bytes than asked for, at least one
    bool interrupted = true; ///< EINTR
    bool try_again = true;   ///< EAGAIN, though it could go on
    bool broken = false;     ///< EIO: programs are seldom meant to survive it
};

struct simulated_options {
    duration least_latency = 0ns; ///< of every operation
    duration most_latency = 0ns;  ///< chosen in 16 steps between the two; without an oracle the least
    simulated_faults faults{};
    bool late_cancel = false; ///< cancelling takes as long as an operation, and may come too late
};

/// The two ends of a pipe in the simulated world. They are no descriptors of the kernel, which says EBADF to them.
struct simulated_pipe {
    int reader;
    int writer;
};

/// Knows nop, poll, read, write, receive, send, both vectors, sync, call and close; to others it says ENOSYS.
/// Threads: wake() any; everything else one.
class RONDO_API simulated_driver final : public driver {
public:
    static constexpr int first_descriptor = 1 << 30;

    explicit simulated_driver(simulated_options options = {});
    ~simulated_driver() override;

    /// Makes a pipe that holds `capacity` bytes. Requires: capacity > 0.
    simulated_pipe open_pipe(std::size_t capacity = 65536);
    /// Makes a file of these bytes, at its beginning.
    int open_file(std::string_view content = {});
    /// What a file holds, or a pipe. Throws: error (EBADF).
    std::string content(int descriptor) const;
    /// Closes it at once: whoever waits for it is given EBADF; who waits at the other end of a pipe, the end or EPIPE.
    void close(int descriptor);
    /// Makes the `n`th operation from now on (1: the next one) fail with `number`, an errno, when it is due.
    void fail_operation(std::uint64_t n, int number);
    /// Operations that were submitted and not given back.
    std::size_t in_progress() const noexcept { return in_progress_; }
    std::uint64_t submitted() const noexcept { return submitted_; } ///< since it was made

    void submit(op& one) noexcept override;
    bool cancel(op& one) noexcept override;
    void closing(int descriptor) noexcept override;
    void poll(op_list& done, instant deadline) override;
    void wake() noexcept override;
    std::size_t outstanding() const noexcept override { return 0; }
    instant next_completion() noexcept override;
    void attach(time_source* time, oracle* chooser) noexcept override;
    const char* name() const noexcept override { return "simulated"; }

private:
    struct thing; // a file or a pipe
    enum class kind : unsigned char { closed, file, reader, writer };
    struct entry {
        kind is = kind::closed;
        std::shared_ptr<thing> of{};
        std::size_t position = 0;
    };
    struct fate { // of an operation that is on its way
        op* one;
        int fault; // an errno; 0: none; -1: shorter
    };
    using key = std::pair<instant, std::uint64_t>;

    instant now() noexcept;
    duration latency() noexcept;
    int choose_fault(const op& one) noexcept;
    entry* find(int descriptor) noexcept;
    op_list* parked_at(entry& at) noexcept;
    bool send_on_its_way(op& one, int fault) noexcept;
    void run_due() noexcept;
    void try_one(op& one, int fault) noexcept;
    std::int64_t attempt(op& one, entry& at, bool shorter) noexcept;
    std::int64_t move_bytes(op& one, entry& at, bool shorter) noexcept;
    void serve(op_list& parked, int descriptor) noexcept;
    void wake_other_end(thing& of) noexcept;
    void end_of(int descriptor, entry& at) noexcept;
    void finish(op& one, std::int64_t result) noexcept;
    void wait_until(instant deadline);

    simulated_options options_;
    std::unique_ptr<detail::wake_event> wake_;
    time_source* time_ = nullptr;
    oracle* oracle_ = nullptr;
    std::vector<entry> entries_; // by descriptor - first_descriptor; numbers are not used again
    std::map<key, fate> due_;
    std::map<std::uint64_t, int> planned_; // which operation fails how
    op_list finished_;
    std::uint64_t submitted_ = 0;
    std::uint64_t sequence_ = 0;
    std::size_t in_progress_ = 0;
};

} // namespace rondo::inline v0
