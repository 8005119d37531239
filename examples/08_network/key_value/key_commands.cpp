// SPDX-License-Identifier: BSL-1.0
#include "commands.hpp"
#include "replies.hpp"

#include <vector>

#include <fnmatch.h>

namespace key_value {

namespace {

void erase(session& in, words all) {
    long long count = 0;
    for (const std::string_view key : all.subspan(1)) count += in.keys.erase(key, in.now) ? 1 : 0;
    put_integer(in.out, count);
}
void exists(session& in, words all) {
    long long count = 0;
    for (const std::string_view key : all.subspan(1)) count += in.keys.find(key, in.now) ? 1 : 0;
    put_integer(in.out, count);
}
void get_and_erase(session& in, words all) {
    const store::entry* const found = in.keys.find(all[1], in.now);
    found ? put_text(in.out, found->value) : put_nothing(in.out);
    if (found) in.keys.erase(all[1], in.now);
}

template <long long Milliseconds>
void expire(session& in, words all) {
    const auto number = whole_number(all[2]);
    if (!number) return not_a_number(in);
    const auto when = moment(in, *number, std::chrono::milliseconds(Milliseconds));
    if (!when) return put_error(in.out, "ERR invalid expire time in '" + std::string(all[0]) + "' command");
    store::entry* const found = in.keys.find(all[1], in.now);
    if (found && *when <= in.now)
        in.keys.erase(all[1], in.now);
    else if (found)
        in.keys.expire(all[1], *found, when);
    put_integer(in.out, found ? 1 : 0);
}
template <long long Milliseconds>
void time_left(session& in, words all) {
    const store::entry* const found = in.keys.find(all[1], in.now);
    const auto when = found ? found->expires() : std::nullopt;
    if (!when) return put_integer(in.out, found ? -1 : -2);
    const auto left = (*when - in.now) / std::chrono::milliseconds(1);
    put_integer(in.out, Milliseconds == 1 ? left : (left + Milliseconds / 2) / Milliseconds);
}
void persist(session& in, words all) {
    store::entry* const found = in.keys.find(all[1], in.now);
    const bool had = found && found->expiry;
    if (had) in.keys.expire(all[1], *found, {});
    put_integer(in.out, had ? 1 : 0);
}

void type(session& in, words all) { put_word(in.out, in.keys.find(all[1], in.now) ? "string" : "none"); }

void keys(session& in, words all) {
    const std::string pattern(all[1]);
    std::vector<std::string_view> found;
    while (in.keys.sweep(in.now, 1000)) {}
    in.keys.each([&](std::string_view key, const store::entry&) {
        if (pattern == "*" || ::fnmatch(pattern.c_str(), std::string(key).c_str(), 0) == 0)
            found.push_back(key);
    });
    put_array(in.out, found.size());
    for (const std::string_view key : found) put_text(in.out, key);
}
void size(session& in, words) { put_integer(in.out, static_cast<long long>(in.keys.size())); }
void clear(session& in, words) {
    in.keys.clear();
    in.out += "+OK\r\n";
}

constexpr command all_of_them[] = {
    {"del", 2, any, erase},         {"unlink", 2, any, erase},
    {"exists", 2, any, exists},     {"getdel", 2, 2, get_and_erase},
    {"expire", 3, 3, expire<1000>}, {"pexpire", 3, 3, expire<1>},
    {"ttl", 2, 2, time_left<1000>}, {"pttl", 2, 2, time_left<1>},
    {"persist", 2, 2, persist},     {"type", 2, 2, type},
    {"keys", 2, 2, keys},           {"dbsize", 1, 1, size},
    {"flushall", 1, 2, clear},      {"flushdb", 1, 2, clear},
};

} // namespace

std::span<const command> key_commands() noexcept { return all_of_them; }

} // namespace key_value
