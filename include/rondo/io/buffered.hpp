// SPDX-License-Identifier: BSL-1.0
//
// Reader and writer with a buffer, over any stream of bytes, which they own or refer to.
//
//     buffered_reader in(peer);                              an lvalue is referred to, an rvalue moved in
//     while (auto text = co_await in.read_line()) …          the reader keeps what came beyond the line
//
//     buffered_writer out(peer);                             small writes are kept …
//     co_await out.write(a);  co_await out.write(b);
//     co_await out.flush();                                  … and go out as one
//
// Nothing that was read is lost: whatever a verb did not give, as it was cancelled, refused by a limit or cut off by the end,
// is there for the next.
#pragma once

#include <rondo/base/assert.hpp>
#include <rondo/base/config.hpp>
#include <rondo/core/task.hpp>
#include <rondo/io/byte_stream.hpp>
#include <rondo/io/detail/byte_buffer.hpp>
#include <rondo/sync/lock.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace rondo::inline v0 {

/// The stream ended in the middle of what was asked for:
/// "buffered_reader::read_exact: the stream ended after 3 of 8 bytes: the other side stopped early, or the length is wrong".
class RONDO_API unexpected_end : public std::runtime_error {
public:
    unexpected_end(const std::string& text, std::size_t got) : std::runtime_error(text), got_(got) {}
    unexpected_end(const unexpected_end&) = default;
    unexpected_end& operator=(const unexpected_end&) = default;
    ~unexpected_end() override;
    std::size_t got() const noexcept { return got_; } ///< bytes of it, which are still there to be read

private:
    std::size_t got_;
};

/// What was asked for is longer than its limit:
/// "buffered_reader::read_line: no end of it within 80 bytes, 96 have come: raise the limit, or skip what has come".
class RONDO_API limit_exceeded : public std::runtime_error {
public:
    limit_exceeded(const std::string& text, std::size_t limit, std::size_t got)
        : std::runtime_error(text), limit_(limit), got_(got) {}
    limit_exceeded(const limit_exceeded&) = default;
    limit_exceeded& operator=(const limit_exceeded&) = default;
    ~limit_exceeded() override;
    std::size_t limit() const noexcept { return limit_; } ///< bytes
    std::size_t got() const noexcept { return got_; }     ///< bytes that came, or that a frame says it has

private:
    std::size_t limit_;
    std::size_t got_;
};

struct buffered_reader_options {
    std::size_t buffer_bytes = 16384; ///< asked for at once; it grows to the longest thing that is read whole
    bool strip_cr = false;            ///< read_line: takes one '\r' off the end
};

/// What it gives looks at its buffer: valid until the next verb. Threads, tasks: one at a time.
/// Lifetime: as the stream's when it refers to one; not moved or destroyed while somebody reads.
template <class Stream>
class buffered_reader {
    static_assert(byte_source<std::remove_reference_t<Stream>>,
                  "buffered_reader(stream): `co_await stream.read(bytes)` must give how many bytes came");

public:
    static constexpr std::size_t any_length = ~std::size_t(0) / 2;

    explicit buffered_reader(Stream&& from, buffered_reader_options options = {})
        : parts_(std::make_unique<parts>(std::forward<Stream>(from), options)) {}

