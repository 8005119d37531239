// SPDX-License-Identifier: BSL-1.0
#include <rondo/net/tls/stream.hpp>

#include "../support.hpp"
#include "support.hpp"

#include <rondo/base/unraisable.hpp>
#include <rondo/net/serve.hpp>

#include <ctime>

using namespace drivers;

namespace {

using tls_peer = tls_stream<tcp_stream>;

tls_server_context server_of(const certificates::identity& own, tls_server_options more = {}) {
    more.certificate = own.certificate;
    more.key = own.key;
    return tls_server_context(more);
}
tls_server_context local_server() { return server_of(certificates::localhost()); }
tls_client_context trusting(tls_client_options more = {}) {
    const std::string root = certificates::authority().root();
    more.roots = root;
    return tls_client_context(more);
}

// Both ends of a TLS connection, each in a task of its own.
template <class World, class Client, class Server>
void between(World& world, tls_client_context trusts, tls_server_context own, std::string host, Client client,
             Server server) {
    world.run([&]() -> task<> {
        tcp_listener in = tcp_listen();
        auto all = [&](task_group& group) -> task<> {
            group.spawn(
                [](tcp_listener& from, tls_server_context& by, Server& what) -> task<> {
                    tcp_stream over = co_await from.accept();
                    tls_peer peer(std::move(over), by);
                    co_await what(peer);
                },
                std::ref(in), std::ref(own), std::ref(server));
            tcp_stream over = co_await tcp_connect(in.local());
            tls_peer peer(std::move(over), trusts, host);
            co_await client(peer);
        };
        co_await with_task_group(all);
    });
}

// The reason for which something ends, and its text.
struct why_of {
    bool failed = false;
    tls_failure why = tls_failure::other;
    std::string text{};
};
template <class Op>
task<why_of> reason_of(Op op) {
    why_of got;
    try {
        co_await std::move(op);
    } catch (const tls_error& e) {
        got.failed = true;
        got.why = e.why();
        got.text = e.what();
    } catch (const error& e) {
        got.failed = true;
        got.text = e.what();
    }
    co_return got;
}

// What a client is told that shakes hands with such a server.
why_of refusal(tls_client_context trusts, tls_server_context own, std::string host = "localhost") {
    on_network<simulated_world> world;
    why_of got;
    between(
        world, trusts, own, host,
        [&](tls_peer& peer) -> task<> { got = co_await reason_of(peer.handshake()); },
        [](tls_peer& peer) -> task<> { static_cast<void>(co_await reason_of(peer.handshake())); });
    return got;
}

bool has(const why_of& got, const char* part) { return got.text.find(part) != got.text.npos; }

} // namespace

