// SPDX-License-Identifier: BSL-1.0
#include <rondo/net/udp.hpp>

#include "support.hpp"

#include <rondo/core/as_result.hpp>

#include <doctest/doctest.h>

#include <set>
#include <vector>

using namespace drivers;

namespace {

struct text_from {
    std::string text{};
    datagram about{};
};
task<text_from> next_text(udp_socket& from, std::size_t most = 2000) {
    text_from got;
    got.text.resize(most);
    got.about = co_await from.receive_from(std::as_writable_bytes(std::span(got.text)));
    got.text.resize(got.about.size);
    co_return std::move(got);
}

} // namespace

TEST_CASE_TEMPLATE("udp: datagrams come whole, with where they come from, empty ones, too", World,
                   EVERY_NETWORK) {
    World world;
    world.run([&]() -> task<> {
        udp_socket a = udp_bind();
        udp_socket b = udp_bind();
        CHECK(a.port() != 0);
        CHECK_FALSE(a.connected());
        for (const std::size_t size : {std::size_t(5), std::size_t(0), std::size_t(1400)}) {
            const std::string sent = pattern(size);
            co_await a.send_to(sent, b.local());
            const text_from got = co_await next_text(b);
            CHECK(got.text == sent);
            CHECK(got.about.from == a.local());
            CHECK_FALSE(got.about.truncated());
        }
        co_await b.send_to("back", a.local());
        const text_from got = co_await next_text(a);
        CHECK(got.text == "back");
    });
}

TEST_CASE_TEMPLATE("udp: what does not fit is cut off, and told", World, EVERY_NETWORK) {
    World world;
    world.run([&]() -> task<> {
        udp_socket a = udp_bind();
        udp_socket b = udp_bind();
        co_await a.send_to("0123456789", b.local());
        co_await a.send_to("next", b.local());
        const text_from cut = co_await next_text(b, 4);
        CHECK(cut.text == "0123");
        CHECK(cut.about.truncated());
        CHECK(cut.about.whole == 10);
        const text_from next = co_await next_text(b, 4);
        CHECK(next.text == "next");
        CHECK_FALSE(next.about.truncated());
    });
}

TEST_CASE_TEMPLATE("udp: who is connected hears its peer alone, and needs no address to send", World,
                   EVERY_NETWORK) {
    World world;
    world.run([&]() -> task<> {
        udp_socket server = udp_bind();
        udp_socket stranger = udp_bind();
        udp_socket client = co_await udp_connect(server.local());
        CHECK(client.connected());
        CHECK(client.local().host() == ip_address::loopback_v4());
        co_await client.send("question");
        const text_from asked = co_await next_text(server);
        CHECK(asked.text == "question");
        CHECK(asked.about.from == client.local());
        co_await stranger.send_to("noise", client.local());
        co_await server.send_to("answer", client.local());
        std::byte room[100];
        const datagram got = co_await client.receive(room);
        CHECK(got.size == 6);
        CHECK(got.from == server.local());
    });
}

