// SPDX-License-Identifier: BSL-1.0
// Generators that call each other by yielding the one that they call: recursion without a machine stack.
#include <rondo/gen/trampoline.hpp>

#include <fmt/format.h>

#include <stdexcept>

using namespace rondo;

subroutine<long> factorial(long n) {
    if (n < 2) co_return 1;
    long rest = *(co_yield factorial(n - 1)); // suspended here while the other one runs
    co_return rest* n;
}

subroutine<long> is_odd(long n);

subroutine<long> is_even(long n) { // two that call each other: a hundred thousand deep
    if (n == 0) co_return true;
    co_return *(co_yield is_odd(n - 1));
}

subroutine<long> is_odd(long n) {
    if (n == 0) co_return false;
    co_return *(co_yield is_even(n - 1));
}

subroutine<long> divide(long a, long b) {
    if (b == 0) throw std::domain_error("division by zero");
    co_return a / b;
}

subroutine<long> careful(long a, long b) {
    long result = 0;
    try {
        result = *(co_yield divide(a, b)); // an error of the called is thrown here
    } catch (const std::domain_error& error) {
        fmt::print("careful({}, {}): {}\n", a, b, error.what());
    }
    co_return result;
}

int main() {
    fmt::print("factorial(20) = {}\n", trampoline(factorial(20)));
    fmt::print("is_even(100000) = {}\n", trampoline(is_even(100'000)) != 0);
    fmt::print("careful(7, 2) = {}\n", trampoline(careful(7, 2)));
    fmt::print("careful(7, 0) = {}\n", trampoline(careful(7, 0)));
}
