// SPDX-License-Identifier: BSL-1.0
//
// Random programs of channel, lock and semaphore, each run beside a small reference that knows no tasks: a list of what
// everybody waits for, and the rules of strict FIFO. Actors do one operation after the other; the driver starts, cancels
// and lets settle at random; after each turn both sides must tell the same.
#pragma once

#include "support.hpp"

#include <rondo/base/random.hpp>
#include <rondo/sync/channel.hpp>
#include <rondo/sync/lock.hpp>
#include <rondo/sync/semaphore.hpp>

#include <deque>
#include <optional>

namespace sync_test {

/// The reference of one primitive: requests in order, each granted, refused or waiting.
class reference {
public:
    enum class kind { send, receive, acquire, close };
    struct request {
        int actor;
        kind what;
        int number; ///< what is sent, or how many permits
    };

    explicit reference(std::size_t capacity) : capacity_(capacity) {}

    void ask(request r) {
        waiting_.push_back(r);
        settle();
    }
    void withdraw(int actor) {
        std::erase_if(waiting_, [&](const request& r) { return r.actor == actor; });
        settle();
    }
    void give_back(int count) {
        permits += count;
        settle();
    }
    void close() {
        closed_ = true;
        settle();
    }
    bool waits(int actor) const {
        return std::any_of(waiting_.begin(), waiting_.end(),
                           [&](const request& r) { return r.actor == actor; });
    }
    std::size_t buffered() const { return buffer_.size(); }

    std::vector<std::pair<int, int>> granted; ///< actor, and what it got: a message, or -1 refused
    int permits = 0;

private:
    // One rule after the other until none applies: the state is what all have asked for, in order.
    void settle() {
        while (step()) {}
    }
    request* oldest(kind what) {
        for (request& r : waiting_)
            if (r.what == what) return &r;
        return nullptr;
    }
    void grant(request* r, int got) {
        granted.emplace_back(r->actor, got);
        waiting_.erase(waiting_.begin() + (r - waiting_.data()));
    }
    bool step() {
        request* const send = oldest(kind::send);
        request* const receive = oldest(kind::receive);
        request* const acquire = oldest(kind::acquire);
        if (closed_ && send) return grant(send, -1), true;
        if (receive && !buffer_.empty()) {
            const int first = buffer_.front();
            buffer_.pop_front();
            return grant(receive, first), true;
        }
        if (send && buffer_.size() < capacity_) {
            buffer_.push_back(send->number);
            return grant(send, 0), true;
        }
        if (send && receive) { // a rendezvous
            const int message = send->number;
            const int sender = send->actor;
            grant(receive, message);
            granted.emplace_back(sender, 0);
            std::erase_if(waiting_, [&](const request& r) { return r.actor == sender; });
            return true;
        }
        if (closed_ && receive) return grant(receive, -1), true;
        if (acquire && acquire->number <= permits) {
            permits -= acquire->number;
            return grant(acquire, acquire->number), true;
        }
        return false;
    }

    std::vector<request> waiting_;
    std::deque<int> buffer_;
    std::size_t capacity_;
    bool closed_ = false;
};

/// One random program. Returns: what differs, "" when nothing does.
class random_program {
public:
    explicit random_program(std::uint64_t seed) : random_(seed, 0, "sync model") {}

    std::string run() {
        const auto which = below(3);
        if (which == 0) return run_channel();
        return run_permits(which == 1 ? 1 : 1 + below(3), which == 1);
    }

private:
    static constexpr int actors = 5;
    int below(int n) { return static_cast<int>(uniform_below(random_, static_cast<std::uint64_t>(n))); }

    struct actor {
        join_handle<> running;
        held_lock held;
        permit has;
    };
    using results = std::vector<std::pair<int, int>>;

    static task<> sends(channel<int>& to, results& got, int me, int message) {
        int result = 0;
        try {
            co_await to.send(message);
        } catch (const channel_closed&) {
            result = -1;
        }
        got.emplace_back(me, result);
    }
    static task<> receives(channel<int>& from, results& got, int me) {
        auto message = co_await from.next();
        got.emplace_back(me, message ? *message : -1);
    }
    static task<> locks(lock& l, results& got, int me, actor& as) {
        as.held = co_await l.acquire();
        got.emplace_back(me, 1);
    }
    static task<> takes(semaphore& s, results& got, int me, int count, actor& as) {
        as.has = co_await s.acquire(static_cast<std::size_t>(count));
        got.emplace_back(me, count);
    }

