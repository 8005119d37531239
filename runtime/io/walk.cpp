// SPDX-License-Identifier: BSL-1.0
#include <rondo/io/walk.hpp>

#include <rondo/core/task.hpp>
#include <rondo/io/detail/listing.hpp>

#include <algorithm>
#include <cerrno>
#include <deque>
#include <new>
#include <vector>

#include <fcntl.h>
#include <fnmatch.h>

namespace rondo::inline v0 {

namespace {

constexpr std::size_t enough = 512; // entries that one operation finds, and what their last directory holds

std::string joined(const std::string& base, std::string_view name) {
    std::string path;
    path.reserve(base.size() + 1 + name.size());
    path += base;
    if (!path.empty() && path.back() != '/') path += '/';
    path += name;
    return path;
}

// The part of a walk that is done where it may block: takes what is still to be looked at from a stack, and puts what it
// found into a queue, both in the order of the walk.
class walking : public op_wait, detail::listing {
public:
    walking(std::string root, walk_options options)
        : op_wait(opcode::list, "walk", AT_FDCWD), options_(options) {
        ahead_.push_back({.path = std::move(root), .type = file_type::directory});
    }
    walking(const walking&) = delete; // as its address is what the operation knows

    bool over() const noexcept { return ahead_.empty() && found_.empty(); }
    bool has_some() const noexcept { return !found_.empty(); }
    walk_entry take_first() {
        walk_entry first = std::move(found_.front());
        found_.pop_front();
        return first;
    }
    /// Leaves out what lies in a directory of that depth, which was the last to be taken.
    void leave_out(std::size_t depth) {
        while (!found_.empty() && found_.front().depth > depth) found_.pop_front();
        if (!found_.empty()) return;
        while (!ahead_.empty() && ahead_.back().depth > depth) ahead_.pop_back();
    }

    void start(waiter& who) {
        second = static_cast<detail::listing*>(this);
        op_wait::start(who);
    }
    void take() {
        const rondo::result<std::int64_t> got = outcome();
        if (got) return;
        throw error(got.error().number,
                    "walk(" + (ahead_.empty() ? std::string() : ahead_.back().path) + ")");
    }

private:
    std::int64_t run(detail::directory_reader& world) noexcept override {
        try {
            if (!looked_at_root_) {
                walk_entry& root = ahead_.back();
                detail::file_identity who;
                if (const int code = world.identify(AT_FDCWD, root.path.c_str(), root.type, who))
                    return -code;
                looked_at_root_ = true;
            }
            while (!ahead_.empty() && found_.size() < enough) {
                walk_entry one = std::move(ahead_.back());
                ahead_.pop_back();
                look_into(one, world);
                if (one.error == 0 || options_.errors != walk_errors::skip) found_.push_back(std::move(one));
            }
            return 0;
        } catch (const std::bad_alloc&) {
            return -ENOMEM;
        }
    }

    void look_into(walk_entry& one, detail::directory_reader& world) {
        const bool by_link = one.type == file_type::symbolic_link;
        if (by_link ? !options_.follow_links : one.type != file_type::directory) return;
        if (options_.follow_links) {
            detail::file_identity who;
            file_type type = file_type::other;
            const int code = world.identify(AT_FDCWD, one.path.c_str(), type, who);
            if (code == ENOENT && by_link) return; // it leads nowhere, and is no more than a link
            one.error = code;
            if (code != 0) return;
            if (type != file_type::directory) {
                one.type = by_link ? type : file_type::other;
                return;
            }
            one.type = file_type::directory;
            above_.resize(std::min(above_.size(), one.depth));
            if (std::ranges::find(above_, who) != above_.end()) {
                one.error = ELOOP;
                return;
            }
            above_.push_back(who);
        }
        if (one.depth >= options_.max_depth) return;
        names_.clear();
        const bool follow = options_.follow_links || one.depth == 0;
        one.error = world.list(AT_FDCWD, one.path.c_str(), follow, names_);
        // Last first: the stack gives them back in order.
        if (options_.sorted) std::ranges::sort(names_, std::ranges::greater(), &directory_entry::name);
        for (directory_entry& each : names_)
            ahead_.push_back(
                {.path = joined(one.path, each.name), .type = each.type, .depth = one.depth + 1});
    }

