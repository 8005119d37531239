// SPDX-License-Identifier: BSL-1.0
#include <rondo/io/read_files.hpp>

#include <rondo/base/error.hpp>
#include <rondo/base/errors.hpp>
#include <rondo/base/scope_exit.hpp>
#include <rondo/core/driver.hpp>
#include <rondo/core/task_group.hpp>
#include <rondo/io/whole_file.hpp>

#include <algorithm>
#include <cerrno>
#include <utility>

#include <fcntl.h>

namespace rondo::inline v0 {

namespace detail {

// Slots in a ring, each an operation and its memory. It outlives its face while the driver has some of them.
class files_core {
public:
    files_core(std::vector<std::string> paths, read_files_options options)
        : paths_(std::move(paths)), options_(options) {
        options_.depth = std::max(options_.depth, 1U);
        options_.small = std::clamp<std::size_t>(options_.small, 1, std::size_t(1) << 30);
    }
    files_core(const files_core&) = delete;

    task<std::optional<file_content>> next();
    void abandon() noexcept;

    std::size_t refused = 0;
    std::size_t in_flight = 0;

private:
    enum class stage : unsigned char { idle, reading, done };
    struct slot final : op {
        explicit slot(files_core& by) noexcept : op(&told), of(by) {}
        static void told(op& self) noexcept;
        files_core& of;
        std::unique_ptr<char[]> memory;
        stage at = stage::idle;
    };
    struct news_wait; // for the first file, or for all

    void begin_call();
    void ask(const std::string& path);
    void fill();
    void take_back() noexcept;
    bool settled() const noexcept;
    task<std::optional<file_content>> give();
    static task<> wait_for_rest(files_core* left);