    std::string compare(const reference& model, const results& got, std::array<actor, actors>& all,
                        const char* after) {
        results a = model.granted, b = got;
        std::sort(a.begin(), a.end());
        std::sort(b.begin(), b.end());
        std::string text;
        if (a != b) text = "different results";
        for (int i = 0; i != actors; ++i)
            if (model.waits(i) != (all[static_cast<std::size_t>(i)].running &&
                                   !all[static_cast<std::size_t>(i)].running.done()))
                text +=
                    " actor " + std::to_string(i) + (model.waits(i) ? " should wait" : " should not wait");
        return text.empty() ? "" : text + " after " + after;
    }

    std::string run_channel() {
        static constexpr std::size_t capacities[] = {0, 0, 1, 2, 3, unbounded};
        const std::size_t capacity = capacities[below(6)];
        room w;
        channel<int> ch(capacity);
        reference model(capacity);
        results got;
        std::array<actor, actors> all;
        std::string wrong;
        int next_message = 1;
        bool closed = false;
        const auto settle = [&] { w.settle(); };
        for (int steps = 8 + below(20); steps != 0 && wrong.empty(); --steps) {
            const int me = below(actors);
            actor& one = all[static_cast<std::size_t>(me)];
            const bool idle = !one.running || one.running.done();
            const char* what = "";
            if (below(40) == 0 && !closed) {
                ch.close();
                model.close();
                closed = true;
                what = "close";
            } else if (!idle) {
                one.running.cancel();
                if (model.waits(me)) model.withdraw(me);
                what = "cancel";
            } else if (below(2) == 0) {
                one.running = w.spawn(sends, std::ref(ch), std::ref(got), me, next_message);
                model.ask({me, reference::kind::send, next_message++});
                w.settle();
                what = "send";
            } else {
                one.running = w.spawn(receives, std::ref(ch), std::ref(got), me);
                model.ask({me, reference::kind::receive, 0});
                w.settle();
                what = "receive";
            }
            if (below(3) != 0) continue; // several cancels and closes in one turn
            settle();
            wrong = compare(model, got, all, what);
            if (wrong.empty() && model.buffered() != ch.size())
                wrong = std::string("another fill after ") + what;
        }
        settle();
        if (wrong.empty()) wrong = compare(model, got, all, "the end");
        ch.close();
        settle();
        return wrong.empty() ? "" : "channel of " + std::to_string(capacity) + ": " + wrong;
    }

    std::string run_permits(int permits, bool as_lock) {
        lock l;
        semaphore s(permits, static_cast<std::size_t>(permits));
        reference model(0);
        model.permits = permits;
        results got;
        std::array<actor, actors> all;
        std::string wrong;
        room w;
        for (int steps = 8 + below(20); steps != 0 && wrong.empty(); --steps) {
            const int me = below(actors);
            actor& one = all[static_cast<std::size_t>(me)];
            const char* what = "";
            if (one.held || one.has) {
                model.give_back(as_lock ? 1 : static_cast<int>(one.has.count()));
                if (as_lock)
                    one.held.release();
                else
                    one.has.release();
                what = "release";
            } else if (one.running && !one.running.done()) {
                // One that was granted in this turn keeps what it has; one that waits loses its place.
                one.running.cancel();
                model.withdraw(me);
                what = "cancel";
            } else {
                const int count = as_lock ? 1 : 1 + below(permits);
                if (as_lock)
                    one.running = w.spawn(locks, std::ref(l), std::ref(got), me, std::ref(one));
                else
                    one.running = w.spawn(takes, std::ref(s), std::ref(got), me, count, std::ref(one));
                model.ask({me, reference::kind::acquire, count});
                w.settle();
                what = "acquire";
            }
            if (below(3) != 0) continue;
            w.settle();
            wrong = compare(model, got, all, what);
        }
        w.settle();
        if (wrong.empty()) wrong = compare(model, got, all, "the end");
        for (actor& one : all)
            if (one.running) one.running.cancel();
        w.settle();
        for (actor& one : all) {
            one.held = {};
            one.has = {};
        }
        w.settle();
        if (wrong.empty() && (as_lock ? l.locked() : s.permits() != static_cast<std::size_t>(permits)))
            wrong = "something was not given back";
        return wrong.empty() ? "" : std::string(as_lock ? "lock: " : "semaphore: ") + wrong;
    }

    random_stream random_;
};

/// Runs `count` programs from `first_seed` on, and tells of the first that differs.
inline std::string check_programs(std::uint64_t first_seed, std::uint64_t count) {
    for (std::uint64_t seed = first_seed; seed != first_seed + count; ++seed) {
        const std::string wrong = random_program(seed).run();
        if (!wrong.empty()) return "seed " + std::to_string(seed) + ": " + wrong;
    }
    return "";
}

} // namespace sync_test
