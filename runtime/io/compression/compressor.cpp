// SPDX-License-Identifier: BSL-1.0
#include <rondo/base/errors.hpp>
#include <rondo/io/compression.hpp>

#include <algorithm>
#include <new>
#include <string>

#include <zlib.h>
#include <zstd.h>

namespace rondo::inline v0 {

struct compressor::parts {
    parts(compression kind, int level) : what(kind) {
        const int highest = what == compression::gzip ? 9 : 19;
        if (what != compression::none && (level < 0 || level > highest))
            throw value_error("compressor(" + std::string(to_string(what)) + ", " + std::to_string(level) +
                              "): the level is 1 to " + std::to_string(highest) + ", or 0");
        if (what == compression::gzip &&
            ::deflateInit2(&gzip, level == 0 ? Z_DEFAULT_COMPRESSION : level, Z_DEFLATED, 16 + MAX_WBITS, 8,
                           Z_DEFAULT_STRATEGY) != Z_OK)
            throw std::bad_alloc();
        if (what == compression::zstd) {
            if (!(zstd = ::ZSTD_createCCtx())) throw std::bad_alloc();
            ::ZSTD_CCtx_setParameter(zstd, ZSTD_c_compressionLevel, level == 0 ? ZSTD_CLEVEL_DEFAULT : level);
            ::ZSTD_CCtx_setParameter(zstd, ZSTD_c_checksumFlag, 1); // damage is noticed
        }
    }
    parts(const parts&) = delete;
    ~parts() {
        if (what == compression::gzip) ::deflateEnd(&gzip);
        ::ZSTD_freeCCtx(zstd);
    }

    std::size_t go_on(std::span<const std::byte>& in, std::span<std::byte> out, bool last) {
        std::size_t total = 0;
        while (!out.empty() && !ended && (last || !in.empty())) {
            std::size_t got = 0;
            if (what == compression::gzip)
                got = deflate_some(in, out, last);
            else
                got = pack_some(in, out, last);
            out = out.subspan(got);
            total += got;
        }
        return total;
    }

    std::size_t deflate_some(std::span<const std::byte>& in, std::span<std::byte> out, bool last) {
        constexpr std::size_t most_at_once = 1U << 30;
        const std::size_t room = std::min(out.size(), most_at_once);
        const std::size_t there = std::min(in.size(), most_at_once);
        gzip.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(in.data()));
        gzip.avail_in = static_cast<uInt>(there);
        gzip.next_out = reinterpret_cast<Bytef*>(out.data());
        gzip.avail_out = static_cast<uInt>(room);
        ended = ::deflate(&gzip, last ? Z_FINISH : Z_NO_FLUSH) == Z_STREAM_END;
        in = in.subspan(there - gzip.avail_in);
        return room - gzip.avail_out;
    }

    std::size_t pack_some(std::span<const std::byte>& in, std::span<std::byte> out, bool last) {
        ZSTD_inBuffer from{in.data(), in.size(), 0};
        ZSTD_outBuffer to{out.data(), out.size(), 0};
        const std::size_t code =
            ::ZSTD_compressStream2(zstd, &to, &from, last ? ZSTD_e_end : ZSTD_e_continue);
        if (::ZSTD_isError(code)) throw std::bad_alloc(); // the one thing that can fail here
        in = in.subspan(from.pos);
        ended = last && code == 0;
        return to.pos;
    }

    compression what;
    z_stream gzip{};
    ZSTD_CCtx* zstd = nullptr;
    bool ended = false;
};

compressor::compressor(compression what, int level) : parts_(std::make_unique<parts>(what, level)) {}
compressor::compressor(compressor&&) noexcept = default;
compressor& compressor::operator=(compressor&&) noexcept = default;
compressor::~compressor() = default;

std::size_t compressor::run(std::span<const std::byte>& in, std::span<std::byte> out) {
    if (parts_->what != compression::none) return parts_->go_on(in, out, false);
    const std::size_t size = std::min(in.size(), out.size());
    std::copy_n(in.begin(), size, out.begin());
    in = in.subspan(size);
    return size;
}

std::size_t compressor::finish(std::span<std::byte> out) {
    if (parts_->what == compression::none) return 0;
    std::span<const std::byte> nothing;
    return parts_->go_on(nothing, out, true);
}

} // namespace rondo::inline v0
