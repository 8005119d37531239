// SPDX-License-Identifier: BSL-1.0
// Section 7: generators chained like the commands of a shell, one line on its way at a time.
#include <rondo/gen/generator.hpp>
#include <rondo/gen/iter.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

using namespace rondo;

std::string_view strip(std::string_view text) {
    constexpr std::string_view blank = " \t\r\n\v\f";
    text.remove_prefix(std::min(text.find_first_not_of(blank), text.size()));
    return text.substr(0, text.find_last_not_of(blank) + 1);
}

generator<std::string_view> read_lines(std::string_view text) {
    for (std::size_t begin = 0, end = 0; begin <= text.size(); begin = end + 1) {
        end = std::min(text.find('\n', begin), text.size());
        co_yield strip(text.substr(begin, end - begin));
    }
}

generator<std::string_view> filter_errors(generator<std::string_view> lines) {
    for (std::string_view line : lines) {
        if (contains(line, "ERROR")) co_yield line;
    }
}

generator<std::string_view> extract_messages(generator<std::string_view> lines) {
    for (std::string_view line : lines) co_yield strip(line.substr(line.rfind(':') + 1));
}

int main() {
    // Sample log data. The views point into it, to the last stage: no text is copied.
    constexpr std::string_view logs = R"(INFO: System started
ERROR: Connection timeout
INFO: User logged in
ERROR: File not found)";

    auto pipeline = extract_messages(filter_errors(read_lines(logs)));
    for (std::string_view msg : pipeline) fmt::print("{}\n", msg);

    // [shell]
    // The same, written in the order in which the lines travel.
    auto piped = read_lines(logs) | stage(filter_errors) | stage(extract_messages);
    // [/shell]
    return list(piped) == list(extract_messages(filter_errors(read_lines(logs)))) ? 0 : 1;
}
