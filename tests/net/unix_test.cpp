// SPDX-License-Identifier: BSL-1.0
#include <rondo/net/unix.hpp>

#include "support.hpp"

#include <rondo/base/errors.hpp>
#include <rondo/net/serve.hpp>

#include <doctest/doctest.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#define MACHINE_NETWORKS on_network<epoll_world>, on_network<uring_world>, on_network<tight_world>

using namespace drivers;

namespace {

/// A name of its own in a directory of its own, which is gone afterwards.
struct a_path {
    a_path() {
        char name[] = "/tmp/rondo-unix-XXXXXX";
        REQUIRE(::mkdtemp(name) != nullptr);
        directory = name;
        path = directory + "/socket";
    }
    ~a_path() {
        ::unlink(path.c_str());
        CHECK(::rmdir(directory.c_str()) == 0);
    }
    bool exists() const { return ::access(path.c_str(), F_OK) == 0; }
    std::string directory;
    std::string path;
};

struct unix_ends {
    unix_stream client;
    unix_stream server;
};
task<unix_ends> connected(unix_listener& in) {
    unix_ends made;
    made.client = co_await unix_connect(in.local());
    made.server = co_await in.accept();
    co_return std::move(made);
}

} // namespace

TEST_CASE_TEMPLATE("unix: a connection by a path and by an abstract name, and who is at the other end", World,
                   EVERY_NETWORK) {
    a_path at;
    World world;
    world.run([&]() -> task<> {
        const std::string names[] = {at.path, "@rondo-test-" + std::to_string(::getpid())};
        for (const std::string& name : names) {
            unix_listener in = unix_listen(name);
            unix_ends ends = co_await connected(in);
            co_await ends.client.write_all("question");
            CHECK(co_await read_text_of(ends.server) == "question");
            co_await ends.server.write_all("answer");
            CHECK(co_await read_text_of(ends.client) == "answer");
            const unix_credentials peer = ends.server.peer_credentials();
            CHECK(peer.process == ::getpid());
            CHECK(peer.user == ::getuid());
            CHECK(peer.group == ::getgid());
        }
    });
}

TEST_CASE_TEMPLATE("unix: the socket's file goes with the listener, and only its own", World,
                   MACHINE_NETWORKS) {
    a_path at;
    World world;
    world.run([&]() -> task<> {
        {
            unix_listener in = unix_listen(at.path);
            CHECK(at.exists());
        }
        CHECK_FALSE(at.exists());
        {
            unix_listener in = unix_listen(at.path);
            ::unlink(at.path.c_str());
            ::close(::open(at.path.c_str(), O_CREAT | O_WRONLY | O_CLOEXEC, 0600));
        }
        CHECK(at.exists());
        co_return;
    });
}

