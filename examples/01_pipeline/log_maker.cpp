// SPDX-License-Identifier: BSL-1.0
#include "log_maker.hpp"

#include "failure.hpp"
#include "interrupt.hpp"
#include "line_writer.hpp"
#include "progress.hpp"

#include <rondo/base/scope_exit.hpp>

#include <cerrno>
#include <cstdio>
#include <unistd.h>

namespace pipeline {
namespace {

/// Lines up to the last 512 bytes or so, then one that fits exactly. Returns: false when interrupted.
bool write_lines(line_writer& out, std::uint64_t bytes, std::uint64_t seed, bool draws_bar) {
    progress bar{draws_bar, bytes};
    std::uint64_t left = bytes, next_look = bytes;
    for (std::string_view line : made_up_lines(seed)) {
        if (left <= 512) break;
        out.append(line);
        left -= line.size() + 1;
        if (left > next_look) continue;
        next_look = left - std::min<std::uint64_t>(left, 1 << 20); // once a megabyte
        bar.show(bytes - left);
        if (interrupted()) return false;
    }
    std::string last = "2026-12-31 23:59:59.999 INFO: end of the log ";
    last.resize(left - 1, '.');
    out.append(last);
    return true;
}

} // namespace

bool make_log(const std::string& path, std::uint64_t bytes, std::uint64_t seed, bool draws_bar) {
    if (bytes < least_log_bytes)
        throw usage_error("--bytes " + std::to_string(bytes) +
                          " is too small for a log; ask for at least 64");
    const std::string unfinished = path + ".part" + std::to_string(getpid());
    std::vector<identity> taken;
    line_writer out{unfinished, "--make-log", taken};
    rondo::scope_exit removed = [&] { unlink(unfinished.c_str()); };
    if (!write_lines(out, bytes, seed, draws_bar)) return false;
    out.close();
    if (std::rename(unfinished.c_str(), path.c_str()) != 0)
        throw io_failure(described("rename the finished log to", path, errno, "name another place"));
    removed.release();
    return true;
}

} // namespace pipeline
