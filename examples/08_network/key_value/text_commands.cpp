// SPDX-License-Identifier: BSL-1.0
#include "commands.hpp"
#include "replies.hpp"

namespace key_value {

namespace {

void get(session& in, words all) {
    const store::entry* const found = in.keys.find(all[1], in.now);
    found ? put_text(in.out, found->value) : put_nothing(in.out);
}

// SET key value [NX | XX] [GET] [EX seconds | PX milliseconds | KEEPTTL]
void set(session& in, words all) {
    bool if_missing = false, if_there = false, gives = false, keeps = false;
    std::optional<rondo::instant> until;
    for (std::size_t i = 3; i != all.size(); ++i) {
        const bool seconds = is_word(all[i], "ex");
        if (is_word(all[i], "nx") && !if_there) {
            if_missing = true;
        } else if (is_word(all[i], "xx") && !if_missing) {
            if_there = true;
        } else if (is_word(all[i], "get")) {
            gives = true;
        } else if (is_word(all[i], "keepttl") && !until) {
            keeps = true;
        } else if ((seconds || is_word(all[i], "px")) && i + 1 != all.size() && !until && !keeps) {
            const auto number = whole_number(all[++i]);
            if (!number) return not_a_number(in);
            until = moment(in, *number,
                           seconds ? rondo::duration(std::chrono::seconds(1)) : std::chrono::milliseconds(1));
            if (*number <= 0 || !until) return put_error(in.out, "ERR invalid expire time in 'set' command");
        } else {
            return bad_syntax(in);
        }
    }
    const store::entry* const before = in.keys.find(all[1], in.now);
    const bool refused = before ? if_missing : if_there;
    if (gives) before ? put_text(in.out, before->value) : put_nothing(in.out);
    if (!gives && refused) put_nothing(in.out);
    if (refused) return;
    store::entry& of = in.keys.at(all[1], in.now);
    of.value = all[2];
    if (!keeps && (until || of.expiry)) in.keys.expire(all[1], of, until);
    if (!gives) in.out += "+OK\r\n";
}

void set_if_missing(session& in, words all) {
    const bool there = in.keys.find(all[1], in.now) != nullptr;
    if (!there) in.keys.at(all[1], in.now).value = all[2];
    put_integer(in.out, there ? 0 : 1);
}

void append(session& in, words all) {
    std::string& value = in.keys.at(all[1], in.now).value;
    value += all[2];
    put_integer(in.out, static_cast<long long>(value.size()));
}
void length(session& in, words all) {
    const store::entry* const found = in.keys.find(all[1], in.now);
    put_integer(in.out, found ? static_cast<long long>(found->value.size()) : 0);
}
void get_several(session& in, words all) {
    put_array(in.out, all.size() - 1);
    for (std::size_t i = 1; i != all.size(); ++i) get(in, all.subspan(i - 1, 2));
}
void set_several(session& in, words all) {
    if (all.size() % 2 == 0) return put_error(in.out, "ERR wrong number of arguments for 'mset' command");
    for (std::size_t i = 1; i != all.size(); i += 2) {
        store::entry& of = in.keys.at(all[i], in.now);
        of.value = all[i + 1];
        in.keys.expire(all[i], of, {});
    }
    in.out += "+OK\r\n";
}

constexpr command all_of_them[] = {
    {"get", 2, 2, get},
    {"set", 3, any, set},
    {"setnx", 3, 3, set_if_missing},
    {"append", 3, 3, append},
    {"strlen", 2, 2, length},
    {"mget", 2, any, get_several},
    {"mset", 3, any, set_several},
};

} // namespace

std::span<const command> text_commands() noexcept { return all_of_them; }

} // namespace key_value
