// SPDX-License-Identifier: BSL-1.0
#include <rondo/base/error.hpp>
#include <rondo/core/cancel_scope.hpp>
#include <rondo/core/loop.hpp>
#include <rondo/io/best_driver.hpp>
#include <rondo/os/terminal.hpp>
#include <rondo/run.hpp>

#include <doctest/doctest.h>

#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <optional>
#include <random>
#include <string>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>
#include <vector>

using namespace rondo;

namespace {

/// A terminal of one's own: what is written to `keyboard` is typed.
struct pseudo_terminal {
    pseudo_terminal() {
        keyboard = ::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
        REQUIRE(keyboard >= 0);
        REQUIRE(::grantpt(keyboard) == 0);
        REQUIRE(::unlockpt(keyboard) == 0);
        screen = ::open(::ptsname(keyboard), O_RDWR | O_NOCTTY | O_CLOEXEC);
        REQUIRE(screen >= 0);
    }
    pseudo_terminal(const pseudo_terminal&) = delete;
    ~pseudo_terminal() {
        if (keyboard >= 0) ::close(keyboard);
        ::close(screen);
    }
    void type(std::string_view text) const {
        REQUIRE(::write(keyboard, text.data(), text.size()) == static_cast<ssize_t>(text.size()));
    }
    void hang_up() { ::close(std::exchange(keyboard, -1)); }
    termios flags() const {
        termios now{};
        REQUIRE(::tcgetattr(screen, &now) == 0);
        return now;
    }
    int keyboard = -1, screen = -1;
};

bool same(const termios& a, const termios& b) {
    return a.c_iflag == b.c_iflag && a.c_oflag == b.c_oflag && a.c_cflag == b.c_cflag &&
           a.c_lflag == b.c_lflag && std::equal(std::begin(a.c_cc), std::end(a.c_cc), std::begin(b.c_cc));
}
bool is_raw(const termios& a) { return (a.c_lflag & (ECHO | ICANON)) == 0 && (a.c_lflag & ISIG) != 0; }

key of(key_code code, unsigned number = 0) { return key{.code = code, .number = number}; }
key letter(std::string text) {
    key made;
    made.text = std::move(text);
    return made;
}
key with_alt(key k) { return k.alt = true, k; }
key with_ctrl(key k) { return k.ctrl = true, k; }
key with_shift(key k) { return k.shift = true, k; }

std::vector<key> all_keys(std::string_view bytes, bool more = false) {
    std::vector<key> found;
    while (const auto one = decode_key(bytes, more)) found.push_back(*one);
    return found;
}

} // namespace

TEST_CASE("terminal_size: of a terminal, and of none") {
    pseudo_terminal here;
    CHECK_FALSE(terminal_size(here.screen)); // it does not say
    winsize set{};
    set.ws_col = 132;
    set.ws_row = 43;
    REQUIRE(::ioctl(here.screen, TIOCSWINSZ, &set) == 0);
    CHECK(terminal_size(here.screen) == terminal_extent{132, 43});
    const int null = ::open("/dev/null", O_RDWR | O_CLOEXEC);
    CHECK_FALSE(terminal_size(null));
    ::close(null);
    CHECK_FALSE(terminal_size(-1));
}

TEST_CASE("raw_mode: the last of several puts back what was there before the first, in any order, after an "
          "error too") {
    pseudo_terminal here;
    termios odd = here.flags();
    odd.c_lflag &= ~static_cast<tcflag_t>(ECHO); // not what a terminal begins with
    odd.c_iflag |= IGNBRK;
    REQUIRE(::tcsetattr(here.screen, TCSANOW, &odd) == 0);
    const termios before = here.flags();
    {
        std::optional<raw_mode> a(here.screen), b(here.screen);
        CHECK(is_raw(here.flags()));
        a.reset();
        CHECK(is_raw(here.flags()));
        b.reset();
        CHECK(same(here.flags(), before));
    }
    try {
        const raw_mode mine(here.screen);
        CHECK(is_raw(here.flags()));
        throw 1;
    } catch (int) {}
    CHECK(same(here.flags(), before));
    const pseudo_terminal other; // each has its own
    const raw_mode mine(here.screen), theirs(other.screen);
    CHECK(is_raw(other.flags()));
}

TEST_CASE("raw_mode: what is no terminal is refused by name") {
    const int null = ::open("/dev/null", O_RDWR | O_CLOEXEC);
    try {
        const raw_mode none(null);
        FAIL("it was taken");
    } catch (const error& e) {
        CHECK(e.number() == ENOTTY);
        CHECK(std::string(e.what()).find("it is no terminal") != std::string::npos);
    }
    ::close(null);
}