TEST_CASE_TEMPLATE("tls_stream: bytes go both ways, and each end is said", World, EVERY_NETWORK) {
    World world;
    const std::string much = pattern(300'000);
    between(
        world, trusting(), local_server(), "localhost",
        [&](tls_peer& peer) -> task<> {
            co_await peer.write_all("hello");
            CHECK(co_await read_text_of(peer, 5) == "HELLO");
            CHECK(peer.version() == tls_version::v1_3);
            CHECK(peer.peer_subject() == "CN = localhost");
            CHECK_FALSE(peer.cipher().empty());
            CHECK_FALSE(peer.resumed());
            co_await peer.write_all(much);
            co_await peer.shutdown_write();
            co_await peer.shutdown_write(); // said once
            CHECK(co_await read_whole(peer) == much);
            const why_of after = co_await reason_of(peer.write_all("x"));
            CHECK(has(after, "our end was said before"));
        },
        [&](tls_peer& peer) -> task<> {
            CHECK(co_await read_text_of(peer, 5) == "hello");
            co_await peer.write_all("HELLO");
            const std::string all = co_await read_whole(peer);
            CHECK(all == much);
            co_await peer.write_all(all);
            co_await peer.shutdown_write();
        });
}

TEST_CASE_TEMPLATE("tls_stream: one reads while another writes", World, EVERY_NETWORK) {
    World world;
    const std::string much = pattern(500'000);
    auto both = [&](tls_peer& peer) -> task<> {
        auto all = [&](task_group& group) -> task<> {
            group.spawn(
                [](tls_peer& to, const std::string& text) -> task<> {
                    co_await to.write_all(text);
                    co_await to.shutdown_write();
                },
                std::ref(peer), std::cref(much));
            CHECK(co_await read_whole(peer) == much);
        };
        co_await with_task_group(all);
    };
    between(world, trusting(), local_server(), "127.0.0.1", both, both);
}

TEST_CASE("tls_stream: a client verifies whom it speaks with, and is told what is wrong") {
    const auto& ca = certificates::authority();
    CHECK_FALSE(refusal(trusting(), local_server()).failed);
    CHECK_FALSE(refusal(trusting(), local_server(), "127.0.0.1").failed);
    CHECK_FALSE(refusal(trusting({.verify = false}), local_server(), "elsewhere.invalid").failed);

    const why_of host = refusal(trusting(), local_server(), "example.org");
    CHECK(host.why == tls_failure::wrong_host);
    CHECK(has(host, "tls_connect(example.org)"));
    CHECK(has(host, "is not for example.org: it is for localhost"));
    CHECK(refusal(trusting(), local_server(), "127.0.0.2").why == tls_failure::wrong_host);

    const why_of old = refusal(trusting(), server_of(ca.sign({.until = -60})));
    CHECK(old.why == tls_failure::expired);
    CHECK(has(old, "CN = localhost has expired, on 20"));
    CHECK(has(old, " UTC"));
    CHECK(refusal(trusting(), server_of(ca.sign({.from = 3600}))).why == tls_failure::not_yet_valid);
    const why_of later = refusal(trusting({.verify_at = std::time(nullptr) + 10 * 86400}), local_server());
    CHECK(later.why == tls_failure::expired);

    const why_of alone = refusal(trusting(), server_of(certificates::maker::alone({})));
    CHECK(alone.why == tls_failure::self_signed);
    CHECK(has(alone, "signed by itself"));
    const certificates::maker stranger("stranger");
    const why_of unknown = refusal(trusting(), server_of(stranger.sign({})));
    CHECK(unknown.why == tls_failure::unknown_ca);
    CHECK(has(unknown, "signed by CN = stranger, which is not trusted here"));
    const certificates::maker forger; // of the same name
    CHECK(refusal(trusting(), server_of(forger.sign({}))).why == tls_failure::bad_certificate);
    CHECK(refusal(tls_client_context(), local_server()).why == tls_failure::unknown_ca); // not the system's

    CHECK(refusal(trusting({.alpn = "h2"}), server_of(certificates::localhost(), {.alpn = "http/1.1"})).why ==
          tls_failure::no_common_protocol);
}

TEST_CASE("tls_stream: ALPN, versions, and a client with a certificate") {
    on_network<simulated_world> world;
    between(
        world, trusting({.alpn = "h2,http/1.1"}),
        server_of(certificates::localhost(), {.alpn = "http/1.1,h2"}), "localhost",
        [](tls_peer& peer) -> task<> {
            co_await peer.handshake();
            CHECK(peer.alpn() == "http/1.1"); // the server's choice
        },
        [](tls_peer& peer) -> task<> {
            co_await peer.handshake();
            CHECK(peer.alpn() == "http/1.1");
            CHECK(peer.peer_subject().empty());
        });
    const std::string root = certificates::authority().root();
    const auto ada = certificates::authority().sign({.name = "ada"});
    auto asks = server_of(certificates::localhost(), {.client_roots = root});
    between(
        world, trusting({.certificate = ada.certificate, .key = ada.key}), asks, "localhost",
        [](tls_peer& peer) -> task<> {
            co_await peer.write_all("x");
            CHECK(co_await read_whole(peer) == "");
        },
        [](tls_peer& peer) -> task<> {
            CHECK(co_await read_text_of(peer) == "x");
            CHECK(peer.peer_subject() == "CN = ada");
            co_await peer.shutdown_write();
        });
    why_of client;
    why_of server;
    between(
        world, trusting(), asks, "localhost",
        [&](tls_peer& peer) -> task<> { client = co_await reason_of(read_whole(peer)); },
        [&](tls_peer& peer) -> task<> { server = co_await reason_of(peer.handshake()); });
    CHECK(server.why == tls_failure::no_certificate);
    CHECK(client.why == tls_failure::refused_by_peer);
}

TEST_CASE("tls_stream: a session is resumed, by host") {
    on_network<simulated_world> world;
    auto own = local_server();
    auto trusts = trusting();
    for (const bool resumed : {false, true, true}) {
        between(
            world, trusts, own, "localhost",
            [&](tls_peer& peer) -> task<> {
                CHECK(co_await read_whole(peer) == "hello");
                CHECK(peer.resumed() == resumed);
                co_await peer.shutdown_write();
            },
            [](tls_peer& peer) -> task<> {
                co_await peer.write_all("hello");
                co_await peer.shutdown_write();
                co_await read_whole(peer);
            });
    }
    between(
        world, trusts, own, "127.0.0.1",
        [&](tls_peer& peer) -> task<> {
            co_await peer.handshake();
            CHECK_FALSE(peer.resumed());
        },
        [](tls_peer& peer) -> task<> { co_await peer.handshake(); });
    own.reload(certificates::localhost().certificate, certificates::localhost().key);
    between(
        world, trusts, own, "localhost",
        [&](tls_peer& peer) -> task<> {
            co_await peer.handshake();
            CHECK_FALSE(peer.resumed()); // the key of the tickets went with what it belonged to
        },
        [](tls_peer& peer) -> task<> { co_await peer.handshake(); });
}

TEST_CASE("tls_stream: an end that nobody has said is an error") {
    on_network<simulated_world> world;
    why_of got;
    std::string came;
    between(
        world, trusting(), local_server(), "localhost",
        [&](tls_peer& peer) -> task<> {
            came = co_await read_text_of(peer);
            got = co_await reason_of(read_whole(peer));
        },
        [](tls_peer& peer) -> task<> { co_await peer.write_all("half of it"); });
    CHECK(came == "half of it");
    CHECK(got.why == tls_failure::truncated);
    CHECK(has(got, "may not be all"));
    between(
        world, trusting(), local_server(), "localhost",
        [&](tls_peer& peer) -> task<> { got = co_await reason_of(peer.handshake()); },
        [](tls_peer& peer) -> task<> {
            co_await read_text_of(peer.next_layer());
            peer.close();
        });
    CHECK(got.why == tls_failure::truncated);
    CHECK(has(got, "within the handshake"));
}

TEST_CASE("tls_stream: a peer that speaks something else, or nothing") {
    on_network<simulated_world> world;
    why_of client;
    why_of server;
    between(
        world, trusting(), local_server(), "localhost",
        [&](tls_peer& peer) -> task<> { client = co_await reason_of(peer.handshake()); },
        [](tls_peer& peer) -> task<> {
            co_await peer.next_layer().write_all("220 mail.example.org ESMTP\r\n");
            static_cast<void>(co_await refusal_of(read_whole(peer.next_layer())));
        });
    CHECK_MESSAGE(client.why == tls_failure::not_tls, client.text);
    CHECK(has(client, "is it the right port?"));
    between(
        world, trusting(), local_server(), "localhost",
        [](tls_peer& peer) -> task<> {
            co_await peer.next_layer().write_all("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
            co_await read_text_of(peer.next_layer());
        },
        [&](tls_peer& peer) -> task<> { server = co_await reason_of(peer.handshake()); });
    CHECK(server.why == tls_failure::not_tls);
    between(
        world, trusting(), local_server(), "localhost",
        [&](tls_peer& peer) -> task<> {
            client = co_await reason_of(peer.handshake());
            peer.close();
        },
        [](tls_peer& peer) -> task<> { co_await read_whole(peer.next_layer()); });
    CHECK(client.why == tls_failure::late);
    CHECK(has(client, "10000 ms"));
}

TEST_CASE("tls_stream: a write that was cancelled goes on with the next, and nothing is lost or doubled") {
    for (int round = 0; round != 20; ++round) {
        on_network<far_world> world; // 4,096 bytes are on their way at the most
        const std::string much = pattern(100'000);
        const duration patience = std::chrono::milliseconds(50 + round * 37 % 400);
        std::string came;
        bool cut = false;
        between(
            world, trusting(), local_server(), "localhost",
            [&](tls_peer& peer) -> task<> {
                cut = !co_await move_on_after(patience, peer.write_all(much));
                co_await peer.write_all("the end");
                co_await peer.shutdown_write();
                co_await read_whole(peer);
            },
            [&](tls_peer& peer) -> task<> {
                came = co_await read_whole(peer);
                co_await peer.shutdown_write();
            });
        REQUIRE(came.ends_with("the end"));
        came.resize(came.size() - 7);
        CHECK(much.starts_with(came));
        if (!cut) CHECK(came == much);
    }
}

TEST_CASE_TEMPLATE("tls_listen: a server, and a peer that does not go on holds nobody up", World,
                   EVERY_NETWORK) {
    World world;
    world.run([&]() -> task<> {
        tcp_listener in = tcp_listen();
        const socket_address where = in.local();
        auto all = [&](task_group& group) -> task<> {
            auto served = group.spawn(
                [](tcp_listener from) -> task<> {
                    auto echo = [](tls_peer peer) -> task<> {
                        co_await peer.write_all(co_await read_whole(peer));
                        co_await peer.shutdown_write();
                    };
                    co_await serve(tls_listen(std::move(from), local_server()), echo);
                },
                std::move(in));
            tcp_stream silent = co_await tcp_connect(where);
            for (int i = 0; i != 3; ++i) {
                tcp_stream over = co_await tcp_connect(where);
                tls_peer peer = co_await tls_connect(std::move(over), "localhost", trusting());
                co_await peer.write_all("hello");
                co_await peer.shutdown_write();
                CHECK(co_await read_whole(peer) == "hello");
            }
            silent.close();
            served.cancel();
        };
        co_await with_task_group(all);
    });
}
