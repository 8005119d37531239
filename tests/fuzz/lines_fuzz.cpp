// SPDX-License-Identifier: BSL-1.0
//
// Any bytes, in blocks of any size, by every search: the lines of line_splitter, one by one, in one loop and by what is found
// in them, are those of a loop over bytes. The first four bytes choose.
#include <rondo/io/line_splitter.hpp>

#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

using namespace rondo;

namespace {

struct found_line {
    std::string text;
    std::uint64_t number, offset;
    bool operator==(const found_line&) const = default;
};
using found_lines = std::vector<found_line>;
const std::string too_long = "\n"; // which no line is

found_lines by_bytes(std::string_view all, const line_options& options) {
    found_lines found;
    std::uint64_t number = 0;
    for (std::size_t at = 0; at < all.size();) {
        const std::size_t newline = all.find('\n', at);
        std::string_view text = all.substr(at, newline == all.npos ? newline : newline - at);
        const std::uint64_t offset = at;
        at = newline == all.npos ? all.size() : newline + 1;
        if (options.strip_cr && text.ends_with('\r')) text.remove_suffix(1);
        ++number;
        found.push_back({text.size() > options.max_bytes ? too_long : std::string(text), number, offset});
    }
    return found;
}

enum class way { one_by_one, in_a_loop, searched };

found_lines by_splitter(std::string_view all, const line_options& options, byte_search how, std::size_t size,
                        way by) {
    found_lines found;
    line_splitter in(options, how);
    const auto keep = [&](const line& one) {
        found.push_back({one.own(), one.number(), one.offset()});
        return true;
    };
    const auto drain = [&] {
        while (true) {
            try {
                if (by == way::in_a_loop) in.each_whole(keep);
                if (by == way::searched) in.each_found([](std::string_view t) { return t.find('a'); }, keep);
                const std::optional<line> one = in.next();
                if (!one) return;
                keep(*one);
            } catch (const line_too_long& e) {
                found.push_back({too_long, e.number(), e.offset()});
            }
        }
    };
    for (std::size_t at = 0; at < all.size(); at += size) {
        const std::size_t now = std::min(size, all.size() - at);
        const auto bytes = std::make_unique<char[]>(now); // to the byte: ASan sees what is read behind it
        std::memcpy(bytes.get(), all.data() + at, now);
        in.push(block{bytes.get(), now, at});
        drain();
    }
    in.finish();
    drain();
    return found;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 4) return 0;
    const std::size_t block = 1 + data[0] % 97u;
    const line_options options{.max_bytes = data[1] < 128 ? std::size_t(1) << 20 : data[1] % 40u,
                               .strip_cr = data[2] % 2 != 0};
    const std::string_view all(reinterpret_cast<const char*>(data) + 4, size - 4);
    const found_lines want = by_bytes(all, options);
    for (const byte_search how : byte_searches()) {
        if (by_splitter(all, options, how, block, way::one_by_one) != want) std::abort();
        if (by_splitter(all, options, how, block, way::in_a_loop) != want) std::abort();
        if (options.strip_cr || options.max_bytes < block) continue; // as it requires
        const auto has_a = [](const found_line& f) { return f.text.find('a') != std::string::npos; };
        found_lines searched = by_splitter(all, options, how, block, way::searched), hits = want;
        std::erase_if(searched, [&](const found_line& f) { return !has_a(f) && f.text != too_long; });
        std::erase_if(hits, [&](const found_line& f) { return !has_a(f) && f.text != too_long; });
        if (searched != hits) std::abort();
    }
    return 0;
}
