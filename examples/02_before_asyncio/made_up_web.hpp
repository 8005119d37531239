// SPDX-License-Identifier: BSL-1.0
//
// Seven pages that link to each other, one link that leads nowhere, and the notes that a crawler takes. What the
// programs crawler_1 to crawler_6 share.
#pragma once

#include <fmt/format.h>

#include <chrono>
#include <map>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

using std::chrono::milliseconds;
using namespace std::chrono_literals;

struct page {
    milliseconds takes; // to be read, once connected
    std::vector<std::string> links;
};

inline constexpr milliseconds connecting = 5ms;

inline const std::map<std::string, page> web{
    {"/", {20ms, {"/news", "/about", "/shop"}}},
    {"/news", {50ms, {"/news/1", "/news/2"}}},
    {"/about", {10ms, {"/", "/lost"}}},
    {"/shop", {30ms, {"/shop/hat", "/news/1"}}},
    {"/news/1", {40ms, {"/"}}},
    {"/news/2", {20ms, {}}},
    {"/shop/hat", {10ms, {"/shop"}}},
};

struct not_found : std::runtime_error {
    using std::runtime_error::runtime_error;
};

inline const page& look_up(const std::string& url) {
    auto found = web.find(url);
    if (found == web.end()) throw not_found(url + " not found");
    return found->second;
}

/// What the crawler has seen, and prints.
class notebook {
public:
    bool is_new(const std::string& url) { return seen_.insert(url).second; }
    void found(milliseconds now, const std::string& url, const page& what) {
        fmt::print("{:3} ms  {}, links: {}\n", now / 1ms, url, what.links.size());
        one_by_one_ += connecting + what.takes;
        ++pages_;
    }
    void missing(milliseconds now, const not_found& error) {
        fmt::print("{:3} ms  {}\n", now / 1ms, error.what());
        one_by_one_ += connecting;
    }
    void close(milliseconds now) const {
        fmt::print("{} pages in {} ms; one by one it takes {}\n", pages_, now / 1ms, one_by_one_ / 1ms);
    }

private:
    std::set<std::string> seen_;
    int pages_ = 0;
    milliseconds one_by_one_{};
};
