// SPDX-License-Identifier: BSL-1.0
//
// Whole vectors while there are some, then one more that ends where the range ends and overlaps the last: nothing
// outside the range is read. Ranges shorter than a vector go to the next narrower search.
#include "../searches.hpp"

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <immintrin.h>

namespace rondo::inline v0::detail {
namespace {

const char* narrow(const char* from, const char* end, char wanted) noexcept {
    while (from != end && *from != wanted) ++from;
    return from;
}

unsigned hits16(const char* at, __m128i wanted) noexcept {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
    return static_cast<unsigned>(_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, wanted)));
}

const char* sse2(const char* from, const char* end, char wanted) noexcept {
    if (end - from < 16) return narrow(from, end, wanted);
    const __m128i all = _mm_set1_epi8(wanted);
    const char* const last = end - 16;
    for (; from < last; from += 16)
        if (const unsigned hits = hits16(from, all)) return from + __builtin_ctz(hits);
    const unsigned hits = hits16(last, all);
    return hits != 0 ? last + __builtin_ctz(hits) : end;
}

[[gnu::target("avx2")]] unsigned hits32(const char* at, __m256i wanted) noexcept {
    const __m256i bytes = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(at));
    return static_cast<unsigned>(_mm256_movemask_epi8(_mm256_cmpeq_epi8(bytes, wanted)));
}

[[gnu::target("avx2")]] bool any_of_128(const char* at, __m256i wanted) noexcept {
    const auto* const from = reinterpret_cast<const __m256i*>(at);
    const __m256i one = _mm256_cmpeq_epi8(_mm256_loadu_si256(from), wanted);
    const __m256i two = _mm256_cmpeq_epi8(_mm256_loadu_si256(from + 1), wanted);
    const __m256i three = _mm256_cmpeq_epi8(_mm256_loadu_si256(from + 2), wanted);
    const __m256i four = _mm256_cmpeq_epi8(_mm256_loadu_si256(from + 3), wanted);
    const __m256i any = _mm256_or_si256(_mm256_or_si256(one, two), _mm256_or_si256(three, four));
    return _mm256_testz_si256(any, any) == 0;
}

[[gnu::target("avx2")]] const char* avx2(const char* from, const char* end, char wanted) noexcept {
    if (end - from < 32) return sse2(from, end, wanted);
    const __m256i all = _mm256_set1_epi8(wanted);
    const char* const last = end - 32;
    for (int near = 0; from < last;) {
        if (const unsigned hits = hits32(from, all)) return from + __builtin_ctz(hits);
        from += 32;
        // What is far away is looked for by four vectors a step.
        if (++near == 4)
            while (last - from > 128 && !any_of_128(from, all)) from += 128;
    }
    const unsigned hits = hits32(last, all);
    return hits != 0 ? last + __builtin_ctz(hits) : end;
}

// Where both the first and the last byte fit, the rest is compared. Gives null when less is left than one step takes.
[[gnu::target("avx2")]] const char* text_avx2(const char* from, const char* end,
                                              std::string_view what) noexcept {
    const __m256i first = _mm256_set1_epi8(what.front());
    const __m256i last = _mm256_set1_epi8(what.back());
    const std::ptrdiff_t behind = static_cast<std::ptrdiff_t>(what.size()) - 1;
    for (; end - from >= 32 + behind; from += 32) {
        unsigned hits = hits32(from, first) & hits32(from + behind, last);
        for (; hits != 0; hits &= hits - 1) {
            const char* const at = from + __builtin_ctz(hits);
            if (std::memcmp(at + 1, what.data() + 1, what.size() - 2) == 0) return at;
        }
    }
    const std::size_t found = std::string_view(from, static_cast<std::size_t>(end - from)).find(what);
    return found == std::string_view::npos ? end : from + found;
}

[[gnu::target("avx2,popcnt")]] std::size_t count_avx2(const char* from, const char* end,
                                                      char wanted) noexcept {
    const __m256i all = _mm256_set1_epi8(wanted);
    std::size_t found = 0;
    for (; end - from >= 32; from += 32)
        found += static_cast<std::size_t>(__builtin_popcount(hits32(from, all)));
    return found + static_cast<std::size_t>(std::count(from, end, wanted));
}

} // namespace

std::size_t count_wide(const char* from, const char* end, char wanted) noexcept {
    static const bool wide = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("popcnt");
    if (wide) return count_avx2(from, end, wanted);
    return static_cast<std::size_t>(std::count(from, end, wanted));
}

text_search_function wide_text_search() noexcept {
    return __builtin_cpu_supports("avx2") ? text_avx2 : nullptr;
}

byte_search_function sse2_search() noexcept { return sse2; }

byte_search_function avx2_search() noexcept { return __builtin_cpu_supports("avx2") ? avx2 : nullptr; }

} // namespace rondo::inline v0::detail
