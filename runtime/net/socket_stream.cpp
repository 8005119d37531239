// SPDX-License-Identifier: BSL-1.0
#include <rondo/net/socket_stream.hpp>

#include <sys/socket.h>

namespace rondo::inline v0 {

namespace {
constexpr detail::stream_words none{"stream::read", "stream::write", "stream::write_all",
                                    "stream::shutdown_write"};
const detail::stream_words& words_of(const detail::stream_words* words) noexcept {
    return words ? *words : none;
}
} // namespace

detail::socket_size_op socket_stream::read(std::span<std::byte> into) const noexcept {
    return {opcode::receive, words_of(words_).read, handle_.descriptor(), &peer_, into.data(), into.size()};
}
detail::socket_size_op socket_stream::write(std::span<const std::byte> from) const noexcept {
    return {opcode::send,
            words_of(words_).write,
            handle_.descriptor(),
            &peer_,
            const_cast<std::byte*>(from.data()),
            from.size()};
}
detail::send_all_op socket_stream::write_all(std::span<const std::byte> from) const noexcept {
    return {words_of(words_).write_all, handle_.descriptor(), &peer_, from};
}
detail::socket_done_op socket_stream::shutdown_write() const noexcept {
    return {opcode::shutdown, words_of(words_).shutdown_write, handle_.descriptor(), &peer_, SHUT_WR};
}

} // namespace rondo::inline v0
