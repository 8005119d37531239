// SPDX-License-Identifier: BSL-1.0
#include "date.hpp"

#include <rondo/core/scheduler.hpp>
#include <rondo/io/simulated_driver.hpp>

#include <array>
#include <charconv>
#include <chrono>

#include <time.h>

namespace rondo::inline v0::http::detail {

namespace {

constexpr std::array<std::string_view, 7> day_names = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array<std::string_view, 12> month_names = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                          "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

void put_number(std::string& into, unsigned value, std::size_t width) {
    const std::string digits = std::to_string(value);
    into.append(width > digits.size() ? width - digits.size() : 0, '0').append(digits);
}

std::optional<int> number_at(std::string_view text, std::size_t at, std::size_t width) noexcept {
    int value = 0;
    const char* const end = text.data() + at + width;
    const auto [stopped, code] = std::from_chars(text.data() + at, end, value);
    if (code != std::errc() || stopped != end || value < 0 || text[at] == '-') return std::nullopt;
    return value;
}

std::int64_t seconds_now() {
    scheduler* const here = scheduler::current();
    if (here && dynamic_cast<simulated_driver*>(here->io()))
        return std::chrono::floor<std::chrono::seconds>(here->now().time_since_epoch()).count();
    timespec now{};
    ::clock_gettime(CLOCK_REALTIME_COARSE, &now);
    return now.tv_sec;
}

} // namespace

std::string date_text(std::int64_t seconds) {
    namespace time = std::chrono;
    const time::sys_seconds at{time::seconds(seconds)};
    const auto days = time::floor<time::days>(at);
    const time::year_month_day date(days);
    const time::hh_mm_ss clock(at - days);
    std::string made(day_names[time::weekday(days).c_encoding()]);
    made += ", ";
    put_number(made, static_cast<unsigned>(date.day()), 2);
    made += ' ';
    made += month_names[static_cast<unsigned>(date.month()) - 1];
    made += ' ';
    put_number(made, static_cast<unsigned>(static_cast<int>(date.year())), 4);
    made += ' ';
    put_number(made, static_cast<unsigned>(clock.hours().count()), 2);
    made += ':';
    put_number(made, static_cast<unsigned>(clock.minutes().count()), 2);
    made += ':';
    put_number(made, static_cast<unsigned>(clock.seconds().count()), 2);
    made += " GMT";
    return made;
}

std::optional<std::int64_t> parse_date(std::string_view text) noexcept {
    namespace time = std::chrono;
    constexpr std::string_view shape = "www, dd mmm yyyy hh:mm:ss GMT";
    if (text.size() != shape.size() || !text.ends_with(" GMT")) return std::nullopt;
    for (const std::size_t at : {3U, 4U, 7U, 11U, 16U, 19U, 22U})
        if (text[at] != shape[at]) return std::nullopt;
    unsigned month = 0;
    while (month != month_names.size() && month_names[month] != text.substr(8, 3)) ++month;
    const auto day = number_at(text, 5, 2);
    const auto year = number_at(text, 12, 4);
    const auto hours = number_at(text, 17, 2);
    const auto minutes = number_at(text, 20, 2);
    const auto seconds = number_at(text, 23, 2);
    if (!day || !year || !hours || !minutes || !seconds || *hours > 23 || *minutes > 59 || *seconds > 60)
        return std::nullopt;
    const time::year_month_day date(time::year(*year), time::month(month + 1),
                                    time::day(static_cast<unsigned>(*day)));
    if (!date.ok() || day_names[time::weekday(time::sys_days(date)).c_encoding()] != text.substr(0, 3))
        return std::nullopt;
    const auto at =
        time::sys_days(date) + time::hours(*hours) + time::minutes(*minutes) + time::seconds(*seconds);
    return time::seconds(at.time_since_epoch()).count();
}

std::string_view date_now() {
    thread_local std::int64_t second = -1;
    thread_local std::string text;
    const std::int64_t now = seconds_now();
    if (now != second) {
        text = date_text(now);
        second = now;
    }
    return text;
}

} // namespace rondo::inline v0::http::detail
