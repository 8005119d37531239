// SPDX-License-Identifier: BSL-1.0
//
// TLS with programs of others: openssl and curl, both ways, where they are installed.
#include <rondo/net/tls/https.hpp>
#include <rondo/net/tls/stream.hpp>

#include "../support.hpp"
#include "support.hpp"

#include <rondo/net/http/router.hpp>
#include <rondo/net/http/server.hpp>
#include <rondo/os/process.hpp>

#include <filesystem>
#include <fstream>

using namespace drivers;

namespace {

using words = std::vector<std::string>;

bool is_installed(const char* program) {
    for (const char* folder : {"/usr/bin/", "/usr/local/bin/", "/bin/"})
        if (::access((folder + std::string(program)).c_str(), X_OK) == 0) return true;
    MESSAGE(program, " is not installed: this case is left out");
    return false;
}

struct pem_files {
    pem_files() {
        char name[] = "/tmp/rondo-tls-XXXXXX";
        top = ::mkdtemp(name);
        put("root.pem", certificates::authority().root());
        put("own.pem", certificates::localhost().certificate);
        put("own.key", certificates::localhost().key);
        const auto old = certificates::authority().sign({.until = -60});
        put("old.pem", old.certificate);
        put("old.key", old.key);
    }
    ~pem_files() { std::filesystem::remove_all(top); }
    void put(const char* name, const std::string& text) const { std::ofstream(top / name) << text; }
    std::string at(const char* name) const { return (top / name).string(); }
    std::filesystem::path top;
};

http::router& site() {
    static http::router one = [] {
        http::router made;
        made.get("/",
                 [](http::request&) -> task<http::response> { co_return http::response::text("hello\n"); });
        made.post("/", [](http::request& ask) -> task<http::response> {
            std::string all = co_await ask.body->read_all();
            co_return http::response::text("got " + std::to_string(all.size()) + "\n");
        });
        return made;
    }();
    return one;
}

// `body` is given the port of an https server.
template <class World, class Body>
void with_server(World& world, tls_server_context own, Body body) {
    world.run([&]() -> task<> {
        tcp_listener in = tcp_listen();
        const std::uint16_t port = in.port();
        auto all = [&](task_group& group) -> task<> {
            auto served = group.spawn(
                [](tcp_listener from, tls_server_context by) -> task<> {
                    co_await http::serve(tls_listen(std::move(from), by), site().handler());
                },
                std::move(in), own);
            co_await body(std::to_string(port));
            served.cancel();
        };
        co_await with_task_group(all);
    });
}

process_options fed(std::string text) {
    process_options how;
    how.input = std::move(text);
    how.deadline = 60s;
    how.merge_error = true;
    return how;
}

} // namespace

TEST_CASE_TEMPLATE("tls and curl", World, on_network<epoll_world>, on_network<uring_world>) {
    if (!is_installed("curl")) return;
    const pem_files files;
    World world;
    with_server(
        world, tls_server_context({.certificate_file = files.at("own.pem"), .key_file = files.at("own.key")}),
        [&](std::string port) -> task<> {
            const std::string url = "https://localhost:" + port + "/";
            const words plain{"curl", "-s", "--noproxy", "*", "-4", "--cacert", files.at("root.pem"),
                              url,    url};
            finished_process got = co_await run_process(plain, fed(""));
            CHECK_MESSAGE(got.output == "hello\nhello\n", got.output);
            const words old{"curl",
                            "-s",
                            "--noproxy",
                            "*",
                            "-4",
                            "--tls-max",
                            "1.2",
                            "--cacert",
                            files.at("root.pem"),
                            "--data-binary",
                            "@-",
                            url};
            finished_process sent = co_await run_process(old, fed(pattern(100'000)));
            CHECK_MESSAGE(sent.output == "got 100000\n", sent.output);
            const words stranger{"curl", "-sS", "--noproxy", "*", "-4", url};
            finished_process refused = co_await run_process(stranger, fed(""));
            CHECK(refused.status.code == 60); // curl does not trust us
        });
}

TEST_CASE_TEMPLATE("tls and openssl s_client", World, on_network<epoll_world>, on_network<uring_world>) {
    if (!is_installed("openssl")) return;
    const pem_files files;
    World world;
    with_server(
        world, tls_server_context({.certificate_file = files.at("own.pem"), .key_file = files.at("own.key")}),
        [&](std::string port) -> task<> {
            const words client{"openssl",
                               "s_client",
                               "-quiet",
                               "-connect",
                               "127.0.0.1:" + port,
                               "-CAfile",
                               files.at("root.pem"),
                               "-verify_return_error",
                               "-verify_hostname",
                               "localhost"};
            finished_process got = co_await run_process(
                client, fed("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"));
            CHECK_MESSAGE(got.output.find("\r\n\r\nhello\n") != std::string::npos, got.output);
            CHECK_MESSAGE(got.status.code == 0, got.output);
        });
}

TEST_CASE_TEMPLATE("tls and openssl s_server", World, on_network<epoll_world>, on_network<uring_world>) {
    if (!is_installed("openssl")) return;
    const pem_files files;
    World world;
    world.run([&]() -> task<> {
        for (const bool good : {true, false}) {
            spawn_options how;
            how.input = stdio::pipe; // kept open: at its end the server would end
            how.output = stdio::pipe;
            how.error = stdio::null;
            const words command{"openssl",
                                "s_server",
                                "-accept",
                                "127.0.0.1:0",
                                "-www",
                                "-cert",
                                files.at(good ? "own.pem" : "old.pem"),
                                "-key",
                                files.at(good ? "own.key" : "old.key")};
            process server = spawn(command, how);
            std::string said;
            while (said.find("ACCEPT ") == said.npos || said.find('\n', said.find("ACCEPT ")) == said.npos) {
                const std::string part = co_await read_text_of(server.output);
                REQUIRE_FALSE(part.empty());
                said += part;
            }
            const std::size_t at = said.find("ACCEPT ") + 7;
            const socket_address where = socket_address::parse(said.substr(at, said.find('\n', at) - at));
            https_connector secure(tls_client_context({.roots_file = files.at("root.pem")}));
            {
                http::client web({.secure = &secure});
                tls_failure why = tls_failure::other;
                std::string page;
                try {
                    http::client_response got =
                        co_await web.get("https://localhost:" + std::to_string(where.port()) + "/");
                    page = co_await got.text();
                } catch (const tls_error& e) {
                    why = e.why();
                }
                CHECK((page.find("s_server -accept") != page.npos) == good);
                CHECK((why == tls_failure::expired) == !good);
            }
            server.kill();
            co_await server.wait();
        }
    });
}
