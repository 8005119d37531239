// SPDX-License-Identifier: BSL-1.0
// Watches logs, through rotation and truncation, and tells each line that holds a word: `log_watcher WORD FILE...`. Without
// words it watches two logs of its own while they are written to and rotated.
#include <rondo/core/task_group.hpp>
#include <rondo/io/directory.hpp>
#include <rondo/io/follow.hpp>
#include <rondo/run.hpp>
#include <rondo/sync/channel.hpp>
#include <rondo/with/async_with.hpp>

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

using namespace rondo;

/// A task for each log: its lines with the word go to one channel. Half a line waits for its other half.
task<> watch(std::string path, std::string word, channel<std::string>& alarms) {
    const std::string name = std::filesystem::path(path).filename().string();
    file_follower log = follow(std::move(path));
    std::string kept;
    while (auto news = co_await log.next()) {
        if (news->what != followed::kind::bytes) {
            kept.clear(); // the rest of that line will not come
            continue;
        }
        kept += news->data.text();
        std::size_t begin = 0;
        for (std::size_t end; (end = kept.find('\n', begin)) != kept.npos; begin = end + 1) {
            const std::string line = kept.substr(begin, end - begin);
            if (line.find(word) != line.npos) co_await alarms.send(name + ": " + line);
        }
        kept.erase(0, begin);
    }
}

task<> print_alarms(std::string word, std::vector<std::string> paths) {
    channel<std::string> alarms(16);
    auto body = [&](task_group& group) -> task<> {
        for (std::string& path : paths) group.spawn(watch, std::move(path), word, std::ref(alarms));
        for (;;) {
            const std::string line = co_await alarms.receive();
            fmt::print("{}\n", line);
        }
    };
    co_await with_task_group(body);
}

void append(const std::string& path, std::string_view text) { std::ofstream(path, std::ios::app) << text; }

task<> demonstrate() {
    auto in_a_directory = [](const std::string& where) -> task<> {
        channel<std::string> alarms(16);
        auto body = [&](task_group& group) -> task<> {
            for (const char* name : {"/web.log", "/db.log"})
                group.spawn(watch, where + name, "ERROR", std::ref(alarms));
            const auto told = [&](std::string path, std::string_view text) -> task<> {
                append(path, text);
                const std::string line = co_await alarms.receive();
                fmt::print("{}\n", line);
            };
            co_await told(where + "/web.log", "GET /\nERROR 500 on /cart\nGET /ab");
            co_await told(where + "/db.log", "ERROR disk is slow\n");
            co_await told(where + "/web.log", "out\nERROR 502 on /pay\n");
            std::filesystem::rename(where + "/web.log", where + "/web.log.1");
            co_await told(where + "/web.log", "ERROR 503, in a new file\n");
            std::filesystem::resize_file(where + "/db.log", 0);
            co_await told(where + "/db.log", "ERROR after cut\n");
            group.cancel();
        };
        co_await with_task_group(body);
    };
    co_await async_with(temporary_directory("logs-"), in_a_directory);
}

int main(int count, char** words) {
    rondo::run(count > 2 ? print_alarms(words[1], {words + 2, words + count}) : demonstrate());
}
