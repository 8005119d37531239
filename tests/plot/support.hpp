// SPDX-License-Identifier: BSL-1.0
//
// What the tests of this room share: Python's parsers as the oracle (oracle.py), and words for what was thrown.
#pragma once

#include <doctest/doctest.h>

#include <rondo/base/errors.hpp>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>
#include <unistd.h>

namespace plot_test {

/// A file of its own in the temporary folder, removed at the end.
class scratch {
public:
    scratch() {
        std::string pattern = (std::filesystem::temp_directory_path() / "rondo_plot_XXXXXX").string();
        const int descriptor = mkstemp(pattern.data());
        REQUIRE(descriptor >= 0);
        close(descriptor);
        path_ = pattern;
    }
    scratch(const scratch&) = delete;
    scratch& operator=(const scratch&) = delete;
    ~scratch() { std::filesystem::remove(path_); }
    const std::string& path() const { return path_; }
    std::string content() const {
        std::string text;
        if (std::FILE* file = std::fopen(path_.c_str(), "rb")) {
            char part[4096];
            for (std::size_t got; (got = std::fread(part, 1, sizeof part, file)) > 0;) text.append(part, got);
            std::fclose(file);
        }
        return text;
    }

private:
    std::string path_;
};

/// What Python finds in `document`: JSON, or "wrong: …" (see oracle.py for the kinds).
inline std::string python(std::string_view kind, std::string_view document) {
    const scratch file;
    std::FILE* out = std::fopen(file.path().c_str(), "wb");
    REQUIRE(out != nullptr);
    REQUIRE(std::fwrite(document.data(), 1, document.size(), out) == document.size());
    std::fclose(out);
    const auto script = std::filesystem::path(__FILE__).parent_path() / "oracle.py";
    const std::string command =
        "python3 '" + script.string() + "' " + std::string(kind) + " '" + file.path() + "'";
    std::FILE* answer = popen(command.c_str(), "r");
    REQUIRE(answer != nullptr);
    std::string text;
    char part[4096];
    for (std::size_t got; (got = std::fread(part, 1, sizeof part, answer)) > 0;) text.append(part, got);
    const int ended = pclose(answer);
    CHECK_MESSAGE(ended == 0, "python3 is needed: " << command);
    while (!text.empty() && text.back() == '\n') text.pop_back();
    return text;
}

/// The message of the value_error that `action` throws; "" when it throws none.
template <class Action>
std::string complaint(Action action) {
    try {
        action();
    } catch (const rondo::value_error& error) {
        return error.what();
    }
    return "";
}

inline bool contains(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

/// How often `part` stands in `text`.
inline std::size_t count(std::string_view text, std::string_view part) {
    std::size_t n = 0;
    for (std::size_t at = text.find(part); at != std::string_view::npos;
         at = text.find(part, at + part.size()))
        ++n;
    return n;
}

} // namespace plot_test
