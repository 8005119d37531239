// SPDX-License-Identifier: BSL-1.0
//
// Bodies that came as gzip. Whether this library can unpack them is said by which file was built.
#pragma once

#include <cstddef>
#include <memory>
#include <span>

namespace rondo::inline v0::http::detail {

class gunzip {
public:
    virtual ~gunzip() = default;
    /// Some of what `in` holds, from its front on; empty: all of it is used up. Lifetime: until the next call.
    /// Throws: std::runtime_error.
    virtual std::span<const std::byte> run(std::span<const std::byte>& in) = 0;
    virtual void finish() = 0; ///< throws std::runtime_error when it is not whole
};

/// Null: gzip is not to be asked for.
std::unique_ptr<gunzip> make_gunzip();
bool knows_gunzip() noexcept;

} // namespace rondo::inline v0::http::detail
