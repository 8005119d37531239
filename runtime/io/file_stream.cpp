// SPDX-License-Identifier: BSL-1.0
#include <rondo/io/file_stream.hpp>

#include "stream_core.hpp"

#include <rondo/base/error.hpp>
#include <rondo/base/errors.hpp>
#include <rondo/base/scope_exit.hpp>
#include <rondo/core/driver.hpp>
#include <rondo/core/sleep.hpp>
#include <rondo/core/task_group.hpp>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <new>
#include <utility>

#include <fcntl.h>
#include <poll.h>

namespace rondo::inline v0 {

namespace detail {

namespace {

constexpr std::size_t page = 4096;
constexpr std::size_t largest = std::size_t(1) << 30;
constexpr unsigned most_in_a_row = 8; // blocks that are read at once

std::size_t rounded_up(std::size_t size, std::size_t unit) noexcept {
    return (size + unit - 1) / unit * unit;
}

} // namespace

stream_core::stream_core(std::string named, file from, file_stream_options options)
    : path(std::move(named)), offset(options.offset), from_(std::move(from)), options_(options),
      by_path_(!from_) {}

std::string stream_core::name_of_call(std::uint64_t at) const {
    return "file_stream::next_block(" + path + ", at " + std::to_string(at) + ")";
}

// ---- what kind of file it is

task<> stream_core::open() {
    if (!from_) {
        // A FIFO would be waited for by open itself, which nothing could end: it is waited for before the first read.
        open_options how{.flags = O_NONBLOCK | (options_.direct ? O_DIRECT : 0)};
        bool refused = false;
        try {
            from_ = co_await open_file(path, how);
            direct_ = options_.direct;
        } catch (const error& e) {
            if (!options_.direct || e.number() != EINVAL) throw;
            refused = true;
        }
        if (refused) {
            how.flags = O_NONBLOCK;
            from_ = co_await open_file(path, how);
            word = "not direct: the file system refuses O_DIRECT";
        }
    }
    const file_status about = co_await from_.stat();
    be(about);
    waits_first_ = by_path_ && about.is_fifo();
}

void stream_core::be(const file_status& about) {
    has_places_ = about.is_regular() && (about.size != 0 || options_.offset != 0);
    size_hint_ = about.size;
    offset = next_at_ = has_places_ ? options_.offset : 0;
    if (options_.direct && !by_path_) word = "not direct: the file was opened by somebody else";
    if (direct_ && !has_places_) leave_direct("only files on disk can be");
    if (direct_ && about.direct_bytes == 0) leave_direct("the file system knows no alignment for it");
    if (direct_) alignment_ = std::max<std::size_t>(about.direct_bytes, 512);
    const std::size_t unit = std::max(page, direct_ ? alignment_ : page);
    options_.block_bytes = rounded_up(std::clamp<std::size_t>(options_.block_bytes, 1, largest), unit);
    const std::size_t count = has_places_ ? std::size_t(options_.ahead) + 1 : 1;
    slots_.reserve(count);
    while (slots_.size() != count) {
        slots_.push_back(std::make_unique<slot>(*this));
        const std::size_t room = rounded_up(options_.block_bytes + file_stream::readable_behind, unit);
        slots_.back()->memory = kept_block(room, unit);
    }
    known_ = true;
}

// What is in flight stays as it was asked for.
void stream_core::leave_direct(const char* why) noexcept {
    direct_ = false;
    const int flags = ::fcntl(from_.descriptor(), F_GETFL);
    if (flags >= 0) ::fcntl(from_.descriptor(), F_SETFL, flags & ~O_DIRECT);
    if (!why) return;
    try {
        word = std::string("not direct: ") + why;
    } catch (const std::bad_alloc&) {
        return; // it is read all the same
    }
}

// ---- reading

void stream_core::slot::told(op& self) noexcept {
    auto& one = static_cast<slot&>(self);
    stream_core& by = one.of;
    by.advance(one);
    if (one.at == stage::reading) return;
    --by.in_flight;
    if (by.waiting_ && by.settled()) {
        waiter& who = *std::exchange(by.waiting_, nullptr);
        if (who.claim()) who.unpark();
    } else if (by.abandoned_ && !by.has_heir_ && by.in_flight == 0) {
        delete &by;
    }
}

void stream_core::advance(slot& one) noexcept {
    const bool waited = one.code == opcode::poll;
    const std::int64_t got = one.result;
    one.at = stage::done;
    if (abandoned_ || starts_over_) return;
    if (got == -EINTR || (waited && got >= 0)) return ask_rest(one);
    if (got > 0) {
        one.filled += static_cast<std::size_t>(got);
        if (has_places_ && one.filled != options_.block_bytes) ask_rest(one);
    } else if (got == 0) {
        one.ended = true;
    } else if (got == -EAGAIN && !waited) {
        wait_for(one);
    } else if (got == -EINVAL && direct_) {
        leave_direct("the file system refuses to read so");
        ask_rest(one);
    } else {
        one.failed = static_cast<int>(-got);
    }
}

void stream_core::wait_for(slot& one) noexcept {
    one.code = opcode::poll;
    one.flags = POLLIN;
    submit(one);
}

void stream_core::prepare_rest(slot& one) noexcept {
    // At the end of a file what is left is no multiple of anything.
    if (direct_ && (one.begins + one.filled) % alignment_ != 0)
        leave_direct(one.filled != 0 ? nullptr : "it begins at an offset that is not aligned");
    one.code = opcode::read;
    one.flags = 0;
    one.buffer = one.memory.get() + one.filled;
    one.length = static_cast<std::uint32_t>(options_.block_bytes - one.filled);
    one.offset = has_places_ ? static_cast<std::int64_t>(one.begins + one.filled) : -1;
    one.descriptor = from_.descriptor();
}

void stream_core::ask_rest(slot& one) noexcept {
    prepare_rest(one);
    submit(one);
}

void stream_core::submit(slot& one) noexcept {
    one.descriptor = from_.descriptor();
    one.cancel_asked = false;
    one.result = 0;
    one.result_flags = 0;
    one.at = stage::reading;
    io_->submit(one);
}

stream_core::slot& stream_core::begin_next() noexcept {
    slot& one = nth(pending_++);
    one.begins = has_places_ ? next_at_ : offset;
    one.filled = 0;
    one.failed = 0;
    one.ended = false;
    next_at_ += options_.block_bytes;
    return one;
}

// What is in the page cache is copied here and now, into the memory of the block before, which the processor still has: ahead,
// it would be copied into memory that leaves its cache again. What is not there is asked for, and so is all after it.
// Returns: whether the next block is there.
bool stream_core::read_at_once() noexcept {
    if (pending_ != 0 || !has_places_ || direct_) return false;
    first_ = 0;
    slot& one = begin_next();
    for (prepare_rest(one); io_->at_once(one); prepare_rest(one)) {
        one.filled += static_cast<std::size_t>(one.result);
        one.ended = one.result == 0;
        one.at = stage::done;
        if (one.ended || one.filled == options_.block_bytes) return true;
    }
    ++in_flight;
    submit(one);
    return false;
}

void stream_core::fill() noexcept {
    // The size is a hint: beyond it only what is asked for is read.
    while (pending_ == 0 || (pending_ != slots_.size() && next_at_ < size_hint_)) {
        slot& one = begin_next();
        ++in_flight;
        if (std::exchange(waits_first_, false))
            wait_for(one);
        else
            ask_rest(one);
    }
}

void stream_core::take_back() noexcept {
    for (const auto& each : slots_) {
        if (each->at != stage::reading || each->cancel_asked) continue;
        each->cancel_asked = true;
        if (!io_->cancel(*each)) continue;
        each->at = stage::idle;
        --in_flight;
    }
}

bool stream_core::settled() const noexcept {
    if (abandoned_ || starts_over_) return in_flight == 0;
    return slots_[first_]->at == stage::done;
}

std::optional<block> stream_core::give() {
    slot& one = nth(0);
    if (one.ended || one.failed != 0) starts_over_ = true;
    if (one.filled == 0) {
        if (one.failed != 0) throw error(one.failed, name_of_call(one.begins));
        return std::nullopt;
    }
    if (one.ended) ends_next_ = true;
    std::memset(one.memory.get() + one.filled, 0, file_stream::readable_behind);
    offset = one.begins + one.filled;
    one.at = stage::idle;
    first_ = (first_ + 1) % slots_.size();
    --pending_;
    return block{one.memory.get(), one.filled, one.begins};
}

void stream_core::start_over() noexcept {
    for (const auto& each : slots_) each->at = stage::idle;
    pending_ = 0;
    next_at_ = offset;
    starts_over_ = false;
}

struct stream_core::news_wait {
    stream_core& of;
    bool ready() const noexcept { return of.settled(); }
    void start(waiter& who) noexcept { of.waiting_ = &who; }
    bool abort(waiter&) noexcept {
        of.waiting_ = nullptr;
        return true;
    }
    void take() const noexcept {}
    void describe(std::string& out) const { out += of.name_of_call(of.offset); }
};

// ---- calls

void stream_core::begin_call() {
    if (called_)
        throw runtime_error("file_stream::next_block(" + path +
                            "): somebody waits for a block already: one at a time");
    called_ = true;
}

task<std::optional<block>> stream_core::next() {
    begin_call();
    const scope_exit ended = [this] { called_ = false; };
    if (!known_) co_await open();
    if (std::exchange(ends_next_, false)) co_return std::nullopt;
    home_ = scheduler::current();
    io_ = home_->io();
    if (!io_)
        throw runtime_error("file_stream::next_block(" + path +
                            "): this loop has no driver for I/O: use rondo::run(main)");
    if (starts_over_) {
        take_back();
        news_wait rest{*this};
        co_await rest;
        start_over();
    }
    if (read_at_once()) {
        // Others have their turn, as if it had been waited for.
        if (++in_a_row_ % most_in_a_row == 0) co_await yield_now();
    } else {
        fill();
    }
    news_wait news{*this};
    co_await news;
    co_return give();
}

void stream_core::abandon() noexcept {
    abandoned_ = true;
    take_back();
    if (in_flight == 0) {
        delete this;
        return;
    }
    waiting_ = nullptr;
    try {
        home_->orphans().spawn(&wait_for_rest, this).set_name("end of a dropped file_stream");
        has_heir_ = true;
    } catch (...) {
        has_heir_ = false; // then the last operation ends it
    }
}

task<> stream_core::wait_for_rest(stream_core* left) {
    const scope_exit end = [left] { delete left; };
    news_wait rest{*left};
    co_await rest;
}

} // namespace detail

// ---- the face

file_stream::file_stream(std::string path, file_stream_options options)
    : core_(new detail::stream_core(std::move(path), file(), options)) {}
file_stream::file_stream(file from, file_stream_options options) {
    std::string name = "file " + std::to_string(from.descriptor());
    if (!from) throw value_error("file_stream: the file is not open");
    core_ = new detail::stream_core(std::move(name), std::move(from), options);
}
file_stream::file_stream(file_stream&& other) noexcept : core_(std::exchange(other.core_, nullptr)) {}
file_stream& file_stream::operator=(file_stream&& other) noexcept {
    if (this != &other) {
        drop();
        core_ = std::exchange(other.core_, nullptr);
    }
    return *this;
}
file_stream::~file_stream() { drop(); }

void file_stream::drop() noexcept {
    if (core_) std::exchange(core_, nullptr)->abandon();
}

task<std::optional<block>> file_stream::next_block() { return core_->next(); }
std::optional<block> file_stream::next_block_blocking() { return core_->next_blocking(); }
std::uint64_t file_stream::offset() const noexcept { return core_->offset; }
const std::string& file_stream::path() const noexcept { return core_->path; }
const std::string& file_stream::word() const noexcept { return core_->word; }
std::size_t file_stream::in_flight() const noexcept { return core_->in_flight; }

} // namespace rondo::inline v0
