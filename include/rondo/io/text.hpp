// SPDX-License-Identifier: BSL-1.0
//
// Functions of texts as values, for pipelines of lines and for everything else that takes a function: predicates for
// filter(), beside contains(), which is for any source; parts of a text for map(). A part is a view of the text that it is given.
//
//     "2026-11-23 ERROR db: connection lost"      before(": ") ──► "2026-11-23 ERROR db"
//        field(1) ──► "ERROR"                      after(": ") ──► "connection lost"
#pragma once

#include <rondo/base/config.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace rondo::inline v0 {

namespace detail {
/// What errors show of a text: its beginning, control characters spelt out.
RONDO_API std::string shown_text(std::string_view text);
[[noreturn]] RONDO_API void throw_no_separator(const char* function, std::string_view separator,
                                               std::string_view text);
[[noreturn]] RONDO_API void throw_no_field(std::size_t number, std::size_t there, std::string_view text);
RONDO_API void check_separator(const char* function, std::string_view separator);
/// What a text is, as functions of texts know each other.
struct text_function {};
struct text_predicate {};
} // namespace detail

class starts_with : public detail::text_predicate {
public:
    explicit starts_with(std::string literal) noexcept : literal_(std::move(literal)) {}
    bool operator()(std::string_view text) const noexcept { return text.starts_with(literal_); }

private:
    std::string literal_;
};

class ends_with : public detail::text_predicate {
public:
    explicit ends_with(std::string literal) noexcept : literal_(std::move(literal)) {}
    bool operator()(std::string_view text) const noexcept { return text.ends_with(literal_); }

private:
    std::string literal_;
};

/// What stands behind the first `separator`. Throws: value_error, which shows the text, when it has none; value_error at
/// once for an empty separator.
class after : public detail::text_function {
public:
    explicit after(std::string separator) : separator_(std::move(separator)) {
        detail::check_separator("after", separator_);
    }
    std::string_view operator()(std::string_view text) const {
        const std::size_t at = text.find(separator_);
        if (at == text.npos) [[unlikely]]
            detail::throw_no_separator("after", separator_, text);
        return text.substr(at + separator_.size());
    }

private:
    std::string separator_;
};

/// What stands before the first `separator`. Throws: as after.
class before : public detail::text_function {
public:
    explicit before(std::string separator) : separator_(std::move(separator)) {
        detail::check_separator("before", separator_);
    }
    std::string_view operator()(std::string_view text) const {
        const std::size_t at = text.find(separator_);
        if (at == text.npos) [[unlikely]]
            detail::throw_no_separator("before", separator_, text);
        return text.substr(0, at);
    }

private:
    std::string separator_;
};

/// A field by its number, from 0. field(n): between runs of blanks and tabs, those at the beginning and the end not counted,
/// as Python's split(). field(n, c): between single c, as split(c): fields may be empty.
/// Throws: value_error, which shows the text, when there are fewer.
class field : public detail::text_function {
public:
    explicit field(std::size_t number) noexcept : number_(number), by_blanks_(true) {}
    field(std::size_t number, char separator) noexcept : number_(number), separator_(separator) {}
    RONDO_API std::string_view operator()(std::string_view text) const;

private:
    std::size_t number_;
    char separator_ = ' ';
    bool by_blanks_ = false;
};

} // namespace rondo::inline v0
