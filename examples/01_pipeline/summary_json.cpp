// SPDX-License-Identifier: BSL-1.0
#include "row.hpp"
#include "summary.hpp"

#include <fmt/format.h>

namespace pipeline {
namespace {

std::string quoted(std::string_view text) {
    std::string json;
    append_json_string(json, text);
    return json;
}

/// The items as JSON, with a comma between.
template <class Items, class Write>
std::string listed(const Items& items, Write write) {
    std::string json;
    for (const auto& item : items) json += (json.empty() ? "" : ",") + write(item);
    return json;
}

std::string levels(const totals& of) {
    std::string json;
    for (std::size_t i = 0; i < of.levels.size(); ++i)
        json += fmt::format("{}\"{}\":{}", i == 0 ? "" : ",", level_names[i], of.levels[i]);
    return json;
}

std::string files(const totals& of) {
    return listed(of.files, [](const file_report& f) {
        return fmt::format(
            R"({{"file":{},"format":"{}","asked":{},"recognised":{},"packed":{},"lines":{},"bytes":{},"rejects":{}}})",
            quoted(f.name), name(f.format.chosen), f.asked, f.format.certain && !f.asked,
            f.packed.empty() ? "null" : quoted(f.packed), f.lines, f.bytes, f.rejects);
    });
}

} // namespace

std::string summary_json(const totals& of) {
    const std::string too_long = listed(of.first_too_long, [](const too_long_line& l) {
        return fmt::format(R"({{"file":{},"line":{},"offset":{},"bytes":{}}})", quoted(l.file), l.line,
                           l.offset, l.bytes);
    });
    std::string json =
        fmt::format(R"({{"lines":{},"bytes":{},"levels":{{{}}},"exported":{},"rejects":{},"malformed":{},)",
                    of.lines, of.bytes, levels(of), of.exported, of.rejects(), of.malformed);
    json += fmt::format(
        R"("too_long":{},"too_long_at":[{}],"replaced_utf8":{},"seconds":{:.6f},"mb_per_s":{:.1f},)",
        of.too_long, too_long, of.replaced, of.seconds, megabytes_per_second(of));
    json += fmt::format(R"("peak_memory_bytes":{},"read_by":{},"files":[{}],"notes":[{}],)", peak_memory(),
                        quoted(of.read_by), files(of), listed(of.notes, quoted));
    json += fmt::format(R"("output_closed":{},"interrupted":{},"exit_code":{}}})", of.output_closed,
                        of.interrupted, of.exit_code);
    return json;
}

} // namespace pipeline
