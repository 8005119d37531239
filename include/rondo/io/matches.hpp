// SPDX-License-Identifier: BSL-1.0
//
// Regular expressions as values, for pipelines of lines and for everything else that takes a function of a text. A library
// of its own, on RE2: link rondo::matching. RE2 takes time linear in the text, whatever the expression is.
//
//     lines("access.log") | filter(matches(R"( 5\d\d \d+$)")) | map(captured(R"("(?:GET|POST) (\S+))")) | into(paths)
#pragma once

#include <rondo/io/text.hpp>

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace rondo::inline v0 {

/// How an expression is read. Its syntax is RE2's: that of Perl, without look-around and back references.
struct matches_options {
    bool ignore_case = false;
    bool whole = false; ///< the expression has to match all of a text; otherwise any part of it
    bool bytes = false; ///< text is bytes, `.` one of them; otherwise it is UTF-8
};

namespace detail {
class RONDO_API expression {
public:
    expression(const char* function, std::string pattern, const matches_options& how);
    bool found_in(std::string_view text) const noexcept;
    /// Returns: a place in the first of these lines that may fit, or npos. Requires: can_search().
    std::size_t line_in(std::string_view lines) const noexcept;
    bool can_search() const noexcept;
    /// Returns: whether it was found; `into` is the group's part of the text, or empty when it took no part.
    bool group_in(std::string_view text, std::size_t group, std::string_view& into) const noexcept;
    std::size_t groups() const noexcept;
    const std::string& pattern() const noexcept;

private:
    struct parts;
    std::shared_ptr<const parts> parts_; // copies share what was compiled
};
} // namespace detail

/// Whether a text has a part that the expression matches. Compiled once; copies share it.
/// Throws: value_error for an expression that RE2 refuses, with the place and the reason. Threads: any number.
/// Source: https://github.com/google/re2/wiki/Syntax
class RONDO_API matches : public detail::text_predicate {
public:
    explicit matches(std::string pattern, const matches_options& how = {});
    bool operator()(std::string_view text) const noexcept { return expression_.found_in(text); }

    // --- For pipelines: as the first filter it goes through whole blocks.
    std::size_t find(std::string_view lines) const noexcept { return expression_.line_in(lines); }
    bool can_search() const noexcept { return expression_.can_search(); }

private:
    detail::expression expression_;
};

/// The part of a text that a group of the expression matches, from 1; 0 is all that matches. A group that takes no part
/// gives an empty text. Throws: value_error at once as matches, and for a group that the expression has not; value_error,
/// which shows the text, where nothing matches.
class RONDO_API captured : public detail::text_function {
public:
    explicit captured(std::string pattern, std::size_t group = 1, const matches_options& how = {});
    std::string_view operator()(std::string_view text) const;

private:
    detail::expression expression_;
    std::size_t group_;
};

} // namespace rondo::inline v0
