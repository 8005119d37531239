// SPDX-License-Identifier: BSL-1.0
#include "inflater.hpp"

#include <algorithm>

#include <isa-l/igzip_lib.h>

namespace rondo::inline v0 {

namespace {

const char* word_of(int code) {
    switch (code) {
    case ISAL_INVALID_BLOCK:
        return "invalid block";
    case ISAL_INVALID_SYMBOL:
        return "invalid symbol";
    case ISAL_INVALID_LOOKBACK:
        return "invalid distance too far back";
    case ISAL_INVALID_WRAPPER:
        return "incorrect header check";
    case ISAL_UNSUPPORTED_METHOD:
        return "unknown compression method";
    case ISAL_INCORRECT_CHECKSUM:
        return "incorrect data check";
    case ISAL_NEED_DICT:
        return "it asks for a dictionary";
    default:
        return "no word why";
    }
}

class isal_inflater final : public inflater {
public:
    isal_inflater() {
        ::isal_inflate_init(&state_);
        state_.crc_flag = ISAL_GZIP;
    }

    progress run(std::span<const std::byte> in, std::span<std::byte> out) override {
        constexpr std::size_t most_at_once = 1U << 30;
        const std::size_t room = std::min(out.size(), most_at_once);
        const std::size_t there = std::min(in.size(), most_at_once);
        state_.next_in = const_cast<std::uint8_t*>(reinterpret_cast<const std::uint8_t*>(in.data()));
        state_.avail_in = static_cast<std::uint32_t>(there);
        state_.next_out = reinterpret_cast<std::uint8_t*>(out.data());
        state_.avail_out = static_cast<std::uint32_t>(room);
        const int code = ::isal_inflate(&state_);
        progress made;
        made.taken = there - state_.avail_in;
        made.given = room - state_.avail_out;
        made.ended = code == ISAL_DECOMP_OK && state_.block_state == ISAL_BLOCK_FINISH;
        if (code != ISAL_DECOMP_OK) made.damage = word_of(code);
        return made;
    }

    void next_member() override {
        ::isal_inflate_reset(&state_);
        state_.crc_flag = ISAL_GZIP;
    }

private:
    inflate_state state_;
};

} // namespace

std::unique_ptr<inflater> make_isal_inflater() { return std::make_unique<isal_inflater>(); }

} // namespace rondo::inline v0
