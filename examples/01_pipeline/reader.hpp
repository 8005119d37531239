// SPDX-License-Identifier: BSL-1.0
//
// Stage 1, the reader: the library's lines as a generator. A line that is too long is an item, too: nothing is lost.
#pragma once

#include "log_source.hpp"
#include "record.hpp"

#include <rondo/gen/generator.hpp>

#include <optional>

namespace pipeline {

/// How long a line was of which only the place is known: `end` is where the next begins.
inline raw_line too_long_line_until(std::uint64_t end, bool with_newline, const raw_line& place) {
    raw_line known = place;
    known.bytes = end - place.offset - (with_newline ? 1 : 0);
    return known;
}

/// Lifetime: a line until the next is asked for; `from` outlives the generator.
inline rondo::generator<raw_line> read_lines(log_lines& from) {
    raw_line given;
    std::optional<raw_line> skipped; // its size is known when the next line begins
    for (bool more = true; std::exchange(more, false);) {
        std::optional<raw_line> too_long;
        try {
            for (const rondo::line& one : from) {
                if (skipped) {
                    given = too_long_line_until(one.offset(), true, *std::exchange(skipped, std::nullopt));
                    co_yield given;
                    given.too_long = false;
                }
                given.text = one.text();
                given.number = one.number();
                given.offset = one.offset();
                given.bytes = given.text.size();
                co_yield given;
            }
        } catch (const rondo::line_too_long& error) {
            too_long =
                raw_line{.text = {}, .number = error.number(), .offset = error.offset(), .too_long = true};
        }
        if (!too_long) continue;
        if (skipped) {
            given = too_long_line_until(too_long->offset, true, *skipped);
            co_yield given;
            given.too_long = false;
        }
        skipped = too_long;
        more = true;
    }
    if (skipped) {
        const log_source& source = from.source();
        given = too_long_line_until(source.end(), source.ends_with_newline(), *skipped);
        co_yield given;
    }
}

} // namespace pipeline
