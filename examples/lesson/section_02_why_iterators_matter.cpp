// SPDX-License-Identifier: BSL-1.0
// Section 2: all at once against one at a time: what is in memory, and how soon the first answer comes.
#include <rondo/gen/generator.hpp>
#include <rondo/gen/iter.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <vector>

using namespace rondo;

// A measurement that counts how many of its kind were made, and how many are in memory at once.
class reading {
public:
    explicit reading(int number) : degrees(number * 37 % 100) {
        ++made;
        entered();
    }
    reading(const reading& other) : degrees(other.degrees) { entered(); }
    reading& operator=(const reading&) = default;
    ~reading() { --alive; }

    static void forget() { made = alive = most = 0; }
    static inline int made = 0, alive = 0, most = 0;
    int degrees;

private:
    static void entered() { most = std::max(most, ++alive); }
};

std::vector<reading> load(int count) {
    std::vector<reading> all;
    all.reserve(static_cast<std::size_t>(count));
    for (int n = 0; n < count; ++n) all.emplace_back(n);
    return all;
}

generator<reading> stream(int count) {
    for (int n = 0; n < count; ++n) co_yield reading(n);
}

generator<reading> stream_for_ever() {
    for (int n = 0;; ++n) co_yield reading(n);
}

bool hot(const reading& r) { return r.degrees >= 98; }

int degrees(const reading& r) { return r.degrees; }

void report(const char* what) {
    fmt::print("{}: {} made, at most {} in memory\n", what, reading::made, reading::most);
    reading::forget();
}

int main() {
    constexpr int count = 100'000;

    fmt::print("Hot, from a list: {}\n", sum(load(count) | map(hot)));
    report("  all at once");
    fmt::print("Hot, from a generator: {}\n", sum(stream(count) | map(hot)));
    report("  one at a time");

    // Lazy: what nobody asks for is not made. Endless is then no problem.
    fmt::print("The first three: {}\n", stream(count) | filter(hot) | map(degrees) | take(3) | list());
    report("  of a hundred thousand");
    fmt::print("The first three: {}\n", stream_for_ever() | filter(hot) | map(degrees) | take(3) | list());
    report("  of an endless stream");
}
