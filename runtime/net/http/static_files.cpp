// SPDX-License-Identifier: BSL-1.0
#include <rondo/net/http/static_files.hpp>

#include "date.hpp"
#include "words.hpp"

#include <rondo/base/error.hpp>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>

namespace rondo::inline v0::http {

struct static_files::parts {
    rooted_directory root;
    std::string index;
    std::string cache_control;
    bool listing = false;
    bool hidden = false;
};

namespace {

constexpr std::uint64_t sent_whole = 65536;    // bytes: up to here a file is one piece
constexpr std::size_t piece_of_file = 131'072; // as much as is read on the spot, when it is in memory

struct known_type {
    std::string_view suffix;
    std::string_view type;
};

constexpr known_type known_types[] = {
    {"avif", "image/avif"},
    {"bmp", "image/bmp"},
    {"css", "text/css; charset=utf-8"},
    {"csv", "text/csv; charset=utf-8"},
    {"gif", "image/gif"},
    {"gz", "application/gzip"},
    {"htm", "text/html; charset=utf-8"},
    {"html", "text/html; charset=utf-8"},
    {"ico", "image/x-icon"},
    {"jpeg", "image/jpeg"},
    {"jpg", "image/jpeg"},
    {"js", "text/javascript; charset=utf-8"},
    {"json", "application/json"},
    {"log", "text/plain; charset=utf-8"},
    {"md", "text/markdown; charset=utf-8"},
    {"mjs", "text/javascript; charset=utf-8"},
    {"mp3", "audio/mpeg"},
    {"mp4", "video/mp4"},
    {"oga", "audio/ogg"},
    {"ogg", "audio/ogg"},
    {"ogv", "video/ogg"},
    {"otf", "font/otf"},
    {"pdf", "application/pdf"},
    {"png", "image/png"},
    {"svg", "image/svg+xml"},
    {"tar", "application/x-tar"},
    {"ttf", "font/ttf"},
    {"txt", "text/plain; charset=utf-8"},
    {"wasm", "application/wasm"},
    {"wav", "audio/wav"},
    {"webm", "video/webm"},
    {"webp", "image/webp"},
    {"woff", "font/woff"},
    {"woff2", "font/woff2"},
    {"xml", "application/xml"},
    {"zip", "application/zip"},
    {"zst", "application/zstd"},
};

std::string etag_of(const file_status& about) {
    std::array<char, 64> text{};
    char* at = text.data();
    char* const end = text.data() + text.size();
    *at++ = '"';
    at = std::to_chars(at, end, about.modified, 16).ptr;
    *at++ = '-';
    at = std::to_chars(at, end, about.size, 16).ptr;
    *at++ = '-';
    at = std::to_chars(at, end, about.inode, 16).ptr;
    *at++ = '"';
    return {text.data(), at};
}

std::int64_t seconds_of(const file_status& about) noexcept {
    return about.modified / 1'000'000'000 - (about.modified % 1'000'000'000 < 0 ? 1 : 0);
}

// Whether one of the fields `name` is "*" or has the tag; `weak`: a tag that begins with W/ is the same.
bool names_tag(const headers& fields, std::string_view name, std::string_view tag, bool weak) {
    if (fields.has_token(name, "*")) return true;
    for (std::size_t i = 0; i != fields.size(); ++i) {
        const headers::field each = fields[i];
        if (!detail::same_word(each.name, name)) continue;
        for (std::size_t at = each.value.find(tag); at != each.value.npos;
             at = each.value.find(tag, at + 1)) {
            const bool is_weak = at >= 2 && each.value.substr(at - 2, 2) == "W/";
            if (weak || !is_weak) return true;
        }
    }
    return false;
}

// 0: send it; 304 or 412. Source: RFC 9110, 13.2.2.
unsigned condition_of(const headers& asked, const file_status& about, std::string_view tag) {
    if (asked.has("If-Match")) {
        if (!names_tag(asked, "If-Match", tag, false)) return 412;
    } else if (const auto when = asked.get("If-Unmodified-Since")) {
        const auto date = detail::parse_date(*when);
        if (date && seconds_of(about) > *date) return 412;
    }
    if (asked.has("If-None-Match")) return names_tag(asked, "If-None-Match", tag, true) ? 304 : 0;
    if (const auto when = asked.get("If-Modified-Since")) {
        const auto date = detail::parse_date(*when);
        if (date && seconds_of(about) <= *date) return 304;
    }
    return 0;
}

struct byte_range {
    std::uint64_t first = 0;
    std::uint64_t size = 0;
};

enum class ranges : unsigned char { all, one, none_fits };

std::optional<std::uint64_t> whole_number(std::string_view text) noexcept {
    std::uint64_t value = 0;
    const auto [stopped, code] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || stopped != text.data() + text.size()) return std::nullopt;
    return code == std::errc::result_out_of_range ? ~std::uint64_t(0) : value;
}

