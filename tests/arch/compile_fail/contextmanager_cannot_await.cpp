// SPDX-License-Identifier: BSL-1.0
// expect: a generator cannot co_await
#include <rondo/with/contextmanager.hpp>

rondo::contextmanager<int> manager() {
#ifndef RONDO_MUST_COMPILE
    co_await std::suspend_always{};
#endif
    co_yield 1;
}

int main() { manager().enter(); }
