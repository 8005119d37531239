// SPDX-License-Identifier: BSL-1.0
// Section 4: the five steps of a generator's life, and what `return` loses and `co_yield` keeps.
#include <rondo/gen/generator.hpp>
#include <rondo/gen/iter.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <string>

using namespace rondo;

const char* text(gen_state state) {
    switch (state) {
    case gen_state::created:
        return "created";
    case gen_state::running:
        return "running";
    case gen_state::suspended:
        return "suspended";
    case gen_state::closed:
        return "closed";
    }
    return "";
}

// A reader of a book. Its page number is an ordinary local variable.
generator<int, void, std::string> read_book(int pages) {
    fmt::print("    (the book is opened)\n");
    for (int page = 1; page <= pages; ++page) {
        co_yield page; // the bookmark
        fmt::print("    (page {} was kept)\n", page);
    }
    co_return "the end";
}

int return_a_page() {
    int page = 0;
    page += 1;
    return page; // page is gone: the next call begins anew
}

generator<int> yield_pages() {
    int page = 0;
    while (true) {
        page += 1;
        co_yield page; // page stays: the next next() goes on from here
    }
}

int main() {
    auto book = read_book(2);
    fmt::print("1. The call made a generator: {}\n", text(book.state()));

    auto page = book.next();
    fmt::print("2. The first next() ran to the first co_yield: page {}\n", *page);
    fmt::print("3. It is paused there: {}\n", text(book.state()));

    page = book.next();
    fmt::print("4. The second went on behind it: page {}\n", *page);

    page = book.next();
    fmt::print("5. The third found {}: {}\n", page ? "a page" : "no page", text(book.state()));
    fmt::print("   The book's last words: {}\n", *book.result());

    fmt::print("return, three times: [{}, {}, {}]\n", return_a_page(), return_a_page(), return_a_page());
    fmt::print("co_yield, three times: {}\n", list(take(yield_pages(), 3)));
}
