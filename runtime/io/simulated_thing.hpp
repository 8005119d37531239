// SPDX-License-Identifier: BSL-1.0
//
// What a descriptor of the simulated world means: a pipe, or a file.
#pragma once

#include <rondo/io/simulated_driver.hpp>

#include <vector>

namespace rondo::inline v0 {

struct simulated_driver::thing {
    std::string bytes;
    std::size_t capacity = 0; // 0: a file
    int reader = -1;          // the descriptors of a pipe's ends, -1 when closed
    int writer = -1;
    op_list readers; // parked
    op_list writers;
    unsigned links = 0;           // names of a file
    std::vector<int> shared_by{}; // descriptors by which it is locked
    int locked_by = -1;
    std::uint64_t number = 0; // once asked about
    instant changed{};        // its bytes
};

} // namespace rondo::inline v0
