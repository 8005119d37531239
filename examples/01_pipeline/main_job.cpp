// SPDX-License-Identifier: BSL-1.0
#include "main_job.hpp"

#include "failure.hpp"
#include "interrupt.hpp"
#include "log_maker.hpp"
#include "summary.hpp"

#include <rondo/base/scope_exit.hpp>

#include <fmt/format.h>

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <glob.h>
#include <unistd.h>

namespace pipeline {
namespace {

void print(const std::string& text) {
    std::fwrite(text.data(), 1, text.size(), stdout);
    std::fflush(stdout);
}

std::vector<std::string> system_logs() {
    constexpr const char* patterns =
        "/var/log/{dpkg.log,apt/*.log,syslog,messages,kern.log,auth.log,daemon.log,user.log,"
        "nginx/access.log,apache2/access.log}";
    glob_t found{};
    rondo::scope_exit freed = [&] { globfree(&found); };
    std::vector<std::string> paths;
    if (glob(patterns, GLOB_BRACE, nullptr, &found) == 0)
        paths.assign(found.gl_pathv, found.gl_pathv + found.gl_pathc);
    return paths;
}

/// One line of figures. The lines of a log that only its owner may read are counted, not copied anywhere.
int on_system_log(const std::string& path, const std::string& read_by) {
    if (access(path.c_str(), R_OK) != 0) {
        print(fmt::format("  {}: not readable by this user\n", path));
        return clean;
    }
    options wanted;
    wanted.files = {path};
    wanted.out = "/dev/null";
    wanted.quiet = true;
    const totals count = run_job(wanted, read_by);
    const recognition format = count.files.at(0).format;
    print(fmt::format("  {}: {} lines, {} bytes, {}, {} rejects, {:.0f} MB/s\n", path, count.lines,
                      count.bytes,
                      format.certain ? fmt::format("format {}", name(format.chosen)) : "no known format",
                      count.rejects(), megabytes_per_second(count)));
    return count.exit_code == had_rejects ? clean : count.exit_code;
}

/// Makes the log unless it is there. Returns: false when interrupted.
bool provide_log(const std::string& path, const options& wanted) {
    std::error_code failed;
    if (std::filesystem::file_size(path, failed) == wanted.bytes && !failed) return true;
    const std::uint64_t room = std::filesystem::space(std::filesystem::path(path).parent_path()).available;
    const std::uint64_t needed = wanted.bytes + wanted.bytes / 8; // the log, and what is exported from it
    if (room < needed)
        throw io_failure(
            fmt::format("cannot make {}: it needs {} MB and {} MB are free; make room, set RONDO_DATA_DIR "
                        "to another place, or ask for less with --bytes",
                        path, needed / 1000000, room / 1000000));
    print(fmt::format("making {} from seed {}, once\n", path, wanted.seed));
    const auto begin = std::chrono::steady_clock::now();
    if (!make_log(path, wanted.bytes, wanted.seed, !wanted.quiet && isatty(STDERR_FILENO) == 1)) return false;
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    print(
        fmt::format("  {:.1f} s, {:.0f} MB/s\n", seconds, static_cast<double>(wanted.bytes) / 1e6 / seconds));
    return true;
}

} // namespace

int main_job(const options& wanted, const std::string& read_by) {
    print(fmt::format("read by {}\nthis system's logs, every line validated:\n", read_by));
    int code = clean;
    for (const std::string& path : system_logs()) {
        if (interrupted()) return was_interrupted;
        code = std::max(code, on_system_log(path, read_by));
    }
    const std::string place = data_directory();
    options big = wanted;
    big.files = {fmt::format("{}/log-1-{}-{}.log", place, wanted.bytes, wanted.seed)};
    big.least = std::max(wanted.least, level::error);
    if (wanted.out == "-") big.out = place + "/errors.txt";
    if (!provide_log(big.files[0], wanted)) return was_interrupted;
    print(fmt::format("{}: the messages of ERROR and above to {}\n", big.files[0], big.out));
    const totals count = run_job(big, read_by);
    print(summary_text(count));
    return std::max(code, count.exit_code == had_rejects ? clean : count.exit_code);
}

} // namespace pipeline
