// SPDX-License-Identifier: BSL-1.0
#include <rondo/net/resolve.hpp>

#include <rondo/base/error.hpp>
#include <rondo/base/errors.hpp>
#include <rondo/core/cancel_scope.hpp>
#include <rondo/core/scheduler.hpp>
#include <rondo/core/sleep.hpp>
#include <rondo/core/task_group.hpp>
#include <rondo/io/to_thread.hpp>
#include <rondo/sync/event.hpp>

#include <algorithm>
#include <exception>
#include <functional>
#include <map>
#include <optional>
#include <utility>

#include <netdb.h>
#include <sys/socket.h>

namespace rondo::inline v0 {

resolve_error::~resolve_error() = default;
bool resolve_error::temporary() const noexcept { return code_ == EAI_AGAIN || code_ == EAI_MEMORY; }

std::vector<ip_address> look_up_by_system(const std::string& host) {
    addrinfo wish{};
    wish.ai_family = AF_UNSPEC;
    wish.ai_socktype = SOCK_STREAM; // else each address comes once for every type
    addrinfo* first = nullptr;
    const int code = ::getaddrinfo(host.c_str(), nullptr, &wish, &first);
    const std::unique_ptr<addrinfo, void (*)(addrinfo*)> all(first, [](addrinfo* each) {
        if (each) ::freeaddrinfo(each);
    });
    if (code != 0)
        throw resolve_error(
            "resolve(" + host + "): " + ::gai_strerror(code) +
                (code == EAI_AGAIN
                     ? ": the name servers do not answer: ask again later"
                     : ": see that the name is right, in /etc/hosts or known to the name servers"),
            code);
    std::vector<ip_address> found;
    for (const addrinfo* each = first; each; each = each->ai_next) {
        if (each->ai_family != AF_INET && each->ai_family != AF_INET6) continue;
        const ip_address one = socket_address::from_system(each->ai_addr, each->ai_addrlen).host();
        if (std::ranges::find(found, one) == found.end()) found.push_back(one);
    }
    return found;
}

// ---- the cache

struct resolver::parts {
    struct answer {
        std::vector<ip_address> addresses{};
        instant until{};
        std::uint64_t used = 0;
    };
    // A look-up under way, kept by all who wait for it.
    struct flight {
        event over{};
        std::exception_ptr error{};          // what it ended with
        std::vector<ip_address> addresses{}; // empty without an error: whoever asked has left
    };

    const std::vector<ip_address>* known(const std::string& host, instant now) {
        const auto found = kept.find(host);
        if (found == kept.end()) return nullptr;
        if (found->second.until <= now) {
            kept.erase(found);
            return nullptr;
        }
        found->second.used = ++uses;
        return &found->second.addresses;
    }
    void keep(const std::string& host, const std::vector<ip_address>& addresses, instant now) {
        if (options.keep <= 0ns || options.most_kept == 0) return;
        while (kept.size() >= options.most_kept && !kept.contains(host))
            kept.erase(std::ranges::min_element(kept, {}, [](const auto& each) { return each.second.used; }));
        kept[host] = {addresses, saturating_add(now, options.keep), ++uses};
    }

