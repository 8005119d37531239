// SPDX-License-Identifier: BSL-1.0
//
// What the tests of this room share: the world of the kernel's tests, and tasks that run beside each other in it.
#pragma once

#include "core/rows.hpp"

#include <rondo/sync/errors.hpp>

#include <memory>

namespace sync_test {

using namespace core_test;

/// A world in which tasks are spawned, and run until nobody is ready.
struct room : world {
    template <class F, class... Args>
    auto spawn(F&& f, Args&&... args) {
        return on.root().spawn(std::forward<F>(f), std::forward<Args>(args)...);
    }
    /// Runs what is ready, turn by turn, until nobody is.
    void settle() {
        while (on.run_once()) {}
    }
    /// One turn.
    void turn() { on.run_once(); }
};

/// What the loop says when nobody can go on; it is closed then.
template <class Main>
std::string deadlock_of(world& w, Main&& main) {
    std::string text = "no deadlock";
    try {
        const auto handle = w.on.root().spawn(std::forward<Main>(main));
        w.on.run_until_done(handle);
    } catch (const deadlock_error& error) {
        text = error.what();
    }
    w.on.close();
    return text;
}
inline bool tells(const std::string& text, std::string_view words) {
    return text.find(words) != std::string::npos;
}

} // namespace sync_test
