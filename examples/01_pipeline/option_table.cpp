// SPDX-License-Identifier: BSL-1.0
#include "option_table.hpp"

#include "failure.hpp"

#include <algorithm>
#include <charconv>

namespace pipeline {
namespace {

std::uint64_t number(const std::string& text, bool sized) {
    std::uint64_t value = 0;
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
    std::string_view suffix(end, static_cast<std::size_t>(text.data() + text.size() - end));
    unsigned shift = 0;
    if (sized && !suffix.empty()) {
        shift = suffix[0] == 'K' ? 10 : suffix[0] == 'M' ? 20 : suffix[0] == 'G' ? 30 : 0;
        if (shift != 0) suffix.remove_prefix(1);
        if (shift != 0 && (suffix == "iB" || suffix == "B")) suffix = {};
    }
    if (code == std::errc{} && suffix.empty() && value << shift >> shift == value) return value << shift;
    throw usage_error(sized ? "is no number of bytes; write 1048576, 1024K, 1M or 1G" : "is no number");
}

template <class Value>
Value one_of(std::optional<Value> found, const char* allowed) {
    if (!found) throw usage_error(std::string("is not known; choose from ") + allowed);
    return *found;
}

std::optional<level> any_case_level(std::string word) {
    for (char& c : word)
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    return level_named(word);
}

std::optional<shape> shape_named(std::string_view word) {
    if (word == "message") return shape::message;
    if (word == "tsv") return shape::tsv;
    if (word == "jsonl") return shape::jsonl;
    return {};
}

using text = const std::string&;
constexpr std::array<option, 14> known{{
    {"--help", false, [](options& to, text) { to.what = action::help; }},
    {"--quiet", false, [](options& to, text) { to.quiet = true; }},
    {"--main-job", false, [](options& to, text) { to.what = action::main_job; }},
    {"--make-log", true, [](options& to, text v) { to.what = action::make_log, to.make_log = v; }},
    {"--format", true,
     [](options& to, text v) {
         to.grammar = one_of(format_named(v), "lesson, syslog, dpkg, combined, auto");
     }},
    {"--level", true,
     [](options& to, text v) {
         to.least = one_of(any_case_level(v), "TRACE, DEBUG, INFO, WARN, ERROR, FATAL");
     }},
    {"--output", true,
     [](options& to, text v) { to.output = one_of(shape_named(v), "message, tsv, jsonl"); }},
    {"--grep", true, [](options& to, text v) { to.grep = v; }},
    {"--out", true, [](options& to, text v) { to.out = v; }},
    {"--rejects", true, [](options& to, text v) { to.rejects = v; }},
    {"--summary-json", true, [](options& to, text v) { to.summary_json = v; }},
    {"--max-line", true, [](options& to, text v) { to.max_line = number(v, true); }},
    {"--bytes", true, [](options& to, text v) { to.bytes = number(v, true); }},
    {"--seed", true, [](options& to, text v) { to.seed = number(v, false); }},
}};

} // namespace

const option* find_option(std::string_view name) {
    const auto* const found =
        std::find_if(known.begin(), known.end(), [&](const option& o) { return o.name == name; });
    return found == known.end() ? nullptr : found;
}

} // namespace pipeline
