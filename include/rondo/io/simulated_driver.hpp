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

struct sockaddr;

namespace rondo::inline v0 {

namespace detail {
class simulated_network;
struct simulated_socket;
class wake_event;
} // namespace detail

/// Which refusals the world may give. Without an oracle it gives none.
struct simulated_faults {
    unsigned one_in = 0;     ///< each operation that could fails with a chance of 1 to this; 0: never
    bool shorter = true;     ///< fewer bytes than asked for, at least one
    bool interrupted = true; ///< EINTR
    bool try_again = true;   ///< EAGAIN, though it could go on
    bool broken = false;     ///< EIO: programs are seldom meant to survive it
    bool full = false;       ///< ENOSPC, to those that write
    bool reset = false;      ///< ECONNRESET, to both ends of a connection
};

/// The network of the world. Every address is in it, and everything is as far from everything.
struct simulated_network_options {
    duration least_latency = 0ns; ///< of what is sent, one way
    duration most_latency = 0ns;  ///< chosen in 16 steps; what one end sends to the other arrives in order
    std::size_t buffer_bytes = 65536; ///< sent to a socket and not read yet: then the sender waits
    unsigned lose_one_in = 0;         ///< datagrams; 0: none. Needs an oracle
    unsigned double_one_in = 0;       ///< datagrams that come twice; 0: none. Needs an oracle
};

struct simulated_options {
    duration least_latency = 0ns; ///< of every operation
    duration most_latency = 0ns;  ///< chosen in 16 steps between the two; without an oracle the least
    simulated_faults faults{};
    std::size_t disk_bytes = ~std::size_t(0);  ///< what all files together may hold; beyond it: ENOSPC
    std::size_t descriptors = ~std::size_t(0); ///< that may be open; beyond it sockets are refused: EMFILE
    simulated_network_options network{};
    bool late_cancel = false; ///< cancelling takes as long as an operation, and may come too late
};

/// The two ends of a pipe in the simulated world. They are no descriptors of the kernel, which says EBADF to them.
struct simulated_pipe {
    int reader;
    int writer;
};

/// Sockets of the world know each other, and nobody else: streams and datagrams, by IP and unix addresses, without
/// descriptors on the way between them; each is of this process. Knows nop, poll, read, write, receive, send, both vectors, call, and what is done with files and their names, but for
/// symbolic links; to others it says ENOSYS. Names are taken as they are written, from one root; directories are there
/// when they are made, or when a file lies in them. A blocking call runs on the loop's own thread, when it is due.
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
    /// Makes a file of that name, or replaces what it holds.
    void make_file(std::string_view path, std::string_view content);
    /// What the file of that name holds. Throws: error (ENOENT).
    std::string file(std::string_view path) const;
    bool exists(std::string_view path) const; ///< a file of that name
    std::size_t open_descriptors() const noexcept;
    /// What a file holds, or a pipe. Throws: error (EBADF).
    std::string content(int descriptor) const;
    /// Closes it at once: whoever waits for it is given EBADF; who waits at the other end of a pipe, the end or EPIPE.
    void close(int descriptor);
    /// Makes the `n`th operation from now on (1: the next one) fail with `number`, an errno, when it is due.
    void fail_operation(std::uint64_t n, int number);
    /// Both ends of a connection are told ECONNRESET. Throws: error (EBADF, ENOTSOCK), as the next.
    void reset_connection(int descriptor);
    /// Nothing comes or goes any more, and nobody is told.
    void cut_connection(int descriptor);
    /// Nobody answers there: who connects waits, and datagrams are lost.
    void silence(const sockaddr* address, std::size_t size);
    /// Operations that were submitted and not given back.
    std::size_t in_progress() const noexcept { return in_progress_; }
    std::uint64_t submitted() const noexcept { return submitted_; } ///< since it was made

    void submit(op& one) noexcept override;
    bool cancel(op& one) noexcept override;
    void closing(int descriptor) noexcept override;
    void discard(int descriptor) noexcept override;
    bool at_once(op& one) noexcept override; ///< sockets: what never waits
    void poll(op_list& done, instant deadline) override;
    void wake() noexcept override;
    std::size_t outstanding() const noexcept override { return 0; }
    instant next_completion() noexcept override;
    void attach(time_source* time, oracle* chooser) noexcept override;
    const char* name() const noexcept override { return "simulated"; }

private:
    friend class detail::simulated_network;
    struct thing; // a file or a pipe
    enum class kind : unsigned char { closed, file, reader, writer, directory, socket };
    struct entry {
        kind is = kind::closed;
        std::shared_ptr<thing> of{};
        std::size_t position = 0;
        int flags = 2;      // O_… by which it was opened: O_RDWR
        std::string path{}; // of a directory
        std::shared_ptr<detail::simulated_socket> socket{};
    };
    class directories;
    struct fate { // of an operation that is on its way
        op* one;
        int fault; // an errno; 0: none; -1: shorter
    };
    using key = std::pair<instant, std::uint64_t>;

    instant now() noexcept;
    duration latency() noexcept { return latency_between(options_.least_latency, options_.most_latency); }
    duration latency_between(duration least, duration most) noexcept;
    duration network_latency() noexcept;
    bool datagram_is_lost() noexcept;
    bool datagram_is_doubled() noexcept;
    int take_in(const std::shared_ptr<detail::simulated_socket>& made);
    std::shared_ptr<detail::simulated_socket> socket_of(int descriptor) noexcept;
    std::shared_ptr<detail::simulated_socket> connection(int descriptor, const char* verb);
    void on_socket(op& one, std::shared_ptr<detail::simulated_socket> of, bool shorter) noexcept;
    void serve_socket(const std::shared_ptr<detail::simulated_socket>& of, op_list& parked) noexcept;
    int choose_fault(const op& one) noexcept;
    entry* find(int descriptor) noexcept;
    op_list* parked_at(entry& at, const op* one) noexcept;
    bool send_on_its_way(op& one, int fault) noexcept;
    void run_due() noexcept;
    void try_one(op& one, int fault) noexcept;
    std::int64_t attempt(op& one, entry& at, bool shorter) noexcept;
    std::int64_t move_bytes(op& one, entry& at, bool shorter) noexcept;
    std::int64_t on_file(op& one, entry& at) noexcept;
    std::int64_t on_name(op& one);
    std::int64_t open_name(const op& one, std::string path);
    std::int64_t open_below(const op& one, std::string path);
    std::int64_t lock_file(const op& one, entry& at) noexcept;
    int resolve(int directory, const void* path, std::string& into) const;
    bool is_empty(const std::string& path) const;
    void keep_directory_of(const std::string& path);
    bool is_directory(const std::string& path) const;
    int missing_directory(const std::string& path) const;
    bool has_room(const thing& of, std::size_t size) const noexcept;
    void describe_file(thing* of, const std::string& path, void* status) noexcept;
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
    std::map<std::string, std::shared_ptr<thing>, std::less<>> names_; // a directory that was made: null
    std::map<key, fate> due_;
    std::unique_ptr<detail::simulated_network> network_;
    std::map<std::uint64_t, int> planned_; // which operation fails how
    op_list finished_;
    std::uint64_t submitted_ = 0;
    std::uint64_t sequence_ = 0;
    std::uint64_t numbered_ = 0; // files that were asked about
    std::size_t in_progress_ = 0;
};

} // namespace rondo::inline v0
