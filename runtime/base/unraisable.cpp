// SPDX-License-Identifier: BSL-1.0
#include <rondo/base/unraisable.hpp>

#include <rondo/base/errors.hpp>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <cxxabi.h>
#include <typeinfo>

namespace rondo::inline v0 {

namespace {

constinit thread_local unraisable_hook current_hook = nullptr;

void print_unraisable(const unraisable& lost) noexcept {
    char text[512];
    describe(lost.error, text, sizeof text);
    std::fprintf(stderr, "rondo: error ignored %.*s: %s\n", static_cast<int>(lost.context.size()),
                 lost.context.data(), text);
}

} // namespace

unraisable_hook set_unraisable_hook(unraisable_hook hook) noexcept {
    unraisable_hook previous = current_hook;
    current_hook = hook;
    return previous;
}

void report_unraisable(std::exception_ptr error, std::string_view context) noexcept {
    unraisable lost{std::move(error), context};
    (current_hook ? current_hook : print_unraisable)(lost);
}

void describe(const std::exception_ptr& error, char* buffer, std::size_t size) noexcept {
    if (size == 0) return;
    buffer[0] = '\0';
    if (!error) return;
    try {
        std::rethrow_exception(error);
    } catch (const std::exception& e) {
        std::snprintf(buffer, size, "%s", e.what());
        std::size_t used = std::strlen(buffer);
        if (std::exception_ptr inner = cause(e); inner && used + 16 < size) {
            int grown = std::snprintf(buffer + used, size - used, " (caused by: ");
            used += static_cast<std::size_t>(grown);
            describe(inner, buffer + used, size - used - 1);
            used = std::strlen(buffer);
            std::snprintf(buffer + used, size - used, ")");
        }
    } catch (...) {
        const std::type_info* type = abi::__cxa_current_exception_type();
        char* readable = type ? abi::__cxa_demangle(type->name(), nullptr, nullptr, nullptr) : nullptr;
        std::snprintf(buffer, size, "an exception of type %s", readable ? readable : "unknown");
        std::free(readable);
    }
}

} // namespace rondo::inline v0
