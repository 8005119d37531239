// SPDX-License-Identifier: BSL-1.0
//
// Stage 3, the filter: records in, the wanted records out.
#pragma once

#include "record.hpp"

#include <rondo/gen/generator.hpp>

#include <cstring>
#include <string>

namespace pipeline {

inline bool contains(std::string_view line, std::string_view text) {
    return text.empty() || memmem(line.data(), line.size(), text.data(), text.size()) != nullptr;
}

/// Keeps the records of at least the level `least` whose line contains `text`.
inline rondo::generator<record> filter(rondo::generator<record> records, level least, std::string text) {
    for (const record& each : records)
        if (each.severity >= least && contains(each.line, text)) co_yield each;
}

} // namespace pipeline