// What "bytes=…" asks for; what is malformed, or several ranges, asks for all.
ranges range_of(std::string_view text, std::uint64_t size, byte_range& into) noexcept {
    if (!text.starts_with("bytes=") || text.find(',') != text.npos) return ranges::all;
    text.remove_prefix(6);
    while (text.starts_with(' ')) text.remove_prefix(1);
    const std::size_t dash = text.find('-');
    if (dash == text.npos) return ranges::all;
    const std::string_view from = text.substr(0, dash);
    const std::string_view to = text.substr(dash + 1);
    const auto first = whole_number(from);
    const auto last = whole_number(to);
    if ((!first && !from.empty()) || (!last && !to.empty()) || (!first && !last)) return ranges::all;
    if (!first) { // the last so many bytes
        if (*last == 0 || size == 0) return ranges::none_fits;
        into.size = std::min(*last, size);
        into.first = size - into.size;
        return ranges::one;
    }
    if (last && *last < *first) return ranges::all;
    if (*first >= size) return ranges::none_fits;
    into.first = *first;
    into.size = std::min(last.value_or(~std::uint64_t(0)), size - 1) - *first + 1;
    return ranges::one;
}

// If-Range: whether the range is of what the asker has.
bool range_is_current(const headers& asked, const file_status& about, std::string_view tag) {
    const auto which = asked.get("If-Range");
    if (!which) return true;
    if (which->starts_with('"') || which->starts_with("W/")) return *which == tag;
    const auto date = detail::parse_date(*which);
    return date && *date == seconds_of(about);
}

body_chunks pieces_of(file from, byte_range which) {
    std::unique_ptr<std::byte[]> memory(new std::byte[piece_of_file]);
    while (which.size != 0) {
        const std::span<std::byte> room(memory.get(), std::min<std::uint64_t>(piece_of_file, which.size));
        const std::size_t got = co_await from.read_at(room, which.first);
        if (got == 0) break; // it has shrunk: who writes the body says so
        which.first += got;
        which.size -= got;
        const std::span<const std::byte> piece = room.first(got);
        co_yield piece;
    }
}

void put_escaped(std::string& into, std::string_view text) {
    for (const char c : text) {
        switch (c) {
        case '&':
            into += "&amp;";
            break;
        case '<':
            into += "&lt;";
            break;
        case '>':
            into += "&gt;";
            break;
        case '"':
            into += "&quot;";
            break;
        default:
            into += c;
        }
    }
}

response list_of(std::string_view title, const std::vector<directory_entry>& all, bool hidden, bool at_top) {
    std::string page = "<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"><title>";
    put_escaped(page, title);
    page += "</title></head>\n<body><h1>";
    put_escaped(page, title);
    page += "</h1>\n<ul>\n";
    if (!at_top) page += "<li><a href=\"../\">../</a></li>\n";
    for (const bool directories : {true, false}) {
        for (const directory_entry& each : all) {
            if ((each.type == file_type::directory) != directories) continue;
            if (!hidden && each.name.starts_with('.')) continue;
            const std::string_view behind = directories ? "/" : "";
            page.append("<li><a href=\"./").append(percent_encoded(each.name)).append(behind).append("\">");
            put_escaped(page, each.name);
            page.append(behind).append("</a></li>\n");
        }
    }
    page += "</ul></body></html>\n";
    return response::html(std::move(page));
}

bool has_hidden_part(std::string_view path) noexcept {
    return path.starts_with('.') || path.find("/.") != path.npos;
}

// What it is not allowed to tell, it does not: 404. Else what the system has.
bool is_refusal(int number) noexcept {
    return number == ENOENT || number == ENOTDIR || number == EXDEV || number == ELOOP || number == EACCES ||
           number == EPERM || number == ENAMETOOLONG || number == EINVAL || number == ENXIO;
}

task<std::optional<opened_file>> open_or_none(const rooted_directory& root, std::string path) {
    std::optional<opened_file> made;
    try {
        opened_file got = co_await root.open(std::move(path));
        made = std::move(got);
    } catch (const error& e) {
        if (!is_refusal(e.number())) throw;
    }
    co_return std::move(made);
}

