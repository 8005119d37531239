// SPDX-License-Identifier: BSL-1.0
//
// Stage 2, the validator: lines in, records out. A line that breaks the grammar goes to the rejects, counted.
#pragma once

#include "rejects.hpp"

#include <rondo/gen/generator.hpp>

namespace pipeline {

/// Requires: `chosen` holds by the time that the first line comes; it, `count` and `rejects` outlive the generator.
inline rondo::generator<record> validate(rondo::generator<raw_line> lines, const recognition& chosen,
                                         totals& count, reject_log& rejects) {
    record parts;
    for (const raw_line& line : lines) {
        ++count.lines;
        if (line.too_long) {
            rejects.too_long(line);
        } else if (reason why = parse(chosen.chosen, line.text, parts); why != nullptr) {
            rejects.malformed(line, why);
        } else {
            ++count.levels[index(parts.severity)];
            co_yield parts;
        }
    }
}

} // namespace pipeline
