// SPDX-License-Identifier: BSL-1.0
//
// Names to addresses. The system's resolver may hang, so it is asked on another thread, and left behind at the deadline.
//
//     resolver names;                                               a cache, shared by who uses it
//     for (const ip_address& each : co_await names.resolve("example.org")) …
//     tcp_stream peer = co_await tcp_connect(names, "example.org", 80);
#pragma once

#include <rondo/base/time.hpp>
#include <rondo/core/task.hpp>
#include <rondo/net/address.hpp>
#include <rondo/net/tcp.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace rondo::inline v0 {

/// A name that has no address, or that nobody could look up:
/// `resolve(nowhere.invalid): Name or service not known: …`.
class RONDO_API resolve_error : public std::runtime_error {
public:
    resolve_error(const std::string& text, int code) : std::runtime_error(text), code_(code) {}
    resolve_error(const resolve_error&) = default;
    resolve_error& operator=(const resolve_error&) = default;
    ~resolve_error() override;
    int code() const noexcept { return code_; } ///< EAI_… of getaddrinfo(3)
    bool temporary() const noexcept;            ///< asked again later there may be an answer

private:
    int code_;
};

/// Asks the system, and waits: /etc/hosts and the name servers, as nsswitch.conf(5) has it. Threads: any.
/// Throws: resolve_error.
RONDO_API std::vector<ip_address> look_up_by_system(const std::string& host);

struct resolver_options {
    duration timeout = 5s; ///< of a look-up; `forever`: as the system says
    duration keep =
        30s; ///< how long an answer is used; 0s: never. The system does not tell for how long it holds
    std::size_t most_kept = 1000; ///< answers; above it the one that was used longest ago goes
    /// Who is asked, on another thread, and may be left behind: it owns what it uses, or shares it for ever.
    std::vector<ip_address> (*look_up)(const std::string& host) = &look_up_by_system;
};

struct resolver_statistics {
    std::uint64_t asked = 0; ///< of the resolver
    std::uint64_t from_cache = 0;
    std::uint64_t joined = 0;    ///< waited for a look-up that was under way
    std::uint64_t looked_up = 0; ///< on a thread
    std::uint64_t failed = 0;
    std::uint64_t abandoned =
        0;                ///< left behind by a deadline or a cancellation; each has a thread until it returns
    std::size_t kept = 0; ///< answers, now
};

/// A cache of names, with one look-up at a time for a name. Addresses that are written out are given at once.
/// Threads: one loop's. Lifetime: longer than whoever waits for it.
class RONDO_API resolver {
public:
    explicit resolver(resolver_options options = {});
    ~resolver();
    resolver(const resolver&) = delete;
    resolver& operator=(const resolver&) = delete;

    /// The addresses of `host`, at least one, in the order that the system prefers. Suspends: unless they are known.
    /// Throws: resolve_error; timeout_error; value_error for a name that is empty or holds a NUL. Failures are told to all
    /// who waited, and not kept. Cancel: the look-up is left behind; if others wait for it, one of them asks anew.
    task<std::vector<ip_address>> resolve(std::string host);
    void forget() noexcept; ///< what is kept
    resolver_statistics statistics() const noexcept;

private:
    struct parts;
    std::unique_ptr<parts> parts_;
};

/// Connects with the first address of `host` that answers. They are tried in turn, IPv6 and IPv4 alternately: the next one
/// when the last has failed, or has not answered for 250 ms; the first connection wins, and the others end.
/// Throws: as resolve(); rondo::error: the last one's, when all refuse; timeout_error when `options.timeout` is over, for all
/// of it. Source: RFC 8305.
RONDO_API task<tcp_stream> tcp_connect(resolver& names, std::string host, std::uint16_t port,
                                       tcp_connect_options options = {});

namespace detail {
/// In the order in which they are tried: the families alternate, that of the first goes first.
RONDO_API std::vector<ip_address> interleaved(const std::vector<ip_address>& all);
} // namespace detail

} // namespace rondo::inline v0
