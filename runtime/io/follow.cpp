// SPDX-License-Identifier: BSL-1.0
#include <rondo/io/follow.hpp>

#include <rondo/base/error.hpp>
#include <rondo/base/errors.hpp>
#include <rondo/base/scope_exit.hpp>
#include <rondo/core/cancel_scope.hpp>
#include <rondo/core/scheduler.hpp>
#include <rondo/core/sleep.hpp>
#include <rondo/io/file.hpp>
#include <rondo/io/simulated_driver.hpp>
#include <rondo/io/watch.hpp>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <span>
#include <utility>

#include <fcntl.h>

namespace rondo::inline v0 {

namespace detail {

class follower_core {
public:
    follower_core(std::string named, follow_options options)
        : path(std::move(named)), options_(options),
          buffer_(std::max<std::size_t>(options.block_bytes, 1) + readable_behind_block) {
        const std::size_t slash = path.rfind('/');
        directory_ = slash == path.npos ? "." : slash == 0 ? "/" : path.substr(0, slash);
        name_ = slash == path.npos ? path : path.substr(slash + 1);
    }
    task<std::optional<followed>> next();
    bool is_open() const noexcept { return static_cast<bool>(file_); }

    std::string path;
    std::string word;
    std::uint64_t offset = 0;

private:
    task<file> open_or_none();
    task<bool> begin();
    task<bool> another_has_its_name(file_status here);
    task<std::optional<followed>> look();
    task<> wait_for_news();
    static task<> told(follower_core* self);
    void prepare_watch();
    void watch_file();

    follow_options options_;
    std::string directory_;
    std::string name_;
    std::vector<std::byte> buffer_;
    file file_;
    file newer_; // has the name; the rest of the old one comes first
    std::optional<watcher> watch_;
    bool watch_tried_ = false;
    bool watches_directory_ = false;
    bool watches_file_ = false;
    bool looked_ = false; // whether it was there, or not, at the beginning
    bool called_ = false;
};

// ---- being told

void follower_core::prepare_watch() {
    if (!std::exchange(watch_tried_, true)) {
        if (dynamic_cast<simulated_driver*>(scheduler::current()->io())) {
            word = "looked at now and then: a simulated world has no inotify";
            return;
        }
        try {
            watch_.emplace();
        } catch (const error& e) {
            word = std::string("looked at now and then: ") + e.what();
        }
    }
    if (!watch_ || watches_directory_) return;
    try {
        watch_->add(directory_, change::created | change::moved_to);
        watches_directory_ = true;
        word.clear();
    } catch (const error& e) { // it may come, too
        word = std::string("looked at now and then: ") + e.what();
    }
}

// The one that has the name now: if it is not the one that is open, that is found out next.
void follower_core::watch_file() {
    if (!watch_) return;
    try {
        if (std::exchange(watches_file_, false)) watch_->remove(path);
    } catch (const error&) {
        watches_file_ = false; // it has gone by itself
    }
    try {
        watch_->add(path, change::modified | change::attributes | change::self_moved | change::self_removed);
        watches_file_ = true;
    } catch (const error& e) {
        if (e.number() != ENOENT) word = std::string("looked at now and then: ") + e.what();
    }
}

task<> follower_core::told(follower_core* self) {
    for (;;) {
        const std::optional<watch_event> event = co_await self->watch_->next();
        const bool of_directory = event->path == self->directory_;
        if (event->has(change::no_longer))
            (of_directory ? self->watches_directory_ : self->watches_file_) = false;
        if (!of_directory || event->name == self->name_ || event->name.empty()) co_return;
    }
}

task<> follower_core::wait_for_news() {
    if (watches_directory_ || watches_file_) {
        auto news = told(this);
        static_cast<void>(co_await move_on_after(options_.look_every, std::move(news)));
    } else {
        co_await sleep(options_.look_every);
    }
}

// ---- looking

task<file> follower_core::open_or_none() {
    file made;
    try {
        const open_options how{.flags = O_NONBLOCK}; // no FIFO is waited for
        made = co_await open_file(path, how);
    } catch (const error& e) {
        if (e.number() != ENOENT) throw;
    }
    co_return made;
}

// Returns: whether there is a file.
task<bool> follower_core::begin() {
    file made = co_await open_or_none();
    if (!made) {
        looked_ = true;
        co_return false;
    }
    const file_status about = co_await made.stat();
    if (about.is_directory()) throw error(EISDIR, "follow(" + path + ")", "watch a directory by a watcher");
    if (!about.is_regular())
        throw error(ESPIPE, "follow(" + path + ")",
                    "it has no places: read it by a file_stream, which waits");
    offset = options_.from_end && !looked_ ? about.size : 0;
    looked_ = true;
    file_ = std::move(made);
    watch_file();
    co_return true;
}

task<bool> follower_core::another_has_its_name(file_status here) {
    file candidate = co_await open_or_none();
    if (!candidate) co_return false;
    const file_status there = co_await candidate.stat();
    if (there.is_same_file(here) || !there.is_regular()) co_return false;
    newer_ = std::move(candidate);
    co_return true;
}

// Returns: nothing when nothing has happened.
task<std::optional<followed>> follower_core::look() {
    for (;;) {
        if (!file_) {
            const bool there = co_await begin();
            if (!there) co_return std::nullopt;
        }
        const auto room = std::span(buffer_).first(buffer_.size() - readable_behind_block);
        const std::size_t got = co_await file_.read_at(room, offset);
        if (got != 0) {
            std::memset(buffer_.data() + got, 0, readable_behind_block);
            const block data{reinterpret_cast<const char*>(buffer_.data()), got,
                             std::exchange(offset, offset + got)};
            co_return followed{followed::kind::bytes, data};
        }
        const file_status here = co_await file_.stat();
        if (here.size < offset) {
            offset = 0;
            co_return followed{followed::kind::truncated, {}};
        }
        if (here.size > offset) continue; // in between
        if (newer_) {
            file_ = std::exchange(newer_, file());
            offset = 0;
            watch_file();
            co_return followed{followed::kind::rotated, {}};
        }
        const bool another = co_await another_has_its_name(here);
        if (!another) co_return std::nullopt;
    }
}

task<std::optional<followed>> follower_core::next() {
    if (called_) throw runtime_error("follow(" + path + "): somebody waits for news already: one at a time");
    called_ = true;
    const scope_exit ended = [this] { called_ = false; };
    for (;;) {
        prepare_watch(); // before looking: what happens in between is told
        std::optional<followed> news = co_await look();
        if (news) co_return news;
        co_await wait_for_news();
    }
}

} // namespace detail

file_follower::file_follower(std::string path, follow_options options)
    : core_(std::make_unique<detail::follower_core>(std::move(path), options)) {}
file_follower::file_follower(file_follower&& other) noexcept = default;
file_follower& file_follower::operator=(file_follower&& other) noexcept = default;
file_follower::~file_follower() = default;

task<std::optional<followed>> file_follower::next() { return core_->next(); }
const std::string& file_follower::path() const noexcept { return core_->path; }
std::uint64_t file_follower::offset() const noexcept { return core_->offset; }
bool file_follower::is_open() const noexcept { return core_->is_open(); }
const std::string& file_follower::word() const noexcept { return core_->word; }

file_follower follow(std::string path, follow_options options) {
    return file_follower(std::move(path), options);
}

} // namespace rondo::inline v0
