// SPDX-License-Identifier: BSL-1.0
// expect: a parameter of f is a reference, and would refer to a temporary that is made of this argument
#include <rondo/core/task_group.hpp>

#include <string>

rondo::task<> fetch(const std::string& url) {
    static_cast<void>(url);
    co_return;
}

void in(rondo::task_group& group) {
#ifdef RONDO_MUST_COMPILE
    group.spawn(fetch, std::string("localhost"));
#else
    group.spawn(fetch, "localhost");
#endif
}