    /// What lies before the next `delimiter`, which is taken, too; empty at the end.
    /// Suspends: when it has not come yet; then a checkpoint, as all verbs here. Requires: a delimiter of at least a byte.
    /// Throws: limit_exceeded when there is none behind at most `limit` bytes; unexpected_end when bytes come and then the
    /// end; what the stream throws. Cancel: nothing is lost.
    task<std::optional<std::string_view>> read_until(std::string_view delimiter,
                                                     std::size_t limit = 1 << 20) {
        return until("buffered_reader::read_until", std::string(delimiter), limit, false);
    }
    /// The next line, without its '\n'; the last one needs none; empty at the end. Throws: limit_exceeded.
    task<std::optional<std::string_view>> read_line(std::size_t limit = 1 << 20) {
        return until("buffered_reader::read_line", std::string(1, '\n'), limit, true);
    }
    /// The next `size` bytes. Throws: unexpected_end.
    task<std::span<const std::byte>> read_exact(std::size_t size) {
        const using_it now(*parts_);
        while (parts_->buffer.size() < size) {
            const std::size_t got = co_await parts_->more(size);
            if (got == 0)
                detail::throw_unexpected_end("buffered_reader::read_exact", parts_->buffer.size(), size);
        }
        co_return parts_->give(size);
    }
    /// Fills `into`. Throws: unexpected_end. Cancel: nothing is lost, as it is filled at the end, at once.
    task<> read_exact(std::span<std::byte> into) {
        const std::span<const std::byte> all = co_await read_exact(into.size());
        std::ranges::copy(all, into.begin());
    }
    /// The next frame: 4 bytes of length, the highest first, and as many bytes. Empty at the end between two frames.
    /// Throws: limit_exceeded when it says more than `max`, and then nothing of it is taken; unexpected_end within one.
    task<std::optional<std::span<const std::byte>>> read_frame(std::size_t max = 1 << 20) {
        constexpr const char* verb = "buffered_reader::read_frame";
        const using_it now(*parts_);
        std::size_t whole = 4;
        while (true) {
            const std::size_t held = parts_->buffer.size();
            if (held >= 4) {
                const std::size_t said = detail::frame_length(parts_->buffer.held());
                if (said > max) detail::throw_frame_limit(verb, max, said);
                whole = 4 + said;
                if (held >= whole) break;
            }
            const std::size_t got = co_await parts_->more(whole);
            if (got != 0) continue;
            if (held == 0) co_return std::nullopt;
            detail::throw_unexpected_end(verb, held, whole);
        }
        co_return parts_->give(whole).subspan(4);
    }
    /// Looks at what comes next: at least `size` bytes, fewer only before the end; nothing is taken.
    task<std::span<const std::byte>> peek(std::size_t size = 1) {
        const using_it now(*parts_);
        while (parts_->buffer.size() < size) {
            const std::size_t got = co_await parts_->more(size);
            if (got == 0) break;
        }
        co_return parts_->buffer.held();
    }
    /// What has come: at least a byte; none at the end.
    task<std::span<const std::byte>> read_some() {
        const std::span<const std::byte> all = co_await peek(1);
        parts_->buffer.drop(all.size());
        co_return all;
    }
    /// At most `into.size()` bytes, as every source; past the buffer when that is empty and `into` is longer.
    task<std::size_t> read(std::span<std::byte> into) {
        const using_it now(*parts_);
        if (into.empty()) co_return 0;
        if (parts_->buffer.size() == 0) {
            const bool past = into.size() >= parts_->options.buffer_bytes;
            std::size_t got = 0;
            if (past) {
                got = co_await parts_->stream.read(into);
                co_return got;
            }
            got = co_await parts_->more(1);
            if (got == 0) co_return 0;
        }
        const std::span<const std::byte> part = parts_->give(std::min(into.size(), parts_->buffer.size()));
        std::ranges::copy(part, into.begin());
        co_return part.size();
    }
    /// Takes what peek() has shown. Suspends: never. Requires: size <= buffered().
    void skip(std::size_t size) {
        expects(size <= parts_->buffer.size(), "buffered_reader::skip: more than has come: see buffered()");
        parts_->buffer.drop(size);
    }

