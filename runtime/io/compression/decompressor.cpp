// SPDX-License-Identifier: BSL-1.0
#include <rondo/io/compression.hpp>

#include "inflater.hpp"

#include <algorithm>
#include <cstring>
#include <new>
#include <optional>

#include <zstd.h>

namespace rondo::inline v0 {

struct decompressor::parts {
    parts(compression kind, decompress_options options) : what(kind), most(options.most) {
        if (what == compression::gzip) gzip = inflater::make();
        if (what == compression::zstd && !(zstd = ::ZSTD_createDCtx())) throw std::bad_alloc();
    }
    parts(const parts&) = delete;
    ~parts() { ::ZSTD_freeDCtx(zstd); }

    std::size_t run(std::span<const std::byte>& in, std::span<std::byte> out) {
        std::size_t total = 0;
        while (!out.empty() && !failed) {
            if (!inside && !begin(in)) break;
            const std::size_t before = in.size();
            const std::size_t got = what == compression::gzip ? inflate_some(in, out) : unpack_some(in, out);
            out = out.subspan(got);
            total += got;
            taken += before - in.size();
            given += got;
            if (before == in.size() && got == 0) break; // it wants more
        }
        if (given > most) { // what is beyond the limit is not shown
            const std::uint64_t beyond = std::min<std::uint64_t>(given - most, total);
            fail("it holds more than the " + std::to_string(most) +
                 " bytes that are allowed: raise decompress_options::most");
            total -= static_cast<std::size_t>(beyond);
            given -= beyond;
        }
        if (total == 0 && failed) throw *failed;
        return total;
    }

    std::size_t copy(std::span<const std::byte>& in, std::span<std::byte> out) {
        if (failed) throw *failed;
        std::size_t size = std::min(in.size(), out.size());
        if (given + size > most) {
            size = static_cast<std::size_t>(most - given);
            fail("it holds more than the " + std::to_string(most) +
                 " bytes that are allowed: raise decompress_options::most");
        }
        std::copy_n(in.begin(), size, out.begin());
        in = in.subspan(size);
        taken += size;
        given += size;
        if (size == 0 && failed) throw *failed;
        return size;
    }

    void finish() {
        if (failed) throw *failed;
        if (inside) {
            fail("it ends in the middle: it was cut off");
            throw *failed;
        }
    }

    void fail(const std::string& reason) { failed.emplace(what, taken, reason); }

    // At the end of a member: another one, padding, or nothing. Returns: whether there is one.
    bool begin(std::span<const std::byte>& in) {
        while (any && !in.empty() && in.front() == std::byte(0)) { // padding
            in = in.subspan(1);
            ++taken;
            padded = true;
        }
        if (in.empty()) return false;
        if (padded) {
            fail("something follows the padding behind the last member");
            return false;
        }
        if (any && what == compression::gzip) gzip->next_member();
        inside = true;
        return true;
    }

    std::size_t inflate_some(std::span<const std::byte>& in, std::span<std::byte> out) {
        const inflater::progress made = gzip->run(in, out);
        in = in.subspan(made.taken);
        if (made.ended) {
            inside = false;
            any = true;
        } else if (made.damage) {
            taken += made.taken; // where it was seen
            fail(std::string("the data is damaged: ") + made.damage);
            taken -= made.taken;
        }
        return made.given;
    }

    std::size_t unpack_some(std::span<const std::byte>& in, std::span<std::byte> out) {
        ZSTD_inBuffer from{in.data(), in.size(), 0};
        ZSTD_outBuffer to{out.data(), out.size(), 0};
        const std::size_t code = ::ZSTD_decompressStream(zstd, &to, &from);
        in = in.subspan(from.pos);
        if (::ZSTD_isError(code)) {
            taken += from.pos;
            fail(std::string("the data is damaged: ") + ::ZSTD_getErrorName(code));
            taken -= from.pos;
        } else if (code == 0) {
            inside = false;
            any = true;
        }
        return to.pos;
    }

    compression what;
    std::uint64_t most;
    std::unique_ptr<inflater> gzip;
    ZSTD_DCtx* zstd = nullptr;
    std::uint64_t taken = 0;
    std::uint64_t given = 0;
    bool inside = false; // of a member
    bool any = false;    // one was whole
    bool padded = false;
    std::optional<compression_error> failed;
};

decompressor::decompressor(compression what, decompress_options options)
    : parts_(std::make_unique<parts>(what, options)) {}
decompressor::decompressor(decompressor&&) noexcept = default;
decompressor& decompressor::operator=(decompressor&&) noexcept = default;
decompressor::~decompressor() = default;

std::size_t decompressor::run(std::span<const std::byte>& in, std::span<std::byte> out) {
    return parts_->what == compression::none ? parts_->copy(in, out) : parts_->run(in, out);
}
void decompressor::finish() { parts_->finish(); }
std::uint64_t decompressor::taken() const noexcept { return parts_->taken; }
std::uint64_t decompressor::given() const noexcept { return parts_->given; }

} // namespace rondo::inline v0
