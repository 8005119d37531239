// SPDX-License-Identifier: BSL-1.0
//
// Stage 1, the reader: blocks in, lines out. memchr finds the ends of the lines, some ten bytes at a cycle.
#pragma once

#include "format.hpp"
#include "line_splitter.hpp"

#include <rondo/gen/generator.hpp>

#include <cstring>
#include <string>

namespace pipeline {

/// Passes the blocks on; before the first, it has recognised the format on the lines in it. By the time that the
/// validator sees its first line, `chosen` holds: an item travels through all stages before the next one is read.
inline rondo::generator<std::string_view> recognised(rondo::generator<std::string_view> blocks,
                                                     recognition& chosen) {
    constexpr std::size_t enough = 64 * 1024;
    std::string head; // a pipe may give less than a line at a time: wait for one whole line
    bool begun = false;
    for (std::string_view block : blocks) {
        if (!begun) {
            const bool whole_line = block.find('\n') != std::string_view::npos;
            if (!whole_line || !head.empty()) head.append(block);
            if (!whole_line && head.size() < enough) continue;
            begun = true;
            if (!head.empty()) block = head;
            chosen = recognise(block);
        }
        co_yield block;
    }
    if (!begun && !head.empty()) {
        chosen = recognise(head);
        const std::string_view all = head;
        co_yield all;
    }
}

/// The lines of the blocks; the last may lack its newline. Lifetime: a line until the next is asked for.
inline rondo::generator<raw_line> read_lines(rondo::generator<std::string_view> blocks,
                                             std::size_t max_line) {
    line_splitter splitter{max_line};
    for (std::string_view block : blocks) {
        while (!block.empty()) {
            const void* const newline = std::memchr(block.data(), '\n', block.size());
            if (newline == nullptr) break;
            const auto length = static_cast<std::size_t>(static_cast<const char*>(newline) - block.data());
            const raw_line& line = splitter.finish(block.substr(0, length));
            co_yield line;
            splitter.restart();
            block.remove_prefix(length + 1);
        }
        splitter.keep(block);
    }
    if (splitter.is_open()) {
        const raw_line& line = splitter.finish({}, false);
        co_yield line;
    }
}

} // namespace pipeline
