// SPDX-License-Identifier: BSL-1.0
// The files of a directory over HTTP: `file_server DIRECTORY PORT` serves on loopback until Ctrl-C or SIGTERM; without
// arguments it makes a directory, and asks itself what can be asked.
#include <rondo/core/task_group.hpp>
#include <rondo/io/buffered.hpp>
#include <rondo/io/directory.hpp>
#include <rondo/io/whole_file.hpp>
#include <rondo/net/http/router.hpp>
#include <rondo/net/http/server.hpp>
#include <rondo/net/http/static_files.hpp>
#include <rondo/net/tcp.hpp>
#include <rondo/run.hpp>

#include <fmt/format.h>

#include <cstdlib>
#include <string>

using namespace rondo;

// [serve]
task<> serve_files(tcp_listener in, std::string directory) {
    http::static_options options;
    options.listing = true;
    options.cache_control = "max-age=60";
    http::router site;
    site.get("/{path...}", co_await http::open_static_files(directory, options));
    co_await http::serve(std::move(in), site.handler());
}
// [/serve]

// The answer, without what differs from day to day.
task<> ask(socket_address where, std::string what, std::string fields = {}) {
    tcp_stream peer = co_await tcp_connect(where);
    co_await peer.write_all(what + " HTTP/1.1\r\nHost: here\r\nConnection: close\r\n" + fields + "\r\n");
    buffered_reader answer(peer, {.strip_cr = true});
    fmt::print("> {}\n", fields.empty() ? what : what + ", " + fields.substr(0, fields.find('\r')));
    while (const auto line = co_await answer.read_line()) {
        const bool varies =
            line->starts_with("Date") || line->starts_with("Last") || line->starts_with("ETag");
        if (!varies) fmt::print("{}\n", *line);
    }
    fmt::print("\n");
}

task<> ask_itself(const std::string& top) {
    co_await make_directories(top + "/notes");
    co_await write_file(top + "/index.html", "<h1>hello</h1>\n");
    co_await write_file(top + "/notes/digits.txt", "0123456789");
    co_await make_symbolic_link("/etc/passwd", top + "/notes/way_out");

    tcp_listener in = tcp_listen();
    const socket_address where = in.local();
    auto body = [&](task_group& group) -> task<> {
        auto served = group.spawn(serve_files, std::move(in), top);
        co_await ask(where, "GET /");
        co_await ask(where, "GET /notes");
        co_await ask(where, "GET /notes/");
        co_await ask(where, "GET /notes/digits.txt", "Range: bytes=3-5\r\n");
        co_await ask(where, "GET /notes/way_out");
        co_await ask(where, "GET /../secret");
        served.cancel();
    };
    co_await with_task_group(body);
}

task<> in_a_directory() { co_await async_with(temporary_directory("site-"), ask_itself); }

task<> serve_for_real(std::string directory, std::uint16_t port) {
    tcp_listener in = tcp_listen({.port = port});
    fmt::print("http://{}/ serves {}\n", in.local().str(), directory);
    std::fflush(stdout);
    co_await serve_files(std::move(in), std::move(directory));
}

int main(int argc, char** argv) {
    if (argc < 2)
        run(in_a_directory());
    else
        run(serve_for_real(argv[1], static_cast<std::uint16_t>(argc < 3 ? 0 : std::atoi(argv[2]))));
}
