// SPDX-License-Identifier: BSL-1.0
// `tail -F`: `tail_follow FILE` prints what is appended to FILE, whatever happens to it, until Ctrl-C. Without a file it
// follows one of its own, writes to it, rotates it and cuts it.
#include <rondo/io/directory.hpp>
#include <rondo/io/follow.hpp>
#include <rondo/run.hpp>
#include <rondo/with/async_with.hpp>

#include <fmt/format.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>

using namespace rondo;

void show(const followed& news) {
    switch (news.what) {
    case followed::kind::bytes:
        fmt::print("{}", news.data.text());
        break;
    case followed::kind::truncated:
        fmt::print("-- it was cut\n");
        break;
    case followed::kind::rotated:
        fmt::print("-- another file has its name\n");
        break;
    }
    std::fflush(stdout);
}

task<> tail(std::string path) {
    file_follower log = follow(std::move(path), {.from_end = true});
    while (auto news = co_await log.next()) show(*news);
}

void append(const std::string& path, std::string_view text) { std::ofstream(path, std::ios::app) << text; }

task<> demonstrate() {
    auto in_a_directory = [](const std::string& where) -> task<> {
        const std::string path = where + "/app.log";
        file_follower log = follow(path);
        const auto shown = [&](int times) -> task<> {
            for (; times != 0; --times) {
                const std::optional<followed> news = co_await log.next();
                show(*news);
            }
        };
        append(path, "the first line\n");
        co_await shown(1);
        append(path, "the last line of this file\n");
        std::filesystem::rename(path, path + ".1");
        append(path, "the first line of the next\n");
        co_await shown(3); // the rest, that it was rotated, and the new one
        std::filesystem::resize_file(path, 0);
        append(path, "begun again\n");
        co_await shown(2);
    };
    co_await async_with(temporary_directory("tail-"), in_a_directory);
}

int main(int count, char** words) { rondo::run(count == 2 ? tail(words[1]) : demonstrate()); }
