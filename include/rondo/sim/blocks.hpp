// SPDX-License-Identifier: BSL-1.0
//
// Queueing networks out of blocks, through which things flow. Each block is a few lines on processes and stores, and keeps
// its own statistics. A block hands on what it is done with; when the next one is full, it holds it until there is room, and
// takes nothing new: so a full queue stops what stands before it.
//
//     source ──► queue ──► server ──► branch ──► delay ──► sink
//                                        └─────► batch ──► assemble ◄── queue
//
// Blocks are made from the end to the beginning: each is told where what leaves it goes.
#pragma once

#include <rondo/base/errors.hpp>
#include <rondo/sim/detail/any_call.hpp>
#include <rondo/sim/environment.hpp>
#include <rondo/sim/monitor.hpp>
#include <rondo/sim/random.hpp>
#include <rondo/sim/store.hpp>

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace rondo::inline v0::sim::blocks {

/// What flows, where a model has nothing of its own.
struct entity {
    std::uint64_t number = 0; ///< 1, 2, … as its source made them
    double created = 0;
};

/// A law with a stream, as the function that a block asks for a time.
/// Example: `server<> desk(env, line, exit, sampling(exponential(5), streams("service")));`
template <law Law>
auto sampling(Law of, random_stream from) {
    return [of, from](const auto&...) mutable { return static_cast<double>(of(from)); };
}

/// Where a T can be handed to.
template <class T>
class inlet {
public:
    /// Takes it. Returns: an event that happens when there was room for it; empty when there is room now.
    [[nodiscard]] virtual event<void> accept(T item) = 0;

protected:
    inlet() = default;
    inlet(const inlet&) = delete;
    inlet& operator=(const inlet&) = delete;
    ~inlet() = default;
};

/// The end: counts what comes.
/// Lifetime of every block: longer than the environment runs; it may go before the environment does.
template <class T = entity>
class sink final : public inlet<T> {
public:
    /// Throws: value_error when the time since `created(item)` is no time.
    explicit sink(environment& env)
        requires requires(const T& item) { item.created; }
        : sink(env, [](const T& item) { return item.created; }) {}
    template <class F>
        requires std::is_invocable_r_v<double, F&, const T&>
    sink(environment& env, F created) : env_(env), created_(std::move(created)) {}

    event<void> accept(T item) override {
        stays_.add(env_.now() - created_(item));
        return {};
    }
    std::uint64_t count() const noexcept { return stays_.count(); }
    const tally& stays() const noexcept { return stays_; } ///< times from creation to here
    void reset() noexcept { stays_.reset(); }

private:
    environment& env_;
    detail::any_call<double(const T&)> created_;
    tally stays_;
};

struct source_options {
    std::uint64_t limit = std::numeric_limits<std::uint64_t>::max(); ///< how many it makes
    bool at_once = false; ///< whether the first comes at the start, or after a time as the others
};

/// Makes things, and hands them on; while the next block is full, it makes none.
/// Throws, out of run(): value_error when the time between is negative or no number.
template <class T = entity>
class source {
public:
    /// `between()`: the time to the next. Of entities: numbered, with the time of their creation.
    template <class Between>
    source(environment& env, inlet<T>& to, Between between, source_options how = {})
        requires std::same_as<T, entity>
        : source(
              env, to, std::move(between), [](std::uint64_t n, double now) { return entity{n, now}; }, how) {}
    /// `make(number, now)` makes each, counted from 1.
    template <class Between, class Make>
        requires std::is_invocable_r_v<T, Make&, std::uint64_t, double>
    source(environment& env, inlet<T>& to, Between between, Make make, source_options how = {})
        : env_(env), to_(to), between_(std::move(between)), make_(std::move(make)), how_(how) {
        env.process(run(*this));
    }
    source(const source&) = delete;
    source& operator=(const source&) = delete;
    std::uint64_t made() const noexcept { return made_; }

private:
    static process run(source& self) {
        while (self.made_ != self.how_.limit) {
            if (self.made_ != 0 || !self.how_.at_once) co_await self.env_.timeout(self.between_());
            T item = self.make_(++self.made_, self.env_.now());
            event<void> full = self.to_.accept(std::move(item));
            if (full) co_await full;
        }
    }
    environment& env_;
    inlet<T>& to_;
    detail::any_call<double()> between_;
    detail::any_call<T(std::uint64_t, double)> make_;
    source_options how_;
    std::uint64_t made_ = 0;
};

/// A line, in which things wait until a server, an assembly or whoever else gets them.
template <class T = entity>
class queue final : public inlet<T> {
public:
    static constexpr std::size_t boundless = store<T>::boundless;

    /// Throws: value_error when the capacity is zero.
    explicit queue(environment& env, std::size_t capacity = boundless, monitor_options watched = {},
                   place at = place::current())
        : items_(env, capacity, at), watch_(items_, watched) {}

    event<void> accept(T item) override {
        ++entered_;
        claim<void> put = items_.put(std::move(item));
        if (put.triggered()) {
            static_cast<void>(put.detach());
            return {};
        }
        return put.detach();
    }
    /// As of a store, for a process of one's own; what is got has left the line.
    claim<T> get(place at = place::current()) { return items_.get(at); }
    std::size_t size() const noexcept { return items_.size(); }
    /// How many are in it, and how long those wait who want something out of it.
    const monitor& watch() const noexcept { return watch_; }
    std::uint64_t entered() const noexcept { return entered_; } ///< those that wait to get in among them
    void reset() {
        entered_ = 0;
        watch_.reset();
    }

private:
    store<T> items_;
    monitor watch_;
    std::uint64_t entered_ = 0;
};

struct server_options {
    std::size_t servers = 1;
};

/// Takes things out of a queue, one for each of its servers at a time, and is busy with each for a time.
template <class T = entity>
class server {
public:
    /// `time(item)`: how long it takes. Throws: value_error without a server.
    template <class Time>
        requires std::is_invocable_r_v<double, Time&, const T&>
    server(environment& env, queue<T>& from, inlet<T>& to, Time time, server_options how = {})
        : env_(env), from_(from), to_(to), time_(std::move(time)), servers_(how.servers), busy_(env.now()) {
        if (how.servers == 0) throw value_error("server: it has no servers: at least 1");
        for (std::size_t i = 0; i != how.servers; ++i) env.process(run(*this));
    }
    server(const server&) = delete;
    server& operator=(const server&) = delete;

    /// How many are busy, those that hold what the next block has no room for among them; as a share of all of them.
    time_average busy() const { return busy_.summary(env_.now()); }
    double utilization() const { return busy().mean() / static_cast<double>(servers_); }
    std::uint64_t served() const noexcept { return served_; }
    void reset() {
        served_ = 0;
        busy_.reset(env_.now());
    }

private:
    static process run(server& self) {
        for (;;) {
            T item = co_await self.from_.get();
            self.busy_.add(self.env_.now(), +1);
            co_await self.env_.timeout(self.time_(item));
            event<void> full = self.to_.accept(std::move(item));
            if (full) co_await full;
            ++self.served_;
            self.busy_.add(self.env_.now(), -1);
        }
    }
    environment& env_;
    queue<T>& from_;
    inlet<T>& to_;
    detail::any_call<double(const T&)> time_;
    std::size_t servers_;
    level<double> busy_;
    std::uint64_t served_ = 0;
};

/// Keeps each thing for a time, any number at once.
template <class T = entity>
class delay final : public inlet<T> {
public:
    template <class Time>
        requires std::is_invocable_r_v<double, Time&, const T&>
    delay(environment& env, inlet<T>& to, Time time)
        : env_(env), to_(to), time_(std::move(time)), inside_(env.now()) {}

    event<void> accept(T item) override {
        inside_.add(env_.now(), +1);
        env_.process(pass(*this, std::move(item)));
        return {};
    }
    time_average inside() const { return inside_.summary(env_.now()); } ///< how many are in it
    void reset() { inside_.reset(env_.now()); }

private:
    static process pass(delay& self, T item) {
        co_await self.env_.timeout(self.time_(item));
        event<void> full = self.to_.accept(std::move(item));
        if (full) co_await full;
        self.inside_.add(self.env_.now(), -1);
    }
    environment& env_;
    inlet<T>& to_;
    detail::any_call<double(const T&)> time_;
    level<double> inside_;
};

/// Sends each thing one of several ways.
template <class T = entity>
class branch final : public inlet<T> {
public:
    /// `way(item)`: the number of the way, counted from 0. Throws: value_error without ways.
    template <class Way>
        requires std::is_invocable_r_v<std::size_t, Way&, const T&>
    branch(std::vector<inlet<T>*> ways, Way way) : ways_(std::move(ways)), way_(std::move(way)) {
        if (ways_.empty()) throw value_error("branch: there is no way to go");
        counts_.resize(ways_.size());
    }
    /// Throws, out of run(): value_error when there is no such way.
    event<void> accept(T item) override {
        const std::size_t way = way_(item);
        if (way >= ways_.size())
            throw value_error("branch: way " + std::to_string(way) + " was chosen: there are " +
                              std::to_string(ways_.size()) + ", counted from 0");
        ++counts_[way];
        return ways_[way]->accept(std::move(item));
    }
    const std::vector<std::uint64_t>& counts() const noexcept { return counts_; } ///< how many went each way

private:
    std::vector<inlet<T>*> ways_;
    detail::any_call<std::size_t(const T&)> way_;
    std::vector<std::uint64_t> counts_;
};

/// A way drawn by weights, for a branch.
inline auto by_weights(const std::vector<double>& weights, random_stream from) {
    return [of = discrete(weights), from](const auto&...) mutable { return of(from); };
}

/// Hands things on in groups of `size`.
template <class T = entity>
class batch final : public inlet<T> {
public:
    /// Throws: value_error when the size is zero.
    batch(inlet<std::vector<T>>& to, std::size_t size) : to_(to), size_(size) {
        if (size == 0) throw value_error("batch: the size is 0: at least 1");
    }
    event<void> accept(T item) override {
        held_.push_back(std::move(item));
        if (held_.size() < size_) return {};
        return to_.accept(std::exchange(held_, {}));
    }
    std::size_t held() const noexcept { return held_.size(); } ///< that wait for others

private:
    inlet<std::vector<T>>& to_;
    std::size_t size_;
    std::vector<T> held_;
};

/// Takes one thing out of each of several queues, and makes one of them: `make(a, b, …)`.
/// Example: `assemble bicycles(env, shop, make, frames, wheels);`
template <class Made, class... Parts>
class assemble {
public:
    template <class Make>
        requires std::is_invocable_r_v<Made, Make&, Parts...>
    assemble(environment& env, inlet<Made>& to, Make make, queue<Parts>&... from)
        : to_(to), make_(std::move(make)), from_(&from...) {
        env.process(run(*this));
    }
    assemble(const assemble&) = delete;
    assemble& operator=(const assemble&) = delete;
    std::uint64_t made() const noexcept { return made_; }

private:
    static process run(assemble& self) {
        for (;;) {
            std::tuple<std::optional<Parts>...> parts;
            co_await take<0>(self, parts);
            Made item = std::apply([&](auto&... part) { return self.make_(std::move(*part)...); }, parts);
            ++self.made_;
            event<void> full = self.to_.accept(std::move(item));
            if (full) co_await full;
        }
    }
    template <std::size_t I>
    static process take(assemble& self, std::tuple<std::optional<Parts>...>& into) {
        std::get<I>(into) = co_await std::get<I>(self.from_)->get();
        if constexpr (I + 1 < sizeof...(Parts)) co_await take<I + 1>(self, into);
    }
    inlet<Made>& to_;
    detail::any_call<Made(Parts...)> make_;
    std::tuple<queue<Parts>*...> from_;
    std::uint64_t made_ = 0;
};

template <class Made, class Make, class... Parts>
assemble(environment&, inlet<Made>&, Make, queue<Parts>&...) -> assemble<Made, Parts...>;

} // namespace rondo::inline v0::sim::blocks
