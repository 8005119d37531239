// SPDX-License-Identifier: BSL-1.0
// Somebody else's parser, in C: it calls back for each thing that it finds. On a fiber, its events are a generator.
#include <rondo/fiber/fiber_generator.hpp>

#include <fmt/format.h>

#include <cstring>
#include <stdexcept>
#include <string>
#include <string_view>

using namespace rondo;

// ---- The library that we cannot change: it knows callbacks, and a pointer that it hands back.
extern "C" {
struct markup_handler {
    void (*open)(void* user, const char* name, std::size_t length);
    void (*close)(void* user, const char* name, std::size_t length);
    void (*text)(void* user, const char* text, std::size_t length);
};

int parse_markup(const char* at, const markup_handler* call, void* user) {
    while (*at != '\0') {
        if (*at != '<') {
            const std::size_t length = std::strcspn(at, "<");
            call->text(user, at, length);
            at += length;
            continue;
        }
        const bool closes = at[1] == '/';
        const char* name = at + (closes ? 2 : 1);
        const std::size_t length = std::strcspn(name, ">");
        if (name[length] == '\0') return -1; // never closed
        (closes ? call->close : call->open)(user, name, length);
        at = name + length + 1;
    }
    return 0;
}
}

// ---- Ours: each callback yields.
struct event {
    enum kind { open, close, text } what;
    std::string_view name;
};

template <event::kind Kind>
void give(void* user, const char* text, std::size_t length) {
    auto& yield = *static_cast<yielder<event>*>(user);
    yield(event{Kind, std::string_view(text, length)});
}

fiber_generator<event> events(const char* text) {
    return fiber_generator<event>([text](yielder<event>& yield) {
        const markup_handler handler{give<event::open>, give<event::close>, give<event::text>};
        if (parse_markup(text, &handler, &yield) != 0) throw std::runtime_error("a tag is never closed");
    });
}

// So that a reader may be written by who reads, as a recursive function that takes what it needs.
void print_element(fiber_generator<event>& in, std::string_view name, int depth) {
    fmt::print("{:{}}{}\n", "", 2 * depth, name);
    while (auto next = in.next()) {
        if (next->what == event::close) return;
        if (next->what == event::text) fmt::print("{:{}}\"{}\"\n", "", 2 * depth + 2, next->name);
        if (next->what == event::open) print_element(in, next->name, depth + 1);
    }
}

int main() {
    fiber_generator<event> all =
        events("<song><title>Rondo</title><verse>round <b>and</b> round</verse></song>");
    if (auto first = all.next()) print_element(all, first->name, 0);

    for (const event& e : events("<a>first only</a> of a long text")) {
        fmt::print("the first thing is {}\n", e.name);
        break; // the parser is left in the middle
    }
    try {
        for (const event& e : events("<a>text <b")) fmt::print("{} ", e.name);
    } catch (const std::runtime_error& error) {
        fmt::print("error: {}\n", error.what());
    }
}
