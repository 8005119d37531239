// SPDX-License-Identifier: BSL-1.0
//
// `true` is started and waited for, one after another. ns of wall time a process; its own time, and the kernel's, are most of it. `output`
// starts `echo x` and reads what it writes.
//
// The floor is posix_spawn and waitpid, with a pipe for `output`. Not alike: rondo closes what the child need not inherit, and waits by a
// pidfd on its loop.
#pragma once

#include "../harness.hpp"

#include <algorithm>

namespace process_spawn {

/// `run_true()` gives the exit code of true; `run_echo()` the number of bytes that echo wrote.
template <class True, class Echo>
void measure(bench::harness& run, True run_true, Echo run_echo) {
    bench::by_wall_clock = true;
    const auto few = [&](std::uint64_t n) { return run.checking() ? std::min<std::uint64_t>(n, 10) : n; };
    run.measure(
        "true", "ns/process",
        [&](std::uint64_t n) {
            std::uint64_t ended_well = 0;
            for (std::uint64_t i = 0; i < few(n); ++i) ended_well += run_true() == 0 ? 1 : 0;
            return ended_well;
        },
        few);
    run.measure(
        "output", "ns/process",
        [&](std::uint64_t n) {
            std::uint64_t bytes = 0;
            for (std::uint64_t i = 0; i < few(n); ++i) bytes += run_echo();
            return bytes;
        },
        [&](std::uint64_t n) { return 2 * few(n); });
}

} // namespace process_spawn
