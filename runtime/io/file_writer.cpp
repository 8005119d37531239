// SPDX-License-Identifier: BSL-1.0
#include <rondo/io/file_writer.hpp>

#include <rondo/base/error.hpp>
#include <rondo/base/errors.hpp>
#include <rondo/base/scope_exit.hpp>
#include <rondo/base/unraisable.hpp>
#include <rondo/core/driver.hpp>
#include <rondo/core/task_group.hpp>

#include "kept_block.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>
#include <new>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <poll.h>

namespace rondo::inline v0 {

namespace detail {

// Blocks in a ring, each with the operation that writes it. It outlives its face while the kernel has some of them.
class writer_core {
public:
    writer_core(std::string named, file_writer_options options) : path(std::move(named)), options_(options) {}
    writer_core(const writer_core&) = delete;
    task<> write(std::string_view text);
    task<> finish();
    void abandon() noexcept;

    std::string path;
    std::string word;
    std::uint64_t taken = 0;
    std::size_t in_flight = 0;

private:
    struct slot final : op {
        explicit slot(writer_core& by) noexcept : op(&told), of(by) {}
        static void told(op& self) noexcept;
        writer_core& of;
        kept_block memory;
        std::uint64_t begins = 0;
        std::size_t filled = 0;
        std::size_t written = 0;
        bool busy = false;
    };
    struct free_wait; // for the block that is filled next, or for all

    void begin_call(const char* verb);
    std::string name_of_call(const char* verb) const;
    void throw_what_failed(const char* verb);
    task<> open();
    void make_slots(std::size_t unit);
    void leave_direct(const char* why) noexcept;
    void send(slot& one) noexcept;
    void ask_rest(slot& one) noexcept;
    void advance(slot& one) noexcept;
    bool settled() const noexcept { return waits_for_all_ ? in_flight == 0 : !slots_[current_]->busy; }
    task<> sync_directory();
    void say_what_is_lost() const noexcept;
    static task<> wait_for_rest(writer_core* left);

