// SPDX-License-Identifier: BSL-1.0
//
// Resources: things of which only so many can be used at once. A request is a lease: when it leaves its scope, what was
// granted is given back, and what was not leaves the queue.
//
//     resource              first come, first served
//     priority_resource     the least priority first
//     preemptive_resource   and whoever matters more takes it from whoever has it
#pragma once

#include <rondo/sim/condition.hpp>
#include <rondo/sim/detail/queues.hpp>
#include <rondo/sim/environment.hpp>

#include <limits>
#include <vector>

namespace rondo::inline v0::sim {

class resource;
class request;

/// How important a request is.
struct request_options {
    int priority = 0;    ///< less is more important
    bool preempt = true; ///< takes it from another, in a preemptive_resource
};

/// Why a process is interrupted that loses what it uses.
struct preempted {
    any_process by;     ///< who took it
    double usage_since; ///< since when it had it
    resource* from;     ///< what it lost
};

namespace detail {

class RONDO_API request_state final : public wish_event<void> {
public:
    request_state(queues& of, place made, request_options how, double now);
    ~request_state() override;
    const char* kind() const noexcept override { return "request"; }
    /// Whether it goes before `other`.
    bool before(const request_state& other) const noexcept;

    int priority;
    bool preempt;
    double usage_since = 0;
    process_core* by;
};

class RONDO_API release_state final : public wish_event<void> {
public:
    release_state(queues& of, place made, core_ref<request_state> what);
    const char* kind() const noexcept override { return "release"; }
    core_ref<request_state> what;
};

[[noreturn]] RONDO_API void throw_given_up(place at);

} // namespace detail

/// A request: an event that happens when it is granted. `co_await r` waits for it; `auto r = co_await desk.request()` gives
/// it, granted. Leaving its scope gives it back, or takes it out of the queue; detach() stops that.
class RONDO_API request {
public:
    request(request&& other) noexcept : state_(std::move(other.state_)) { other.state_ = {}; }
    request& operator=(request&& other) noexcept {
        if (this != &other) {
            leave();
            state_ = std::move(other.state_);
            other.state_ = {};
        }
        return *this;
    }
    ~request() { leave(); }

    /// Whether it has been granted, and not been lost since.
    bool granted() const noexcept;
    bool triggered() const noexcept { return state_ && state_->is(detail::event_core::triggered); }
    bool processed() const noexcept { return state_ && state_->is(detail::event_core::processed); }
    bool waiting() const noexcept { return state_ && state_->waiting; } ///< whether it stands in the queue
    int priority() const noexcept { return state_->priority; }
    double usage_since() const noexcept { return state_->usage_since; } ///< when it was granted
    /// Takes it out of the queue. Nothing happens when it was granted.
    void cancel() noexcept;
    /// Gives it back. Throws: runtime_error, which names it, when it does not hold anything.
    void release(place at = place::current());
    /// It is not given back any more when this leaves its scope.
    event<void> detach() noexcept;

    /// It as an event; an empty handle when it was given up.
    event<void> as_event() const { return state_ ? event<void>(*state_) : event<void>(); }
    operator event<void>() const { return as_event(); }
    auto or_interrupt() const { return as_event().or_interrupt(); }

    auto bind(body& runner, place at) & {
        return detail::wait_awaiter<void, true, false>(*state_, runner, at);
    }
    auto bind(body& runner, place at) && { return lease_awaiter(*this, runner, at); }

    // --- For the resource.
    explicit request(detail::request_state& s) noexcept : state_(s) {}
    detail::request_state& state() const { return *state_; }

private:
    class lease_awaiter : public detail::wait_awaiter<void, true, false> {
    public:
        lease_awaiter(request& r, body& runner, place at)
            : wait_awaiter(*r.state_, runner, at), request_(r) {}
        request await_resume() {
            check();
            return std::move(request_);
        }

    private:
        request& request_;
    };
    void leave() noexcept;
    detail::core_ref<detail::request_state> state_;
};

/// Something of which `capacity` can be used at once.
class RONDO_API resource : private detail::queues {
public:
    /// Throws: value_error when the capacity is not above zero.
    template <class Time>
    explicit resource(basic_environment<Time>& env, long capacity = 1, place at = place::current())
        : resource(env, capacity, at, kind::plain, [](const detail::simulator& s) {
              return detail::number_of(static_cast<const basic_environment<Time>&>(s).now());
          }) {}
    resource(const resource&) = delete;
    virtual ~resource();

    /// Asks for one. Granted at once, when it can be, in the order of coming.
    [[nodiscard("a request that is dropped is given back at once")]] sim::request
    request(place at = place::current()) {
        return ask({}, at);
    }
    /// Gives back what `r` holds, and is an event that happens when that is done.
    /// Throws: runtime_error, which names the request, the process and the place, when it holds nothing: it waits, or was
    /// given back, or lost to another; value_error when it is of another resource.
    event<void> release(sim::request& r, place at = place::current());
    /// The same for a detached one. In simpy_order one that holds nothing is let pass, as SimPy does.
    event<void> release(const event<void>& detached, place at = place::current());

    long capacity() const noexcept { return capacity_; }
    long count() const noexcept { return static_cast<long>(users_.size()); } ///< how many are used
    std::size_t queue_length() const noexcept { return waiting(detail::side::put).size(); }
    /// Of those who wait, in their order.
    std::vector<int> waiting_priorities() const;
    /// Whether `r` is among those who use it.
    bool is_used_by(const any_event& r) const noexcept;

    // --- For monitors.
    detail::queues& lines() noexcept { return *this; }

protected:
    enum class kind : unsigned char { plain, priority, preemptive };
    using clock = double (*)(const detail::simulator&);
    resource(detail::simulator& env, long capacity, place at, kind how, clock now);
    sim::request ask(request_options how, place at);

private:
    friend class sim::request;
    bool grant(detail::wish& w) override;
    std::size_t place_of(const detail::wish& w) const noexcept override;
    double content() const noexcept override { return static_cast<double>(users_.size()); }
    double limit() const noexcept override { return static_cast<double>(capacity_); }
    bool is_lent() const noexcept override { return true; }
    void explain(std::string& out) const override;
    bool give_back(detail::request_state& r) noexcept;
    void make_room(detail::request_state& for_whom);
    void expect_held(const detail::request_state& r, place at) const;
    event<void> release_state_of(detail::request_state& r, place at);

    long capacity_;
    kind kind_;
    clock now_;
    std::vector<detail::core_ref<detail::request_state>> users_;
};

/// The same, with the least priority first; first come, first served among equals.
class RONDO_API priority_resource : public resource {
public:
    template <class Time>
    explicit priority_resource(basic_environment<Time>& env, long capacity = 1, place at = place::current())
        : priority_resource(env, capacity, at, kind::priority, [](const detail::simulator& s) {
              return detail::number_of(static_cast<const basic_environment<Time>&>(s).now());
          }) {}
    [[nodiscard("a request that is dropped is given back at once")]] sim::request
    request(request_options how = {}, place at = place::current()) {
        return ask(how, at);
    }

protected:
    using resource::resource;
};

/// The same, and a request takes it from the least important user, if that one matters less: it is interrupted, with
/// `preempted` as the cause.
class RONDO_API preemptive_resource : public priority_resource {
public:
    template <class Time>
    explicit preemptive_resource(basic_environment<Time>& env, long capacity = 1, place at = place::current())
        : priority_resource(env, capacity, at, kind::preemptive, [](const detail::simulator& s) {
              return detail::number_of(static_cast<const basic_environment<Time>&>(s).now());
          }) {}
};

} // namespace rondo::inline v0::sim