task<response> send_file(const request& ask, opened_file from, std::string_view name,
                         const std::string& cache_control) {
    const std::string tag = etag_of(from.about);
    response made;
    made.fields.append("ETag", tag);
    made.fields.append("Last-Modified", detail::date_text(seconds_of(from.about)));
    if (!cache_control.empty()) made.fields.add("Cache-Control", cache_control);
    made.status = condition_of(ask.fields, from.about, tag);
    if (made.status != 0) co_return made;
    made.status = 200;
    made.fields.append("Accept-Ranges", "bytes");
    byte_range which{0, from.about.size};
    const auto range = ask.fields.get("Range");
    if (range && ask.verb == method::get && range_is_current(ask.fields, from.about, tag)) {
        const std::string size = std::to_string(from.about.size);
        const ranges how = range_of(*range, from.about.size, which);
        if (how == ranges::none_fits) {
            made.status = 416;
            made.fields.append("Content-Range", "bytes */" + size);
            co_return made;
        }
        if (how == ranges::one) {
            made.status = 206;
            made.fields.append("Content-Range", "bytes " + std::to_string(which.first) + "-" +
                                                    std::to_string(which.first + which.size - 1) + "/" +
                                                    size);
        }
    }
    made.fields.append("Content-Type", content_type_of(name));
    made.fields.append("X-Content-Type-Options", "nosniff");
    if (which.size <= sent_whole && ask.verb != method::head) {
        std::string text(which.size, '\0');
        co_await from.at.read_exact(std::as_writable_bytes(std::span(text)), which.first);
        made.body = std::move(text);
        co_return made;
    }
    response::stream body(pieces_of(std::move(from.at), which), which.size);
    made.body = std::move(body);
    co_return made;
}

} // namespace

std::string_view content_type_of(std::string_view name) noexcept {
    const std::size_t dot = name.rfind('.');
    if (dot != name.npos) {
        std::string_view suffix = name.substr(dot + 1);
        char small[8];
        if (suffix.size() <= sizeof small) {
            std::ranges::transform(suffix, small, detail::lower);
            suffix = std::string_view(small, suffix.size());
            const auto at = std::ranges::lower_bound(known_types, suffix, {}, &known_type::suffix);
            if (at != std::end(known_types) && at->suffix == suffix) return at->type;
        }
    }
    return "application/octet-stream";
}

task<static_files> open_static_files(std::string directory, static_options options) {
    auto made = std::make_shared<static_files::parts>();
    made->index = options.index;
    made->cache_control = options.cache_control;
    made->listing = options.listing;
    made->hidden = options.hidden;
    made->root = co_await open_rooted(std::move(directory));
    co_return static_files(std::move(made));
}

task<response> static_files::operator()(request& ask) const {
    const std::shared_ptr<const parts> keep = parts_;
    std::string path;
    if (!ask.params.empty()) {
        path = ask.params.back().second;
    } else {
        auto decoded = percent_decoded(ask.path());
        if (!decoded || !decoded->starts_with('/')) throw bad_request(400, "the path is not well encoded");
        path = decoded->substr(1);
    }
    if (ask.verb != method::get && ask.verb != method::head) {
        response made = response::plain_status(405);
        made.fields.append("Allow", "GET, HEAD");
        co_return made;
    }
    if (!keep->hidden && has_hidden_part(path)) co_return response::plain_status(404);
    const bool asks_directory = path.empty() || path.ends_with('/');
    const std::string place = path.empty() ? "." : path;
    auto found = co_await open_or_none(keep->root, place);
    if (!found) co_return response::plain_status(404);
    if (found->about.is_directory()) {
        if (!asks_directory) { // so that what is named within counts from there
            response made = response::plain_status(301);
            std::string where(ask.path());
            where += '/';
            if (!ask.query().empty()) where.append("?").append(ask.query());
            made.fields.add("Location", where);
            co_return made;
        }
        if (!keep->index.empty()) {
            const std::string index_path = path + keep->index;
            auto index = co_await open_or_none(keep->root, index_path);
            if (index && index->about.is_regular())
                co_return co_await send_file(ask, std::move(*index), keep->index, keep->cache_control);
        }
        if (!keep->listing) co_return response::plain_status(404);
        const auto all = co_await keep->root.list(place);
        co_return list_of("/" + path, all, keep->hidden, path.empty());
    }
    if (asks_directory || !found->about.is_regular()) co_return response::plain_status(404);
    co_return co_await send_file(ask, std::move(*found), path, keep->cache_control);
}

} // namespace rondo::inline v0::http
