// SPDX-License-Identifier: BSL-1.0
//
// The files of a directory, over HTTP, and nothing outside of it:
//
//     http::router site;
//     site.get("/{path...}", co_await http::open_static_files("public"));
#pragma once

#include <rondo/io/rooted_directory.hpp>
#include <rondo/net/http/message.hpp>

#include <memory>
#include <string>
#include <string_view>

namespace rondo::inline v0::http {

/// Lifetime: texts are copied when the files are opened.
struct static_options {
    std::string_view index = "index.html"; ///< of a directory; empty: there is none
    bool listing = false;                  ///< of directories without index; else 404
    bool hidden = false;                   ///< names that begin with '.', too
    std::string_view cache_control{};      ///< as that field has it; empty: without
};

/// A handler for a route that ends with `{path...}`, or without one for all paths. Knows ETag and Last-Modified with their
/// conditions, one range (several: all of it is sent), and the types of usual suffixes. What a path or a link leads out to
/// is 404, as is what may not be read. Files up to 64 KiB are sent in one go, larger ones as the peer takes them.
/// Threads: the loop's own.
class RONDO_API static_files {
public:
    struct parts;
    explicit static_files(std::shared_ptr<const parts> of) noexcept : parts_(std::move(of)) {}
    task<response> operator()(request& ask) const;

private:
    std::shared_ptr<const parts> parts_;
};

/// Throws: rondo::error, which names the directory.
RONDO_API task<static_files> open_static_files(std::string directory, static_options options = {});

/// By the suffix, in any case: "text/html; charset=utf-8"; "application/octet-stream" for those it does not know.
RONDO_API std::string_view content_type_of(std::string_view name) noexcept;

} // namespace rondo::inline v0::http