TEST_CASE("decode_key: characters, Ctrl, Alt, and the keys that have a name") {
    CHECK(all_keys("aZ\xc3\xa4\xe6\x97\xa5\xf0\x9f\x98\x80") ==
          std::vector<key>{letter("a"), letter("Z"), letter("\xc3\xa4"), letter("\xe6\x97\xa5"),
                           letter("\xf0\x9f\x98\x80")});
    CHECK(all_keys("\r\n\t\x7f\x1b") == std::vector<key>{of(key_code::enter), of(key_code::enter),
                                                         of(key_code::tab), of(key_code::backspace),
                                                         of(key_code::escape)});
    CHECK(all_keys(std::string_view("\x01\x1a\0", 3)) ==
          std::vector<key>{with_ctrl(letter("a")), with_ctrl(letter("z")), with_ctrl(letter(" "))});
    CHECK(all_keys("\x1b"
                   "a") == std::vector<key>{with_alt(letter("a"))});
    CHECK(all_keys("\x1b[A\x1bOB\x1b[C\x1b[D\x1b[H\x1b[F") ==
          std::vector<key>{of(key_code::up), of(key_code::down), of(key_code::right), of(key_code::left),
                           of(key_code::home), of(key_code::end)});
    CHECK(all_keys("\x1b[2~\x1b[3~\x1b[5~\x1b[6~") ==
          std::vector<key>{of(key_code::insert), of(key_code::del), of(key_code::page_up),
                           of(key_code::page_down)});
    CHECK(all_keys("\x1bOP\x1b[15~\x1b[24~") ==
          std::vector<key>{of(key_code::function, 1), of(key_code::function, 5), of(key_code::function, 12)});
    CHECK(all_keys("\x1b[1;5A\x1b[3;2~\x1b[1;3P\x1b[Z") ==
          std::vector<key>{with_ctrl(of(key_code::up)), with_shift(of(key_code::del)),
                           with_alt(of(key_code::function, 1)), with_shift(of(key_code::tab))});
    CHECK(all_keys("\x1b\x1b[A") == std::vector<key>{of(key_code::escape), of(key_code::up)});
}

TEST_CASE("decode_key: a beginning waits for the rest, and is what it is when there is none") {
    for (std::string_view whole : {"\x1b[1;5A", "\x1b[15~", "\xf0\x9f\x98\x80", "\x1b\xc3\xa4", "\x1bOP"}) {
        for (std::size_t length = 1; length < whole.size(); ++length) {
            std::string_view cut = whole.substr(0, length);
            CHECK_FALSE(decode_key(cut, true));
            CHECK(cut.size() == length);
        }
        std::string_view all = whole;
        CHECK(decode_key(all, true));
        CHECK(all.empty());
    }
    CHECK(all_keys("\x1b[").size() == 1);
    CHECK(all_keys("\x1b[").front() == with_alt(letter("[")));
    CHECK(all_keys("\x1b[1;").front().code == key_code::unknown);
    CHECK(all_keys("\x1b[99~").front().text == "\x1b[99~");
    CHECK(all_keys("\xff").front().code == key_code::unknown);
}

TEST_CASE("decode_key: of any bytes, all are taken, and cut anywhere they give the same keys") {
    std::mt19937 dice(20261124);
    constexpr std::string_view likely = "\x1b\x1b[[O;~19A\xc3\xa4"
                                        "abc";
    for (int round = 0; round < 5000; ++round) {
        std::string bytes;
        for (std::size_t n = dice() % 20; n-- != 0;)
            bytes += dice() % 4 == 0 ? static_cast<char>(dice()) : likely[dice() % likely.size()];
        std::vector<key> at_once = all_keys(bytes, true), in_pieces;
        std::string held;
        for (char c : bytes) {
            held += c;
            std::string_view rest = held;
            while (const auto one = decode_key(rest, true)) in_pieces.push_back(*one);
            held = std::string(rest);
        }
        CHECK(in_pieces == at_once);
        std::string_view end = held;
        while (decode_key(end, false)) {}
        CHECK(end.empty());
    }
}

TEST_CASE("key_reader: keys of a terminal as they are pressed; a lone Escape; the end when it hangs up") {
    pseudo_terminal here;
    const raw_mode mine(here.screen);
    std::vector<key> got;
    auto main = [&]() -> task<> {
        key_reader keys(here.screen);
        here.type("q\x1b[A");
        got.push_back(*co_await keys.next());
        got.push_back(*co_await keys.next());
        here.type("\x1b"); // and nothing: it is the key
        got.push_back(*co_await keys.next());
        cancel_scope scope;
        scope.cancel();
        auto lost = keys.next();
        co_await scope.run(std::move(lost));
        here.type("z"); // what comes after a cancelled wait is there
        got.push_back(*co_await keys.next());
        here.hang_up();
        const std::optional<key> none = co_await keys.next();
        CHECK_FALSE(none);
    };
    run(main());
    CHECK(got == std::vector<key>{letter("q"), of(key_code::up), of(key_code::escape), letter("z")});
    CHECK(got[0].is("q"));
}

TEST_CASE("standard streams: copies, whose originals keep their flags") {
    int ends[2];
    REQUIRE(::pipe2(ends, O_CLOEXEC) == 0);
    const int before = ::dup(STDIN_FILENO);
    REQUIRE(::dup2(ends[0], STDIN_FILENO) == STDIN_FILENO);
    const int flags = ::fcntl(STDIN_FILENO, F_GETFL);
    std::string got(5, '\0');
    auto main = [&]() -> task<> {
        const file in = standard_input();
        REQUIRE(::write(ends[1], "hello", 5) == 5);
        const std::span<std::byte> into = std::as_writable_bytes(std::span(got));
        const std::size_t size = co_await in.read(into);
        CHECK(size == 5);
    };
    run(main());
    CHECK(got == "hello");
    CHECK(::fcntl(STDIN_FILENO, F_GETFL) == flags);
    ::close(STDIN_FILENO);
    CHECK_THROWS_AS(standard_input(), error);
    REQUIRE(::dup2(before, STDIN_FILENO) == STDIN_FILENO);
    ::close(before);
    ::close(ends[0]);
    ::close(ends[1]);
    CHECK(standard_output().descriptor() > 2);
    CHECK(standard_error().descriptor() > 2);
}
