// SPDX-License-Identifier: BSL-1.0
//
// Any bytes as gzip or zstd, in pieces of any size: they decompress, or are refused with compression_error; whatever the pieces,
// what comes out before that is the same, and no more than the limit.
#include <rondo/io/compression.hpp>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

using namespace rondo;

namespace {

constexpr std::uint64_t limit = 1 << 20;

std::string held_by(std::span<const std::byte> all, compression what, std::size_t piece, std::size_t room) {
    std::string held;
    std::vector<std::byte> out(room);
    decompressor in(what, {.most = limit});
    try {
        while (!all.empty()) {
            std::span<const std::byte> now = all.first(std::min(piece, all.size()));
            all = all.subspan(now.size());
            for (std::size_t got = room; got == room;) {
                got = in.run(now, out);
                held.append(reinterpret_cast<const char*>(out.data()), got);
            }
            if (!now.empty()) std::abort(); // it is used up, or it throws
        }
        in.finish();
        held += "|whole";
    } catch (const compression_error&) {
        held += "|refused";
    }
    if (held.size() > limit + 16) std::abort();
    return held;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 3) return 0;
    const compression what = data[0] % 2 ? compression::gzip : compression::zstd;
    const std::span<const std::byte> all = std::as_bytes(std::span(data + 3, size - 3));
    const std::string at_once = held_by(all, what, all.size() + 1, 4096);
    const std::string in_pieces = held_by(all, what, 1 + data[1] % 50u, 1 + data[2]);
    if (at_once != in_pieces) std::abort();
    return 0;
}
