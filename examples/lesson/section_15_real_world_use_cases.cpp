// SPDX-License-Identifier: BSL-1.0
// Section 15: five jobs that live on generators, in small: chunks, mini-batches, a crawl, rows, a scheduler.
#include <rondo/gen/generator.hpp>
#include <rondo/gen/iter.hpp>
#include <rondo/gen/scheduler.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <deque>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

using namespace rondo;

// [chunks] A table that is larger than memory: three rows of it at a time.
generator<int> volumes(std::istringstream csv) {
    std::string line;
    std::getline(csv, line); // the header
    while (std::getline(csv, line)) co_yield std::stoi(line.substr(line.find(',') + 1));
}

void chunks() {
    std::istringstream csv("day,volume\nMon,120\nTue,95\nWed,140\nThu,80\n");
    for (const std::vector<int>& chunk : volumes(std::move(csv)) | batched(3))
        fmt::print("chunk of {}: {} in all\n", chunk.size(), sum(chunk));
}
// [/chunks]

// [batches] A data set in an order of its own for each epoch, in batches; the last one is smaller.
void mini_batches() {
    for (int seed : {0, 3}) {
        auto shuffled = range(10) | map([=](int n) { return (n * 7 + seed) % 10; });
        fmt::print("epoch: {}\n", list(shuffled | batched(4)));
    }
}
// [/batches]

// [crawl] Pages in the order in which they are found, each once. What nobody asks for is not fetched.
using site = std::map<std::string, std::vector<std::string>>;

generator<std::string> crawl(site pages, std::string start) {
    std::deque<std::string> found{start};
    for (std::set<std::string> seen{start}; !found.empty(); found.pop_front()) {
        co_yield found.front();
        for (const std::string& link : pages[found.front()])
            if (seen.insert(link).second) found.push_back(link);
    }
}

void crawler() {
    site made_up{{"/", {"/a", "/b"}}, {"/a", {"/", "/c"}}, {"/b", {"/"}}, {"/c", {}}};
    fmt::print("crawled: {}\n", join(" ", crawl(made_up, "/")));
}
// [/crawl]

// [rows] The rows of a query, fetched by twos when they are needed, and not before.
generator<int> query(int& fetches, int rows) {
    for (int row = 0; row < rows; ++row) {
        if (row % 2 == 0) ++fetches;
        co_yield row;
    }
}

void rows() {
    int fetches = 0;
    auto first = query(fetches, 1000) | take(3) | list();
    fmt::print("rows {}: {} fetches for 1000 rows\n", first, fetches);
}
// [/rows]

// [tasks] Two downloads at once, on one thread: each gives way where it would wait for the network.
generator<void> download(std::string name, int parts) {
    for (int part : range(parts)) {
        fmt::print("{}: part {} of {}\n", name, part + 1, parts);
        co_yield nothing;
    }
}

void tasks() {
    round_robin scheduler;
    scheduler.spawn(download("a", 2));
    scheduler.spawn(download("b", 3));
    scheduler.run();
}
// [/tasks]

int main() {
    chunks();
    mini_batches();
    crawler();
    rows();
    tasks();
}
