// SPDX-License-Identifier: BSL-1.0
#include <rondo/plot/table.hpp>

#include "text.hpp"

#include <rondo/base/errors.hpp>

#include <algorithm>
#include <cmath>

namespace rondo::inline v0::plot {

namespace {

/// Whether the column is one of numbers: nothing else stands in it, but for cells that are empty.
bool numeric(const table& t, std::size_t column) {
    bool any = false;
    for (const auto& row : t.rows()) {
        if (row[column].is_number()) {
            any = true;
        } else if (row[column] != cell()) {
            return false;
        }
    }
    return any;
}

std::string shown(const table& t, const std::vector<cell>& row, std::size_t column) {
    std::string text = row[column].text(t.columns()[column].options.digits);
    for (char& letter : text)
        if (letter == '\n' || letter == '\r' || letter == '\t') letter = ' '; // a cell is one line
    return text;
}

void append_padded(std::string& out, std::string_view text, std::size_t width, bool right) {
    const std::size_t length = detail::count_code_points(text);
    const std::size_t spaces = width > length ? width - length : 0;
    if (right) out.append(spaces, ' ');
    out += text;
    if (!right) out.append(spaces, ' ');
}

std::string in_markdown(std::string_view text) {
    std::string escaped;
    for (char letter : text) {
        if (std::string_view("|\\`*_<>[]").find(letter) != std::string_view::npos) escaped += '\\';
        escaped += letter;
    }
    return escaped;
}

} // namespace

std::string cell::text(int digits) const {
    std::string out;
    if (const auto* b = std::get_if<bool>(&content_)) return *b ? "true" : "false";
    if (const auto* i = std::get_if<std::int64_t>(&content_)) return std::to_string(*i);
    if (const auto* u = std::get_if<std::uint64_t>(&content_)) return std::to_string(*u);
    if (const auto* s = std::get_if<std::string>(&content_)) return *s;
    if (const auto* d = std::get_if<double>(&content_)) {
        if (digits < 0) {
            detail::append_number(out, *d);
        } else {
            detail::append_fixed(out, *d, digits);
        }
    }
    return out;
}

table::table(std::string_view title, std::vector<column> columns)
    : title_(title), columns_(std::move(columns)) {
    if (columns_.empty()) throw value_error("plot::table '" + title_ + "' has no columns");
}

table& table::row(std::vector<cell> cells) {
    if (cells.size() != columns_.size())
        throw value_error("plot::table '" + title_ + "': row " + std::to_string(rows_.size() + 1) + " has " +
                          std::to_string(cells.size()) + " cells for " + std::to_string(columns_.size()) +
                          " columns");
    rows_.push_back(std::move(cells));
    return *this;
}

void write_text(text_sink out, const table& t) {
    const std::size_t count = t.columns().size();
    std::vector<std::size_t> widths(count);
    std::vector<bool> right(count);
    for (std::size_t c = 0; c < count; ++c) {
        right[c] = numeric(t, c);
        widths[c] = detail::count_code_points(t.columns()[c].name);
        for (const auto& row : t.rows())
            widths[c] = std::max(widths[c], detail::count_code_points(shown(t, row, c)));
    }
    std::string line;
    const auto end_line = [&] {
        line.erase(line.find_last_not_of(' ') + 1);
        line += '\n';
        out(line);
        line.clear();
    };
    if (!t.title().empty()) out(t.title() + "\n");
    for (std::size_t c = 0; c < count; ++c) {
        if (c > 0) line += "  ";
        append_padded(line, t.columns()[c].name, widths[c], right[c]);
    }
    end_line();
    for (std::size_t c = 0; c < count; ++c) line.append(c > 0 ? "  " : "").append(widths[c], '-');
    end_line();
    for (const auto& row : t.rows()) {
        for (std::size_t c = 0; c < count; ++c) {
            if (c > 0) line += "  ";
            append_padded(line, shown(t, row, c), widths[c], right[c]);
        }
        end_line();
    }
}

void write_markdown(text_sink out, const table& t) {
    std::string line;
    for (const column& c : t.columns()) (line += "| ") += in_markdown(c.name) + ' ';
    line += "|\n";
    for (std::size_t c = 0; c < t.columns().size(); ++c) line += numeric(t, c) ? "|--:" : "|---";
    line += "|\n";
    out(line);
    for (const auto& row : t.rows()) {
        line.clear();
        for (std::size_t c = 0; c < row.size(); ++c) (line += "| ") += in_markdown(shown(t, row, c)) + ' ';
        line += "|\n";
        out(line);
    }
}

void write_json(json_writer& out, const table& t) {
    out.begin_array();
    for (const auto& row : t.rows()) {
        out.begin_object();
        for (std::size_t c = 0; c < row.size(); ++c) {
            const double* number = std::get_if<double>(&row[c].get());
            out.key(t.columns()[c].name);
            if (number && !std::isfinite(*number)) {
                out.value(nullptr);
            } else {
                out.value(row[c].get());
            }
        }
        out.end_object();
    }
    out.end_array();
}

std::string to_text(const table& t) {
    std::string text;
    write_text(text, t);
    return text;
}

std::string to_markdown(const table& t) {
    std::string text;
    write_markdown(text, t);
    return text;
}

std::string to_json(const table& t, json_options options) {
    std::string text;
    json_writer out(text, options);
    write_json(out, t);
    return text;
}

} // namespace rondo::inline v0::plot
