// SPDX-License-Identifier: BSL-1.0
#include <rondo/plot/page.hpp>

#include "svg_view.hpp"

#include <rondo/plot/palette.hpp>

#include <algorithm>

namespace rondo::inline v0::plot {

namespace {

using detail::element;

void append_colours(std::string& css, const palette& p) {
    ((((css += "body{background:") += p.page) += ";color:") += p.text) += "}\n";
    ((css += "th,caption,.note{color:") += p.muted) += "}\n";
    ((css += "th,td{border-color:") += p.grid) += "}\n";
}

std::string page_style(const page_options& options) {
    std::string css =
        "body{font:16px/1.5 system-ui,'Segoe UI',Roboto,'DejaVu Sans',sans-serif;"
        "max-width:1500px;margin:0 auto;padding:24px}\n"
        "h1{font-size:26px;line-height:1.2;margin:0 0 12px}\nh2{font-size:20px;margin:32px 0 8px}\n"
        "p{max-width:72ch;margin:8px 0}\n"
        ".row{display:flex;flex-wrap:wrap;gap:20px;margin:16px -14px}\n"
        ".row svg{max-width:100%;height:auto}\n.scroll{overflow-x:auto;margin:16px 0}\n"
        "table{border-collapse:collapse;font-variant-numeric:tabular-nums}\n"
        "caption{text-align:left;padding:4px 0}\n"
        "th,td{padding:4px 12px;border-bottom:1px solid;text-align:left}\n"
        "th{font-weight:500}\n.n{text-align:right}\n";
    if (!options.two_wide) css += ".row{flex-direction:column}\n";
    append_colours(css, options.theme == theme::dark ? dark_palette : light_palette);
    if (options.theme == theme::automatic) {
        css += "@media (prefers-color-scheme:dark){\n";
        append_colours(css, dark_palette);
        css += "}\n";
    }
    // The browser's own colours, of scroll bars and the like, follow.
    css += options.theme == theme::automatic ? ":root{color-scheme:light dark}\n"
           : options.theme == theme::dark    ? ":root{color-scheme:dark}\n"
                                             : ":root{color-scheme:light}\n";
    return css + detail::chart_style(options.theme);
}

void write_paragraphs(element& body, std::string_view words) {
    while (!words.empty()) {
        const std::size_t end = std::min(words.find("\n\n"), words.size());
        if (end > 0) element(body, "p").text(words.substr(0, end));
        words.remove_prefix(std::min(end + 2, words.size()));
    }
}

void write_table(element& body, const table& t) {
    const std::size_t count = t.columns().size();
    std::vector<bool> numbers(count);
    for (std::size_t c = 0; c < count; ++c)
        numbers[c] = std::ranges::any_of(t.rows(), [&](const auto& row) { return row[c].is_number(); });
    element scroll(body, "div");
    scroll.attr("class", "scroll");
    element made(scroll, "table");
    if (!t.title().empty()) element(made, "caption").text(t.title());
    {
        element head(made, "thead");
        element row(head, "tr");
        for (std::size_t c = 0; c < count; ++c) {
            element name(row, "th");
            if (numbers[c]) name.attr("class", "n");
            name.text(t.columns()[c].name);
        }
    }
    element rows(made, "tbody");
    for (const auto& cells : t.rows()) {
        element row(rows, "tr");
        for (std::size_t c = 0; c < count; ++c) {
            element one(row, "td");
            if (cells[c].is_number()) one.attr("class", "n");
            one.text(cells[c].text(t.columns()[c].options.digits));
        }
    }
}

/// Charts that follow each other share a row, as far as the window is wide enough.
void write_parts(element& body, const page& p) {
    const auto parts = p.parts();
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (const auto* heading = std::get_if<page::heading_part>(&parts[i])) {
            element(body, "h2").text(heading->words);
        } else if (const auto* text = std::get_if<page::text_part>(&parts[i])) {
            write_paragraphs(body, text->words);
        } else if (const auto* t = std::get_if<table>(&parts[i])) {
            write_table(body, *t);
        } else {
            element row(body, "div");
            row.attr("class", "row");
            for (;; ++i) {
                const std::string id = "c" + std::to_string(i);
                const svg_options how{p.options().theme, true, id};
                row.raw(to_svg(std::get<chart>(parts[i]), how));
                if (i + 1 == parts.size() || !std::holds_alternative<chart>(parts[i + 1])) break;
            }
        }
    }
}

} // namespace

page& page::heading(std::string_view words) {
    parts_.emplace_back(heading_part{std::string(words)});
    return *this;
}

page& page::text(std::string_view words) {
    parts_.emplace_back(text_part{std::string(words)});
    return *this;
}

page& page::add(chart c) {
    parts_.emplace_back(std::move(c));
    return *this;
}

page& page::add(table t) {
    parts_.emplace_back(std::move(t));
    return *this;
}

void write_json(json_writer& out, const page& p) {
    out.begin_object().member("title", p.title()).key("charts").begin_array();
    for (const page::part& part : p.parts())
        if (const auto* c = std::get_if<chart>(&part)) write_json(out, *c);
    out.end_array().key("tables").begin_array();
    for (const page::part& part : p.parts()) {
        const auto* t = std::get_if<table>(&part);
        if (!t) continue;
        out.begin_object().member("title", t->title()).key("rows");
        write_json(out, *t);
        out.end_object();
    }
    out.end_array().end_object();
}

std::string to_html(const page& p) {
    std::string out = "<!DOCTYPE html>\n";
    { // end tags are written where the elements die
        element html(out, "html");
        html.attr("xmlns", "http://www.w3.org/1999/xhtml").attr("lang", "en");
        {
            element head(html, "head");
            element(head, "meta").attr("charset", "utf-8");
            element(head, "meta")
                .attr("name", "viewport")
                .attr("content", "width=device-width, initial-scale=1");
            element(head, "title").text(p.title());
            element(head, "style").raw(page_style(p.options()));
        }
        element body(html, "body");
        element(body, "h1").text(p.title());
        write_parts(body, p);
        if (p.options().data) {
            std::string data;
            json_writer json(data,
                             {.indent = 0, .numbers = non_finite::null, .lines = false, .in_html = true});
            write_json(json, p);
            element(body, "script").attr("type", "application/json").attr("id", "data").raw(data + "\n");
        }
    }
    return out;
}

void write_html(text_sink out, const page& p) { out(to_html(p)); }

} // namespace rondo::inline v0::plot
