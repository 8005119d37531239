// SPDX-License-Identifier: BSL-1.0
// Values go in, too: a generator that is sent numbers, yields the average so far, and returns how many came.
#include <rondo/gen/generator.hpp>

#include <fmt/format.h>

#include <optional>

using namespace rondo;

generator<double, double, int> averages() { // yields a double, is sent doubles, returns an int
    double sum = 0;
    int count = 0;
    std::optional<double> number = co_yield 0.0; // to here runs the first next()
    while (number) {
        sum += *number;
        ++count;
        number = co_yield sum / count; // empty when resumed by next(), which sends nothing
    }
    co_return count;
}

int main() {
    auto average = averages();
    average.next();
    for (double number : {10.0, 20.0, 60.0}) {
        auto answer = average.send(number);
        fmt::print("{} came, the average is {}\n", number, *answer);
    }

    auto last = average.next(); // sends nothing: the loop ends, and with it the body
    fmt::print("{} numbers, and {}\n", *average.result(), last ? "more to come" : "that was all");
}
