// SPDX-License-Identifier: BSL-1.0
//
// Files of the machine: reads made on the spot, links by name, terminals.
#include <rondo/io/file.hpp>

#include "streams.hpp"

#include <pty.h>
#include <termios.h>

using namespace drivers;

#define MACHINE on_files<epoll_world>, on_files<uring_world>, on_files<tight_world>

namespace {

/// A driver that counts what is asked of another.
class counting final : public driver {
public:
    explicit counting(driver& of) : of_(of) {}
    void submit(op& one) noexcept override { ++submitted, of_.submit(one); }
    bool cancel(op& one) noexcept override { return of_.cancel(one); }
    void closing(int descriptor) noexcept override { of_.closing(descriptor); }
    bool at_once(op& one) noexcept override { return of_.at_once(one) && (++on_the_spot, true); }
    void discard(int descriptor) noexcept override { of_.discard(descriptor); }
    void poll(op_list& done, instant deadline) override { of_.poll(done, deadline); }
    void wake() noexcept override { of_.wake(); }
    std::size_t outstanding() const noexcept override { return of_.outstanding(); }
    instant next_completion() noexcept override { return of_.next_completion(); }
    int descriptor() const noexcept override { return of_.descriptor(); }
    const char* name() const noexcept override { return of_.name(); }
    int submitted = 0;
    int on_the_spot = 0;

private:
    driver& of_;
};

} // namespace

TEST_CASE_TEMPLATE("file: a small read of what is in memory is made on the spot, and no other", World,
                   MACHINE) {
    World world;
    const std::string text = text_of(300'000);
    world.make("a", text);
    counting io(world.driver_of());
    loop home({.time = &world.time, .io = &io});
    auto main = [&]() -> task<> {
        file from = co_await open_file(world.path("a"));
        std::string got(200'000, '\0');
        const auto room = [&](std::size_t size) {
            return std::as_writable_bytes(std::span(got).first(size));
        };
        co_await from.read_exact(room(1000), 0); // it is in memory now, wherever it was
        io.submitted = io.on_the_spot = 0;
        CHECK(co_await from.read_at(room(1000), 5000) == 1000);
        CHECK((got.substr(0, 1000) == text.substr(5000, 1000)));
        CHECK(co_await from.read_at(room(10), 300'000) == 0); // and its end
        CHECK(io.submitted == 0);
        CHECK(io.on_the_spot == 2);
        CHECK(co_await from.read_at(room(200'000), 0) > 0); // large: others may run meanwhile
        CHECK(co_await from.read(room(10)) == 10);         // without a place: in turn
        CHECK(io.submitted == 2);
        CHECK(io.on_the_spot == 2);
        co_await from.close();
    };
    home.run_until(main());
}

TEST_CASE_TEMPLATE("file: a symbolic link says what it was told to, and is followed or looked at", World,
                   MACHINE) {
    World world;
    world.make("a", "text");
    auto main = [&]() -> task<> {
        co_await make_symbolic_link("a", world.path("link"));
        co_await make_symbolic_link("nowhere", world.path("dangling"));
        CHECK(std::filesystem::read_symlink(world.path("link")) == "a");
        const file_status through = co_await stat_path(world.path("link"));
        CHECK(through.is_regular());
        CHECK(through.size == 4);
        const file_status itself = co_await stat_link(world.path("link"));
        CHECK_FALSE(itself.is_regular());
        CHECK(itself.size == 1); // what it says
        int refused = 0;
        try {
            co_await stat_path(world.path("dangling"));
        } catch (const error& e) {
            refused = e.number();
        }
        CHECK(refused == ENOENT);
        std::string said;
        try {
            co_await make_symbolic_link("b", world.path("link"));
        } catch (const error& e) {
            said = e.what();
        }
        CHECK(said.find("make_symbolic_link(b, " + world.path("link") + "): [errno 17]") == 0);
        co_await unlink_path(world.path("link"));
        CHECK(world.content("a") == "text");
    };
    world.home.run_until(main());
}

TEST_CASE_TEMPLATE("file_stream: a terminal gives lines as they are typed, and an end that is none for ever",
                   World, MACHINE) {
    World world;
    int master = -1;
    int slave = -1;
    termios mode{};
    REQUIRE(::openpty(&master, &slave, nullptr, nullptr, nullptr) == 0);
    REQUIRE(::tcgetattr(slave, &mode) == 0);
    mode.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    REQUIRE(::tcsetattr(slave, TCSANOW, &mode) == 0);
    const auto type = [&](std::string_view keys) {
        return ::write(master, keys.data(), keys.size()) == static_cast<ssize_t>(keys.size());
    };
    auto main = [&]() -> task<> {
        file_stream from{file(slave)};
        CHECK(type("one\ntwo\n"));
        std::string got;
        while (got.size() != 8) {
            const std::optional<block> next = co_await from.next_block();
            REQUIRE(next.has_value());
            got += next->text();
        }
        CHECK(got == "one\ntwo\n");
        CHECK(type("\x04")); // Ctrl-D
        const std::optional<block> end = co_await from.next_block();
        CHECK_FALSE(end.has_value());
        CHECK(type("three\n"));
        const std::optional<block> more = co_await from.next_block();
        REQUIRE(more.has_value());
        CHECK(more->text() == "three\n");
        CHECK(more->offset == 8);
        ::close(master); // hung up
        const std::optional<block> over = co_await from.next_block();
        CHECK_FALSE(over.has_value());
    };
    world.home.run_until(main());
}
