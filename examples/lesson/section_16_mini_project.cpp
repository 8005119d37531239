// SPDX-License-Identifier: BSL-1.0
// Section 16, in small: reader, validator, filter, transformer, exporter, each a generator. For real: ./dev run pipeline
#include <rondo/gen/generator.hpp>
#include <rondo/gen/iter.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <string>
#include <string_view>

using namespace rondo;

struct record {
    std::string_view level;
    std::string_view message;
};

generator<std::string_view> reader(std::string_view text) {
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        co_yield text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
}

// Lines in, records out. What breaks the grammar `LEVEL: message` is counted, and said.
generator<record> validator(generator<std::string_view> lines, int& rejected) {
    constexpr std::array<std::string_view, 6> levels{"TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"};
    for (auto&& [number, line] : enumerate(lines, 1)) {
        const std::size_t colon = line.find(": ");
        if (colon == line.npos || !contains(levels, line.substr(0, colon))) {
            ++rejected;
            fmt::print("line {} is malformed: {}\n", number, line);
            continue;
        }
        const record parts{line.substr(0, colon), line.substr(colon + 2)};
        co_yield parts;
    }
}

generator<record> only(generator<record> records, std::string level) {
    for (const record& each : records) {
        if (each.level == level) co_yield each;
    }
}

generator<std::string> transformer(generator<record> records) {
    for (const record& each : records) {
        std::string text(each.message);
        for (char& c : text) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
        co_yield text;
    }
}

// Rows in, and how many were written out.
generator<int> exporter(generator<std::string> rows) {
    int written = 0;
    for (const std::string& row : rows) {
        fmt::print("exported: {}\n", row);
        co_yield ++written;
    }
}

int main() {
    constexpr std::string_view log = R"(INFO: System started
ERROR: Connection timeout
what is this?
INFO: User logged in
ERROR: File not found)";

    int rejected = 0;
    int written = 0;
    auto records = validator(reader(log), rejected) | stage(only, "ERROR");
    for (int count : std::move(records) | stage(transformer) | stage(exporter)) written = count;
    fmt::print("{} exported, {} rejected\n", written, rejected);
}
