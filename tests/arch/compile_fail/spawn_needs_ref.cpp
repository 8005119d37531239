// SPDX-License-Identifier: BSL-1.0
// expect: spawn(f, args...): f cannot be called with copies of these arguments: a parameter that is an lvalue reference needs std::ref(x)
#include <rondo/core/task_group.hpp>

#include <functional>

rondo::task<> count(int& total) {
    ++total;
    co_return;
}

rondo::task<> in(rondo::task_group& group) {
    int total = 0;
#ifdef RONDO_MUST_COMPILE
    group.spawn(count, std::ref(total));
#else
    group.spawn(count, total);
#endif
    co_return;
}