    file to_;
    file_writer_options options_;
    std::vector<std::unique_ptr<slot>> slots_;
    scheduler* home_ = nullptr;
    driver* io_ = nullptr;
    waiter* waiting_ = nullptr;
    std::size_t current_ = 0; // the slot that is filled
    std::size_t alignment_ = 4096;
    std::uint64_t failed_at_ = 0;
    int failed_ = 0; // an errno
    bool has_places_ = false;
    bool direct_ = false;
    bool open_ = false;
    bool called_ = false;
    bool waits_for_all_ = false;
    bool finished_ = false;
    bool abandoned_ = false;
    bool has_heir_ = false; // a task that ends it
};

struct writer_core::free_wait {
    writer_core& of;
    bool ready() const noexcept { return of.settled(); }
    void start(waiter& who) noexcept { of.waiting_ = &who; }
    bool abort(waiter&) noexcept {
        of.waiting_ = nullptr;
        return true;
    }
    void take() const noexcept {}
    void describe(std::string& out) const { out += of.name_of_call("write"); }
};

std::string writer_core::name_of_call(const char* verb) const {
    return std::string("file_writer::") + verb + "(" + path + ")";
}

void writer_core::begin_call(const char* verb) {
    if (called_) throw runtime_error(name_of_call(verb) + ": it is being written to already: one at a time");
    if (finished_) throw runtime_error(name_of_call(verb) + ": it is finished");
    home_ = scheduler::current();
    io_ = home_->io();
    if (!io_)
        throw runtime_error(name_of_call(verb) + ": this loop has no driver for I/O: use rondo::run(main)");
    called_ = true;
    waits_for_all_ = false;
}

void writer_core::throw_what_failed(const char* verb) {
    if (failed_ != 0)
        throw error(failed_, std::string("file_writer::") + verb + "(" + path + ", at " +
                                 std::to_string(failed_at_) + ")");
}

// ---- the file

task<> writer_core::open() {
    open_options how{.read = false, .write = true, .create = true, .truncate = true, .mode = options_.mode};
    bool refused = false;
    if (options_.direct) {
        how.flags = O_DIRECT;
        try {
            to_ = co_await open_file(path, how);
            direct_ = true;
        } catch (const error& e) {
            if (e.number() != EINVAL) throw;
            refused = true;
        }
        how.flags = 0;
    }
    if (refused) word = "not direct: the file system refuses O_DIRECT";
    if (!to_) to_ = co_await open_file(path, how);
    const file_status about = co_await to_.stat();
    has_places_ = about.is_regular();
    if (direct_ && !has_places_) leave_direct("only files on disk can be");
    if (direct_ && about.direct_bytes == 0) leave_direct("the file system knows no alignment for it");
    if (direct_) alignment_ = std::max<std::size_t>(about.direct_bytes, 4096);
    make_slots(alignment_);
    if (has_places_ && options_.expected_bytes != 0) {
        auto room = to_.allocate(0, options_.expected_bytes);
        try {
            co_await room;
        } catch (const error& e) { // it is only faster with it, but for a disk that is full
            if (e.number() == ENOSPC)
                throw error(ENOSPC, name_of_call("write"), "there is no room for expected_bytes");
        }
    }
    open_ = true;
}

void writer_core::make_slots(std::size_t unit) {
    const std::size_t asked = std::clamp<std::size_t>(options_.block_bytes, 1, std::size_t(1) << 30);
    options_.block_bytes = (asked + unit - 1) / unit * unit;
    const std::size_t count = has_places_ ? std::size_t(options_.ahead) + 1 : 1;
    slots_.reserve(count);
    while (slots_.size() < count) {
        auto made = std::make_unique<slot>(*this);
        made->memory = kept_block(options_.block_bytes, unit);
        slots_.push_back(std::move(made));
    }
}

// What is in flight stays as it was asked for.
void writer_core::leave_direct(const char* why) noexcept {
    direct_ = false;
    const int flags = ::fcntl(to_.descriptor(), F_GETFL);
    if (flags >= 0) ::fcntl(to_.descriptor(), F_SETFL, flags & ~O_DIRECT);
    if (!why) return;
    try {
        word = std::string("not direct: ") + why;
    } catch (const std::bad_alloc&) {
        return; // it is written all the same
    }
}

// ---- writing

void writer_core::send(slot& one) noexcept {
    one.written = 0;
    one.busy = true;
    ++in_flight;
    ask_rest(one);
}

void writer_core::ask_rest(slot& one) noexcept {
    if (direct_ && (one.filled % alignment_ != 0 || one.written % alignment_ != 0)) leave_direct(nullptr);
    one.code = opcode::write;
    one.flags = 0;
    one.descriptor = to_.descriptor();
    one.buffer = one.memory.get() + one.written;
    one.length = static_cast<std::uint32_t>(one.filled - one.written);
    one.offset = has_places_ ? static_cast<std::int64_t>(one.begins + one.written) : -1;
    one.cancel_asked = false;
    one.result = 0;
    one.result_flags = 0;
    io_->submit(one);
}

void writer_core::advance(slot& one) noexcept {
    const bool waited = one.code == opcode::poll;
    const std::int64_t got = one.result;
    if (got == -EINTR || (waited && got >= 0)) return ask_rest(one);
    if (got > 0) {
        one.written += static_cast<std::size_t>(got);
        if (one.written != one.filled) return ask_rest(one);
    } else if (got == -EAGAIN && !waited) {
        one.code = opcode::poll;
        one.flags = POLLOUT;
        return io_->submit(one);
    } else if (got == -EINVAL && direct_) {
        leave_direct("the file system refuses to write so");
        return ask_rest(one);
    } else if (failed_ == 0) {
        failed_ = got == 0 ? EIO : static_cast<int>(-got);
        failed_at_ = one.begins + one.written;
    }
    one.busy = false;
}

void writer_core::slot::told(op& self) noexcept {
    auto& one = static_cast<slot&>(self);
    writer_core& by = one.of;
    by.advance(one);
    if (one.busy) return;
    one.filled = 0;
    --by.in_flight;
    if (by.waiting_ && by.settled()) {
        waiter& who = *std::exchange(by.waiting_, nullptr);
        if (who.claim()) who.unpark();
    } else if (by.abandoned_ && !by.has_heir_ && by.in_flight == 0) {
        delete &by;
    }
}

task<> writer_core::write(std::string_view text) {
    begin_call("write");
    const scope_exit ended = [this] { called_ = false; };
    if (!open_) co_await open();
    while (!text.empty()) {
        throw_what_failed("write");
        free_wait room{*this};
        co_await room;
        slot& one = *slots_[current_];
        if (one.filled == 0) one.begins = taken;
        const std::size_t part = std::min(options_.block_bytes - one.filled, text.size());
        std::memcpy(one.memory.get() + one.filled, text.data(), part);
        one.filled += part;
        taken += part;
        text.remove_prefix(part);
        if (one.filled != options_.block_bytes) continue;
        send(one);
        current_ = (current_ + 1) % slots_.size();
    }
}

task<> writer_core::sync_directory() {
    const std::size_t slash = path.rfind('/');
    std::string directory = slash == path.npos ? "." : slash == 0 ? "/" : path.substr(0, slash);
    const open_options how{.flags = O_DIRECTORY};
    file opened = co_await open_file(std::move(directory), how);
    co_await opened.sync();
}

task<> writer_core::finish() {
    begin_call("finish");
    const scope_exit ended = [this] { called_ = false; };
    if (!open_) co_await open();
    free_wait rest{*this};
    co_await rest; // the last block may be in flight, by a call that was cancelled
    if (slots_[current_]->filled != 0) {
        const bool whole = slots_[current_]->filled % alignment_ == 0;
        waits_for_all_ = direct_ && !whole; // the others stay direct
        free_wait others{*this};
        co_await others;
        waits_for_all_ = false;
        if (failed_ == 0) send(*slots_[current_]);
    }
    waits_for_all_ = true;
    free_wait all{*this};
    co_await all;
    throw_what_failed("finish");
    if (has_places_ && options_.expected_bytes > taken) co_await to_.truncate(taken);
    if (options_.durable && has_places_) {
        co_await to_.sync();
        co_await sync_directory();
    }
    finished_ = true;
    co_await to_.close();
}

// ---- dropped

void writer_core::say_what_is_lost() const noexcept {
    if (finished_) return;
    const std::size_t kept = slots_.empty() || slots_[current_]->busy ? 0 : slots_[current_]->filled;
    if (kept == 0 && !options_.durable && failed_ == 0) return;
    try {
        std::string text = "file_writer(" + path + "): ";
        if (kept != 0)
            text += std::to_string(kept) + " bytes were taken and not written";
        else if (failed_ != 0)
            text += "bytes from " + std::to_string(failed_at_) + " on could not be written";
        else
            text += "it was not synced";
        throw runtime_error(text + ": co_await finish() before it ends");
    } catch (...) {
        report_unraisable(std::current_exception(), "in the destructor of file_writer");
    }
}

void writer_core::abandon() noexcept {
    say_what_is_lost();
    abandoned_ = true;
    waits_for_all_ = true;
    if (in_flight == 0) {
        delete this;
        return;
    }
    waiting_ = nullptr;
    try {
        home_->orphans().spawn(&wait_for_rest, this).set_name("end of a dropped file_writer");
        has_heir_ = true;
    } catch (...) {
        has_heir_ = false; // then the last operation ends it
    }
}

task<> writer_core::wait_for_rest(writer_core* left) {
    const scope_exit end = [left] { delete left; };
    free_wait rest{*left};
    co_await rest;
}

} // namespace detail

file_writer::file_writer(std::string path, file_writer_options options)
    : core_(new detail::writer_core(std::move(path), options)) {}
file_writer::file_writer(file_writer&& other) noexcept : core_(std::exchange(other.core_, nullptr)) {}
file_writer& file_writer::operator=(file_writer&& other) noexcept {
    if (this != &other) {
        drop();
        core_ = std::exchange(other.core_, nullptr);
    }
    return *this;
}
file_writer::~file_writer() { drop(); }

void file_writer::drop() noexcept {
    if (core_) std::exchange(core_, nullptr)->abandon();
}

task<> file_writer::write(std::string_view bytes) { return core_->write(bytes); }
task<> file_writer::finish() { return core_->finish(); }
std::uint64_t file_writer::bytes() const noexcept { return core_->taken; }
const std::string& file_writer::path() const noexcept { return core_->path; }
const std::string& file_writer::word() const noexcept { return core_->word; }
std::size_t file_writer::in_flight() const noexcept { return core_->in_flight; }

} // namespace rondo::inline v0
