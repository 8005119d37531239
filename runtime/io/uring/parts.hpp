// SPDX-License-Identifier: BSL-1.0
//
// The inside of the io_uring driver: where each operation is, and what was heard of it.
//
//     begin ──► request ──► in the kernel ──► reap ──► settle ──► finished
//        └─ behind ◄──────────── its turn ────────────────┤
//                       request_poll ◄── refused for now ─┘
#pragma once

#include "../perform.hpp"
#include "../pool.hpp"
#include "ring.hpp"

#include <rondo/io/io_uring_driver.hpp>

#include <algorithm>
#include <vector>

#include <poll.h>

namespace rondo::inline v0 {

namespace detail {

// Where an operation is, in its result_flags until it is over; and what else is known about it.
enum stage : std::uint32_t {
    stage_asked = 0,
    stage_behind,  // another of its direction is in the kernel
    stage_request, // in the kernel
    stage_poll,    // in the kernel, which is asked when it would not be refused for now
    stage_threads,
    stage_mask = 15,
    is_closing = 16, // its descriptor is
};

inline stage stage_of(const op& one) noexcept { return static_cast<stage>(one.result_flags & stage_mask); }

// Bytes without a place: those of one direction take turns, or they would come out of order.
inline bool takes_turns(const op& one) noexcept {
    switch (one.code) {
    case opcode::read:
    case opcode::write:
    case opcode::read_vector:
    case opcode::write_vector:
        return one.offset < 0;
    default:
        return true;
    }
}

inline std::uintptr_t sequence_of(const op& one) noexcept {
    return reinterpret_cast<std::uintptr_t>(one.driver_data[1]);
}

} // namespace detail

struct io_uring_driver::parts {
    struct direction {
        op* active = nullptr; // in the kernel
        op_list behind{};
    };
    struct channel {
        direction in{};
        direction out{};
        op_list polls{}; // all in the kernel
    };

    explicit parts(const io_uring_options& options)
        : on(detail::ring::take(options.entries, options.completions)),
          threads(std::make_unique<detail::pool>(on->wake, std::max(options.threads, 1U))) {}
    ~parts();

    // ---- beginning

    direction& direction_of(const op& one) noexcept {
        channel& at = channels[static_cast<std::size_t>(one.descriptor)];
        return (detail::readiness_of(one) & ~std::uint32_t(POLLOUT)) != 0 ? at.in : at.out;
    }
    channel* channel_of(int descriptor) noexcept;
    int make_channel(int descriptor) noexcept;
    void begin(op& one) noexcept;
    void request(op& one) noexcept;
    void request_poll(op& one) noexcept;
    void begin_whole(op& one) noexcept;
    void request_whole(op& one, int slot) noexcept;
    void hear_link(std::uint64_t mark, int result) noexcept;
    void to_threads(op& one) noexcept;
    void ask_to_end(op& one) noexcept;

    // ---- ending

    void finish(op& one, std::int64_t result) noexcept;
    static void reap_for(void* self) { static_cast<parts*>(self)->reap(); }
    void reap() noexcept;
    void settle() noexcept;
    void settle(op& one) noexcept;
    void sort_reaped() noexcept;
    void hand_over() noexcept;
    void wait(instant deadline);
    void end_all() noexcept;

    std::unique_ptr<detail::ring> on;
    std::unique_ptr<detail::pool> threads;
    std::vector<channel> channels; // by descriptor
    std::vector<op*> order;        // for sort_reaped
    op_list asked;                 // not begun yet
    op_list reaped;                // the kernel is done with them
    op_list finished;              // not told yet
    op_list whole_behind;          // wait for a slot
    char beyond = 0;               // what is read to see whether a file has ended
    std::size_t in_flight = 0;     // in the kernel
    std::size_t behind = 0;
    std::uintptr_t sequence = 0;
};

} // namespace rondo::inline v0
