// SPDX-License-Identifier: BSL-1.0
//
// Messages as they go out.
#pragma once

#include <rondo/net/http/message.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace rondo::inline v0::http::detail {

/// The fields, but for those that say how the message ends and whether another follows; that says who writes it.
void put_fields(std::string& into, const headers& fields);
void put_field(std::string& into, std::string_view name, std::string_view value);
/// "HTTP/1.1 200 OK" and its line end.
void put_status(std::string& into, unsigned status);
/// `piece`, not empty, as a chunk.
void put_chunk(std::string& into, std::span<const std::byte> piece);
void put_bytes(std::string& into, std::span<const std::byte> piece);
inline constexpr std::string_view last_chunk = "0\r\n\r\n";

} // namespace rondo::inline v0::http::detail
