// SPDX-License-Identifier: BSL-1.0
//
// Lines of a file, in constant memory, with three faces:
//
//     for (std::string_view text : lines("app.log")) …          a range: blocks a thread; in a fiber only the fiber waits
//     lines in("app.log");  while (auto one = co_await in.next()) …            a stream, for tasks
//     co_await (lines("app.log") | filter(contains("ERROR")) | into("errors.txt"))     a pipeline: see line_pipeline.hpp
#pragma once

#include <rondo/base/errors.hpp>
#include <rondo/core/sleep.hpp>
#include <rondo/fiber/await.hpp>
#include <rondo/io/block_source.hpp>
#include <rondo/io/file_stream.hpp>
#include <rondo/io/line_splitter.hpp>

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace rondo::inline v0 {

/// How lines are taken: as line_options; and how the file is read.
struct lines_options {
    std::size_t max_bytes = std::size_t(64) << 20; ///< of one line; more is line_too_long
    bool strip_cr = false;                         ///< take one '\r' off the end of a line
    file_stream_options file = {};                 ///< for a file
};

/// The lines of a source of blocks. Only '\n' ends a line, NUL is data, the last line needs no newline.
/// A line that is given looks at the block that it lies in: valid until the next one is asked for; own() keeps it.
/// Lifetime: as the source's. Threads: one at a time. Move-only; not moved while somebody waits for a line.
template <block_source Source>
class basic_lines {
public:
    /// Of the file at `path`, opened when the first line is asked for.
    explicit basic_lines(std::string path, lines_options options = {})
        requires std::same_as<Source, file_stream>
        : basic_lines(file_stream(std::move(path), options.file), options) {}
    /// Of an open file, from where it stands: a pipe, a terminal.
    explicit basic_lines(file from, lines_options options = {})
        requires std::same_as<Source, file_stream>
        : basic_lines(file_stream(std::move(from), options.file), options) {}
    explicit basic_lines(Source from, lines_options options = {})
        : parts_(std::make_unique<parts>(std::move(from), options)) {}

    /// Awaited: the next line, or empty at the end; asked again there, it looks whether there is more by now.
    /// Suspends: when the block is used up. Throws: line_too_long, once for that line: asked again, it goes on behind it;
    /// what the source throws. Cancel: nothing is lost. Cost: no coroutine for a line that lies in the block.
    class next_op;
    next_op next() noexcept { return next_op(*parts_); }

    /// The lines as a range, once: another loop goes on with the next line. Throws: as next(); runtime_error in a task, whose
    /// loop it would block: say `co_await in.next()` there.
    class iterator;
    iterator begin() {
        iterator first(*parts_);
        ++first;
        return first;
    }
    std::default_sentinel_t end() const noexcept { return {}; }

    const auto& path() const noexcept { return parts_->source.path(); }
    std::uint64_t number() const noexcept {
        return parts_->splitter.number();
    } ///< of the last line that was given
    std::uint64_t bytes() const noexcept { return parts_->bytes; } ///< read so far

    // --- For pipelines.
    Source& source() noexcept { return parts_->source; }
    line_splitter& splitter() noexcept { return parts_->splitter; }
    void count(const block& b) noexcept { parts_->bytes += b.size; }

private:
    struct parts {
        parts(Source from, const lines_options& options)
            : source(std::move(from)), splitter(line_options{.max_bytes = options.max_bytes,
                                                             .strip_cr = options.strip_cr,
                                                             .path = std::string(source.path())}) {}

        // Takes a block, or the end. Returns: whether there was one.
        bool take(const std::optional<block>& b) {
            if (!b) {
                splitter.finish();
                return false;
            }
            bytes += b->size;
            splitter.push(*b);
            return true;
        }
        // `tried`: the block is used up. Else it is the turn of others, or the one who asks is cancelled.
        task<std::optional<line>> next_awaited(bool tried, place) {
            if (!tried) {
                co_await yield_now();
                const std::optional<line> here = splitter.next();
                if (here) co_return here;
            }
            while (true) {
                const std::optional<block> read = co_await source.next_block();
                const bool more = take(read);
                const std::optional<line> found = splitter.next();
                if (found || !more) co_return found;
            }
        }
        std::optional<block> wait_for_block() {
            if (in_fiber()) return await(source.next_block());
            if constexpr (requires { source.next_block_blocking(); }) {
                if (scheduler::current() == nullptr) return source.next_block_blocking();
            }
            throw runtime_error("lines(" + std::string(source.path()) +
                                "): a range of lines would block the loop that runs here: in a task say "
                                "`while (auto one = co_await in.next())`, or read them in a fiber");
        }
        std::optional<line> next_waited() {
            std::optional<line> found = splitter.next();
            while (!found) {
                const bool more = take(wait_for_block());
                found = splitter.next();
                if (!more) break;
            }
            return found;
        }

        Source source;
        line_splitter splitter;
        std::uint64_t bytes = 0;
    };

    std::unique_ptr<parts> parts_; // lines know the splitter's address
};

template <block_source Source>
class basic_lines<Source>::next_op {
    using slow = detail::awaiter_for<task<std::optional<line>>>;

public:
    explicit next_op(parts& of) noexcept : of_(&of) {}

    class awaiter {
    public:
        awaiter(parts& of, body& runner, place at) noexcept : of_(of), runner_(runner), at_(at) {}
        awaiter(const awaiter&) = delete;
        bool await_ready() {
            const bool mine = !runner_.cancel_pending() && runner_.within_budget();
            if (mine && (found_ = of_.splitter.next())) [[likely]]
                return true;
            waits_.emplace(of_, mine, runner_, at_);
            return waits_->inner.await_ready();
        }
        auto await_suspend(std::coroutine_handle<> frame) { return waits_->inner.await_suspend(frame); }
        std::optional<line> await_resume() {
            if (waits_) [[unlikely]]
                return waits_->inner.await_resume();
            return found_;
        }

    private:
        // Made in place: an awaiter is not moved.
        struct waiting {
            waiting(parts& of, bool tried, body& runner, place at)
                : asked(of.next_awaited(tried, at)),
                  inner(detail::make_awaiter(runner, std::move(asked), at)) {}
            task<std::optional<line>> asked;
            slow inner;
        };
        parts& of_;
        body& runner_;
        place at_;
        std::optional<line> found_;
        std::optional<waiting> waits_;
    };
    awaiter bind(body& runner, place at) const noexcept { return awaiter(*of_, runner, at); }

private:
    parts* of_;
};

/// An input iterator; what it gives is valid until it is advanced.
template <block_source Source>
class basic_lines<Source>::iterator {
public:
    using value_type = line;
    using difference_type = std::ptrdiff_t;
    explicit iterator(parts& of) noexcept : of_(&of) {}
    iterator(iterator&&) noexcept = default;
    iterator& operator=(iterator&&) noexcept = default;

    const line& operator*() const noexcept { return *now_; }
    const line* operator->() const noexcept { return &*now_; }
    iterator& operator++() {
        now_ = of_->next_waited();
        return *this;
    }
    void operator++(int) { ++*this; }
    friend bool operator==(const iterator& a, std::default_sentinel_t) noexcept { return !a.now_; }

private:
    parts* of_;
    std::optional<line> now_;
};

/// The lines of a file.
using lines = basic_lines<file_stream>;

/// The lines of any source of blocks: `lines_of(piece_blocks(decompressed(…), "app.log.zst"))`.
template <block_source Source>
basic_lines<Source> lines_of(Source from, lines_options options = {}) {
    return basic_lines<Source>(std::move(from), options);
}
/// The lines of a text in memory, which outlives them.
inline basic_lines<memory_blocks> lines_of(std::string_view text, lines_options options = {}) {
    return basic_lines<memory_blocks>(memory_blocks(text), options);
}

} // namespace rondo::inline v0