    std::vector<std::string> paths_;
    read_files_options options_;
    std::vector<std::unique_ptr<slot>> slots_;
    scheduler* home_ = nullptr;
    driver* io_ = nullptr;
    waiter* waiting_ = nullptr;
    std::size_t given_ = 0; // files whose turn has been
    std::size_t asked_ = 0;
    bool called_ = false;
    bool abandoned_ = false;
    bool has_heir_ = false; // a task that ends it
};

void files_core::slot::told(op& self) noexcept {
    auto& one = static_cast<slot&>(self);
    files_core& by = one.of;
    one.at = stage::done;
    --by.in_flight;
    if (by.waiting_ && by.settled()) {
        waiter& who = *std::exchange(by.waiting_, nullptr);
        if (who.claim()) who.unpark();
    } else if (by.abandoned_ && !by.has_heir_ && by.in_flight == 0) {
        delete &by;
    }
}

bool files_core::settled() const noexcept {
    return abandoned_ ? in_flight == 0 : slots_[given_ % slots_.size()]->at == stage::done;
}

struct files_core::news_wait {
    files_core& of;
    bool ready() const noexcept { return of.settled(); }
    void start(waiter& who) noexcept { of.waiting_ = &who; }
    bool abort(waiter&) noexcept {
        of.waiting_ = nullptr;
        return true;
    }
    void take() const noexcept {}
    void describe(std::string& out) const {
        out += "read_files: " + (of.given_ < of.paths_.size() ? of.paths_[of.given_] : "the rest");
    }
};

void files_core::ask(const std::string& path) {
    slot& one = *slots_[asked_ % slots_.size()];
    ++asked_;
    one.cancel_asked = false;
    one.result_flags = 0;
    one.at = stage::done;
    one.result = -EINVAL;
    if (path.find('\0') != path.npos) return; // a path holds no NUL
    one.code = opcode::read_whole;
    one.descriptor = AT_FDCWD;
    one.buffer = const_cast<char*>(path.c_str());
    one.second = one.memory.get();
    one.length = static_cast<std::uint32_t>(options_.small);
    one.result = 0;
    one.at = stage::reading;
    ++in_flight;
    io_->submit(one);
}

void files_core::fill() {
    const std::size_t depth = std::min<std::size_t>(options_.depth, paths_.size());
    while (slots_.size() < depth) {
        auto made = std::make_unique<slot>(*this);
        made->memory = std::make_unique_for_overwrite<char[]>(options_.small);
        slots_.push_back(std::move(made));
    }
    while (asked_ != paths_.size() && asked_ - given_ != slots_.size()) ask(paths_[asked_]);
}

void files_core::begin_call() {
    if (called_) throw runtime_error("read_files: somebody waits for a file already: one at a time");
    called_ = true;
}

task<std::optional<file_content>> files_core::next() {
    begin_call();
    const scope_exit ended = [this] { called_ = false; };
    home_ = scheduler::current();
    io_ = home_->io();
    if (!io_) throw runtime_error("read_files: this loop has no driver for I/O: use rondo::run(main)");
    while (given_ != paths_.size()) {
        fill();
        news_wait news{*this};
        co_await news;
        std::optional<file_content> one = co_await give();
        if (one) co_return one;
    }
    co_return std::nullopt;
}

// Returns: nothing when the file is left out. Cancelled in its midst, it is as if it had not begun.
task<std::optional<file_content>> files_core::give() {
    slot& one = *slots_[given_ % slots_.size()];
    std::string bytes;
    std::int64_t result = one.result;
    // What holds more, and what could not be read in one go: the long way.
    if (result == -EFBIG || result == -EAGAIN || result == -EINTR) {
        result = 0;
        try {
            bytes = co_await read_file(paths_[given_]);
        } catch (const error& e) {
            result = -e.number();
        }
    } else if (result > 0) {
        bytes.assign(one.memory.get(), static_cast<std::size_t>(result));
    }
    std::string& path = paths_[given_];
    one.at = stage::idle;
    ++given_;
    if (result >= 0) co_return file_content(std::move(path), std::move(bytes));
    ++refused;
    const auto number = static_cast<int>(-result);
    if (options_.errors == file_errors::skip) co_return std::nullopt;
    if (options_.errors == file_errors::give) co_return file_content(std::move(path), {}, number);
    const bool has_nul = path.find('\0') != path.npos;
    throw error(number, "read_files(" + std::string(path.c_str()) + (has_nul ? "…)" : ")"),
                has_nul ? "a path holds no NUL" : "");
}

void files_core::take_back() noexcept {
    for (const auto& each : slots_) {
        if (each->at != stage::reading || each->cancel_asked) continue;
        each->cancel_asked = true;
        if (!io_->cancel(*each)) continue;
        each->at = stage::idle;
        --in_flight;
    }
}

void files_core::abandon() noexcept {
    abandoned_ = true;
    take_back();
    if (in_flight == 0) {
        delete this;
        return;
    }
    waiting_ = nullptr;
    try {
        home_->orphans().spawn(&wait_for_rest, this).set_name("end of dropped read_files");
        has_heir_ = true;
    } catch (...) {
        has_heir_ = false; // then the last operation ends it
    }
}

task<> files_core::wait_for_rest(files_core* left) {
    const scope_exit end = [left] { delete left; };
    news_wait rest{*left};
    co_await rest;
}

} // namespace detail

file_contents::file_contents(std::vector<std::string> paths, read_files_options options)
    : core_(new detail::files_core(std::move(paths), options)) {}
file_contents::file_contents(file_contents&& other) noexcept : core_(std::exchange(other.core_, nullptr)) {}
file_contents& file_contents::operator=(file_contents&& other) noexcept {
    if (this != &other) {
        drop();
        core_ = std::exchange(other.core_, nullptr);
    }
    return *this;
}
file_contents::~file_contents() { drop(); }

void file_contents::drop() noexcept {
    if (core_) std::exchange(core_, nullptr)->abandon();
}

task<std::optional<file_content>> file_contents::next() { return core_->next(); }
std::size_t file_contents::refused() const noexcept { return core_->refused; }
std::size_t file_contents::in_flight() const noexcept { return core_->in_flight; }

file_contents read_files(std::vector<std::string> paths, read_files_options options) {
    return file_contents(std::move(paths), options);
}

} // namespace rondo::inline v0
