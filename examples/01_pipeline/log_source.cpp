// SPDX-License-Identifier: BSL-1.0
#include "log_source.hpp"

#include "failure.hpp"
#include "interrupt.hpp"

#include <rondo/base/error.hpp>

#include <fcntl.h>

namespace pipeline {
namespace {

constexpr std::size_t block_bytes = 256 * 1024;

rondo::file_stream opened(const input& from) {
    const int copy = fcntl(from.descriptor(), F_DUPFD_CLOEXEC, 3);
    if (copy < 0) throw io_failure(described("read", from.name(), errno, "raise the limit with ulimit -n"));
    rondo::file_stream_options how;
    how.block_bytes = block_bytes;
    how.ahead = 1;
    how.offset = from.start();
    return rondo::file_stream(rondo::file(copy), how);
}

/// False while the bytes may yet turn out to be the beginning of something compressed.
bool kind_is_known(std::string_view text) {
    constexpr std::string_view begins[] = {"\x1f\x8b", "\x28\xb5\x2f\xfd"};
    for (std::string_view magic : begins)
        if (text.size() < magic.size() && magic.starts_with(text)) return false;
    return true;
}

/// Enough to recognise a format by: a line that is whole. A pipe may give less at a time.
bool has_whole_line(std::string_view text) {
    constexpr std::size_t enough = 64 * 1024;
    return text.size() >= enough || text.find('\n') != std::string_view::npos;
}

} // namespace

log_source::log_source(const input& from, onlookers who)
    : name_(from.name()), raw_(opened(from)), who_(who), start_(from.start()) {}

rondo::byte_chunks log_source::raw_pieces(rondo::block begin) {
    const std::span<const std::byte> first = std::as_bytes(std::span(begin.data, begin.size));
    co_yield first;
    while (const maybe_block more = co_await raw_.next_block()) {
        const std::span<const std::byte> piece = std::as_bytes(std::span(more->data, more->size));
        co_yield piece;
    }
}

rondo::task<std::optional<rondo::block>> log_source::read() {
    if (ended_ || interrupted()) co_return std::nullopt;
    try {
        maybe_block got;
        if (unpacked_)
            got = co_await unpacked_->next_block();
        else
            got = co_await raw_.next_block();
        ended_ = !got;
        who_.bar.show(raw_.offset() - start_);
        co_return got;
    } catch (const rondo::error& error) {
        throw io_failure(described("read", name_, error.number(), "what came before was processed"));
    } catch (const rondo::compression_error& error) {
        throw io_failure("cannot read " + name_ + ": " + error.what() + "; what came before was processed");
    }
}

/// `got` and what comes after it, put together in `whole` until it is enough, or all there is.
rondo::task<std::optional<rondo::block>> log_source::extended(maybe_block got, std::string& whole,
                                                              bool (*enough)(std::string_view)) {
    if (!got || enough(got->text())) co_return got;
    rondo::block all = *got;
    whole.assign(all.text());
    while (!enough(whole)) {
        got = co_await read();
        if (!got) break;
        whole.append(got->text());
    }
    all.size = whole.size();
    whole.append(rondo::readable_behind_block, '\0');
    all.data = whole.data();
    co_return all;
}

rondo::task<std::optional<rondo::block>> log_source::first() {
    maybe_block got = co_await read();
    got = co_await extended(got, head_, kind_is_known);
    if (got) packed_ = rondo::compression_of(std::as_bytes(std::span(got->data, got->size)));
    if (packed_ != rondo::compression::none) {
        unpacked_.emplace(rondo::decompressed(raw_pieces(*got), packed_), name_);
        ended_ = false;
        got = co_await read();
    }
    got = co_await extended(got, line_head_, has_whole_line);
    if (got && who_.chosen) *who_.chosen = recognise(got->text());
    co_return got;
}

rondo::task<std::optional<rondo::block>> log_source::next_block() {
    if (begun_ && who_.waiting && !who_.waiting->flush()) co_return std::nullopt;
    maybe_block got;
    if (std::exchange(begun_, true))
        got = co_await read();
    else
        got = co_await first();
    if (got && got->size != 0) {
        bytes_ += got->size;
        end_ = got->offset + got->size;
        last_ = got->data[got->size - 1];
    }
    co_return got;
}

} // namespace pipeline
