// SPDX-License-Identifier: BSL-1.0
//
// `table`: named columns and rows of cells, to be written as plain text, Markdown, JSON, CSV (csv.hpp) or HTML
// (page.hpp). A column says how its numbers are shown; JSON and CSV keep all their digits.
//
//     table results("Waiting times", {{"design"}, {"mean", {.digits = 2}}});
//     results.row("one queue", 3.254).row("two queues", 4.1);
#pragma once

#include <rondo/plot/json.hpp>

#include <concepts>
#include <cstdint>
#include <initializer_list>

namespace rondo::inline v0::plot {

/// What stands in one place of a table: nothing, a bool, a number, or text.
class RONDO_API cell {
public:
    using content = std::variant<std::monostate, bool, std::int64_t, std::uint64_t, double, std::string>;

    cell() = default;
    template <class T>
        requires(std::integral<T> || std::floating_point<T>) && (!detail::json_letter<T>)
    cell(T number) : content_(stored(number)) {}
    cell(std::string text) : content_(std::move(text)) {}
    cell(std::string_view text) : content_(std::in_place_type<std::string>, text) {}
    cell(const char* text) : content_(std::in_place_type<std::string>, text) {}
    template <class T>
        requires std::constructible_from<cell, const T&>
    cell(const std::optional<T>& maybe) : cell(maybe ? cell(*maybe) : cell()) {}

    const content& get() const noexcept { return content_; }
    bool is_number() const noexcept { return content_.index() >= 2 && content_.index() <= 4; }
    /// As text: a number with `digits` after the point, or, when that is negative, the shortest that reads back.
    std::string text(int digits = -1) const;

    friend bool operator==(const cell&, const cell&) = default;

private:
    template <class T>
    static content stored(T number) {
        if constexpr (std::same_as<T, bool>) {
            return number;
        } else if constexpr (std::signed_integral<T>) {
            return static_cast<std::int64_t>(number);
        } else if constexpr (std::unsigned_integral<T>) {
            return static_cast<std::uint64_t>(number);
        } else {
            return static_cast<double>(number);
        }
    }

    content content_;
};

struct column_options {
    int digits = -1; ///< after the point of a double, where it is shown to people; -1: as many as it has
};

struct column {
    std::string name;
    column_options options = {};
};

/// Rows under the names of columns. A value: copy it, keep it, return it.
class RONDO_API table {
public:
    /// Throws: value_error when there is no column.
    table(std::string_view title, std::vector<column> columns);

    /// Adds a row. Throws: value_error, with the table's title, when it has another number of cells than columns.
    template <class... Cells>
        requires(sizeof...(Cells) > 0 && (std::constructible_from<cell, const Cells&> && ...))
    table& row(const Cells&... cells) {
        std::vector<cell> made;
        made.reserve(sizeof...(Cells));
        (made.emplace_back(cells), ...);
        return row(std::move(made));
    }
    table& row(std::vector<cell> cells);

    const std::string& title() const noexcept { return title_; }
    const std::vector<column>& columns() const noexcept { return columns_; }
    const std::vector<std::vector<cell>>& rows() const noexcept { return rows_; }

private:
    std::string title_;
    std::vector<column> columns_;
    std::vector<std::vector<cell>> rows_;
};

/// Columns aligned by spaces: numbers to the right, text to the left. The title, unless it is empty, stands above.
RONDO_API void write_text(text_sink out, const table& t);
RONDO_API std::string to_text(const table& t);
/// A table of Markdown as the forges show it.
RONDO_API void write_markdown(text_sink out, const table& t);
RONDO_API std::string to_markdown(const table& t);
/// An array with an object a row, whose names are the columns'. What JSON cannot write is null.
RONDO_API void write_json(json_writer& out, const table& t);
RONDO_API std::string to_json(const table& t, json_options options = {});

} // namespace rondo::inline v0::plot