    walk_options options_;
    bool looked_at_root_ = false;
    std::vector<walk_entry> ahead_;
    std::deque<walk_entry> found_;
    std::vector<detail::file_identity> above_; // the directories in which the current one lies
    std::vector<directory_entry> names_;
};

// ---- glob

struct pattern {
    std::vector<std::string> parts;
    bool has_magic(std::size_t at) const noexcept {
        return parts[at].find_first_of("*?[") != std::string::npos;
    }
    bool is_last(std::size_t at) const noexcept { return at + 1 == parts.size(); }
};

pattern parts_of(std::string_view text, std::string& root) {
    if (text.starts_with('/')) root = "/";
    pattern made;
    while (!text.empty()) {
        const std::size_t length = std::min(text.find('/'), text.size());
        if (length != 0) made.parts.emplace_back(text.substr(0, length));
        if (length == text.size()) return made;
        text.remove_prefix(length + 1);
    }
    if (!made.parts.empty()) made.parts.emplace_back(); // a slash at the end
    return made;
}

task<std::vector<directory_entry>> readable_names(const std::string& base) {
    std::vector<directory_entry> names;
    detail::list_op all(base.empty() ? std::string(".") : base);
    try {
        names = co_await all;
    } catch (const error&) {
        // What cannot be read holds nothing that fits.
    }
    co_return names;
}

// A link that leads nowhere is there, but is no directory.
task<bool> is_there(const std::string& path, bool as_directory) {
    bool there = false;
    detail::status_op asked = as_directory ? stat_path(path) : stat_link(path);
    try {
        const file_status said = co_await asked;
        there = !as_directory || said.is_directory();
    } catch (const error&) {
        // no
    }
    co_return there;
}

async_generator<std::string&&> fitting(const pattern* wanted, std::size_t at, std::string base);

// One name that fits part `at`: the end of a path, or a directory to go on in.
async_generator<std::string&&> going_on(const pattern* wanted, std::size_t at, std::string path,
                                        file_type type) {
    if (wanted->is_last(at)) {
        co_yield std::move(path);
    } else if (type == file_type::directory || type == file_type::symbolic_link) {
        auto inner = fitting(wanted, at + 1, std::move(path));
        co_yield from(std::move(inner));
    }
}

// Part `at` is "**": the rest here, and then in each directory.
async_generator<std::string&&> in_any_depth(const pattern* wanted, std::size_t at, std::string base) {
    if (!wanted->is_last(at)) {
        auto here = fitting(wanted, at + 1, base);
        co_yield from(std::move(here));
    }
    std::vector<directory_entry> names = co_await readable_names(base);
    for (directory_entry& each : names) {
        if (each.name.starts_with('.')) continue;
        std::string path = joined(base, each.name);
        std::string shown = path;
        if (wanted->is_last(at)) co_yield std::move(shown);
        if (each.type != file_type::directory) continue;
        auto inner = in_any_depth(wanted, at, std::move(path));
        co_yield from(std::move(inner));
    }
}

async_generator<std::string&&> fitting(const pattern* wanted, std::size_t at, std::string base) {
    const std::string& part = wanted->parts[at];
    if (part == "**") {
        auto inner = in_any_depth(wanted, at, std::move(base));
        co_yield from(std::move(inner));
    } else if (part.empty()) { // the slash at the end
        const bool there = co_await is_there(base, true);
        std::string path = base + '/';
        if (there) co_yield std::move(path);
    } else if (!wanted->has_magic(at)) {
        std::string path = joined(base, part);
        bool there = true;
        if (wanted->is_last(at)) there = co_await is_there(path, false);
        auto inner = going_on(wanted, at, std::move(path), file_type::directory);
        if (there) co_yield from(std::move(inner));
    } else {
        std::vector<directory_entry> names = co_await readable_names(base);
        for (directory_entry& each : names) {
            if (::fnmatch(part.c_str(), each.name.c_str(), FNM_PERIOD | FNM_NOESCAPE) != 0) continue;
            auto inner = going_on(wanted, at, joined(base, each.name), each.type);
            co_yield from(std::move(inner));
        }
    }
}

} // namespace

std::string_view walk_entry::name() const noexcept {
    std::string_view all = path;
    while (all.size() > 1 && all.ends_with('/')) all.remove_suffix(1);
    const std::size_t slash = all.rfind('/');
    return slash == all.npos || all.size() == 1 ? all : all.substr(slash + 1);
}

async_generator<walk_entry&> walk(std::string root, walk_options options) {
    if (root.empty() || root.find('\0') != root.npos)
        throw error(EINVAL, "walk(\"" + std::string(root.c_str()) + "\")",
                    "a path is not empty, and holds no NUL");
    walking work(std::move(root), options);
    while (!work.over()) {
        if (!work.has_some()) {
            co_await work;
            continue;
        }
        walk_entry one = work.take_first();
        if (one.error != 0 && options.errors == walk_errors::stop)
            throw error(one.error, "walk(" + one.path + ")");
        co_yield one;
        if (!one.enter) work.leave_out(one.depth);
    }
}

async_generator<std::string&&> glob(std::string pattern_text) {
    std::string root;
    const pattern wanted = parts_of(pattern_text, root);
    if (wanted.parts.empty()) {
        if (!root.empty()) co_yield std::move(root);
        co_return;
    }
    auto all = fitting(&wanted, 0, std::move(root));
    co_yield from(std::move(all));
}

} // namespace rondo::inline v0
