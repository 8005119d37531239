// SPDX-License-Identifier: BSL-1.0
//
// For the tests of buffered readers and writers: a source in pieces, a sink that keeps, and what was thrown.
#pragma once

#include <rondo/base/errors.hpp>
#include <rondo/core/sleep.hpp>
#include <rondo/io/buffered.hpp>

#include "support.hpp"

#include <string>
#include <vector>

namespace drivers {

/// Gives a text in pieces of chance's length, and may wait before each.
class pieces {
public:
    explicit pieces(std::string text, std::uint64_t seed = 1, std::size_t most = 7, bool waits = false)
        : text_(std::move(text)), state_(seed), most_(most), waits_(waits) {}
    task<std::size_t> read(std::span<std::byte> into) {
        ++reads;
        if (waits_) co_await sleep(1ms);
        const std::size_t part = std::min({into.size(), text_.size() - at_, 1 + chance() % most_});
        std::copy_n(std::as_bytes(std::span(text_)).begin() + static_cast<std::ptrdiff_t>(at_), part,
                    into.begin());
        at_ += part;
        co_return part;
    }
    std::size_t reads = 0;

private:
    std::size_t chance() noexcept {
        state_ = state_ * 6364136223846793005u + 1442695040888963407u;
        return static_cast<std::size_t>(state_ >> 33);
    }
    std::string text_;
    std::size_t at_ = 0;
    std::uint64_t state_;
    std::size_t most_;
    bool waits_;
};

/// Keeps what it is given, write by write.
struct keeps {
    std::vector<std::string> writes{};
    duration takes = 0ns;
    bool refuses = false;
    task<> write_all(std::span<const std::byte> from) {
        if (takes != 0ns) co_await sleep(takes);
        if (refuses) throw error(EPIPE, "keeps::write_all");
        writes.emplace_back(reinterpret_cast<const char*>(from.data()), from.size());
    }
    std::string all() const {
        std::string text;
        for (const std::string& each : writes) text += each;
        return text;
    }
};

inline std::string bytes_text(std::span<const std::byte> bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

template <class F>
void run_now(F body) {
    manual_time time;
    loop home({.time = &time});
    home.run_until(body());
}

template <class Error, class Task>
task<std::string> words_of(Task asked) {
    std::string words = "nothing was thrown";
    try {
        co_await std::move(asked);
    } catch (const Error& e) {
        words = e.what();
    }
    co_return std::move(words);
}

} // namespace drivers
