// SPDX-License-Identifier: BSL-1.0
//
// On other processors the C library's memchr is as good as they get.
#include "searches.hpp"

#include <algorithm>

namespace rondo::inline v0::detail {

byte_search_function sse2_search() noexcept { return nullptr; }

byte_search_function avx2_search() noexcept { return nullptr; }

text_search_function wide_text_search() noexcept { return nullptr; }

std::size_t count_wide(const char* from, const char* end, char wanted) noexcept {
    return static_cast<std::size_t>(std::count(from, end, wanted));
}

} // namespace rondo::inline v0::detail
