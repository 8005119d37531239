// SPDX-License-Identifier: BSL-1.0
#include "commands.hpp"
#include "replies.hpp"

namespace key_value {

namespace {

void ping(session& in, words all) { all.size() == 1 ? put_word(in.out, "PONG") : put_text(in.out, all[1]); }
void echo(session& in, words all) { put_text(in.out, all[1]); }
void select_database(session& in, words all) {
    if (all[1] == "0") return put_word(in.out, "OK");
    put_error(in.out, "ERR DB index is out of range");
}
void quit(session& in, words) {
    put_word(in.out, "OK");
    in.ends = true;
}
// Clients ask for what they could do; they do without.
void describe(session& in, words all) {
    const bool counts = all.size() == 2 && is_word(all[1], "count");
    if (!counts) return put_array(in.out, 0);
    put_integer(in.out, static_cast<long long>(text_commands().size() + number_commands().size() +
                                               key_commands().size() + server_commands().size()));
}
void config(session& in, words all) {
    if (is_word(all[1], "get") && all.size() >= 3) return put_array(in.out, 0);
    put_error(in.out, "ERR this server has nothing to configure");
}
void client(session& in, words all) {
    if (is_word(all[1], "setname") || is_word(all[1], "setinfo")) return put_word(in.out, "OK");
    if (is_word(all[1], "getname")) return put_nothing(in.out);
    put_error(in.out, "ERR unknown subcommand of 'client'");
}
void info(session& in, words) {
    const std::string text =
        "# Server\r\nserver:rondo key_value\r\n# Keyspace\r\ndb0:keys=" + std::to_string(in.keys.size()) +
        ",expires=" + std::to_string(in.keys.with_expiry()) + "\r\n";
    put_text(in.out, text);
}

constexpr command all_of_them[] = {
    {"ping", 1, 2, ping},       {"echo", 2, 2, echo},          {"select", 2, 2, select_database},
    {"quit", 1, 1, quit},       {"command", 1, any, describe}, {"config", 2, any, config},
    {"client", 2, any, client}, {"info", 1, any, info},
};

} // namespace

std::span<const command> server_commands() noexcept { return all_of_them; }

} // namespace key_value
