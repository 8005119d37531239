// SPDX-License-Identifier: BSL-1.0
// TLS in front of a server that has none: `tls_proxy PORT HOST:PORT CERTIFICATE KEY` serves on loopback until Ctrl-C or
// SIGTERM; without arguments it asks itself.
#include <rondo/core/task_group.hpp>
#include <rondo/io/buffered.hpp>
#include <rondo/io/directory.hpp>
#include <rondo/net/serve.hpp>
#include <rondo/net/tcp.hpp>
#include <rondo/net/tls/stream.hpp>
#include <rondo/os/process.hpp>
#include <rondo/run.hpp>

#include <fmt/format.h>

#include <cstdlib>
#include <string>
#include <vector>

using namespace rondo;
using tls_peer = tls_stream<tcp_stream>;

// [pump]
template <class From, class To>
task<> pump(From& from, To& to) { // as fast as `to` takes it, and no more in memory than a block
    std::vector<std::byte> block(16384);
    while (const std::size_t got = co_await from.read(block))
        co_await to.write_all(std::span(block).first(got));
    co_await to.shutdown_write(); // the other way goes on
}

task<> forward(tls_peer& client, socket_address behind) {
    co_await client.handshake(); // before anything is asked of the server
    tcp_stream server = co_await tcp_connect(behind);
    auto both = [&](task_group& group) -> task<> {
        group.spawn(pump<tls_peer, tcp_stream>, std::ref(client), std::ref(server));
        co_await pump(server, client);
    };
    co_await with_task_group(both);
}

task<> serve_proxy(tcp_listener in, socket_address behind, tls_server_context own) {
    auto each = [&](tls_peer client) -> task<> { co_await forward(client, behind); };
    co_await serve(tls_listen(std::move(in), own), each);
}
// [/pump]

task<> serve_echo(tcp_listener in) {
    auto echo = [](tcp_stream peer) -> task<> { co_await pump(peer, peer); };
    co_await serve(std::move(in), echo);
}

task<> ask(socket_address where, std::string host, tls_client_context trusts) {
    try {
        tcp_stream over = co_await tcp_connect(where);
        tls_peer peer = co_await tls_connect(std::move(over), host, trusts);
        co_await peer.write_all("hello, " + host);
        co_await peer.shutdown_write();
        buffered_reader answer(peer);
        while (const auto line = co_await answer.read_line()) fmt::print("{}\n", *line);
    } catch (const tls_error& e) {
        fmt::print("{}\n", e.what());
    }
}

task<> ask_itself(const std::string& folder) {
    const std::string certificate = folder + "/own.pem", key = folder + "/own.key";
    const std::vector<std::string> make{
        "sh", "-c",
        "exec openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout '" + key +
            "' -out '" + certificate + "' -subj /CN=localhost -addext subjectAltName=DNS:localhost"};
    (co_await run_process(make)).check();
    tcp_listener behind = tcp_listen();
    tcp_listener in = tcp_listen();
    const socket_address where = in.local();
    auto body = [&](task_group& group) -> task<> {
        const socket_address server = behind.local();
        auto serves = group.spawn(serve_echo, std::move(behind));
        auto proxies = group.spawn(serve_proxy, std::move(in), server,
                                   tls_server_context({.certificate_file = certificate, .key_file = key}));
        const tls_client_context trusts({.roots_file = certificate});
        co_await ask(where, "localhost", trusts);
        co_await ask(where, "example.org", trusts);
        co_await ask(where, "localhost", tls_client_context()); // whom the system trusts
        proxies.cancel();
        serves.cancel();
    };
    co_await with_task_group(body);
}

task<> in_a_directory() { co_await async_with(temporary_directory("tls-"), ask_itself); }

task<> serve_for_real(char** words) {
    tcp_listener in = tcp_listen({.port = static_cast<std::uint16_t>(std::atoi(words[0]))});
    fmt::print("TLS at {}, forwarded to {}\n", in.local().str(), words[1]);
    std::fflush(stdout);
    const tls_server_context own({.certificate_file = words[2], .key_file = words[3]});
    co_await serve_proxy(std::move(in), socket_address::parse(words[1]), own);
}

int main(int argc, char** argv) { run(argc < 5 ? in_a_directory() : serve_for_real(argv + 1)); }
