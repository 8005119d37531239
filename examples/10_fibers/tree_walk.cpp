// SPDX-License-Identifier: BSL-1.0
// A recursive walk that yields: plain recursion on a stack of its own. Two walks, asked in turn, compare two trees.
#include <rondo/fiber/fiber_generator.hpp>

#include <fmt/format.h>

#include <memory>
#include <string_view>

using namespace rondo;

struct tree {
    char leaf;
    std::unique_ptr<tree> left, right;
};

std::unique_ptr<tree> leaf(char name) { return std::make_unique<tree>(name, nullptr, nullptr); }
std::unique_ptr<tree> pair(std::unique_ptr<tree> left, std::unique_ptr<tree> right) {
    return std::make_unique<tree>('\0', std::move(left), std::move(right));
}

void visit(const tree& at,
           yielder<char>& yield) { // knows where to put each value, and nothing of who takes it
    if (at.leaf != '\0') {
        yield(at.leaf);
        return;
    }
    visit(*at.left, yield);
    visit(*at.right, yield);
}

fiber_generator<char> leaves(const tree& of) {
    return fiber_generator<char>([&of](auto& yield) {
        visit(of, yield);
        fmt::print("(a walk to the end) ");
    });
}

bool same_leaves(const tree& a, const tree& b) {
    fiber_generator<char> left = leaves(a), right = leaves(b);
    for (;;) {
        auto x = left.next(), y = right.next();
        if (!x || !y) return !x && !y;
        fmt::print("{}{} ", *x, *y);
        if (*x != *y) return false; // both walks are given up in the middle, and unwound
    }
}

int main() {
    const auto bushy = pair(pair(leaf('a'), leaf('b')), pair(leaf('c'), leaf('d')));
    const auto slim = pair(leaf('a'), pair(leaf('b'), pair(leaf('c'), leaf('d'))));
    const auto other = pair(leaf('a'), pair(leaf('x'), pair(leaf('c'), leaf('d'))));

    for (char name : leaves(*bushy)) fmt::print("{} ", name);
    fmt::print("\n");
    fmt::print("{}\n", same_leaves(*bushy, *slim) ? "the same leaves" : "they differ");
    fmt::print("{}\n", same_leaves(*bushy, *other) ? "the same leaves" : "they differ");
}
