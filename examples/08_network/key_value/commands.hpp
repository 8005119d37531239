// SPDX-License-Identifier: BSL-1.0
//
// What the words of a request do to the store, and what is answered.
#pragma once

#include "store.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace key_value {

using words = std::span<const std::string_view>; // the command's name is the first

struct session {
    store& keys;
    std::string& out;
    rondo::instant now{};
    bool ends = false; // after what is in `out`
};

struct command {
    std::string_view name; // in small letters
    std::size_t least;     // words, the name included
    std::size_t most;
    void (*run)(session& in, words all);
};

constexpr std::size_t any = ~std::size_t(0);

void run_request(session& in, words all);

// --- For the commands.
std::span<const command> text_commands() noexcept;
std::span<const command> number_commands() noexcept;
std::span<const command> key_commands() noexcept;
std::span<const command> server_commands() noexcept;

std::optional<long long> whole_number(std::string_view text) noexcept;
bool is_word(std::string_view text, std::string_view small) noexcept; // in any case
inline void not_a_number(session& in) { in.out += "-ERR value is not an integer or out of range\r\n"; }
inline void bad_syntax(session& in) { in.out += "-ERR syntax error\r\n"; }
/// When a number of `unit` from now is over; empty when that is no time.
std::optional<rondo::instant> moment(const session& in, long long number, rondo::duration unit) noexcept;

} // namespace key_value
