// SPDX-License-Identifier: BSL-1.0
#include <rondo/net/tls/https.hpp>

#include "../support.hpp"
#include "support.hpp"

#include <rondo/net/http/router.hpp>
#include <rondo/net/http/server.hpp>

using namespace drivers;

namespace {
http::body_chunks two_pieces() {
    for (const std::string_view text : {"one ", "two"}) {
        const std::span<const std::byte> piece = std::as_bytes(std::span(text));
        co_yield piece;
    }
}
} // namespace

TEST_CASE_TEMPLATE("https: a server and a client, connections kept, and whom it does not trust", World,
                   EVERY_NETWORK) {
    World world;
    world.run([&]() -> task<> {
        const auto& identity = certificates::localhost();
        const tls_server_context own(
            {.certificate = identity.certificate, .key = identity.key, .alpn = "http/1.1"});
        tcp_listener in = tcp_listen();
        const socket_address where = in.local();
        const std::string top = "https://" + where.str();
        http::router site;
        site.get("/big", [](http::request&) -> task<http::response> {
            co_return http::response::text(pattern(200'000));
        });
        site.get("/pieces", [](http::request&) -> task<http::response> {
            co_return http::response::streamed(two_pieces(), "text/plain");
        });
        site.post("/echo", [](http::request& ask) -> task<http::response> {
            std::string all = co_await ask.body->read_all();
            co_return http::response::text(std::move(all));
        });
        auto all = [&](task_group& group) -> task<> {
            auto served = group.spawn(
                [](tcp_listener from, const tls_server_context& by, http::router& what) -> task<> {
                    co_await http::serve(tls_listen(std::move(from), by), what.handler());
                },
                std::move(in), std::cref(own), std::ref(site));
            {
                const std::string root = certificates::authority().root();
                https_connector secure(tls_client_context({.roots = root, .alpn = "http/1.1"}));
                http::client web({.secure = &secure});
                for (int i = 0; i != 3; ++i) {
                    http::client_response page = co_await web.get(top + "/big");
                    CHECK(co_await page.text() == pattern(200'000));
                }
                http::client_response echo = co_await web.post(top + "/echo", "abc", "text/plain");
                CHECK(co_await echo.text() == "abc");
                CHECK(web.statistics().connected == 1);
                // To a client of old, the end of the connection is that of the body: so it must be said.
                tcp_stream over = co_await tcp_connect(where);
                auto old =
                    co_await tls_connect(std::move(over), "localhost", tls_client_context({.roots = root}));
                co_await old.write_all("GET /pieces HTTP/1.0\r\n\r\n");
                const std::string all_of_it = co_await read_whole(old);
                CHECK(all_of_it.ends_with("\r\n\r\none two"));
                https_connector by_the_system;
                http::client other({.secure = &by_the_system});
                tls_failure why = tls_failure::other;
                try {
                    co_await other.get(top + "/big");
                } catch (const tls_error& e) {
                    why = e.why();
                }
                CHECK(why == tls_failure::unknown_ca);
                CHECK(other.statistics().open == 0);
            }
            served.cancel();
        };
        co_await with_task_group(all);
    });
}
