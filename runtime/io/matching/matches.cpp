// SPDX-License-Identifier: BSL-1.0
#include <rondo/io/matches.hpp>

#include <rondo/base/errors.hpp>

#include <re2/re2.h>

#include <array>
#include <optional>

namespace rondo::inline v0 {

namespace {

// RE2 gives at most \9 by its replacing functions; we ask for one group, and it counts from 0.
constexpr std::size_t most_groups = 64;

RE2::Options options_of(const matches_options& how) {
    RE2::Options all(how.bytes ? RE2::Latin1 : RE2::DefaultOptions);
    all.set_case_sensitive(!how.ignore_case);
    all.set_log_errors(false); // they are thrown
    return all;
}

// Whether an expression means the same when it is looked for in many lines at once, as (?m) without newlines: not when it says
// where a text begins or ends, or changes what ^ and $ are.
bool is_by_line(std::string_view pattern) {
    for (const std::string_view text_ends : {"\\A", "\\z", "\\C", "\\Q"})
        if (pattern.find(text_ends) != std::string_view::npos) return false;
    for (std::size_t at = 0; (at = pattern.find("(?", at)) != std::string_view::npos; at += 2) {
        const std::size_t end = pattern.find_first_not_of("isU", at + 2);
        if (end == std::string_view::npos || (pattern[end] != ':' && pattern[end] != ')')) return false;
    }
    return true;
}

RE2::Options by_line(RE2::Options all) {
    all.set_never_nl(true);
    return all;
}

re2::StringPiece piece(std::string_view text) { return re2::StringPiece(text.data(), text.size()); }

} // namespace

struct detail::expression::parts {
    parts(std::string text, const matches_options& how)
        : pattern(std::move(text)), compiled(pattern, options_of(how)),
          anchor(how.whole ? RE2::ANCHOR_BOTH : RE2::UNANCHORED) {
        if (how.whole || !compiled.ok() || !is_by_line(pattern)) return;
        searching.emplace("(?m)" + pattern, by_line(options_of(how)));
        if (!searching->ok()) searching.reset();
    }
    std::string pattern;
    RE2 compiled;
    std::optional<RE2> searching; // in many lines
    RE2::Anchor anchor;
};

detail::expression::expression(const char* function, std::string pattern, const matches_options& how) {
    auto made = std::make_shared<const parts>(std::move(pattern), how);
    if (!made->compiled.ok())
        throw value_error(std::string(function) + "(" + shown_text(made->pattern) +
                          "): " + made->compiled.error() +
                          ": the syntax is RE2's, without look-around and back references");
    parts_ = std::move(made);
}

bool detail::expression::found_in(std::string_view text) const noexcept {
    return parts_->compiled.Match(piece(text), 0, text.size(), parts_->anchor, nullptr, 0);
}

bool detail::expression::can_search() const noexcept { return parts_->searching.has_value(); }

std::size_t detail::expression::line_in(std::string_view lines) const noexcept {
    re2::StringPiece found;
    if (!parts_->searching->Match(piece(lines), 0, lines.size(), RE2::UNANCHORED, &found, 1))
        return std::string_view::npos;
    const auto at = static_cast<std::size_t>(found.data() - lines.data());
    return at == lines.size() ? std::string_view::npos : at; // behind the last newline there is no line
}

bool detail::expression::group_in(std::string_view text, std::size_t group,
                                  std::string_view& into) const noexcept {
    std::array<re2::StringPiece, most_groups> found;
    const int asked = static_cast<int>(group) + 1;
    if (!parts_->compiled.Match(piece(text), 0, text.size(), parts_->anchor, found.data(), asked))
        return false;
    into = {found[group].data(), found[group].size()};
    return true;
}

std::size_t detail::expression::groups() const noexcept {
    return static_cast<std::size_t>(parts_->compiled.NumberOfCapturingGroups());
}

const std::string& detail::expression::pattern() const noexcept { return parts_->pattern; }

matches::matches(std::string pattern, const matches_options& how)
    : expression_("matches", std::move(pattern), how) {}

captured::captured(std::string pattern, std::size_t group, const matches_options& how)
    : expression_("captured", std::move(pattern), how), group_(group) {
    const std::size_t there = expression_.groups();
    if (group > there || group >= most_groups)
        throw value_error("captured(" + detail::shown_text(expression_.pattern()) + ", " +
                          std::to_string(group) + "): the expression has " + std::to_string(there) +
                          " groups" + (there == 0 ? ": put the part that is wanted in ( )" : "") +
                          (group >= most_groups ? ": ask for one of the first 63" : ""));
}

std::string_view captured::operator()(std::string_view text) const {
    std::string_view part;
    if (!expression_.group_in(text, group_, part)) [[unlikely]]
        throw value_error("captured(" + detail::shown_text(expression_.pattern()) + "): no match in " +
                          detail::shown_text(text));
    return part;
}

} // namespace rondo::inline v0
