// SPDX-License-Identifier: BSL-1.0
#include "parts.hpp"

#include "request.hpp"

#include <rondo/base/error.hpp>
#include <rondo/core/time_source.hpp>

#include <algorithm>
#include <cerrno>
#include <new>
#include <utility>

#include <fcntl.h>
#include <sched.h>

namespace rondo::inline v0 {

using namespace detail;

// ---- beginning

io_uring_driver::parts::channel* io_uring_driver::parts::channel_of(int descriptor) noexcept {
    const auto at = static_cast<std::size_t>(descriptor);
    return descriptor >= 0 && at < channels.size() ? &channels[at] : nullptr;
}

// Returns: 0 or an errno.
int io_uring_driver::parts::make_channel(int descriptor) noexcept {
    if (channel_of(descriptor)) return 0;
    if (descriptor < 0 || ::fcntl(descriptor, F_GETFD) < 0) return EBADF; // before growing for it
    try {
        channels.resize(std::max(static_cast<std::size_t>(descriptor) + 1, 2 * channels.size()));
        return 0;
    } catch (const std::bad_alloc&) {
        return ENOMEM;
    }
}

void io_uring_driver::parts::begin(op& one) noexcept {
    one.state = op::phase::in_flight;
    one.result_flags = stage_asked;
    const int operation = detail::operation_of(one);
    if (one.code == opcode::lock) return finish(one, detail::perform(one, detail::standing::on_disk));
    if (one.code == opcode::read_whole) return begin_whole(one);
    if (operation < 0 || !on->supports(operation)) return to_threads(one);
    one.driver_data[1] = reinterpret_cast<void*>(++sequence);
    if (detail::readiness_of(one) == 0 || !takes_turns(one)) return request(one);
    if (const int refused = make_channel(one.descriptor)) return finish(one, -refused);
    if (one.code == opcode::poll) {
        request(one);
        channels[static_cast<std::size_t>(one.descriptor)].polls.push_back(one);
        return;
    }
    direction& to = direction_of(one);
    if (to.active) {
        one.result_flags = stage_behind;
        to.behind.push_back(one);
        ++behind;
        return;
    }
    to.active = &one;
    request(one);
}

void io_uring_driver::parts::request(op& one) noexcept {
    io_uring_sqe& entry = on->entry(&reap_for, this);
    detail::prepare(entry, one);
    io_uring_sqe_set_data(&entry, &one);
    one.state = op::phase::in_flight;
    one.result_flags = stage_request | (one.result_flags & is_closing);
    ++in_flight;
    detail::hide_buffers(one);
}

void io_uring_driver::parts::begin_whole(op& one) noexcept {
    if (!on->has_slots()) return to_threads(one);
    one.driver_data[1] = reinterpret_cast<void*>(++sequence);
    const int slot = whole_behind.empty() ? on->take_slot() : -1;
    if (slot >= 0) return request_whole(one, slot);
    one.result_flags = stage_behind;
    whole_behind.push_back(one);
    ++behind;
}

void io_uring_driver::parts::request_whole(op& one, int slot) noexcept {
    on->make_room(detail::whole_links, &reap_for, this);
    io_uring_sqe* entries[detail::whole_links];
    for (io_uring_sqe*& each : entries) each = &on->entry(&reap_for, this);
    detail::prepare_whole(entries, one, static_cast<unsigned>(slot), beyond);
    one.driver_data[0] = reinterpret_cast<void*>(static_cast<std::intptr_t>(slot));
    one.state = op::phase::in_flight;
    one.result_flags = stage_request;
    one.result = 0;
    ++in_flight;
    detail::hide_buffers(one);
}

// The requests of a chain are told in their order; refused, the first takes the others with it.
void io_uring_driver::parts::hear_link(std::uint64_t mark, int result) noexcept {
    const std::uint64_t link = mark % alignof(op) - 1;
    op& one = *reinterpret_cast<op*>(mark - mark % alignof(op));
    if (link == 0) one.result = std::min(result, 0);
    if (link == 1 && one.result == 0) one.result = result;
    if (link == 2 && one.result >= 0 && result != 0) one.result = result < 0 ? result : -EFBIG;
    if (link != detail::whole_links - 1) return;
    on->give_slot(static_cast<int>(reinterpret_cast<std::intptr_t>(one.driver_data[0])));
    one.state = op::phase::done;
    --in_flight;
    reaped.push_back(one);
}

void io_uring_driver::parts::request_poll(op& one) noexcept {
    io_uring_sqe& entry = on->entry(&reap_for, this);
    io_uring_prep_poll_add(&entry, one.descriptor, detail::readiness_of(one));
    io_uring_sqe_set_data(&entry, &one);
    one.state = op::phase::in_flight;
    one.result_flags = stage_poll;
    ++in_flight;
}

void io_uring_driver::parts::to_threads(op& one) noexcept {
    one.result_flags = stage_threads;
    threads->submit(one);
}

// Without a word when it succeeds: what is asked to end says so itself.
void io_uring_driver::parts::ask_to_end(op& one) noexcept {
    const auto ask = [this](std::uint64_t mark) {
        io_uring_sqe& entry = on->entry(&reap_for, this);
        io_uring_prep_cancel64(&entry, mark, 0);
        io_uring_sqe_set_data64(&entry, detail::no_mark);
        entry.flags |= IOSQE_CQE_SKIP_SUCCESS;
    };
    if (one.code != opcode::read_whole) return ask(reinterpret_cast<std::uintptr_t>(&one));
    for (unsigned link = 0; link != detail::whole_links - 1; ++link) // but what is open is closed
        ask(detail::mark_of_link(one, link));
}

// ---- ending

void io_uring_driver::parts::finish(op& one, std::int64_t result) noexcept {
    one.result = result;
    one.result_flags = 0;
    one.state = op::phase::done;
    finished.push_back(one);
}

// Takes what the kernel says. An operation that is over is in no list but `reaped` then.
void io_uring_driver::parts::reap() noexcept {
    do {
        unsigned head = 0;
        unsigned count = 0;
        io_uring_cqe* entry = nullptr;
        io_uring_for_each_cqe(&on->raw, head, entry) {
            ++count;
            const std::uint64_t mark = io_uring_cqe_get_data64(entry);
            if (mark == detail::no_mark) continue;
            if (mark == detail::wake_mark) {
                on->wake_seen((entry->flags & IORING_CQE_F_MORE) != 0);
                continue;
            }
            if (mark % alignof(op) != 0) {
                hear_link(mark, entry->res);
                continue;
            }
            op& one = *static_cast<op*>(io_uring_cqe_get_data(entry));
            one.result = entry->res;
            one.state = op::phase::done;
            --in_flight;
            if (one.code == opcode::poll) channel_of(one.descriptor)->polls.erase(one);
            reaped.push_back(one);
        }
        io_uring_cq_advance(&on->raw, count);
        // What did not fit comes when it is asked for.
        if (io_uring_cq_has_overflow(&on->raw)) io_uring_get_events(&on->raw);
    } while (io_uring_cq_ready(&on->raw) != 0);
}

// The kernel tells the last that waits for a descriptor first.
void io_uring_driver::parts::sort_reaped() noexcept {
    bool sorted = true;
    for (const op* one = reaped.front(); one && one->next && sorted; one = one->next)
        sorted = sequence_of(*one) < sequence_of(*one->next);
    if (sorted) return;
    try {
        order.reserve(reaped.size());
    } catch (const std::bad_alloc&) {
        return; // as they come, then
    }
    while (op* one = reaped.pop_front()) order.push_back(one);
    std::sort(order.begin(), order.end(),
              [](const op* a, const op* b) { return sequence_of(*a) < sequence_of(*b); });
    for (op* one : order) reaped.push_back(*one);
    order.clear();
}

void io_uring_driver::parts::settle() noexcept {
    while (!reaped.empty()) {
        sort_reaped();
        settle(*reaped.pop_front());
    }
}

void io_uring_driver::parts::settle(op& one) noexcept {
    const bool waited = stage_of(one) == stage_poll;
    const bool closing = (one.result_flags & is_closing) != 0;
    const bool wanted = !closing && !one.cancel_asked;
    if (!waited) detail::show_buffers(one);
    const std::uint32_t readiness = detail::readiness_of(one);
    const bool turns = readiness != 0 && one.code != opcode::poll && takes_turns(one);
    std::int64_t result = one.result;
    if (wanted && waited && result >= 0) return request(one);
    if (wanted && !waited && result == -EAGAIN && turns) return request_poll(one);
    if (wanted && !waited && result == -EAGAIN && readiness != 0 && one.code != opcode::poll)
        return to_threads(one);
    // A filesystem, or a sandbox, may refuse the request and not the call.
    if (one.code == opcode::read_whole) {
        if (op* const next = whole_behind.pop_front()) {
            --behind;
            request_whole(*next, on->take_slot());
        }
    }
    const bool refused = result == -EINVAL || result == -EOPNOTSUPP || result == -ENOSYS;
    if (wanted && refused && detail::may_block(one)) return to_threads(one);
    if (waited && result >= 0) result = -ECANCELED; // nothing was moved
    if (closing && (result == -ECANCELED || result == -EINTR || result == -EAGAIN)) result = -EBADF;
    if (turns) {
        direction& of = direction_of(one);
        of.active = of.behind.pop_front();
        if (of.active) {
            --behind;
            request(*of.active);
        }
    }
    finish(one, result);
}

void io_uring_driver::parts::hand_over() noexcept {
    while (io_uring_sq_ready(&on->raw) != 0) {
        const int sent = io_uring_submit(&on->raw);
        if (sent >= 0 || sent == -EINTR) continue;
        reap();
        if (sent == -EAGAIN) ::sched_yield();
    }
}

// Until something happens, or `deadline`: a signal ends a wait of the kernel's early, and this one goes on.
void io_uring_driver::parts::wait(instant deadline) {
    steady_time machine;
    for (;;) {
        __kernel_timespec limit{};
        if (deadline != never) {
            const duration left = std::max(deadline - machine.now(), duration::zero());
            const auto seconds = std::chrono::floor<std::chrono::seconds>(left);
            limit.tv_sec = seconds.count();
            limit.tv_nsec = (left - seconds).count();
        }
        io_uring_cqe* first = nullptr;
        const int code = io_uring_submit_and_wait_timeout(&on->raw, &first, 1,
                                                          deadline == never ? nullptr : &limit, nullptr);
        if (code < 0 && code != -ETIME && code != -EINTR && code != -EBUSY && code != -EAGAIN)
            throw error(-code, "wait for completions of io_uring");
        reap();
        if (!reaped.empty() || on->awakened()) return;
        if (deadline != never && deadline <= machine.now()) return;
        if (code == -EAGAIN) ::sched_yield(); // the kernel is short of memory
    }
}

// The memory of what is in flight is the kernel's until it says otherwise.
void io_uring_driver::parts::end_all() noexcept {
    while (in_flight != 0) {
        io_uring_sqe& entry = on->entry(&reap_for, this);
        io_uring_prep_cancel(&entry, nullptr, IORING_ASYNC_CANCEL_ANY | IORING_ASYNC_CANCEL_ALL);
        io_uring_sqe_set_data64(&entry, detail::no_mark);
        hand_over();
        io_uring_cqe* first = nullptr;
        io_uring_wait_cqe(&on->raw, &first);
        reap();
    }
    while (op* one = reaped.pop_front())
        if (stage_of(*one) != stage_poll) detail::show_buffers(*one);
}

io_uring_driver::parts::~parts() {
    threads.reset(); // they ring the ring's bell
    if (!on->is_ours()) return;
    if (in_flight != 0)
        end_all();
    else
        detail::ring::give_back(std::move(on));
}

} // namespace rondo::inline v0
