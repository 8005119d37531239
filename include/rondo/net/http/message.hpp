// SPDX-License-Identifier: BSL-1.0
//
// What goes over an HTTP/1.1 connection: methods, header fields, requests with a body that is read as it comes, responses.
// A library of its own, over llhttp: link rondo::http.
#pragma once

#include <rondo/core/async_generator.hpp>
#include <rondo/core/task.hpp>
#include <rondo/net/address.hpp>

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace rondo::inline v0::http {

enum class method : unsigned char { get, head, post, put, delete_, patch, options, trace, connect, other };

/// "GET"; empty for other.
RONDO_API std::string_view to_string(method) noexcept;
/// The words that belong to a status: "Not Found"; "Unknown" for those without.
RONDO_API std::string_view reason_of(unsigned status) noexcept;

/// Header fields, in their order. Names are the same in any case.
class RONDO_API headers {
public:
    struct field {
        std::string_view name;
        std::string_view value;
    };
    headers() = default;
    /// Throws: as add.
    headers(std::initializer_list<field> fields);

    /// One more of that name. Throws: value_error for a name that is no token, a value with a line end or a zero in it.
    void add(std::string_view name, std::string_view value);
    /// The only one of that name. Throws: as add.
    void set(std::string_view name, std::string_view value);
    /// All of that name. Returns: how many there were.
    std::size_t remove(std::string_view name);

    /// The value of the first of that name. Lifetime: until fields are added or removed, as for all views here.
    std::optional<std::string_view> get(std::string_view name) const noexcept;
    bool has(std::string_view name) const noexcept { return get(name).has_value(); }
    /// Whether one of the values of that name, which are lists of words and commas, has `token`, in any case.
    bool has_token(std::string_view name, std::string_view token) const noexcept;
    std::size_t count(std::string_view name) const noexcept;

    std::size_t size() const noexcept { return places_.size(); }
    bool empty() const noexcept { return places_.empty(); }
    field operator[](std::size_t i) const noexcept;
    void clear() noexcept;

    // --- For the parser: what it has found valid.
    void append(std::string_view name, std::string_view value);

private:
    struct place {
        std::uint32_t at;
        std::uint32_t name;
        std::uint32_t value;
    };
    std::string text_; // names and values, one behind the other
    std::vector<place> places_;
};

/// The body of a request, read as it comes from the connection.
/// Lifetime: within the handler. Threads: the loop's own.
class RONDO_API request_body {
public:
    /// Some bytes, at least one; empty at the end. Lifetime: until the next call. Suspends: when none are there; a checkpoint
    /// then. Throws: what the connection throws; bad_request when the body is malformed or too long, or its sender has gone.
    virtual task<std::span<const std::byte>> next() = 0;
    /// All of it. Throws: bad_request (413) when there are more than `limit` bytes; as next().
    task<std::string> read_all(std::size_t limit = 1 << 20);
    /// Bytes, when the request says how many.
    virtual std::optional<std::uint64_t> length() const noexcept = 0;

protected:
    request_body() = default;
    ~request_body() = default;
};

/// A request that is refused: thrown by the body's verbs; let through by a handler, it is the answer, and the connection's end.
class RONDO_API bad_request : public std::runtime_error {
public:
    bad_request(unsigned status, const std::string& why) : std::runtime_error(why), status_(status) {}
    bad_request(const bad_request&) = default;
    ~bad_request() override;
    unsigned status() const noexcept { return status_; }

private:
    unsigned status_;
};

struct request {
    http::method verb = method::get;
    std::string method_name; ///< "GET", as it came
    std::string target;      ///< as it came: "/search?q=a%20b"
    unsigned minor = 1;      ///< of HTTP/1.x
    headers fields;
    std::vector<std::pair<std::string, std::string>> params; ///< what the route's `{name}` stand for, decoded
    socket_address peer;                                     ///< who asks
    request_body* body = nullptr;                            ///< never null within a handler

    /// The target before its '?', as it came.
    std::string_view path() const noexcept;
    /// Behind the '?'; empty without.
    std::string_view query() const noexcept;
    /// What the route's `{name}` stands for; empty when there is none.
    std::string_view param(std::string_view name) const noexcept;
    /// A value of the query, decoded.
    std::optional<std::string> query_value(std::string_view name) const;
};

/// `%20` and, with `plus`, '+' resolved. Empty when what follows a '%' are not two digits.
RONDO_API std::optional<std::string> percent_decoded(std::string_view text, bool plus = false);

/// All but letters, digits, "-._~" and what is in `keep` as `%20`.
RONDO_API std::string percent_encoded(std::string_view text, std::string_view keep = {});

/// Pieces of a body: each lives until the next is asked for.
using body_chunks = async_generator<std::span<const std::byte>>;

struct response {
    /// A body whose pieces are made as the peer takes them; chunked, when its length is not known.
    struct stream {
        explicit stream(body_chunks from, std::optional<std::uint64_t> bytes = {})
            : pieces(std::move(from)), length(bytes) {}
        body_chunks pieces;
        std::optional<std::uint64_t> length;
        bool ends_with_server =
            false; ///< it may go on for ever: the begin of the drain ends it, as if it were whole
    };

    response() = default;

    unsigned status = 200;
    headers fields;
    std::variant<std::string, stream> body;
    bool close = false; ///< the connection's last

    static response text(std::string body, unsigned status = 200);
    static response html(std::string body, unsigned status = 200);
    static response json(std::string body, unsigned status = 200);
    static response streamed(body_chunks pieces, std::string_view content_type,
                             std::optional<std::uint64_t> length = {});
    /// A status with its words as body.
    static response plain_status(unsigned status);
};

} // namespace rondo::inline v0::http
