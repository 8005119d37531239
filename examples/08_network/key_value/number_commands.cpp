// SPDX-License-Identifier: BSL-1.0
#include "commands.hpp"
#include "replies.hpp"

#include <limits>

namespace key_value {

namespace {

void add(session& in, std::string_view key, long long number) {
    const store::entry* const found = in.keys.find(key, in.now);
    const auto before = found ? whole_number(found->value) : 0;
    if (!before) return not_a_number(in);
    long long sum = 0;
    if (__builtin_add_overflow(*before, number, &sum))
        return put_error(in.out, "ERR increment or decrement would overflow");
    in.keys.at(key, in.now).value = std::to_string(sum);
    put_integer(in.out, sum);
}
template <int Sign>
void add_one(session& in, words all) {
    add(in, all[1], Sign);
}
template <int Sign>
void add_some(session& in, words all) {
    const auto number = whole_number(all[2]);
    if (!number || *number == std::numeric_limits<long long>::min()) return not_a_number(in);
    add(in, all[1], Sign * *number);
}

constexpr command all_of_them[] = {
    {"incr", 2, 2, add_one<1>},
    {"decr", 2, 2, add_one<-1>},
    {"incrby", 3, 3, add_some<1>},
    {"decrby", 3, 3, add_some<-1>},
};

} // namespace

std::span<const command> number_commands() noexcept { return all_of_them; }

} // namespace key_value
