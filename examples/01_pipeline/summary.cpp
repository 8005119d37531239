// SPDX-License-Identifier: BSL-1.0
#include "summary.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <fstream>
#include <sys/resource.h>

namespace pipeline {
namespace {

std::string words(const file_report& file) {
    if (file.asked) return fmt::format("format {} (as asked)", name(file.format.chosen));
    if (file.format.certain) return fmt::format("format {} (recognised)", name(file.format.chosen));
    return fmt::format("format {} (not recognised: no format fits)", name(file.format.chosen));
}

std::string levels(const totals& of) {
    std::string text;
    for (std::size_t i = 0; i < of.levels.size(); ++i)
        text += fmt::format("  {} {}", level_names[i], of.levels[i]);
    return text.substr(2);
}

} // namespace

std::string summary_text(const totals& of) {
    std::string text;
    for (const file_report& f : of.files)
        text += fmt::format("file      {}: {} lines, {} bytes{}{}, {} rejects, {}\n", f.name, f.lines,
                            f.bytes, f.packed.empty() ? "" : " out of ", f.packed, f.rejects, words(f));
    text += fmt::format("lines     {}\nbytes     {}\nlevels    {}\n", of.lines, of.bytes, levels(of));
    text += fmt::format("exported  {}\nrejects   {} ({} malformed, {} too long)\n", of.exported, of.rejects(),
                        of.malformed, of.too_long);
    for (const too_long_line& l : of.first_too_long)
        text += fmt::format("too long  {}:{}: {} bytes at offset {}, skipped\n", l.file, l.line, l.bytes,
                            l.offset);
    if (of.too_long > of.first_too_long.size())
        text += fmt::format("too long  and {} more\n", of.too_long - of.first_too_long.size());
    if (of.replaced != 0)
        text += fmt::format("replaced  {} invalid UTF-8 sequences, by U+FFFD\n", of.replaced);
    text += fmt::format("seconds   {:.3f}\nMB/s      {:.0f}\n", of.seconds, megabytes_per_second(of));
    text += fmt::format("memory    {:.1f} MiB at the peak\n", static_cast<double>(peak_memory()) / (1 << 20));
    text += fmt::format("read by   {}\n", of.read_by);
    for (const std::string& note : of.notes) text += fmt::format("note      {}\n", note);
    return text;
}

std::uint64_t peak_memory() {
    std::ifstream status(
        "/proc/self/status"); // not getrusage first: that one remembers the process before exec, too
    for (std::string line; std::getline(status, line);)
        if (line.starts_with("VmHWM:")) return std::stoull(line.substr(6)) * 1024;
    rusage used{};
    getrusage(RUSAGE_SELF, &used);
    return static_cast<std::uint64_t>(used.ru_maxrss) * 1024;
}

double megabytes_per_second(const totals& of) {
    return static_cast<double>(of.bytes) / 1e6 / (of.seconds > 1e-6 ? of.seconds : 1e-6);
}

void say(const std::string& text) {
    std::fwrite(text.data(), 1, text.size(), stderr);
    std::fflush(stderr);
}

} // namespace pipeline
