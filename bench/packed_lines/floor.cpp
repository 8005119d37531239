// SPDX-License-Identifier: BSL-1.0
// needs: rondo::compression z zstd zlib.h zstd.h
#include "scenario.hpp"

#include <zlib.h>
#include <zstd.h>

namespace {

constexpr std::size_t block_bytes = 128 << 10;

std::uint64_t newlines(const char* data, std::size_t size) {
    return static_cast<std::uint64_t>(std::count(data, data + size, '\n'));
}

std::uint64_t count_gzip(int from, std::vector<char>& in, std::vector<char>& out) {
    z_stream state{};
    if (inflateInit2(&state, 15 + 16) != Z_OK) std::exit(3);
    std::uint64_t lines = 0;
    for (ssize_t got = 0; (got = read(from, in.data(), in.size())) > 0;) {
        state.next_in = reinterpret_cast<Bytef*>(in.data());
        state.avail_in = static_cast<uInt>(got);
        do {
            state.next_out = reinterpret_cast<Bytef*>(out.data());
            state.avail_out = static_cast<uInt>(out.size());
            inflate(&state, Z_NO_FLUSH);
            lines += newlines(out.data(), out.size() - state.avail_out);
        } while (state.avail_out == 0);
    }
    inflateEnd(&state);
    return lines;
}

std::uint64_t count_zstd(int from, std::vector<char>& in, std::vector<char>& out) {
    ZSTD_DStream* const state = ZSTD_createDStream();
    std::uint64_t lines = 0;
    for (ssize_t got = 0; (got = read(from, in.data(), in.size())) > 0;) {
        ZSTD_inBuffer source{in.data(), static_cast<std::size_t>(got), 0};
        bool full = true;
        while (full || source.pos != source.size) {
            ZSTD_outBuffer to{out.data(), out.size(), 0};
            if (ZSTD_isError(ZSTD_decompressStream(state, &to, &source))) std::exit(3);
            lines += newlines(out.data(), to.pos);
            full = to.pos == to.size;
        }
    }
    ZSTD_freeDStream(state);
    return lines;
}

} // namespace

int main(int argc, char** argv) {
    bench::harness run(argc, argv, "packed_lines", "floor", "-");
    std::vector<char> in(block_bytes), out(block_bytes);
    packed_lines::measure(run, [&](const std::string& path, rondo::compression how) {
        const int from = open(path.c_str(), O_RDONLY | O_CLOEXEC);
        const std::uint64_t lines =
            how == rondo::compression::gzip ? count_gzip(from, in, out) : count_zstd(from, in, out);
        close(from);
        return lines;
    });
    return run.finish();
}
