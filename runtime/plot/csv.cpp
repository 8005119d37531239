// SPDX-License-Identifier: BSL-1.0
#include <rondo/plot/csv.hpp>

#include <rondo/base/assert.hpp>
#include <rondo/base/errors.hpp>

namespace rondo::inline v0::plot {

csv_writer::csv_writer(text_sink out, csv_options options) : out_(out), options_(options) {
    const char c = options.separator;
    expects(c != '"' && c != '\n' && c != '\r' && c != '\0',
            "csv_writer: a separator that would not separate");
}

void csv_writer::begin_row(std::size_t cells) {
    if (rows_ == 0) {
        width_ = cells;
    } else if (cells != width_) {
        throw value_error("csv_writer: row " + std::to_string(rows_ + 1) + " has " + std::to_string(cells) +
                          " cells, and the first row " + std::to_string(width_));
    }
    line_.clear();
    first_in_row_ = true;
}

void csv_writer::add(const cell& c) {
    if (!first_in_row_) line_ += options_.separator;
    first_in_row_ = false;
    const std::string text = c.text();
    const bool lone_nothing = width_ == 1 && text.empty(); // an empty line would be no row
    const bool quoted = lone_nothing || text.find_first_of("\"\r\n") != std::string::npos ||
                        text.find(options_.separator) != std::string::npos;
    if (!quoted) {
        line_ += text;
        return;
    }
    line_ += '"';
    for (char letter : text) line_.append(letter == '"' ? 2 : 1, letter);
    line_ += '"';
}

csv_writer& csv_writer::end_row() {
    line_ += options_.crlf ? "\r\n" : "\n";
    out_(line_);
    ++rows_;
    return *this;
}

csv_writer& csv_writer::row(const std::vector<cell>& cells) {
    expects(!cells.empty(), "csv_writer: a row has at least one cell");
    begin_row(cells.size());
    for (const cell& c : cells) add(c);
    return end_row();
}

void write_csv(text_sink out, const table& t, csv_options options) {
    csv_writer csv(out, options);
    std::vector<cell> names;
    for (const column& c : t.columns()) names.emplace_back(c.name);
    csv.row(names);
    for (const std::vector<cell>& row : t.rows()) csv.row(row);
}

std::string to_csv(const table& t, csv_options options) {
    std::string text;
    write_csv(text, t, options);
    return text;
}

} // namespace rondo::inline v0::plot