TEST_CASE_TEMPLATE("udp: refusals name the address and say what to do", World, EVERY_NETWORK) {
    World world;
    world.run([&]() -> task<> {
        udp_socket a = udp_bind();
        const std::string vast(70'000, 'x');
        const refused long_one = co_await refusal_of(a.send_to(vast, a.local()));
        CHECK(long_one.number == EMSGSIZE);
        CHECK(long_one.text.find("udp_socket::send_to(" + a.local().str() + "): [errno 90]") == 0);
        const refused nobody = co_await refusal_of(a.send("x"));
        CHECK(nobody.number == EDESTADDRREQ);
        std::string taken;
        try {
            udp_socket same = udp_bind({.port = a.port()});
        } catch (const error& e) {
            taken = e.what();
        }
        CHECK(taken.find("bind(" + a.local().str() + "): [errno 98]") == 0);

        socket_address gone;
        {
            udp_socket leaves = udp_bind();
            gone = leaves.local();
        }
        udp_socket asks = co_await udp_connect(gone);
        co_await asks.send("anybody?");
        std::byte room[8];
        const refused none = co_await refusal_of(asks.receive(room));
        CHECK(none.number == ECONNREFUSED);
        CHECK(none.text.find("udp_socket::receive(" + gone.str() + ")") == 0);
    });
}

TEST_CASE_TEMPLATE("udp: a receive that is cancelled takes nothing; closing tells who waits", World,
                   EVERY_NETWORK) {
    World world;
    udp_socket a;
    world.run_group([&](task_group& group) -> task<> {
        a = udp_bind();
        udp_socket b = udp_bind();
        cancel_scope scope;
        bool gone = false;
        group.spawn(
            [](udp_socket& from, cancel_scope& until, bool& told) -> task<> {
                co_await until.run(next_text(from));
                told = true;
            },
            std::ref(a), std::ref(scope), std::ref(gone));
        co_await world.a_moment();
        scope.cancel();
        while (!gone) co_await world.a_moment();
        co_await b.send_to("kept", a.local());
        const text_from got = co_await next_text(a);
        CHECK(got.text == "kept");

        auto waits = group.spawn(
            [](udp_socket& from) -> task<int> {
                const refused told = co_await refusal_of(next_text(from));
                co_return told.number;
            },
            std::ref(a));
        co_await world.a_moment();
        a.close();
        CHECK(co_await std::move(waits) == EBADF);
    });
}

TEST_CASE_TEMPLATE("udp: IPv6, where the machine has it; a result for who asks for it", World,
                   EVERY_NETWORK) {
    World world;
    world.run([&]() -> task<> {
        udp_socket a;
        try {
            a = udp_bind({.host = ip_address::loopback_v6()});
        } catch (const error& e) {
            MESSAGE("no IPv6: " << e.what());
        }
        if (!a) co_return;
        co_await a.send_to("self", a.local());
        std::byte room[8];
        const auto got = co_await as_result(a.receive_from(room));
        REQUIRE(got);
        CHECK(got->size == 4);
        CHECK(got->from == a.local());
    });
}

TEST_CASE(
    "udp: by a seed, datagrams are lost, come twice and overtake each other; the same seed, the same fate") {
    const auto fate = [](std::uint64_t seed) {
        chance oracle(seed);
        manual_time time;
        simulated_driver io({.network = {.most_latency = 20ms, .lose_one_in = 5, .double_one_in = 5}});
        loop home({.time = &time, .io = &io, .chooser = &oracle});
        std::string got;
        auto body = [&]() -> task<> {
            udp_socket a = udp_bind();
            udp_socket b = udp_bind();
            for (char each = 'a'; each <= 'z'; ++each)
                co_await a.send_to(std::string_view(&each, 1), b.local());
            while (true) {
                std::optional<text_from> next = co_await move_on_after(1s, next_text(b));
                if (!next) break;
                got += next->text;
            }
        };
        home.run_until(body());
        CHECK(io.open_descriptors() == 0);
        return got;
    };
    bool lost = false;
    bool twice = false;
    bool overtaken = false;
    for (std::uint64_t seed = 1; seed != 10; ++seed) {
        const std::string got = fate(seed);
        CHECK(got == fate(seed));
        const std::set<char> kinds(got.begin(), got.end());
        lost = lost || kinds.size() < 26;
        twice = twice || kinds.size() < got.size();
        overtaken = overtaken || !std::ranges::is_sorted(got);
    }
    CHECK(lost);
    CHECK(twice);
    CHECK(overtaken);
}

TEST_CASE("udp: in a simulated world, too, a socket that nobody reads drops what is too much") {
    manual_time time;
    simulated_driver io({.network = {.buffer_bytes = 1000}});
    loop home({.time = &time, .io = &io});
    auto body = [&]() -> task<> {
        udp_socket a = udp_bind();
        udp_socket b = udp_bind();
        const std::string sent = pattern(300);
        for (int i = 0; i != 10; ++i) co_await a.send_to(sent, b.local());
        int count = 0;
        while (true) {
            std::optional<text_from> next = co_await move_on_after(1s, next_text(b));
            if (!next) break;
            ++count;
        }
        CHECK(count == 3);
    };
    home.run_until(body());
}
