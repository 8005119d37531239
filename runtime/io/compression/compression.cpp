// SPDX-License-Identifier: BSL-1.0
#include <rondo/io/compression.hpp>

#include <array>
#include <string>

namespace rondo::inline v0 {

compression compression_of(std::span<const std::byte> begin) noexcept {
    const auto is = [&](std::initializer_list<int> magic) {
        if (begin.size() < magic.size()) return false;
        std::size_t at = 0;
        for (const int each : magic)
            if (std::to_integer<int>(begin[at++]) != each) return false;
        return true;
    };
    if (is({0x1f, 0x8b})) return compression::gzip;
    if (is({0x28, 0xb5, 0x2f, 0xfd})) return compression::zstd;
    // A frame that is to be skipped.
    if (begin.size() >= 4 && (std::to_integer<int>(begin[0]) & 0xf0) == 0x50 &&
        is({std::to_integer<int>(begin[0]), 0x2a, 0x4d, 0x18}))
        return compression::zstd;
    return compression::none;
}

compression compression_of_name(std::string_view path) noexcept {
    const auto ends = [&](std::string_view suffix) {
        if (path.size() < suffix.size()) return false;
        const std::string_view end = path.substr(path.size() - suffix.size());
        for (std::size_t i = 0; i != suffix.size(); ++i)
            if ((end[i] >= 'A' && end[i] <= 'Z' ? end[i] + 32 : end[i]) != suffix[i]) return false;
        return true;
    };
    if (ends(".gz") || ends(".tgz")) return compression::gzip;
    if (ends(".zst") || ends(".tzst")) return compression::zstd;
    return compression::none;
}

const char* to_string(compression what) noexcept {
    constexpr std::array<const char*, 3> names{"none", "gzip", "zstd"};
    return names[static_cast<std::size_t>(what)];
}

compression_error::compression_error(compression what, std::uint64_t offset, std::string_view reason)
    : std::runtime_error(std::string(to_string(what)) + ", at byte " + std::to_string(offset) +
                         " of what was read: " + std::string(reason)),
      offset_(offset) {}
compression_error::~compression_error() = default;

} // namespace rondo::inline v0
