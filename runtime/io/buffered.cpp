// SPDX-License-Identifier: BSL-1.0
#include <rondo/io/buffered.hpp>

#include <rondo/base/errors.hpp>

#include <cstring>

namespace rondo::inline v0 {

unexpected_end::~unexpected_end() = default;
limit_exceeded::~limit_exceeded() = default;

namespace detail {

byte_buffer::byte_buffer(std::size_t capacity)
    : memory_(std::make_unique_for_overwrite<std::byte[]>(capacity)), capacity_(capacity) {}

std::span<std::byte> byte_buffer::room_for(std::size_t whole) {
    const std::size_t held = size();
    if (held == 0) begin_ = end_ = 0;
    whole = std::max(whole, held + 1);
    if (capacity_ - begin_ < whole) {
        if (capacity_ < whole) { // at least twice as much, so that growing by bytes is not quadratic
            const std::size_t wider = std::max(whole, 2 * capacity_);
            auto memory = std::make_unique_for_overwrite<std::byte[]>(wider);
            if (held != 0) std::memcpy(memory.get(), memory_.get() + begin_, held);
            memory_ = std::move(memory);
            capacity_ = wider;
        } else {
            std::memmove(memory_.get(), memory_.get() + begin_, held);
        }
        begin_ = 0;
        end_ = held;
    }
    return {memory_.get() + end_, capacity_ - end_};
}

void throw_unexpected_end(const char* verb, std::size_t got, std::size_t wanted) {
    std::string text(verb);
    text += ": the stream ended after " + std::to_string(got);
    if (wanted != 0)
        text +=
            " of " + std::to_string(wanted) + " bytes: the other side stopped early, or the length is wrong";
    else
        text +=
            " bytes without the delimiter: the other side stopped early, or ends its last piece without one";
    throw unexpected_end(text, got);
}

void throw_limit(const char* verb, std::size_t limit, std::size_t got) {
    throw limit_exceeded(std::string(verb) + ": no end of it within " + std::to_string(limit) + " bytes, " +
                             std::to_string(got) + " have come: raise the limit, or skip what has come",
                         limit, got);
}

void throw_frame_limit(const char* verb, std::size_t limit, std::size_t said) {
    throw limit_exceeded(
        std::string(verb) + ": a frame says that it has " + std::to_string(said) +
            " bytes, above the limit of " + std::to_string(limit) +
            ": raise the limit, or end the connection, as what follows may be no frame at all",
        limit, said);
}

void throw_two_readers() {
    throw runtime_error(
        "buffered_reader: another task is reading from it: one at a time, or a reader for each "
        "stream");
}

void throw_unknown_rest() {
    throw runtime_error("buffered_writer: a write to the stream failed or was cancelled, and how much of it "
                        "was written is not known: go on with a new stream");
}

std::uint32_t frame_length(std::span<const std::byte> prefix) noexcept {
    std::uint32_t length = 0;
    for (const std::byte each : prefix.first(4)) length = length << 8 | std::to_integer<std::uint32_t>(each);
    return length;
}

void put_frame_length(std::span<std::byte, 4> into, std::size_t size) {
    if (size > 0xffff'ffffU)
        throw value_error("buffered_writer::write_frame: " + std::to_string(size) +
                          " bytes do not fit a length of 4 bytes: send it in parts");
    for (std::size_t i = 0; i != 4; ++i) into[i] = static_cast<std::byte>(size >> (24 - 8 * i));
}

} // namespace detail

} // namespace rondo::inline v0
