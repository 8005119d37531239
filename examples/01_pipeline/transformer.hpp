// SPDX-License-Identifier: BSL-1.0
//
// Stage 4, the transformer: records in, rows of text out. A bare message is passed on as it stands, without a copy.
#pragma once

#include "row.hpp"

#include <rondo/gen/generator.hpp>

namespace pipeline {

/// Lifetime: a row until the next is asked for. `replaced` counts the invalid UTF-8 that JSON could not hold.
inline rondo::generator<std::string_view> transform(rondo::generator<record> records, shape output,
                                                    std::uint64_t& replaced) {
    std::string built;
    for (const record& each : records) {
        std::string_view row = each.message;
        if (output != shape::message) {
            built.clear();
            if (output == shape::tsv) append_tsv(built, each);
            if (output == shape::jsonl) replaced += append_json(built, each);
            row = built;
        }
        co_yield row;
    }
}

} // namespace pipeline
