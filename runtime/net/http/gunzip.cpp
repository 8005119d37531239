// SPDX-License-Identifier: BSL-1.0
#include "gunzip.hpp"

#include <rondo/io/compression.hpp>

#include <vector>

namespace rondo::inline v0::http::detail {

namespace {

constexpr std::size_t unpacked_piece = 65536;

class by_decompressor final : public gunzip {
public:
    std::span<const std::byte> run(std::span<const std::byte>& in) override {
        return std::span(out_).first(from_.run(in, out_));
    }
    void finish() override { from_.finish(); }

private:
    decompressor from_{compression::gzip};
    std::vector<std::byte> out_ = std::vector<std::byte>(unpacked_piece);
};

} // namespace

std::unique_ptr<gunzip> make_gunzip() { return std::make_unique<by_decompressor>(); }
bool knows_gunzip() noexcept { return true; }

} // namespace rondo::inline v0::http::detail