TEST_CASE_TEMPLATE("unix: a path that is taken is an error that says by what; what was left behind is "
                   "replaced when asked to",
                   World, MACHINE_NETWORKS) {
    a_path at;
    World world;
    const auto refusal = [&](unix_listen_options options) {
        std::string text;
        try {
            unix_listener in = unix_listen(at.path, options);
        } catch (const error& e) {
            text = e.what();
            CHECK(e.number() == EADDRINUSE);
        }
        return text;
    };
    world.run([&]() -> task<> {
        {
            unix_listener in = unix_listen(at.path);
            const std::string live = refusal({.replace_stale = true});
            CHECK(live.find("unix_listen(unix:" + at.path + "): [errno 98]") == 0);
            CHECK(live.find("another socket is open there") != std::string::npos);
        }
        ::close(::open(at.path.c_str(), O_CREAT | O_WRONLY | O_CLOEXEC, 0600));
        CHECK(refusal({.replace_stale = true}).find("it is no socket") != std::string::npos);
        ::unlink(at.path.c_str());
        { // as a process that was killed leaves it
            const owned_descriptor left(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
            const socket_address name = socket_address::unix_path(at.path);
            REQUIRE(::bind(left.descriptor(), name.data(), name.size()) == 0);
        }
        const socket_address name = socket_address::unix_path(at.path);
        const refused nobody = co_await refusal_of(unix_connect(name));
        CHECK(nobody.number == ECONNREFUSED);
        CHECK(refusal({}).find("left behind, and nobody listens: remove it, or say .replace_stale = true") !=
              std::string::npos);
        unix_listener in = unix_listen(at.path, {.replace_stale = true});
        unix_ends ends = co_await connected(in);
    });
}

TEST_CASE_TEMPLATE("unix: where nobody is, and what is no unix address", World, EVERY_NETWORK) {
    a_path at;
    World world;
    world.run([&]() -> task<> {
        const socket_address name = socket_address::unix_path(at.path);
        const refused none = co_await refusal_of(unix_connect(name));
        CHECK(none.number == ENOENT);
        CHECK(none.text.find("unix_connect(unix:" + at.path + "): [errno 2]") == 0);
        CHECK_THROWS_AS(unix_listen(socket_address::parse("127.0.0.1:1")), value_error);
        co_return;
    });
}

TEST_CASE_TEMPLATE("unix: open descriptors come through, and are closed with what was given", World,
                   MACHINE_NETWORKS) {
    World world;
    world.run([&]() -> task<> {
        unix_listener in = unix_listen("@rondo-pass-" + std::to_string(::getpid()));
        unix_ends ends = co_await connected(in);
        const drivers::ends made = [] {
            int both[2];
            REQUIRE(::pipe2(both, O_CLOEXEC | O_NONBLOCK) == 0);
            return drivers::ends{both[0], both[1]};
        }();
        {
            const owned_descriptor reader(made.reader);
            const owned_descriptor writer(made.writer);
            const int sent[] = {writer.descriptor(), reader.descriptor()};
            CHECK(co_await ends.client.send_descriptors("two", sent) == 3);
        }
        std::byte room[16];
        int first = -1;
        {
            const received_descriptors got = co_await ends.server.receive_descriptors(room);
            CHECK(got.size == 3);
            CHECK_FALSE(got.truncated);
            REQUIRE(got.descriptors.size() == 2);
            first = got.descriptors[0].descriptor();
            CHECK((::fcntl(first, F_GETFD) & FD_CLOEXEC) != 0);
            CHECK(::write(first, "x", 1) == 1);
            char byte = 0;
            CHECK(::read(got.descriptors[1].descriptor(), &byte, 1) == 1);
            CHECK(byte == 'x');
        }
        CHECK(::fcntl(first, F_GETFD) == -1);
        co_await ends.client.write_all("none");
        const received_descriptors none = co_await ends.server.receive_descriptors(room);
        CHECK(none.size == 4);
        CHECK(none.descriptors.empty());
        const int bad[] = {-1};
        const refused broken = co_await refusal_of(ends.client.send_descriptors("x", bad));
        CHECK(broken.number == EBADF);
        CHECK_THROWS_AS(static_cast<void>(ends.client.send_descriptors("", bad)), value_error);
    });
}

TEST_CASE_TEMPLATE("unix: descriptors that come for who has been cancelled stay for the next", World,
                   MACHINE_NETWORKS) {
    World world;
    world.run_group([&](task_group& group) -> task<> {
        unix_listener in = unix_listen("@rondo-cancel-" + std::to_string(::getpid()));
        unix_ends ends = co_await connected(in);
        cancel_scope scope;
        bool gone = false;
        group.spawn(
            [](unix_stream& from, cancel_scope& until, bool& told) -> task<> {
                auto waits = [](unix_stream& in) -> task<> {
                    std::byte room[4];
                    static_cast<void>(co_await in.receive_descriptors(room));
                    FAIL("nothing was sent");
                };
                co_await until.run(waits(from));
                told = true;
            },
            std::ref(ends.server), std::ref(scope), std::ref(gone));
        co_await round_trip();
        scope.cancel();
        while (!gone) co_await round_trip();
        const int sent[] = {0};
        co_await ends.client.send_descriptors("a", sent);
        std::byte room[4];
        const received_descriptors got = co_await ends.server.receive_descriptors(room);
        CHECK(got.descriptors.size() == 1);
    });
}

TEST_CASE_TEMPLATE("unix: in a simulated world passing descriptors is refused, not faked", World,
                   SIMULATED_NETWORKS) {
    World world;
    world.run([&]() -> task<> {
        unix_listener in = unix_listen("@here");
        unix_ends ends = co_await connected(in);
        const int sent[] = {0};
        const refused none = co_await refusal_of(ends.client.send_descriptors("a", sent));
        CHECK(none.number == EOPNOTSUPP);
        CHECK(none.text.find("only unix sockets of the machine carry descriptors") != std::string::npos);
    });
}

TEST_CASE_TEMPLATE("unix: datagrams come whole, with the sender's name when it has one", World,
                   EVERY_NETWORK) {
    a_path at;
    World world;
    world.run([&]() -> task<> {
        unix_datagrams in = unix_bind(socket_address::unix_path(at.path));
        unix_datagrams nameless = unix_bind(socket_address());
        unix_datagrams other =
            unix_bind(socket_address::unix_abstract("rondo-dgram-" + std::to_string(::getpid())));
        std::byte room[4];
        co_await other.send_to("abcdef", in.local());
        const datagram got = co_await in.receive_from(room);
        CHECK(got.from == other.local());
        CHECK(got.truncated());
        CHECK(got.whole == 6);
        co_await nameless.send_to("x", in.local());
        const datagram unknown = co_await in.receive_from(room);
        CHECK(unknown.from == socket_address());
        CHECK(unknown.size == 1);
    });
    CHECK_FALSE(at.exists());
}

TEST_CASE_TEMPLATE("unix: serve() takes its listener as any other", World, EVERY_NETWORK) {
    a_path at;
    World world;
    world.run_group([&](task_group& group) -> task<> {
        const socket_address name = socket_address::unix_path(at.path);
        auto echo = [](unix_stream peer, serving& server) -> task<> {
            const std::string text = co_await read_text_of(peer);
            co_await peer.write_all(text);
            server.stop();
        };
        group.spawn(serve(unix_listen(name), echo, {.sigterm = false}));
        unix_stream peer = co_await unix_connect(name);
        co_await peer.write_all("round");
        CHECK(co_await read_text_of(peer) == "round");
    });
    CHECK_FALSE(at.exists());
}
