// SPDX-License-Identifier: BSL-1.0
#include <rondo/net/http/client.hpp>

#include "../support.hpp"

#include <rondo/net/http/router.hpp>
#include <rondo/net/http/server.hpp>

using namespace drivers;

namespace {

http::body_chunks three(int pause_ms = 0) {
    for (const std::string_view text : {"one ", "two ", "three"}) {
        if (pause_ms != 0) co_await sleep(std::chrono::milliseconds(pause_ms));
        const std::span<const std::byte> piece = std::as_bytes(std::span(text));
        co_yield piece;
    }
}

task<http::response> redirect(unsigned status, std::string where) {
    http::response made = http::response::plain_status(status);
    made.fields.add("Location", where);
    co_return made;
}

void add_routes(http::router& site) {
    site.get("/hello",
             [](http::request&) -> task<http::response> { co_return http::response::text("hello\n"); });
    site.get("/pieces", [](http::request&) -> task<http::response> {
        co_return http::response::streamed(three(), "text/plain");
    });
    site.get("/slow", [](http::request&) -> task<http::response> {
        co_await sleep(1h);
        co_return http::response::text("late");
    });
    site.get("/empty", [](http::request&) -> task<http::response> {
        http::response made;
        made.status = 204;
        co_return made;
    });
    site.get("/bye", [](http::request&) -> task<http::response> {
        http::response made = http::response::text("bye");
        made.close = true;
        co_return made;
    });
    site.get("/big", [](http::request&) -> task<http::response> {
        co_return http::response::text(pattern(200'000));
    });
    auto echo = [](http::request& ask) -> task<http::response> {
        std::string all = co_await ask.body->read_all();
        co_return http::response::text(ask.method_name + " " + std::move(all));
    };
    site.post("/echo", echo);
    site.put("/echo", echo);
    site.get("/echo", echo);
    site.get("/fields", [](http::request& ask) -> task<http::response> {
        std::string all;
        for (std::size_t i = 0; i != ask.fields.size(); ++i)
            all.append(ask.fields[i].name).append("=").append(ask.fields[i].value).append("\n");
        co_return http::response::text(std::move(all));
    });
    for (const unsigned status : {301U, 302U, 303U, 307U, 308U}) {
        auto to_echo = [status](http::request&) { return redirect(status, "echo"); };
        site.get("/to/" + std::to_string(status), to_echo);
        site.post("/to/" + std::to_string(status),
                  [status](http::request&) { return redirect(status, "../echo"); });
    }
    site.get("/round", [](http::request&) { return redirect(302, "/round"); });
    site.get("/odd", [](http::request&) { return redirect(302, "mailto:ada@example.org"); });
}

// A site and a client; `body` is given the site's beginning ("http://127.0.0.1:…") and the client.
template <class World, class Body>
void with_client(World& world, http::client_options options, Body body) {
    world.run([&]() -> task<> {
        tcp_listener in = tcp_listen();
        const std::string top = "http://" + in.local().str();
        http::router site;
        add_routes(site);
        auto all = [&](task_group& group) -> task<> {
            auto served = group.spawn(
                [](tcp_listener from, http::router& by) -> task<> {
                    co_await http::serve(std::move(from), by.handler());
                },
                std::move(in), std::ref(site));
            {
                http::client web(options);
                co_await body(top, web);
                web.close_idle();
                CHECK(web.statistics().open == 0);
            }
            served.cancel();
        };
        co_await with_task_group(all);
    });
}

// What a client makes of bytes that are sent to it, whatever it asks; then the peer ends.
struct outcome_of {
    unsigned status = 0;
    std::string text{};
    std::string error{};
};
outcome_of told(std::string answer, http::client_options options = {},
                http::method verb = http::method::get) {
    on_network<simulated_world> world;
    outcome_of got;
    world.run([&]() -> task<> {
        tcp_listener in = tcp_listen();
        const std::string top = "http://" + in.local().str() + "/";
        auto all = [&](task_group& group) -> task<> {
            group.spawn(
                [](tcp_listener from, std::string text) -> task<> {
                    tcp_stream peer = co_await from.accept();
                    co_await read_text_of(peer);
                    static_cast<void>(co_await refusal_of(peer.write_all(text))); // the client may have gone
                },
                std::move(in), answer);
            http::client web(options);
            http::client_request what(verb, top);
            try {
                http::client_response page = co_await web.send(std::move(what));
                got.status = page.status();
                got.text = co_await page.text(100'000);
            } catch (const std::runtime_error& e) {
                got.error = e.what();
            }
        };
        co_await with_task_group(all);
    });
    return got;
}

template <class Op>
task<std::string> complaint(Op op) {
    std::string text;
    try {
        static_cast<void>(co_await std::move(op));
    } catch (const std::exception& e) {
        text = e.what();
    }
    co_return text;
}

} // namespace

TEST_CASE_TEMPLATE("http client: responses of all kinds, over one connection", World, EVERY_NETWORK) {
    World world;
    with_client(world, {}, [](std::string top, http::client& web) -> task<> {
        http::client_response hello = co_await web.get(top + "/hello");
        CHECK(hello.status() == 200);
        CHECK(hello.ok());
        CHECK(hello.fields().get("Content-Type") == "text/plain; charset=utf-8");
        CHECK(co_await hello.text() == "hello\n");
        CHECK(co_await hello.text() == ""); // it has ended
        http::client_response pieces = co_await web.get(top + "/pieces");
        CHECK(co_await pieces.text() == "one two three");
        {
            http::client_response empty = co_await web.get(top + "/empty");
            CHECK(empty.status() == 204);
        }
        http::client_response big = co_await web.get(top + "/big");
        CHECK(co_await big.text() == pattern(200'000));
        http::client_response none = co_await web.get(top + "/none");
        CHECK(none.status() == 404);
        co_await none.text();
        http::client_response posted = co_await web.post(top + "/echo", "abc", "text/plain");
        CHECK(co_await posted.text() == "POST abc");
        http::client_request streamed(http::method::put, top + "/echo");
        streamed.body = http::response::stream(three());
        http::client_response put = co_await web.send(std::move(streamed));
        CHECK(co_await put.text() == "PUT one two three");
        http::client_request head(http::method::head, top + "/big");
        http::client_response heads = co_await web.send(std::move(head));
        CHECK(heads.fields().get("Content-Length") == "200000");
        CHECK(co_await heads.text() == "");
        CHECK(web.statistics().connected == 1);
        CHECK(web.statistics().reused == 7);
        http::client_response bye = co_await web.get(top + "/bye");
        CHECK(co_await bye.text() == "bye");
        CHECK(web.statistics().open == 0);
        { http::client_response unread = co_await web.get(top + "/big"); }
        CHECK(web.statistics().open == 0);
    });
}

TEST_CASE("http client: redirects") {
    on_network<simulated_world> world;
    with_client(world, {}, [](std::string top, http::client& web) -> task<> {
        for (const unsigned status : {301U, 302U, 303U, 307U, 308U}) {
            http::client_response page =
                co_await web.post(top + "/to/" + std::to_string(status), "abc", "text/plain");
            CHECK(co_await page.text() == (status >= 307 ? "POST abc" : "GET "));
            CHECK(page.where().target == "/echo");
        }
        CHECK(web.statistics().connected == 1);
        CHECK((co_await complaint(web.get(top + "/round"))).find("more than 10 redirects") !=
              std::string::npos);
        CHECK((co_await complaint(web.get(top + "/odd"))).find("mailto:") != std::string::npos);
    });
    with_client(world, {.max_redirects = 0}, [](std::string top, http::client& web) -> task<> {
        http::client_response page = co_await web.get(top + "/round");
        CHECK(page.status() == 302);
    });
}

TEST_CASE(
    "http client: who wants more connections than may be waits in line, and a kept one serves the next") {
    on_network<simulated_world> world;
    with_client(world, {.max_per_host = 2}, [](std::string top, http::client& web) -> task<> {
        int done = 0;
        auto all = [&](task_group& group) -> task<> {
            for (int i = 0; i != 10; ++i)
                group.spawn(
                    [](http::client& by, std::string url, int& count) -> task<> {
                        http::client_response page = co_await by.get(url);
                        co_await page.text();
                        CHECK(by.statistics().open <= 2);
                        ++count;
                    },
                    std::ref(web), top + "/big", std::ref(done));
            co_return;
        };
        co_await with_task_group(all);
        CHECK(done == 10);
        CHECK(web.statistics().connected == 2);
        CHECK(web.statistics().idle == 2);
        co_await sleep(61s); // kept no longer than idle_timeout; the server has let go at the same time
        http::client_response page = co_await web.get(top + "/hello");
        CHECK(co_await page.text() == "hello\n");
        CHECK(web.statistics().connected == 3);
        CHECK(web.statistics().open == 1);
    });
}

TEST_CASE("http client: a kept connection that has ended is replaced, for what may be sent twice") {
    on_network<simulated_world> world;
    http::client_options longer;
    longer.idle_timeout = 10min; // the server's is one
    with_client(world, longer, [](std::string top, http::client& web) -> task<> {
        http::client_response page = co_await web.get(top + "/hello");
        co_await page.text();
        co_await sleep(2min);
        http::client_response again = co_await web.get(top + "/hello");
        CHECK(co_await again.text() == "hello\n");
        CHECK(web.statistics().retried == 1);
        co_await sleep(2min);
        CHECK((co_await complaint(web.post(top + "/echo", "x", "text/plain"))) != "");
        CHECK(web.statistics().retried == 1);
    });
}

TEST_CASE("http client: deadlines, of its own and of others, close the connection") {
    on_network<simulated_world> world;
    with_client(world, {.head_timeout = 5s}, [](std::string top, http::client& web) -> task<> {
        CHECK((co_await complaint(web.get(top + "/slow"))).find("the head has not come within 5000 ms") !=
              std::string::npos);
        CHECK(web.statistics().open == 0);
        auto cut = co_await move_on_after(1s, web.get(top + "/slow"));
        CHECK_FALSE(cut);
        CHECK(web.statistics().open == 0);
        http::client_response page = co_await web.get(top + "/hello");
        CHECK(co_await page.text() == "hello\n");
    });
}

TEST_CASE("http client: what another origin must not learn is not sent there") {
    on_network<simulated_world> world;
    world.run([&]() -> task<> {
        tcp_listener here = tcp_listen();
        tcp_listener there = tcp_listen();
        const std::string first = "http://" + here.local().str();
        const std::string second = "http://" + there.local().str();
        http::router a;
        a.get("/out", [&](http::request&) { return redirect(302, second + "/fields"); });
        a.get("/in", [&](http::request&) { return redirect(302, "/fields"); });
        add_routes(a);
        http::router b;
        add_routes(b);
        auto all = [&](task_group& group) -> task<> {
            auto serve = [](tcp_listener from, http::router& by) -> task<> {
                co_await http::serve(std::move(from), by.handler());
            };
            auto one = group.spawn(serve, std::move(here), std::ref(a));
            auto two = group.spawn(serve, std::move(there), std::ref(b));
            {
                http::client web;
                const http::headers secret{{"Authorization", "x"}, {"Cookie", "y"}, {"X-Other", "z"}};
                http::client_response out = co_await web.get(first + "/out", secret);
                const std::string seen = co_await out.text();
                CHECK(seen.find("Authorization") == seen.npos);
                CHECK(seen.find("Cookie") == seen.npos);
                CHECK(seen.find("X-Other=z\n") != seen.npos);
                CHECK(seen.find("Host=" + second.substr(7) + "\n") != seen.npos);
                http::client_response in = co_await web.get(first + "/in", secret);
                CHECK((co_await in.text()).find("Authorization=x\n") != std::string::npos);
            }
            one.cancel();
            two.cancel();
        };
        co_await with_task_group(all);
    });
}

TEST_CASE("http client: what is no HTTP, or not whole, is told") {
    auto fails = [](const std::string& answer, const char* with, http::client_options options = {}) {
        const outcome_of got = told(answer, options);
        CHECK_MESSAGE(got.error.find(with) != got.error.npos, answer.substr(0, 60), " gave ", got.error,
                      got.text);
        CHECK(got.error.find("GET http://127.0.0.1:") == 0);
    };
    fails("", "the peer has ended without an answer");
    fails("HTTP/1.1 200 OK\r\nContent-Le", "the peer has ended within the head");
    fails("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabc", "the peer has ended within the body");
    fails("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n",
          "the peer has ended within the body");
    fails("HTTP/1.1 200 OK\nContent-Length: 5\n\nabcde", "without CR");
    fails("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef", "ontent-Length");
    fails("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "");
    fails("SSH-2.0-OpenSSH_9.2\r\n\r\n", "");
    fails("HTTP/1.1 101 Switching Protocols\r\n\r\n", "another protocol");
    fails("HTTP/1.1 200 OK\r\nA: " + std::string(70'000, 'a'), "more than 65536 bytes");
    fails("HTTP/1.1 200 OK\r\nContent-Length: 200000\r\n\r\n" + std::string(200'000, 'a'),
          "more than the 100000 bytes");
    std::string many = "HTTP/1.1 200 OK\r\n";
    for (int i = 0; i != 201; ++i) many += "A: b\r\n";
    fails(many + "\r\n", "more than 200 header fields");
    CHECK(told("HTTP/1.0 200 OK\r\n\r\nuntil the end").text == "until the end");
    CHECK(told("HTTP/1.1 200\r\nContent-Length: 2\r\n\r\nab").text == "ab");
    CHECK(told("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nab")
              .text == "ab");
    CHECK(told("HTTP/1.1 304 Not Modified\r\nContent-Length: 10\r\n\r\n").status == 304);
    CHECK(told("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n", {}, http::method::head).error == "");
}

TEST_CASE("http client: gzip is asked for and unpacked; damaged, it is told") {
    // printf 'hello hello hello\n' | gzip -n
    const std::string packed(
        "\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\xcb\x48\xcd\xc9\xc9\x57\xc8\x40\x90\x5c\x00\x3b\x7c"
        "\x8a\xdf\x12\x00\x00\x00",
        29);
    const std::string head = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: ";
    CHECK(told(head + "29\r\n\r\n" + packed).text == "hello hello hello\n");
    CHECK(told(head + "20\r\n\r\n" + packed.substr(0, 20)).error.find("gzip") != std::string::npos);
    std::string damaged = packed;
    damaged[22] = 'x';
    CHECK(told(head + "29\r\n\r\n" + damaged).error.find("gzip") != std::string::npos);
    http::client_options as_is;
    as_is.unpack = false;
    CHECK(told(head + "29\r\n\r\n" + packed, as_is).text == packed);
}

TEST_CASE("http client: bad input is told before anything is sent") {
    on_network<simulated_world> world;
    with_client(world, {}, [](std::string, http::client& web) -> task<> {
        CHECK((co_await complaint(web.get("ftp://h/"))).find("http://") != std::string::npos);
        CHECK((co_await complaint(web.get("https://localhost/"))).find("client_options::secure") !=
              std::string::npos);
        http::client_request odd(http::method::other, "http://localhost/");
        CHECK((co_await complaint(web.send(std::move(odd)))).find("method") != std::string::npos);
    });
    CHECK_THROWS_AS(http::client({.max_per_host = 0}), value_error);
}
