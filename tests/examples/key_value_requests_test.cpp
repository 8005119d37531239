// SPDX-License-Identifier: BSL-1.0
//
// How examples/08_network/key_value reads requests, and what they do.
#include <08_network/key_value/commands.hpp>
#include <08_network/key_value/request_reader.hpp>

#include <doctest/doctest.h>

#include <chrono>
#include <string>

using namespace key_value;

namespace {

// What is read of `text` when it comes in pieces of `step` bytes: "word|word;" for each request, "!why" at the end.
std::string read_as(std::string_view text, std::size_t step = ~std::size_t(0), limits most = {}) {
    request_reader requests(most);
    std::string all;
    std::size_t used = 0;
    std::size_t come = std::min(step, text.size());
    for (;;) {
        const auto got = requests.next(text.substr(used, come - used));
        if (got == request_reader::found::nonsense) return all + "!" + requests.why();
        if (got == request_reader::found::request) {
            for (const std::string_view each : requests.words()) all.append(each).append("|");
            all += ';';
            used += requests.used();
        } else {
            if (come == text.size()) return all;
            come = std::min(text.size(), come + step);
        }
    }
}

struct world {
    store keys;
    rondo::instant now{};
    // The answers to some lines.
    std::string operator()(std::string_view lines) {
        std::string out;
        session here{keys, out, now};
        request_reader requests;
        while (!lines.empty() && requests.next(lines) == request_reader::found::request) {
            if (!requests.words().empty()) run_request(here, requests.words());
            lines.remove_prefix(requests.used());
        }
        return out;
    }
};

} // namespace

TEST_CASE("key_value requests: cut anywhere, they are the same") {
    const std::string text = "*2\r\n$3\r\nGET\r\n$1\r\nk\r\nPING\r\n\r\n  set  a\tb "
                             "\n*0\r\n*-1\r\n*3\r\n$3\r\nSET\r\n$0\r\n\r\n$4\r\n\r\n\r\n\r\n";
    const std::string whole = read_as(text);
    CHECK(whole == std::string("GET|k|;PING|;;set|a|b|;;;SET||\r\n\r\n|;"));
    for (std::size_t step = 1; step != text.size(); ++step) CHECK(read_as(text, step) == whole);
    for (std::size_t cut = 0; cut != text.size(); ++cut)
        CHECK(whole.starts_with(read_as(std::string_view(text).substr(0, cut))));
}

TEST_CASE("key_value requests: what is none is told") {
    const auto wrong = [](std::string_view text, const char* with) {
        const std::string got = read_as(text, 1, {.words = 4, .word_bytes = 10, .line_bytes = 100});
        CHECK_MESSAGE(got.find(with) != got.npos, text, " gave ", got);
    };
    wrong("*x\r\n", "!ERR Protocol error: invalid multibulk length");
    wrong("*5\r\n", "invalid multibulk length");
    wrong("*99999999999999999999\r\n", "invalid multibulk length");
    wrong("*1\n", "invalid multibulk length");
    wrong("*" + std::string(70, '1'), "too big count string");
    wrong("*1\r\n:3\r\n", "expected '$', got ':'");
    wrong("*1\r\n$-1\r\n", "invalid bulk length");
    wrong("*1\r\n$11\r\n", "invalid bulk length");
    wrong("*1\r\n$3\r\nabcd\r\n", "expected the end of a text");
    wrong(std::string(101, 'a'), "too big inline request");
}

TEST_CASE("key_value commands: values, conditions, numbers") {
    world here;
    CHECK(here("get a\nset a 1\nget a\nset a 2 nx\nset a 2 XX get\nget a\n") ==
          "$-1\r\n+OK\r\n$1\r\n1\r\n$-1\r\n$1\r\n1\r\n$1\r\n2\r\n");
    CHECK(here("set a 1 nx xx\nset a 1 ex\nset a 1 ex x\nset a 1 ex 0\nset a 1 px 9223372036854775807\n") ==
          "-ERR syntax error\r\n-ERR syntax error\r\n-ERR value is not an integer or out of range\r\n"
          "-ERR invalid expire time in 'set' command\r\n-ERR invalid expire time in 'set' command\r\n");
    CHECK(here("incr n\nincrby n 41\ndecr n\ndecrby n 1\nappend n x\nincr n\n") ==
          ":1\r\n:42\r\n:41\r\n:40\r\n:3\r\n-ERR value is not an integer or out of range\r\n");
    CHECK(here("set n 9223372036854775807\nincr n\ndecrby n -9223372036854775808\n") ==
          "+OK\r\n-ERR increment or decrement would overflow\r\n-ERR value is not an integer or out of "
          "range\r\n");
    CHECK(here("mset b 1 c\nmset b 1 c 2\nmget b x c\ndel b c x\ndbsize\n") ==
          "-ERR wrong number of arguments for 'mset' "
          "command\r\n+OK\r\n*3\r\n$1\r\n1\r\n$-1\r\n$1\r\n2\r\n:2\r\n:2\r\n");
    CHECK(
        here("frob a\nget\n")
            .starts_with("-ERR unknown command 'frob', with args beginning with: 'a' \r\n-ERR wrong number"));
    CHECK(here("keys [an]\nflushall\nkeys *\n").ends_with("+OK\r\n*0\r\n"));
}

TEST_CASE("key_value commands: times") {
    using namespace std::chrono_literals;
    world here;
    CHECK(here("set a 1 ex 10\nttl a\npttl a\nttl none\nset b 1\nttl b\nexpire b 5\nexpire none 5\n") ==
          "+OK\r\n:10\r\n:10000\r\n:-2\r\n+OK\r\n:-1\r\n:1\r\n:0\r\n");
    here.now += 4999ms;
    CHECK(here("pttl b\nset b 2 keepttl\npttl b\nset a 2\nttl a\n") == ":1\r\n+OK\r\n:1\r\n+OK\r\n:-1\r\n");
    here.now += 1ms;
    CHECK(here("get b\nttl b\nexists b\npersist a\nexpire a -1\nget a\ndbsize\n") ==
          "$-1\r\n:-2\r\n:0\r\n:0\r\n:1\r\n$-1\r\n:0\r\n");
    CHECK(here("set c 1 px 5\npersist c\nttl c\nset d 1 px 5\nset e 1 px 6\n") ==
          "+OK\r\n:1\r\n:-1\r\n+OK\r\n+OK\r\n");
    here.now += 10ms;
    CHECK(here.keys.sweep(here.now, 1));
    CHECK_FALSE(here.keys.sweep(here.now, 10));
    CHECK(here.keys.size() == 1);
    CHECK(here.keys.with_expiry() == 0);
}
