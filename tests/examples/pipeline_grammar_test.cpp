// SPDX-License-Identifier: BSL-1.0
//
// The grammar that examples/01_pipeline validates by, line by line, as docs/pipeline.md states it.
#include <01_pipeline/format.hpp>

#include <doctest/doctest.h>

#include <string>

using namespace pipeline;

namespace {

std::string verdict(format f, std::string_view line) {
    record unused;
    const reason why = parse(f, line, unused);
    return why == nullptr ? "well-formed" : why;
}

record parts(format f, std::string_view line) {
    record out;
    const reason why = parse(f, line, out);
    CAPTURE(line);
    CHECK(std::string(why == nullptr ? "" : why) == "");
    return out;
}

} // namespace

TEST_CASE("pipeline_grammar: the lesson's lines are a level, a colon and a message") {
    const record r = parts(format::lesson, "ERROR: Connection timeout");
    CHECK(r.severity == level::error);
    CHECK(r.message == "Connection timeout");
    CHECK(r.time.empty());
    CHECK(r.line == "ERROR: Connection timeout");
}

TEST_CASE("pipeline_grammar: all levels of the lesson are known, WARNING is WARN") {
    CHECK(parts(format::lesson, "TRACE: x").severity == level::trace);
    CHECK(parts(format::lesson, "DEBUG: x").severity == level::debug);
    CHECK(parts(format::lesson, "INFO: x").severity == level::info);
    CHECK(parts(format::lesson, "WARN: x").severity == level::warn);
    CHECK(parts(format::lesson, "WARNING: x").severity == level::warn);
    CHECK(parts(format::lesson, "ERROR: x").severity == level::error);
    CHECK(parts(format::lesson, "FATAL: x").severity == level::fatal);
}

TEST_CASE("pipeline_grammar: a timestamp may stand before the level, in any form of ISO 8601 that logs use") {
    for (std::string time :
         {"2026-11-22 20:46:42", "2026-11-22T20:46:42", "2026-11-22 20:46:42.5", "2026-11-22 20:46:42,123",
          "2026-11-22T20:46:42.123456789Z", "2026-11-22T20:46:42+01:00", "2026-11-22T20:46:42-0330",
          "2024-02-29 23:59:60"}) {
        const std::string line = time + " WARN: disk: nearly full ";
        const record r = parts(format::lesson, line);
        CHECK(r.time == time);
        CHECK(r.severity == level::warn);
        CHECK(r.message == "disk: nearly full");
    }
}

TEST_CASE("pipeline_grammar: the space after the colon, and the message, may be missing") {
    CHECK(parts(format::lesson, "INFO:tight").message == "tight");
    CHECK(parts(format::lesson, "INFO:").message.empty());
    CHECK(parts(format::lesson, "INFO:   ").message.empty());
}

TEST_CASE("pipeline_grammar: a malformed line of the lesson is told why") {
    CHECK(verdict(format::lesson, "") == "blank line");
    CHECK(verdict(format::lesson, "no level here") == "no level");
    CHECK(verdict(format::lesson, "INFO message") == "no level");
    CHECK(verdict(format::lesson, "info: small letters") == "unknown level");
    CHECK(verdict(format::lesson, "NOTICE: not the lesson's") == "unknown level");
    CHECK(verdict(format::lesson, " INFO: indented") == "unknown level");
    CHECK(verdict(format::lesson, ": nothing") == "unknown level");
    CHECK(verdict(format::lesson, "2026-11-22 20:46:42") == "no space after the timestamp");
    CHECK(verdict(format::lesson, "2026-11-22 20:46:42x INFO: x") == "no space after the timestamp");
    CHECK(verdict(format::lesson, "2026-11-22 20:46:42 started") == "no level");
    CHECK(verdict(format::lesson, std::string_view("INFO\0: x", 8)) == "unknown level");
}

TEST_CASE("pipeline_grammar: every field of a timestamp is checked for its range") {
    for (const char* time :
         {"2026-13-01 00:00:00", "2026-00-01 00:00:00", "2026-02-29 00:00:00", "2026-04-31 00:00:00",
          "2026-01-00 00:00:00", "2026-01-01 24:00:00", "2026-01-01 00:60:00", "2026-01-01 00:00:61",
          "2026-01-01x00:00:00", "2026-1-01 00:00:00", "2026-01-01 00:00", "20x6-01-01 00:00:00", "2"})
        CHECK_MESSAGE(verdict(format::lesson, std::string(time) + " INFO: x") == "bad timestamp", time);
}

TEST_CASE(
    "pipeline_grammar: every prefix of a well-formed line has a verdict, and none is read past its end") {
    const std::pair<format, std::string> lines[] = {
        {format::lesson, "2026-11-22T20:46:42.123+01:00 INFO: x"},
        {format::syslog, "<165>Nov 22 20:46:42 host prog[17]: error: broken"},
        {format::syslog, "2026-11-22T20:46:42.123456+01:00 host prog: x"},
        {format::dpkg, "2026-11-22 20:46:42 status installed libc6:amd64 2.36-9"},
        {format::combined,
         "::1 - ana [22/Nov/2026:20:46:42 +0100] \"GET /\\\" HTTP/1.1\" 200 5120 \"-\" \"x\""}};
    for (const auto& [f, line] : lines) {
        CHECK(verdict(f, line) == "well-formed");
        for (std::size_t length = 0; length < line.size(); ++length) {
            const std::string exact(line.data(), length); // on the heap: ASan sees a read past its end
            CHECK(!verdict(f, exact).empty());
        }
    }
}

