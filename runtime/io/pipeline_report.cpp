// SPDX-License-Identifier: BSL-1.0
#include <rondo/io/pipeline_report.hpp>

#include <rondo/io/text.hpp>

#include <array>
#include <cstdio>

namespace rondo::inline v0 {

namespace {

std::string said_by(const std::exception_ptr& error) {
    try {
        std::rethrow_exception(error);
    } catch (const std::exception& e) {
        return e.what();
    } catch (...) {
        return "an error that is no std::exception";
    }
}

} // namespace

std::string pipeline_report::str() const {
    std::array<char, 64> taken{};
    std::snprintf(taken.data(), taken.size(), "%.3f", seconds.count());
    std::string text = path + ": " + std::to_string(lines) + " lines, " + std::to_string(bytes) + " bytes in " +
                       taken.data() + " s: " + std::to_string(out) + " out";
    for (const stage_report& one : stages) {
        constexpr std::size_t name_width = 12;
        std::string name(one.name);
        if (name.size() < name_width) name.resize(name_width, ' ');
        text += "\n  " + name + ' ' + std::to_string(one.in) + " in, " + std::to_string(one.out) + " out";
        if (one.skipped != 0) text += ", " + std::to_string(one.skipped) + " skipped";
    }
    return text;
}

pipeline_error::pipeline_error(std::string what, std::uint64_t number, std::uint64_t offset,
                               std::exception_ptr cause)
    : std::runtime_error(what), number_(number), offset_(offset), cause_(std::move(cause)) {}
pipeline_error::~pipeline_error() = default;

std::string rejected::what() const { return said_by(error); }

namespace detail {

void throw_pipeline_error(const stage_report& of, std::string_view path, const line* at,
                          std::exception_ptr error) {
    const std::string said = said_by(error);
    if (!at)
        throw pipeline_error(std::string(path) + ": " + std::string(of.name) + ", at the end: " + said, 0, 0,
                             std::move(error));
    throw pipeline_error(std::string(path) + ": line " + std::to_string(at->number()) + ", at offset " +
                             std::to_string(at->offset()) + ": " + std::string(of.name) + ", of " +
                             shown_text(at->text()) + ": " + said,
                         at->number(), at->offset(), std::move(error));
}

rejected rejected_line(const stage_report& of, std::string_view path, const line* at,
                       std::exception_ptr error) {
    rejected made{.path = path, .stage = of.name, .text = {}, .error = std::move(error)};
    if (at) {
        made.text = at->text();
        made.number = at->number();
        made.offset = at->offset();
    }
    return made;
}

} // namespace detail
} // namespace rondo::inline v0
