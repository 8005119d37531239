// SPDX-License-Identifier: BSL-1.0
//
// Stage 5, the exporter: rows in, written lines out; what it yields is how many it has taken so far, now and then.
// Nothing moves in the whole pipeline until somebody iterates this one.
#pragma once

#include "line_writer.hpp"

#include <rondo/gen/generator.hpp>

namespace pipeline {

/// Ends early when the reader of the output has gone. Throws: output_failure.
inline rondo::generator<std::uint64_t> export_to(rondo::generator<std::string_view> rows, line_writer& out) {
    constexpr std::uint64_t step = 4096;
    for (std::string_view row : rows) {
        if (!out.append(row)) co_return;
        const std::uint64_t taken = out.lines();
        if (taken % step == 0) co_yield taken;
    }
}

} // namespace pipeline