    std::size_t buffered() const noexcept { return parts_->buffer.size(); } ///< bytes that have come
    std::size_t capacity() const noexcept { return parts_->buffer.capacity(); }
    std::remove_reference_t<Stream>& stream() noexcept { return parts_->stream; }

private:
    struct parts {
        parts(Stream&& from, const buffered_reader_options& how)
            : stream(std::forward<Stream>(from)), options(how),
              buffer(std::max<std::size_t>(how.buffer_bytes, 1)) {}
        // Reads some, where `whole` bytes are wanted. Gives: how many; 0 at the end.
        task<std::size_t> more(std::size_t whole) {
            const std::span<std::byte> room = buffer.room_for(whole);
            const std::size_t got = co_await stream.read(room);
            buffer.came(got);
            co_return got;
        }
        // What to hold when `held` bytes are not enough: the buffer, then twice as much.
        std::size_t wider(std::size_t held) const noexcept {
            if (held < options.buffer_bytes) return options.buffer_bytes;
            return held < buffer.capacity() ? buffer.capacity() : 2 * held;
        }
        std::span<const std::byte> give(std::size_t size) noexcept {
            const std::span<const std::byte> all = buffer.held().first(size);
            buffer.drop(size);
            return all;
        }
        Stream stream;
        buffered_reader_options options;
        detail::byte_buffer buffer;
        bool in_use = false;
    };
    struct using_it {
        explicit using_it(parts& all) : of(all) {
            if (std::exchange(of.in_use, true)) detail::throw_two_readers();
        }
        using_it(const using_it&) = delete;
        ~using_it() { of.in_use = false; }
        parts& of;
    };

    task<std::optional<std::string_view>> until(const char* verb, std::string delimiter, std::size_t limit,
                                                bool is_line) {
        expects(!delimiter.empty(), "buffered_reader::read_until: the delimiter is empty");
        const using_it now(*parts_);
        limit = std::min(limit, any_length - delimiter.size());
        const std::size_t most = limit + delimiter.size();
        std::size_t seen = 0; // where no delimiter begins
        while (true) {
            const std::string_view text = parts_->buffer.text();
            const std::size_t at = text.find(delimiter, seen);
            if (at != text.npos && at <= limit) {
                parts_->buffer.drop(at + delimiter.size());
                co_return finished(text.substr(0, at), is_line);
            }
            if (at != text.npos || text.size() >= most) detail::throw_limit(verb, limit, text.size());
            seen = text.size() < delimiter.size() ? 0 : text.size() - delimiter.size() + 1;
            const std::size_t held = text.size();
            const std::size_t got = co_await parts_->more(std::min(most, parts_->wider(held)));
            if (got != 0) continue;
            if (held == 0) co_return std::nullopt;
            if (!is_line) detail::throw_unexpected_end(verb, held, 0);
            if (held > limit) detail::throw_limit(verb, limit, held);
            const std::string_view last = parts_->buffer.text();
            parts_->buffer.drop(held);
            co_return finished(last, is_line);
        }
    }
    std::string_view finished(std::string_view text, bool is_line) const noexcept {
        if (is_line && parts_->options.strip_cr && text.ends_with('\r')) text.remove_suffix(1);
        return text;
    }

    std::unique_ptr<parts> parts_; // the tasks under way know where they are
};

template <class Stream>
buffered_reader(Stream&&, buffered_reader_options = {}) -> buffered_reader<Stream>;

struct buffered_writer_options {
    std::size_t high_water = 65536; ///< bytes that may wait: then write() flushes first
};

/// Several tasks may write: each write() goes out in one piece, in the order of asking; while one flushes, the others go on
/// up to the high-water mark. What was not flushed when it goes is dropped: see flush().
/// Lifetime: as the stream's when it refers to one; not moved or destroyed while somebody writes.
template <class Stream>
class buffered_writer {
    static_assert(byte_sink<std::remove_reference_t<Stream>>,
                  "buffered_writer(stream): `co_await stream.write_all(bytes)` must write all of them");

public:
    explicit buffered_writer(Stream&& to, buffered_writer_options options = {})
        : parts_(std::make_unique<parts>(std::forward<Stream>(to), options)) {}

    /// Takes all of `from`. Suspends: when it does not fit below the mark: back-pressure; then a checkpoint. Throws: what the
    /// stream throws. Cancel: what was taken stays, and taken() counts it.
    task<> write(std::span<const std::byte> from) { return parts_->put({}, from); }
    task<> write(std::string_view text) { return write(std::as_bytes(std::span(text))); }
    task<> write_all(std::span<const std::byte> from) { return write(from); } ///< as every sink
    /// A frame: its length in 4 bytes, the highest first, then the bytes. Throws: value_error above 2^32-1 bytes.
    task<> write_frame(std::span<const std::byte> from) {
        prefix length{};
        length.size = 4;
        detail::put_frame_length(length.bytes, from.size());
        return parts_->put(length, from);
    }
    task<> write_frame(std::string_view text) { return write_frame(std::as_bytes(std::span(text))); }

