// SPDX-License-Identifier: BSL-1.0
//
// Which handler answers, by method and path:
//
//     http::router site;
//     site.get("/users/{id}", [](http::request& ask) -> task<http::response> { … ask.param("id") … });
//     site.get("/files/{path...}", …);                       all that follows, slashes too
//     co_await http::serve(tcp_listen({.port = 8080}), site.handler());
#pragma once

#include <rondo/net/http/message.hpp>

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace rondo::inline v0::http {

/// Routes are tried in the order in which they fit best: a word before `{name}`, that before `{name...}`; then as added.
/// A path that nothing fits is 404; one that fits with another method is 405, with Allow. HEAD is answered by what answers GET.
/// Threads: the loop's own.
class RONDO_API router {
public:
    router();
    router(router&&) noexcept;
    router& operator=(router&&) noexcept;
    ~router();

    /// `pattern` begins with '/'. Throws: value_error for one that does not, for a name that comes twice or is empty, for
    /// something behind `{name...}`, and for a route that is there already.
    template <class Handler>
    void add(method verb, std::string_view pattern, Handler handler) {
        insert(verb, pattern, std::make_unique<holds<Handler>>(std::move(handler)));
    }
    template <class Handler>
    void get(std::string_view pattern, Handler handler) {
        add(method::get, pattern, std::move(handler));
    }
    template <class Handler>
    void post(std::string_view pattern, Handler handler) {
        add(method::post, pattern, std::move(handler));
    }
    template <class Handler>
    void put(std::string_view pattern, Handler handler) {
        add(method::put, pattern, std::move(handler));
    }
    template <class Handler>
    void delete_(std::string_view pattern, Handler handler) {
        add(method::delete_, pattern, std::move(handler));
    }

    /// The answer of the route that fits. Throws: bad_request (400) for a path that is not well encoded; what the handler does.
    task<response> answer(request& ask) const;
    /// For serve(): refers to the router, which outlives the server.
    auto handler() const noexcept {
        return [this](request& ask) { return answer(ask); };
    }

private:
    struct any {
        virtual ~any() = default;
        virtual task<response> call(request& ask) = 0;
    };
    template <class Handler>
    struct holds final : any {
        explicit holds(Handler h) : handler(std::move(h)) {}
        task<response> call(request& ask) override { return handler(ask); }
        Handler handler;
    };
    struct route;
    void insert(method verb, std::string_view pattern, std::unique_ptr<any> handler);

    std::vector<std::unique_ptr<route>> routes_; // best first
};

} // namespace rondo::inline v0::http
