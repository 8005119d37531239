// SPDX-License-Identifier: BSL-1.0
//
// What a pipeline of lines says of itself: how much went through each stage, and what went wrong, where.
#pragma once

#include <rondo/io/line_splitter.hpp>

#include <chrono>
#include <cstdint>
#include <exception>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace rondo::inline v0 {

struct stage_report {
    const char* name; ///< "filter", "map", …
    std::uint64_t in = 0, out = 0;
    std::uint64_t skipped = 0; ///< items of which the stage made an error, where that was not to stop it
};

struct RONDO_API pipeline_report {
    std::string path;
    std::uint64_t lines = 0; ///< read
    std::uint64_t bytes = 0; ///< read
    std::uint64_t out = 0;   ///< items that reached the sink
    std::chrono::duration<double> seconds{};
    std::vector<stage_report> stages; ///< the sink is the last

    /// "app.log: 1000 lines, 64000 bytes in 0.012 s: 37 out", and a line a stage.
    std::string str() const;
};

/// A stage could not do an item: "app.log: line 7, at offset 120: map, of \"text…\": what it threw".
class RONDO_API pipeline_error : public std::runtime_error {
public:
    pipeline_error(std::string what, std::uint64_t number, std::uint64_t offset, std::exception_ptr cause);
    pipeline_error(const pipeline_error&) = default;
    pipeline_error& operator=(const pipeline_error&) = default;
    ~pipeline_error() override;

    std::uint64_t number() const noexcept {
        return number_;
    } ///< of the line, from 1; 0: at the end of the input
    std::uint64_t offset() const noexcept { return offset_; }
    const std::exception_ptr& cause() const noexcept { return cause_; } ///< what the stage threw

private:
    std::uint64_t number_;
    std::uint64_t offset_;
    std::exception_ptr cause_;
};

/// A line that a stage could not do: what on_error(sink) is called with. Lifetime: views, for the call.
struct RONDO_API rejected {
    std::string_view path;
    std::string_view stage;
    std::string_view text; ///< the line, whole
    std::uint64_t number = 0;
    std::uint64_t offset = 0;
    std::exception_ptr error;

    std::string what() const; ///< what the error says
};

namespace detail {
[[noreturn]] RONDO_API void throw_pipeline_error(const stage_report& of, std::string_view path,
                                                 const line* at, std::exception_ptr error);
RONDO_API rejected rejected_line(const stage_report& of, std::string_view path, const line* at,
                                 std::exception_ptr error);
} // namespace detail

} // namespace rondo::inline v0
