// SPDX-License-Identifier: BSL-1.0
// needs: rondo::compression z re2 zlib.h re2/re2.h
#include "scenario.hpp"

#include <re2/re2.h>
#include <zlib.h>

#include <cstring>

namespace {

std::string unpacked(const std::string& path, std::string text) {
    if (!path.ends_with(".gz")) return text;
    z_stream state{};
    if (inflateInit2(&state, 15 + 16) != Z_OK) std::exit(3);
    std::string out(text.size() * 4, '\0');
    state.next_in = reinterpret_cast<Bytef*>(text.data());
    state.avail_in = static_cast<uInt>(text.size());
    int said = Z_OK;
    while (said == Z_OK) {
        if (out.size() == state.total_out) out.resize(2 * out.size());
        state.next_out = reinterpret_cast<Bytef*>(out.data() + state.total_out);
        state.avail_out = static_cast<uInt>(out.size() - state.total_out);
        said = inflate(&state, Z_NO_FLUSH);
    }
    if (said != Z_STREAM_END) std::exit(3);
    out.resize(state.total_out);
    inflateEnd(&state);
    return out;
}

std::uint64_t count(std::string_view text, const RE2& wanted) {
    std::uint64_t lines = 0;
    while (true) {
        const std::size_t hit = text.find(grep_tree::literal);
        if (hit == std::string_view::npos) return lines;
        const std::size_t newline = text.rfind('\n', hit);
        const std::size_t begin = newline == std::string_view::npos ? 0 : newline + 1;
        const std::size_t end = std::min(text.find('\n', hit), text.size());
        lines += RE2::PartialMatch({text.data() + begin, end - begin}, wanted) ? 1 : 0;
        text.remove_prefix(end);
    }
}

} // namespace

int main(int argc, char** argv) {
    bench::harness run(argc, argv, "grep_tree", "floor", "-");
    grep_tree::measure(run, [&](const grep_tree::logs_of_run& logs) {
        const RE2 wanted(grep_tree::expression);
        std::uint64_t lines = 0;
        for (const std::string& path : logs.paths()) {
            const int from = open(path.c_str(), O_RDONLY | O_CLOEXEC);
            std::string text(static_cast<std::size_t>(lseek(from, 0, SEEK_END)), '\0');
            if (pread(from, text.data(), text.size(), 0) != static_cast<ssize_t>(text.size()))
                bench::failed("read", path);
            close(from);
            lines += count(unpacked(path, std::move(text)), wanted);
        }
        return lines;
    });
    return run.finish();
}
