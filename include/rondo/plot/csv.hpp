// SPDX-License-Identifier: BSL-1.0
//
// `csv_writer`: rows of cells as comma-separated values, of any length, in constant memory. A cell is quoted where it
// has to be, and only there; every row has as many cells as the first.
//
//     csv_writer out(text);
//     out.row("design", "wait").row("one queue", 3.25);
//     → design,wait
//       one queue,3.25
#pragma once

#include <rondo/plot/sink.hpp>
#include <rondo/plot/table.hpp>

#include <cstdint>

namespace rondo::inline v0::plot {

struct csv_options {
    char separator = ',';
    bool crlf = false; ///< ends lines as RFC 4180 says; otherwise by a line feed alone
};

/// Writes rows. Numbers are the shortest that read back as the same; NaN and infinities are `nan`, `inf`, `-inf`; a bool
/// is `true` or `false`; nothing is an empty cell.
/// Lifetime: the sink's target outlives it. Source: RFC 4180.
class RONDO_API csv_writer {
public:
    explicit csv_writer(text_sink out, csv_options options = {});

    /// Throws: value_error when the row has another number of cells than the first, and says which row.
    template <class... Cells>
        requires(sizeof...(Cells) > 0 && (std::constructible_from<cell, const Cells&> && ...))
    csv_writer& row(const Cells&... cells) {
        begin_row(sizeof...(Cells));
        (add(cell(cells)), ...);
        return end_row();
    }
    /// The same, of a number of cells that is known at run time.
    csv_writer& row(const std::vector<cell>& cells);

    std::uint64_t rows() const noexcept {
        return rows_;
    } ///< how many there are, the first (of names) included

private:
    void begin_row(std::size_t cells);
    void add(const cell& c);
    csv_writer& end_row();

    text_sink out_;
    csv_options options_;
    std::string line_;
    std::size_t width_ = 0;
    std::uint64_t rows_ = 0;
    bool first_in_row_ = true;
};

/// Writes the table's names and rows, numbers with all their digits.
RONDO_API void write_csv(text_sink out, const table& t, csv_options options = {});
RONDO_API std::string to_csv(const table& t, csv_options options = {});

} // namespace rondo::inline v0::plot