TEST_CASE("pipeline_grammar: syslog lines have a time, a host, a program and a message") {
    const record old = parts(format::syslog, "Nov  2 20:46:42 box sshd[812]: Accepted key for ana: ED25519");
    CHECK(old.time == "Nov  2 20:46:42");
    CHECK(old.source == "sshd[812]");
    CHECK(old.message == "Accepted key for ana: ED25519");
    CHECK(old.severity == level::info);
    const record iso = parts(format::syslog, "2026-11-22T20:46:42.1+01:00 box kernel: [    0.0] Linux");
    CHECK(iso.time == "2026-11-22T20:46:42.1+01:00");
    CHECK(iso.source == "kernel");
    CHECK(parts(format::syslog, "Nov 22 20:46:42 box cron[1]:").message.empty());
}

TEST_CASE("pipeline_grammar: the level of a syslog line is its priority's, or the word that its message "
          "begins with") {
    CHECK(parts(format::syslog, "<34>Nov 22 20:46:42 box su: failed").severity == level::fatal);
    CHECK(parts(format::syslog, "<35>Nov 22 20:46:42 box su: x").severity == level::error);
    CHECK(parts(format::syslog, "<36>Nov 22 20:46:42 box su: x").severity == level::warn);
    CHECK(parts(format::syslog, "<191>Nov 22 20:46:42 box su: x").severity == level::debug);
    CHECK(parts(format::syslog, "Nov 22 20:46:42 box app: error: broken").severity == level::error);
    CHECK(parts(format::syslog, "Nov 22 20:46:42 box app: Warning: odd").severity == level::warn);
    CHECK(verdict(format::syslog, "<192>Nov 22 20:46:42 box su: x") == "bad priority");
    CHECK(verdict(format::syslog, "<>Nov 22 20:46:42 box su: x") == "bad priority");
}

TEST_CASE("pipeline_grammar: a malformed syslog line is told why") {
    CHECK(verdict(format::syslog, "Nov 32 20:46:42 box a: x") == "bad timestamp");
    CHECK(verdict(format::syslog, "Nob 22 20:46:42 box a: x") == "bad timestamp");
    CHECK(verdict(format::syslog, "Nov 22 20:46:42") == "no host");
    CHECK(verdict(format::syslog, "Nov 22 20:46:42 box") == "no host");
    CHECK(verdict(format::syslog, "2026-11-22 20:46:42 INFO: a: x") == "no host");
    CHECK(verdict(format::syslog, "Nov 22 20:46:42 box -- MARK --") == "no program");
}

TEST_CASE("pipeline_grammar: dpkg lines have a time, a known action and what it acts on") {
    const record r = parts(format::dpkg, "2026-11-22 20:46:42 status installed libc6:amd64 2.36-9");
    CHECK(r.time == "2026-11-22 20:46:42");
    CHECK(r.source == "dpkg");
    CHECK(r.message == "status installed libc6:amd64 2.36-9");
    CHECK(verdict(format::dpkg, "2026-11-22 20:46:42 startup archives unpack") == "well-formed");
    CHECK(verdict(format::dpkg, "2026-11-22 20:46:42 explode libc6") == "unknown action");
    CHECK(verdict(format::dpkg, "2026-11-22 20:46:42 install") == "no package");
    CHECK(verdict(format::dpkg, "2026-11-22T20:46:42 install x") == "bad timestamp");
}

TEST_CASE("pipeline_grammar: combined lines give the client, the time, the request, and a level by status") {
    const record r =
        parts(format::combined,
              "192.0.2.7 - ana [22/Nov/2026:20:46:42 +0100] \"GET /a b\" 200 512 \"-\" \"curl/8\"");
    CHECK(r.time == "22/Nov/2026:20:46:42 +0100");
    CHECK(r.source == "192.0.2.7");
    CHECK(r.message == "\"GET /a b\" 200 512 \"-\" \"curl/8\"");
    CHECK(r.severity == level::info);
    const std::string head = "::1 - - [22/Nov/2026:20:46:42 +0100] ";
    CHECK(parts(format::combined, head + "\"GET /\" 404 -").severity == level::warn);
    CHECK(parts(format::combined, head + "\"GET /\\\"x\" 500 0").severity == level::error);
    CHECK(verdict(format::combined, head + "GET / 200 0") == "no request in quotes");
    CHECK(verdict(format::combined, head + "\"GET / 200 0") == "no request in quotes");
    CHECK(verdict(format::combined, head + "\"GET /\" 099 0") == "bad status");
    CHECK(verdict(format::combined, head + "\"GET /\" 200") == "bad size");
    CHECK(verdict(format::combined, "::1 - [22/Nov/2026:20:46:42 +0100] \"GET /\" 200 0") ==
          "not client, ident and user before the timestamp");
    CHECK(verdict(format::combined, "::1 - - [32/Nov/2026:20:46:42 +0100] \"GET /\" 200 0") ==
          "bad timestamp");
}

TEST_CASE("pipeline_grammar: the format is recognised on the first lines, by what fits most of them") {
    CHECK(recognise("INFO: a\nERROR: b\n").chosen == format::lesson);
    CHECK(recognise("Nov 22 20:46:42 box a: x\n").chosen == format::syslog);
    CHECK(recognise("2026-11-22 20:46:42 status installed a 1\r\n").chosen == format::dpkg);
    CHECK(recognise("junk\n::1 - - [22/Nov/2026:20:46:42 +0100] \"GET /\" 200 0").chosen == format::combined);
    const recognition none = recognise("neither\nthis\nnor that\n");
    CHECK(none.chosen == format::lesson);
    CHECK_FALSE(none.certain);
    CHECK_FALSE(recognise("").certain);
}
