// SPDX-License-Identifier: BSL-1.0
//
// A progress bar on standard error, redrawn ten times a second at most, gone when its scope is left.
#pragma once

#include <chrono>
#include <cstdint>

namespace pipeline {

class progress {
public:
    /// `total` is 0 when nobody knows it: then the bar has no end, only a count. Not `wanted`: it never draws.
    progress(bool wanted, std::uint64_t total);
    progress(const progress&) = delete;
    progress& operator=(const progress&) = delete;
    ~progress();

    /// Says how far it is. Cost: a look at the time, unless it draws.
    void show(std::uint64_t bytes);

private:
    using time_source = std::chrono::steady_clock;
    void draw(std::uint64_t bytes, time_source::time_point now);

    bool wanted_;
    bool drawn_ = false;
    std::uint64_t total_;
    time_source::time_point begin_ = time_source::now();
    time_source::time_point next_ = begin_;
};

} // namespace pipeline
