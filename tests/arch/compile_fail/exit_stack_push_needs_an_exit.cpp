// SPDX-License-Identifier: BSL-1.0
// expect: exit_stack::push(exit): exit takes a std::exception_ptr and returns bool (true swallows), or is a context manager
#include <rondo/with/exit_stack.hpp>

int main() {
    rondo::exit_stack stack;
#ifdef RONDO_MUST_COMPILE
    stack.push([](std::exception_ptr) { return false; });
#else
    stack.push([] {});
#endif
}
