// SPDX-License-Identifier: BSL-1.0
#include "wire.hpp"

#include "words.hpp"

#include <iterator>

namespace rondo::inline v0::http::detail {

void put_field(std::string& into, std::string_view name, std::string_view value) {
    into.append(name).append(": ").append(value).append("\r\n");
}

void put_fields(std::string& into, const headers& fields) {
    for (std::size_t i = 0; i != fields.size(); ++i) {
        const headers::field each = fields[i];
        if (same_word(each.name, "Content-Length") || same_word(each.name, "Transfer-Encoding") ||
            same_word(each.name, "Connection"))
            continue;
        put_field(into, each.name, each.value);
    }
}

void put_status(std::string& into, unsigned status) {
    into.append("HTTP/1.1 ")
        .append(std::to_string(status))
        .append(" ")
        .append(reason_of(status))
        .append("\r\n");
}

void put_bytes(std::string& into, std::span<const std::byte> piece) {
    into.append(reinterpret_cast<const char*>(piece.data()), piece.size());
}

void put_chunk(std::string& into, std::span<const std::byte> piece) {
    char size[20];
    char* at = std::end(size);
    for (std::size_t n = piece.size(); n != 0; n >>= 4) *--at = "0123456789abcdef"[n & 15];
    into.append(at, std::end(size)).append("\r\n");
    put_bytes(into, piece);
    into += "\r\n";
}

} // namespace rondo::inline v0::http::detail
