// SPDX-License-Identifier: BSL-1.0
// expect: a parameter of the coroutine f is a reference, and would refer to a temporary that is made of this argument
#include <rondo/core/task.hpp>
#include <rondo/with/async_with.hpp>
#include <rondo/with/decorate.hpp>
#include <rondo/with/nullcontext.hpp>

#include <functional>
#include <string>

rondo::task<int> fetch(const std::string& url, int& times) {
    co_return static_cast<int>(url.size()) * ++times;
}

auto in(int& times) {
    auto fetched = rondo::decorate([] { return rondo::nullcontext(); }, fetch);
#ifdef RONDO_MUST_COMPILE
    return fetched(std::string("localhost"), std::ref(times));
#else
    return fetched("localhost", std::ref(times));
#endif
}
