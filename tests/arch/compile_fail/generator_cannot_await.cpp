// SPDX-License-Identifier: BSL-1.0
// Y25: a generator has no loop that could resume it.
// expect: a generator cannot co_await: use co_yield from(...) to delegate, or an async_generator
#include <rondo/gen/generator.hpp>

#include <coroutine>

rondo::generator<int> confused() {
#ifndef RONDO_MUST_COMPILE
    co_await std::suspend_always{};
#endif
    co_yield 1;
}
