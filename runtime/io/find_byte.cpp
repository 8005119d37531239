// SPDX-License-Identifier: BSL-1.0
//
// The choice is made by the first search, in whatever order the program's statics come: `chosen` begins as the function
// that chooses.
#include <rondo/io/find_byte.hpp>

#include "searches.hpp"

#include <rondo/base/assert.hpp>

#include <atomic>
#include <cstring>

namespace rondo::inline v0 {

namespace {

const char* by_memchr(const char* from, const char* end, char wanted) noexcept {
    if (from == end) return end;
    const void* const found = std::memchr(from, wanted, static_cast<std::size_t>(end - from));
    return found != nullptr ? static_cast<const char*>(found) : end;
}

byte_search_function found_for(byte_search how) noexcept {
    switch (how) {
    case byte_search::sse2:
        return detail::sse2_search();
    case byte_search::avx2:
        return detail::avx2_search();
    case byte_search::memchr:
        break;
    }
    return by_memchr;
}

const char* choose(const char* from, const char* end, char wanted) noexcept;
std::atomic<byte_search_function> chosen{choose};

const char* choose(const char* from, const char* end, char wanted) noexcept {
    const byte_search_function best = found_for(fastest_byte_search());
    chosen.store(best, std::memory_order_relaxed);
    return best(from, end, wanted);
}

} // namespace

const char* find_byte(const char* from, const char* end, char wanted) noexcept {
    return chosen.load(std::memory_order_relaxed)(from, end, wanted);
}

byte_search_function function_of(byte_search how) noexcept {
    const byte_search_function search = found_for(how);
    if (search == nullptr) contract_broken("find_byte: this machine has no such search: ask byte_searches()");
    return search;
}

const char* find_byte(const char* from, const char* end, char wanted, byte_search how) noexcept {
    return function_of(how)(from, end, wanted);
}

std::size_t find_text(std::string_view text, std::string_view what) noexcept {
    static const detail::text_search_function wide = detail::wide_text_search();
    if (text.size() < 64 || what.size() < 2 || wide == nullptr) return text.find(what);
    const char* const end = text.data() + text.size();
    const char* const found = wide(text.data(), end, what);
    return found == end ? text.npos : static_cast<std::size_t>(found - text.data());
}

std::size_t count_byte(const char* from, const char* end, char wanted) noexcept {
    return detail::count_wide(from, end, wanted);
}

byte_search fastest_byte_search() noexcept {
    if (detail::avx2_search() != nullptr) return byte_search::avx2;
    return detail::sse2_search() != nullptr ? byte_search::sse2 : byte_search::memchr;
}

std::vector<byte_search> byte_searches() {
    std::vector<byte_search> can{byte_search::memchr};
    if (detail::sse2_search() != nullptr) can.push_back(byte_search::sse2);
    if (detail::avx2_search() != nullptr) can.push_back(byte_search::avx2);
    return can;
}

std::string_view name(byte_search how) noexcept {
    switch (how) {
    case byte_search::sse2:
        return "sse2";
    case byte_search::avx2:
        return "avx2";
    case byte_search::memchr:
        break;
    }
    return "memchr";
}

} // namespace rondo::inline v0