    resolver_options options;
    resolver_statistics counts{};
    std::map<std::string, answer> kept{};
    std::map<std::string, std::shared_ptr<flight>> flights{};
    std::uint64_t uses = 0;
};

namespace {

instant now_here() { return scheduler::current()->now(); }

// Ends a flight, however the one who asked leaves.
template <class Parts, class Flight>
struct lands {
    Parts& of;
    const std::string& host;
    std::shared_ptr<Flight> mine;
    bool answered = false;
    ~lands() {
        if (!answered) ++of.counts.abandoned;
        of.flights.erase(host);
        mine->over.set();
    }
};

} // namespace

resolver::resolver(resolver_options options) : parts_(new parts{.options = options}) {}
resolver::~resolver() = default;
void resolver::forget() noexcept { parts_->kept.clear(); }
resolver_statistics resolver::statistics() const noexcept {
    resolver_statistics all = parts_->counts;
    all.kept = parts_->kept.size();
    return all;
}

task<std::vector<ip_address>> resolver::resolve(std::string host) {
    if (host.empty() || host.find('\0') != host.npos)
        throw value_error("resolve(\"" + host + "\"): a name of a host is not empty, and holds no NUL");
    parts& my = *parts_;
    ++my.counts.asked;
    if (const std::optional<ip_address> written = ip_address::try_parse(host)) {
        co_return std::vector<ip_address>(1, *written);
    }
    const auto answers = [](parts& of, std::string name) -> task<std::vector<ip_address>> {
        while (true) {
            if (const std::vector<ip_address>* const found = of.known(name, now_here())) {
                ++of.counts.from_cache;
                co_return *found;
            }
            if (const auto under_way = of.flights.find(name); under_way != of.flights.end()) {
                ++of.counts.joined;
                const std::shared_ptr<parts::flight> theirs = under_way->second;
                co_await theirs->over.wait();
                if (theirs->error) std::rethrow_exception(theirs->error);
                if (!theirs->addresses.empty()) co_return theirs->addresses;
                continue; // who asked was cancelled, and somebody else asks
            }
            const auto mine = std::make_shared<parts::flight>();
            of.flights.emplace(name, mine);
            lands<parts, parts::flight> end{of, name, mine};
            ++of.counts.looked_up;
            auto call = to_thread(abandon_on_cancel, of.options.look_up, name);
            try {
                mine->addresses = co_await std::move(call);
                if (mine->addresses.empty())
                    throw resolve_error("resolve(" + name + "): it has no IP address", EAI_NONAME);
            } catch (const std::exception&) {
                mine->error = std::current_exception();
            }
            end.answered = true;
            if (mine->error) {
                ++of.counts.failed;
                std::rethrow_exception(mine->error);
            }
            of.keep(name, mine->addresses, now_here());
            co_return mine->addresses;
        }
    };
    if (my.options.timeout == forever) {
        std::vector<ip_address> got = co_await answers(my, host);
        co_return std::move(got);
    }
    std::optional<std::vector<ip_address>> got =
        co_await move_on_after(my.options.timeout, answers(my, host));
    if (!got)
        throw timeout_error("resolve(" + host + "): no answer after " +
                            detail::format_duration(my.options.timeout));
    co_return std::move(*got);
}

// ---- connecting

namespace detail {

std::vector<ip_address> interleaved(const std::vector<ip_address>& all) {
    std::vector<ip_address> first;
    std::vector<ip_address> other;
    for (const ip_address& each : all) (each.is_v4() == all.front().is_v4() ? first : other).push_back(each);
    std::vector<ip_address> made;
    for (std::size_t i = 0; i < std::max(first.size(), other.size()); ++i) {
        if (i < first.size()) made.push_back(first[i]);
        if (i < other.size()) made.push_back(other[i]);
    }
    return made;
}

} // namespace detail

namespace {

constexpr duration head_start = 250ms; // RFC 8305, 5

struct contest {
    std::optional<tcp_stream> won{};
    std::exception_ptr last{};
    std::size_t running = 0;
    event changed{};
};

task<> attempt(contest& of, socket_address to, tcp_connect_options options) {
    options.timeout = forever; // the deadline is that of all
    try {
        tcp_stream made = co_await tcp_connect(to, options);
        if (!of.won) of.won.emplace(std::move(made));
    } catch (const std::exception&) {
        of.last = std::current_exception();
    }
    --of.running;
    of.changed.set();
}

task<tcp_stream> first_to_answer(resolver& names, std::string host, std::uint16_t port,
                                 tcp_connect_options options) {
    const std::vector<ip_address> found = co_await names.resolve(std::move(host));
    const std::vector<ip_address> order = detail::interleaved(found);
    contest all;
    auto race_them = [&](task_group& group) -> task<> {
        for (std::size_t next = 0; !all.won && (next != order.size() || all.running != 0);) {
            all.changed.clear();
            if (next != order.size()) {
                ++all.running;
                group.spawn(attempt, std::ref(all), socket_address(order[next++], port), options);
                static_cast<void>(co_await move_on_after(head_start, all.changed.wait()));
            } else {
                co_await all.changed.wait();
            }
        }
        group.cancel();
    };
    static_cast<void>(co_await with_task_group(race_them));
    if (!all.won) std::rethrow_exception(all.last);
    co_return std::move(*all.won);
}

} // namespace

task<tcp_stream> tcp_connect(resolver& names, std::string host, std::uint16_t port,
                             tcp_connect_options options) {
    if (options.timeout == forever) {
        tcp_stream made = co_await first_to_answer(names, std::move(host), port, options);
        co_return std::move(made);
    }
    std::optional<tcp_stream> made =
        co_await move_on_after(options.timeout, first_to_answer(names, host, port, options));
    if (!made)
        throw timeout_error("tcp_connect(" + host + ":" + std::to_string(port) + "): no connection after " +
                            detail::format_duration(options.timeout));
    co_return std::move(*made);
}

} // namespace rondo::inline v0
