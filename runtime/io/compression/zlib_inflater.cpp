// SPDX-License-Identifier: BSL-1.0
#include "inflater.hpp"

#include <algorithm>
#include <new>

#include <zlib.h>

namespace rondo::inline v0 {

namespace {

class zlib_inflater final : public inflater {
public:
    zlib_inflater() {
        if (::inflateInit2(&state_, 16 + MAX_WBITS) != Z_OK) throw std::bad_alloc();
    }
    zlib_inflater(const zlib_inflater&) = delete;
    ~zlib_inflater() override { ::inflateEnd(&state_); }

    progress run(std::span<const std::byte> in, std::span<std::byte> out) override {
        constexpr std::size_t most_at_once = 1U << 30;
        const std::size_t room = std::min(out.size(), most_at_once);
        const std::size_t there = std::min(in.size(), most_at_once);
        state_.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(in.data()));
        state_.avail_in = static_cast<uInt>(there);
        state_.next_out = reinterpret_cast<Bytef*>(out.data());
        state_.avail_out = static_cast<uInt>(room);
        const int code = ::inflate(&state_, Z_NO_FLUSH);
        if (code == Z_MEM_ERROR) throw std::bad_alloc();
        progress made;
        made.taken = there - state_.avail_in;
        made.given = room - state_.avail_out;
        made.ended = code == Z_STREAM_END;
        if (!made.ended && code != Z_OK && code != Z_BUF_ERROR)
            made.damage = state_.msg ? state_.msg : "no word why";
        return made;
    }

    void next_member() override { ::inflateReset(&state_); }

private:
    z_stream state_{};
};

} // namespace

std::unique_ptr<inflater> make_zlib_inflater() { return std::make_unique<zlib_inflater>(); }

} // namespace rondo::inline v0
