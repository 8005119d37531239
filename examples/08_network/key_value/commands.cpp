// SPDX-License-Identifier: BSL-1.0
#include "commands.hpp"

#include "replies.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <unordered_map>

namespace key_value {

namespace {

constexpr std::size_t longest_name = 16;

char small_letter(char c) noexcept { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

const command* find_command(std::string_view name) {
    static const auto all = [] {
        std::unordered_map<std::string_view, const command*> made;
        for (const auto part : {text_commands(), number_commands(), key_commands(), server_commands()})
            for (const command& each : part) made.emplace(each.name, &each);
        return made;
    }();
    std::array<char, longest_name> small{};
    if (name.size() > small.size()) return nullptr;
    std::ranges::transform(name, small.begin(), small_letter);
    const auto found = all.find(std::string_view(small.data(), name.size()));
    return found == all.end() ? nullptr : found->second;
}

} // namespace

std::optional<long long> whole_number(std::string_view text) noexcept {
    long long value = 0;
    const char* const end = text.data() + text.size();
    const auto [stopped, code] = std::from_chars(text.data(), end, value);
    if (text.empty() || code != std::errc() || stopped != end) return std::nullopt;
    return value;
}

bool is_word(std::string_view text, std::string_view small) noexcept {
    return std::ranges::equal(text, small, {}, small_letter);
}

std::optional<rondo::instant> moment(const session& in, long long number, rondo::duration unit) noexcept {
    const long long most = (rondo::instant::max() - in.now) / unit;
    if (number > most || number < -most) return std::nullopt;
    return in.now + number * unit;
}

void run_request(session& in, words all) {
    const command* const found = find_command(all[0]);
    if (!found) {
        std::string text =
            "ERR unknown command '" + std::string(all[0].substr(0, 128)) + "', with args beginning with: ";
        for (const std::string_view each : all.subspan(1, std::min<std::size_t>(all.size() - 1, 8)))
            text.append("'").append(each.substr(0, 128)).append("' ");
        return put_error(in.out, text);
    }
    if (all.size() < found->least || all.size() > found->most)
        return put_error(in.out,
                         "ERR wrong number of arguments for '" + std::string(found->name) + "' command");
    found->run(in, all);
}

} // namespace key_value
