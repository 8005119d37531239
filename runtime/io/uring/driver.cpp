// SPDX-License-Identifier: BSL-1.0
#include <rondo/io/io_uring_driver.hpp>

#include "parts.hpp"

#include <rondo/base/error.hpp>

namespace rondo::inline v0 {

using namespace detail;

// ---- the port

io_uring_driver::io_uring_driver(io_uring_options options) {
    if (!works())
        throw error(detail::way_of_rings().refused, "make an io_uring driver (" + how() + ")",
                    "use epoll_driver, or best_driver(), which chooses");
    parts_ = std::make_unique<parts>(options);
}
io_uring_driver::~io_uring_driver() = default;

const std::string& io_uring_driver::how() { return detail::way_of_rings().words; }
bool io_uring_driver::works() { return detail::way_of_rings().works(); }

void io_uring_driver::submit(op& one) noexcept {
    one.state = op::phase::queued;
    one.result_flags = 0;
    parts_->asked.push_back(one);
}

bool io_uring_driver::cancel(op& one) noexcept {
    parts& here = *parts_;
    if (one.state == op::phase::queued) {
        here.asked.erase(one);
    } else if (one.state != op::phase::in_flight) {
        return false;
    } else if (stage_of(one) == stage_threads) {
        if (!here.threads->cancel(one)) return false;
    } else if (stage_of(one) == stage_behind) {
        (one.code == opcode::read_whole ? here.whole_behind : here.direction_of(one).behind).erase(one);
        --here.behind;
    } else {
        here.ask_to_end(one);
        return false;
    }
    one.state = op::phase::idle;
    one.result_flags = 0;
    return true;
}

void io_uring_driver::closing(int descriptor) noexcept {
    parts& here = *parts_;
    for (op* one = here.asked.front(); one;) {
        op* const next = one->next;
        if (one->descriptor == descriptor && one->code != opcode::close) {
            here.asked.erase(*one);
            here.finish(*one, -EBADF);
        }
        one = next;
    }
    parts::channel* const of = here.channel_of(descriptor);
    if (!of) return;
    for (parts::direction* each : {&of->in, &of->out}) {
        while (op* one = each->behind.pop_front()) {
            --here.behind;
            here.finish(*one, -EBADF);
        }
        if (each->active) each->active->result_flags |= is_closing;
        if (each->active && each->active->state == op::phase::in_flight) here.ask_to_end(*each->active);
    }
    // Marked first: room for a request may be made by reaping, which takes them out of the list.
    for (op* one = of->polls.front(); one; one = one->next) one->result_flags |= is_closing;
    for (std::size_t left = of->polls.size(); left != 0 && !of->polls.empty(); --left) {
        op& one = *of->polls.pop_front();
        of->polls.push_back(one);
        here.ask_to_end(one);
    }
    here.hand_over(); // while the number still means this file
}

bool io_uring_driver::at_once(op& one) noexcept { return detail::made_at_once(one); }

void io_uring_driver::poll(op_list& done, instant deadline) {
    parts& here = *parts_;
    here.on->begin();
    here.on->hear_news();
    here.on->forget_wake();
    here.on->watch_wake(&parts::reap_for, &here);
    while (op* one = here.asked.pop_front()) {
        if (one->code == opcode::close) closing(one->descriptor);
        here.begin(*one);
    }
    here.hand_over();
    if (here.on->has_work()) io_uring_get_events(&here.on->raw);
    here.reap();
    here.settle();
    here.threads->collect(here.finished);
    // A wake that was heard on the way here ends this poll: its sender is not going to ring again.
    if (here.finished.empty() && deadline != instant::min() && !here.on->awakened()) {
        here.wait(deadline);
        here.settle();
        here.threads->collect(here.finished);
    }
    here.on->watch_wake(&parts::reap_for,
                        &here); // until the next poll, too: somebody may look at descriptor()
    here.hand_over();
    while (op* one = here.finished.pop_front()) {
        one->result_flags = 0;
        done.push_back(*one);
    }
}

void io_uring_driver::wake() noexcept { parts_->on->wake.ring(); }

std::size_t io_uring_driver::outstanding() const noexcept {
    const parts& here = *parts_;
    return here.asked.size() + here.in_flight + here.behind + here.threads->in_progress();
}

instant io_uring_driver::next_completion() noexcept {
    const parts& here = *parts_;
    const bool anything = !here.asked.empty() || !here.finished.empty() || !here.reaped.empty() ||
                          io_uring_sq_ready(&here.on->raw) != 0;
    return anything ? instant::min() : never;
}

int io_uring_driver::descriptor() const noexcept { return parts_->on->news(); }
std::size_t io_uring_driver::left_behind() const noexcept { return parts_->threads->left_behind(); }

} // namespace rondo::inline v0
