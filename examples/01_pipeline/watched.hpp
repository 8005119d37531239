// SPDX-License-Identifier: BSL-1.0
//
// What is done once for a block because it is not worth doing for every line.
#pragma once

#include "line_writer.hpp"
#include "progress.hpp"

#include <rondo/gen/generator.hpp>

#include <string_view>

namespace pipeline {

/// Passes the blocks on; counts their bytes, moves the bar, and gives out what has been made before it waits for somebody
/// to write more (`waiting`, null for a regular file, which never has to wait).
inline rondo::generator<std::string_view> watched(rondo::generator<std::string_view> blocks,
                                                  std::uint64_t& bytes, progress& bar, line_writer* waiting) {
    const std::uint64_t before = bytes;
    for (std::string_view block : blocks) {
        bytes += block.size();
        bar.show(bytes - before);
        co_yield block;
        if (waiting != nullptr && !waiting->flush()) co_return;
    }
}

} // namespace pipeline
