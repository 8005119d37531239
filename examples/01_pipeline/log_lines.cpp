// SPDX-License-Identifier: BSL-1.0
#include "log_maker.hpp"
#include "log_texts.hpp"
#include "record.hpp"
#include "timestamp.hpp"

#include <charconv>

namespace pipeline {
namespace {

/// Splitmix64: one addition and three mixing steps a number, the same everywhere.
class numbers {
public:
    explicit numbers(std::uint64_t seed) : state_(seed) {}
    std::uint64_t next() {
        std::uint64_t mixed = state_ += 0x9E3779B97F4A7C15;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }

private:
    std::uint64_t state_;
};

/// The time that passes in the log, as text: only the digits that change are written again.
class log_time {
public:
    void pass(unsigned milliseconds) {
        milli_ += milliseconds;
        for (; milli_ >= 1000; milli_ -= 1000) next_second();
        put(20, 3, milli_);
    }
    std::string_view text() const { return {text_.data(), text_.size()}; }

private:
    void next_second() {
        second_ = (second_ + 1) % 86400;
        if (second_ == 0 && ++day_ > days_in(month_, 2026)) day_ = 1, month_ = month_ % 12 + 1;
        put(5, 2, month_), put(8, 2, day_);
        put(11, 2, second_ / 3600), put(14, 2, second_ / 60 % 60), put(17, 2, second_ % 60);
    }
    void put(std::size_t at, std::size_t width, unsigned value) {
        for (; width-- != 0; value /= 10) text_[at + width] = static_cast<char>('0' + value % 10);
    }

    std::array<char, 23> text_{'2', '0', '2', '6', '-', '0', '1', '-', '0', '1', ' ', '0',
                               '0', ':', '0', '0', ':', '0', '0', '.', '0', '0', '0'};
    unsigned milli_ = 0, second_ = 0, day_ = 1, month_ = 1;
};

void append_filled(std::string& line, texts from, numbers& random) {
    std::string_view text = from[random.next() % from.size()];
    std::uint64_t dice = random.next();
    for (;;) {
        const std::size_t place = text.find('#');
        line.append(text.substr(0, place));
        if (place == std::string_view::npos) return;
        char digits[8];
        line.append(digits, std::to_chars(digits, digits + sizeof digits, dice % 251).ptr);
        dice = dice / 251 + (dice << 50);
        text.remove_prefix(place + 1);
    }
}

} // namespace

rondo::generator<std::string_view> made_up_lines(std::uint64_t seed) {
    numbers random{seed};
    log_time time;
    std::string line;
    for (;;) {
        const std::uint64_t dice = random.next();
        const auto thousandth = dice % 1000;
        line.clear();
        if ((dice >> 32) % 10000 == 0) {
            append_filled(line, stray_texts, random);
        } else {
            const level severity = thousandth < 20    ? level::trace
                                   : thousandth < 170 ? level::debug
                                   : thousandth < 870 ? level::info
                                   : thousandth < 950 ? level::warn
                                   : thousandth < 999 ? level::error
                                                      : level::fatal;
            time.pass(static_cast<unsigned>(dice >> 20 & 15));
            line.append(time.text()).append(" ").append(name(severity)).append(": ");
            append_filled(line,
                          severity < level::warn    ? texts(quiet_texts)
                          : severity == level::warn ? texts(warn_texts)
                                                    : texts(error_texts),
                          random);
        }
        const std::string_view made = line;
        co_yield made;
    }
}

} // namespace pipeline