    /// Until the stream has taken all that was written before. Throws: what the stream throws. Cancel, and after an error:
    /// what is left stays, and flush() goes on with it, when the stream's operation says what was moved (`moved()`, as sockets
    /// do); of others nobody knows, and every verb throws runtime_error from then on.
    task<> flush() { return parts_->flush(); }

    std::size_t buffered() const noexcept { return parts_->waiting(); } ///< bytes not yet with the stream
    std::uint64_t taken() const noexcept { return parts_->taken; }      ///< bytes, since the beginning
    std::uint64_t flushes() const noexcept { return parts_->sent; } ///< writes that the stream was asked for
    std::remove_reference_t<Stream>& stream() noexcept { return parts_->stream; }

private:
    struct prefix {
        std::byte bytes[4];
        std::size_t size;
    };
    struct parts {
        parts(Stream&& to, const buffered_writer_options& how)
            : stream(std::forward<Stream>(to)), high_water(std::max<std::size_t>(how.high_water, 1)) {}

        std::size_t waiting() const noexcept { return filling.size() + flying.size() - flown; }
        // Returns: how much of it fits below the mark.
        std::size_t append(std::span<const std::byte> from) {
            const std::size_t part = std::min(from.size(), high_water - filling.size());
            filling.insert(filling.end(), from.begin(), from.begin() + static_cast<std::ptrdiff_t>(part));
            taken += part;
            return part;
        }
        task<> put(prefix length, std::span<const std::byte> from) {
            if (unknown) detail::throw_unknown_rest();
            const std::span<const std::byte> first(length.bytes, length.size);
            if (!writing.locked() && first.size() + from.size() <= high_water - filling.size()) {
                append(first);
                append(from);
                co_return;
            }
            const held_lock mine = co_await writing.acquire();
            const std::span<const std::byte> both[] = {first, from};
            for (std::span<const std::byte> rest : both) {
                while (true) {
                    rest = rest.subspan(append(rest));
                    if (rest.empty()) break;
                    co_await flush();
                }
            }
        }
        // Two rounds at the most: what a flush left behind, and what has come since.
        task<> flush() {
            const held_lock mine = co_await flushing.acquire();
            if (unknown) detail::throw_unknown_rest();
            if (flown != flying.size()) co_await send();
            if (filling.empty()) co_return;
            flying.clear();
            flown = 0;
            std::swap(filling, flying);
            co_await send();
        }
        task<> send() {
            ++sent;
            auto all = stream.write_all(std::span<const std::byte>(flying).subspan(flown));
            if constexpr (requires { all.moved(); }) {
                const counts<decltype(all)> at_the_end{all, flown};
                co_await all;
            } else {
                all_or_unknown at_the_end{unknown};
                co_await std::move(all);
                at_the_end.over = true;
                flown = flying.size();
            }
        }
        struct all_or_unknown {
            bool& unknown;
            bool over = false;
            ~all_or_unknown() { unknown = unknown || !over; }
        };
        template <class Op>
        struct counts {
            Op& of;
            std::size_t& into;
            ~counts() { into += of.moved(); }
        };

        Stream stream;
        std::size_t high_water;
        std::vector<std::byte> filling{};
        std::vector<std::byte> flying{}; // on its way; from `flown` on it is with the writer
        std::size_t flown = 0;
        std::uint64_t taken = 0;
        std::uint64_t sent = 0;
        bool unknown = false; // how much the stream took
        lock writing{"buffered_writer::write"};
        lock flushing{"buffered_writer::flush"};
    };

    std::unique_ptr<parts> parts_;
};

template <class Stream>
buffered_writer(Stream&&, buffered_writer_options = {}) -> buffered_writer<Stream>;

} // namespace rondo::inline v0
