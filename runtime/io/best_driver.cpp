// SPDX-License-Identifier: BSL-1.0
#include <rondo/io/best_driver.hpp>

#include <rondo/base/error.hpp>
#include <rondo/base/errors.hpp>
#include <rondo/io/epoll_driver.hpp>
#include <rondo/io/io_uring_driver.hpp>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace rondo::inline v0 {

namespace {

enum class reason { wish, what_works, short_of_memory };

struct decision {
    std::unique_ptr<driver> made; // null: epoll, which is made last
    std::string words;
    reason because;
};

// Rings work here, and yet there may be no memory for one more: it counts against a limit of ordinary users, and that of
// the ones before is given back late.
bool is_shortage(const error& e) noexcept { return e.number() == ENOMEM; }

decision forced_uring() {
    try {
        return {std::make_unique<io_uring_driver>(), "io_uring, because RONDO_DRIVER=uring", reason::wish};
    } catch (const error& e) {
        const std::string why = io_uring_driver::works() ? "" : "io_uring " + io_uring_driver::how() + "; ";
        const std::string what = is_shortage(e) ? "raise `ulimit -l`, " : "";
        throw error(e.number(), "make an io_uring driver, because RONDO_DRIVER=uring",
                    why + what + "unset RONDO_DRIVER, or set it to epoll");
    }
}

decision decide() {
    const char* const wish = std::getenv("RONDO_DRIVER");
    const std::string_view forced = wish ? wish : "";
    if (forced == "epoll") return {nullptr, "epoll, because RONDO_DRIVER=epoll", reason::wish};
    if (forced == "uring") return forced_uring();
    if (!forced.empty())
        throw value_error("RONDO_DRIVER is '" + std::string(forced) +
                          "': set it to uring or epoll, or unset it");
    if (!io_uring_driver::works())
        return {nullptr, "epoll, because io_uring " + io_uring_driver::how(), reason::what_works};
    try {
        return {std::make_unique<io_uring_driver>(), "io_uring, " + io_uring_driver::how(),
                reason::what_works};
    } catch (const error& e) {
        if (!is_shortage(e)) throw;
        return {nullptr,
                "epoll, because io_uring works, " + io_uring_driver::how() +
                    ", and has no memory for another ring: raise `ulimit -l`",
                reason::short_of_memory};
    }
}

bool say(const decision& about) noexcept {
    const char* const log = std::getenv("RONDO_LOG");
    if (log && *log) std::fprintf(stderr, "rondo: I/O driver: %s\n", about.words.c_str());
    return true;
}

// Each once in a process: what is taken, and that it cannot be had any more.
void say_once(const decision& about) noexcept {
    if (about.because == reason::short_of_memory) {
        static const bool said = say(about);
        static_cast<void>(said);
    } else {
        static const bool said = say(about);
        static_cast<void>(said);
    }
}

} // namespace

std::string explain_driver() {
    try {
        return decide().words;
    } catch (const error& e) {
        return std::string("none: ") + e.what();
    }
}

std::unique_ptr<driver> best_driver() {
    decision chosen = decide();
    say_once(chosen);
    if (!chosen.made) chosen.made = std::make_unique<epoll_driver>();
    return std::move(chosen.made);
}

} // namespace rondo::inline v0
