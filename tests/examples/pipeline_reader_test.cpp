// SPDX-License-Identifier: BSL-1.0
//
// The reader of examples/01_pipeline: every line once, too long ones by their place and size, whatever the pieces are that
// the bytes come in, and whether they are packed.
#include <01_pipeline/job.hpp>
#include <01_pipeline/reader.hpp>

#include <doctest/doctest.h>

#include <rondo/base/scope_exit.hpp>

#include <cstdio>
#include <fcntl.h>
#include <string>
#include <unistd.h>
#include <vector>

using namespace pipeline;

namespace {

std::string packed(std::string_view text, rondo::compression how) {
    if (how == rondo::compression::none) return std::string(text);
    rondo::compressor by(how);
    std::string all(text.size() + 4096, '\0');
    std::span<const std::byte> in = std::as_bytes(std::span(text.data(), text.size()));
    const std::span<std::byte> out = std::as_writable_bytes(std::span(all));
    const std::size_t first = by.run(in, out);
    all.resize(first + by.finish(out.subspan(first)));
    return all;
}

struct found {
    std::vector<raw_line> lines;
    std::string texts;
    recognition chosen;
    rondo::compression how = rondo::compression::none;
};

found read_all(int descriptor, std::size_t max_line) {
    const input from{"/proc/self/fd/" + std::to_string(descriptor)};
    found all;
    run_on_loop([&](const std::string&) {
        progress bar{false, 0};
        onlookers who{bar};
        who.chosen = &all.chosen;
        log_lines lines(log_source(from, who), {.max_bytes = max_line, .strip_cr = true});
        for (const raw_line& line : read_lines(lines)) {
            all.texts.append(line.text).push_back('\n');
            all.lines.push_back(line);
        }
        all.how = lines.source().packed();
        return 0;
    });
    return all;
}

found read_file(std::string_view bytes, std::size_t max_line) {
    std::FILE* const file = std::tmpfile();
    REQUIRE(file != nullptr);
    rondo::scope_exit closed = [&] { std::fclose(file); };
    REQUIRE(std::fwrite(bytes.data(), 1, bytes.size(), file) == bytes.size());
    REQUIRE(std::fflush(file) == 0);
    return read_all(fileno(file), max_line);
}

found read_pipe(std::string_view bytes, std::size_t max_line) {
    int ends[2];
    REQUIRE(pipe2(ends, O_CLOEXEC) == 0);
    REQUIRE(write(ends[1], bytes.data(), bytes.size()) == ssize_t(bytes.size()));
    close(ends[1]);
    rondo::scope_exit closed = [&] { close(ends[0]); };
    return read_all(ends[0], max_line);
}

constexpr rondo::compression kinds[] = {rondo::compression::none, rondo::compression::gzip,
                                        rondo::compression::zstd};

} // namespace

TEST_CASE("pipeline_reader: too long lines, one after another and at the end, are told with place and size") {
    const std::string text = "INFO: a\n" + std::string(40, 'x') + "\n" + std::string(50, 'y') + "\n" +
                             "INFO: b\r\n" + std::string(60, 'z');
    for (rondo::compression how : kinds) {
        for (const bool newline : {false, true}) {
            const found all = read_file(packed(text + (newline ? "\n" : ""), how), 20);
            REQUIRE(all.lines.size() == 5);
            CHECK(all.texts == "INFO: a\n\n\nINFO: b\n\n");
            CHECK(all.how == how);
            const bool is_long[] = {false, true, true, false, true};
            const std::uint64_t offsets[] = {0, 8, 49, 100, 109}, bytes[] = {7, 40, 50, 7, 60};
            for (std::size_t i = 0; i < 5; ++i) {
                CHECK(all.lines[i].too_long == is_long[i]);
                CHECK(all.lines[i].number == i + 1);
                CHECK(all.lines[i].offset == offsets[i]);
                CHECK(all.lines[i].bytes == bytes[i]);
            }
        }
    }
}

TEST_CASE("pipeline_reader: files and pipes, packed or not, give the same lines") {
    std::string text;
    for (int i = 0; text.size() < 30000; ++i)
        text += "2026-11-22 20:46:42 install package " + std::to_string(i) + "\n";
    for (rondo::compression how : kinds) {
        const std::string bytes = packed(text, how);
        for (const found& all : {read_file(bytes, 1 << 20), read_pipe(bytes, 1 << 20)}) {
            CHECK((all.texts == text));
            CHECK(all.chosen.chosen == format::dpkg);
        }
    }
}

TEST_CASE("pipeline_reader: what begins as something packed does, and is not, is text") {
    for (std::string_view text : {"(", "\x1f", "(\n", "\x28\xb5\x2f no", ""}) {
        const found all = read_pipe(text, 100);
        CHECK(all.how == rondo::compression::none);
        CHECK(all.texts.substr(0, text.size()) == text);
    }
}

TEST_CASE("pipeline_reader: what is damaged or cut off is an error, after all lines that were good") {
    std::string text;
    for (int i = 0; text.size() < 400000; ++i) text += "INFO: line " + std::to_string(i * 7919) + "\n";
    for (rondo::compression how : {rondo::compression::gzip, rondo::compression::zstd}) {
        const std::string bytes = packed(text, how);
        try {
            read_file(bytes.substr(0, bytes.size() - 10), 1000);
            FAIL("it was not noticed");
        } catch (const std::exception& error) {
            const std::string said = error.what();
            CHECK(said.find("at byte") != std::string::npos);
            CHECK(said.find("what came before was processed") != std::string::npos);
        }
    }
}
