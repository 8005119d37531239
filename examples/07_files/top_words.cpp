// SPDX-License-Identifier: BSL-1.0
// Who occurs most: `top_words FILE FIELD [K]` counts the words in a field of each line, counted from 0, and prints the K most
// frequent, in one pass. Memory grows with the number of different words and not with the file. Lines without that field are
// told, and left out. Without arguments it shows it on a made-up log.
#include <rondo/io/directory.hpp>
#include <rondo/io/line_pipeline.hpp>
#include <rondo/io/whole_file.hpp>
#include <rondo/run.hpp>
#include <rondo/with/async_with.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <unordered_map>
#include <vector>

using namespace rondo;

// [top]
task<> top(std::string path, std::size_t which, std::size_t most) {
    std::unordered_map<std::string, std::uint64_t> seen;
    auto tell = [](const rejected& r) { fmt::print("line {} is left out: {}\n", r.number, r.what()); };
    auto count = [&](std::string_view word) { ++seen[std::string(word)]; };
    const pipeline_report done = co_await (lines(path) | map(field(which)) | on_failure(tell) | into(count));

    std::vector<std::pair<std::uint64_t, std::string>> order;
    for (const auto& [word, times] : seen) order.emplace_back(times, word);
    auto before = [](const auto& a, const auto& b) {
        return a.first != b.first ? a.first > b.first : a.second < b.second;
    };
    const std::size_t shown = std::min(most, order.size());
    std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(shown), order.end(), before);
    for (std::size_t i = 0; i != shown; ++i) fmt::print("{:>8} {}\n", order[i].first, order[i].second);
    fmt::print("{} lines, {} different words\n", done.lines, order.size());
}
// [/top]

task<> demonstrate() {
    auto in_a_directory = [](const std::string& where) -> task<> {
        std::string made;
        for (int i = 1; i <= 10'000; ++i)
            made += i % 4000 == 0 ? std::string("torn\n")
                                  : fmt::format("GET /page/{} {}\n", (i * i) % 97, 200 + i % 3);
        co_await write_file(where + "/access.log", made, {.durable = false});
        co_await top(where + "/access.log", 1, 5);
    };
    auto here = temporary_directory();
    co_await async_with(std::move(here), in_a_directory);
}

int main(int argc, char** argv) {
    if (argc == 1) return rondo::run(demonstrate()), 0;
    if (argc != 3 && argc != 4) {
        fmt::print(stderr, "usage: top_words FILE FIELD [K]: FIELD is counted from 0\n");
        return 2;
    }
    try {
        rondo::run(top(argv[1], std::strtoul(argv[2], nullptr, 10),
                       argc == 4 ? std::strtoul(argv[3], nullptr, 10) : 10));
    } catch (const std::exception& e) {
        fmt::print(stderr, "top_words: {}\n", e.what());
        return 1;
    }
}
