// SPDX-License-Identifier: BSL-1.0
//
// `page`: charts, tables and words as one HTML file that needs nothing else: no script, no network, light and dark. The
// data of all charts and tables stands in it as JSON, in the element with the id "data", for whoever wants the numbers.
//
//     page report("A bank with reneging");
//     report.text("Seed 7, 1,000 replications.").add(queue).add(results);
//     save("bank.html", to_html(report));
#pragma once

#include <rondo/plot/svg.hpp>
#include <rondo/plot/table.hpp>

namespace rondo::inline v0::plot {

struct page_options {
    plot::theme theme = plot::theme::automatic;
    bool data = true;     ///< whether the data stands in the page as JSON
    bool two_wide = true; ///< charts stand side by side where the window is wide enough
};

/// What stands on a page, in order. A value. Each call gives the page back.
class RONDO_API page {
public:
    explicit page(std::string_view title, page_options options = {}) : title_(title), options_(options) {}

    page& heading(std::string_view words);
    page& text(std::string_view words); ///< a paragraph; an empty line within begins another
    page& add(chart c);
    page& add(table t);

    struct heading_part {
        std::string words;
    };
    struct text_part {
        std::string words;
    };
    using part = std::variant<heading_part, text_part, chart, table>;

    const std::string& title() const noexcept { return title_; }
    const page_options& options() const noexcept { return options_; }
    std::span<const part> parts() const noexcept { return parts_; }

private:
    std::string title_;
    page_options options_;
    std::vector<part> parts_;
};

/// The page as HTML 5, which is well-formed XML as well.
RONDO_API void write_html(text_sink out, const page& p);
RONDO_API std::string to_html(const page& p);

/// What stands in the page's element "data": {"title", "charts": […], "tables": [{"title", "rows"}]}.
RONDO_API void write_json(json_writer& out, const page& p);

} // namespace rondo::inline v0::plot
