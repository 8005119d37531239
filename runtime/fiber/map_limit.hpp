// SPDX-License-Identifier: BSL-1.0
//
// The kernel's limit on memory maps: why it gave no stack, and a few maps held back for who must go on without one.
#pragma once

#include <cstddef>

namespace rondo::inline v0::detail {

/// Maps that are of no use but to be given up: at the limit even an allocation may need one, as that of an error does, or
/// what is done about it. Returns: null when the limit does not allow them.
void* map_reserve() noexcept;
void unmap_reserve(void* reserve) noexcept;

/// How many memory maps the process may have, and has.
struct map_count {
    long allowed;
    long in_use;
};
map_count count_maps() noexcept;

/// Throws stack_limit_error when the process had as many maps as it may, else stack_error with `error`.
[[noreturn]] void throw_no_stack(int error, const map_count& maps, std::size_t mapped, std::size_t alive);

} // namespace rondo::inline v0::detail
