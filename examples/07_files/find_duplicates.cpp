// SPDX-License-Identifier: BSL-1.0
// Files of a tree that hold the same bytes: `find_duplicates [DIRECTORY]`; without one it plants a small tree, and looks there.
// Only files of one size are read, eight at a time. What cannot be read is told, and the others are found all the same.
#include <rondo/core/task_group.hpp>
#include <rondo/io/directory.hpp>
#include <rondo/io/file.hpp>
#include <rondo/io/walk.hpp>
#include <rondo/io/whole_file.hpp>
#include <rondo/run.hpp>
#include <rondo/sync/semaphore.hpp>
#include <rondo/with/async_with.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <map>
#include <string>
#include <string_view>
#include <vector>

using namespace rondo;

using paths = std::vector<std::string>;

/// The regular files of a tree, by their size.
task<std::map<std::size_t, paths>> by_size(std::string root) {
    std::map<std::size_t, paths> found;
    auto tree = walk(std::move(root), {.errors = walk_errors::give});
    while (auto each = co_await tree.next()) {
        if (each->error != 0) fmt::print(stderr, "{} cannot be read\n", each->path);
        if (each->type != file_type::regular) continue;
        const file_status about = co_await stat_link(each->path);
        if (about.size != 0) found[about.size].push_back(each->path);
    }
    co_return found;
}

/// Puts a file beside those that hold the same.
task<> sort_in(std::map<std::string, paths>& by_content, semaphore& readers, std::string path) {
    auto turn = co_await readers.acquire();
    try {
        std::string content = co_await read_file(path);
        by_content[std::move(content)].push_back(std::move(path));
    } catch (const error& e) {
        fmt::print(stderr, "{}\n", e.what());
    }
}

std::string_view within(std::string_view root, std::string_view path) {
    path.remove_prefix(root.size());
    return path.starts_with('/') ? path.substr(1) : path;
}

task<> find_in(std::string root) {
    const std::map<std::size_t, paths> sizes = co_await by_size(root);
    std::size_t spare = 0;
    semaphore readers(8);
    for (const auto& [size, candidates] : sizes) {
        if (candidates.size() == 1) continue;
        std::map<std::string, paths> by_content;
        auto read_all = [&](task_group& group) -> task<> {
            for (const std::string& path : candidates)
                group.spawn(sort_in, std::ref(by_content), std::ref(readers), path);
            co_return;
        };
        co_await with_task_group(read_all);
        for (auto& [content, same] : by_content) {
            if (same.size() == 1) continue;
            std::sort(same.begin(), same.end());
            fmt::print("{} bytes:\n", size);
            for (const std::string& path : same) fmt::print("    {}\n", within(root, path));
            spare += size * (same.size() - 1);
        }
    }
    fmt::print("{} bytes could be spared\n", spare);
}

task<> plant(const std::string& root) {
    const std::vector<std::pair<const char*, std::string>> files{
        {"/letters/one.txt", "Dear reader, nothing here is new.\n"},
        {"/letters/old/copy of one.txt", "Dear reader, nothing here is new.\n"},
        {"/not a picture.png", "Dear reader, nothing here is new.\n"},
        {"/a.png", std::string(4096, '\x7f')},
        {"/b.png", std::string(4096, '\x7f')},
        {"/empty", ""}};
    co_await make_directories(root + "/letters/old");
    for (const auto& [name, content] : files) co_await write_file(root + name, content, {.durable = false});
}

task<> program(std::string root) {
    if (!root.empty()) co_return co_await find_in(std::move(root));
    auto in_a_small_tree = [](const std::string& where) -> task<> {
        co_await plant(where);
        co_await find_in(where);
    };
    co_await async_with(temporary_directory("duplicates-"), in_a_small_tree);
}

int main(int count, char** words) { rondo::run(program(count > 1 ? words[1] : "")); }
