// SPDX-License-Identifier: BSL-1.0
//
// What differs between compilers, platforms and builds, named once: the only header with conditional code.
// Nothing here hangs on NDEBUG, so that a debug and a release client of one installed library agree on
// layout.
#pragma once

#include <rondo/base/build_config.hpp>

#if __cplusplus < 202002L
#error "rondo needs C++20: compile with -std=c++20 or newer"
#endif
#if defined(__clang__) && __clang_major__ < 16
#error                                                                                                       \
    "rondo needs clang 16 or newer (clang 14 miscompiles coroutines): install clang-19, or use g++ 12 or newer"
#endif
#if !defined(__clang__) && defined(__GNUC__) && __GNUC__ < 12
#error "rondo needs g++ 12 or newer: install g++-12, or clang-19"
#endif

/// Visibility of what the compiled library exports; everything else is hidden.
#if defined(RONDO_SHARED)
#define RONDO_API [[gnu::visibility("default")]] // g++ 12 takes no __attribute__ beside [[nodiscard]]
#else
#define RONDO_API
#endif

/// Code off the hot path: kept out of line, so that the hot path inlines.
#define RONDO_COLD __attribute__((noinline, cold))
#define RONDO_NOINLINE __attribute__((noinline))
#define RONDO_INLINE __attribute__((always_inline)) inline

#if defined(__SANITIZE_ADDRESS__)
#define RONDO_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define RONDO_ASAN 1
#endif
#endif
#ifndef RONDO_ASAN
#define RONDO_ASAN 0
#endif

#if defined(__SANITIZE_THREAD__)
#define RONDO_TSAN 1
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define RONDO_TSAN 1
#endif
#endif
#ifndef RONDO_TSAN
#define RONDO_TSAN 0
#endif

// Where valgrind's requests are found; without its header, the one of that name beside who includes it.
#if __has_include(<valgrind/memcheck.h>)
#define RONDO_VALGRIND <valgrind/memcheck.h>
#else
#define RONDO_VALGRIND "no_valgrind.hpp"
#endif

// How one stack is left for another; and what such a jump loses beyond what every x86-64 has.
#if defined(__x86_64__) && defined(__LP64__)
#define RONDO_JUMP <rondo/fiber/detail/jump_x86_64.hpp>
#else
#define RONDO_JUMP <rondo/fiber/detail/jump_by_call.hpp>
#endif
#if defined(__AVX512F__)
#define RONDO_WIDE_REGISTERS                                                                                 \
    , "xmm16", "xmm17", "xmm18", "xmm19", "xmm20", "xmm21", "xmm22", "xmm23", "xmm24", "xmm25", "xmm26",     \
        "xmm27", "xmm28", "xmm29", "xmm30", "xmm31", "k1", "k2", "k3", "k4", "k5", "k6", "k7"
#else
#define RONDO_WIDE_REGISTERS
#endif

// g++ copies an awaiter that is an lvalue; elsewhere `co_yield` may await the promise itself, which costs
// nothing.
#if defined(__clang__)
#define RONDO_LVALUE_AWAITERS 1
#else
#define RONDO_LVALUE_AWAITERS 0
#endif
