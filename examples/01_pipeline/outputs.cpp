// SPDX-License-Identifier: BSL-1.0
#include "outputs.hpp"

#include "failure.hpp"
#include "interrupt.hpp"
#include "job.hpp"
#include "summary.hpp"

#include <sys/stat.h>
#include <unistd.h>

namespace pipeline {
namespace {

/// The inputs that would be harmed by being written to: the regular files among them.
std::vector<identity> regular_files(const std::vector<std::string>& paths) {
    std::vector<identity> found;
    for (const std::string& path : paths) {
        struct stat about{};
        const int failed = path == "-" ? fstat(STDIN_FILENO, &about) : stat(path.c_str(), &about);
        if (failed == 0 && S_ISREG(about.st_mode))
            found.push_back(
                {about.st_dev, about.st_ino, path == "-" ? "the standard input" : "the input " + path});
    }
    return found;
}

/// Runs a last step of an output; its failure is said, and the other outputs have their turn.
template <class Step>
void attempt(totals& count, Step step) {
    try {
        step();
    } catch (const output_failure& failure) {
        count.exit_code = failed_io;
        say(std::string("pipeline: ") + failure.what() + "\n");
    }
}

int code_of(const totals& count) {
    if (count.interrupted) return was_interrupted;
    if (count.exit_code != clean) return count.exit_code;
    return count.rejects() != 0 && !count.output_closed ? had_rejects : clean;
}

} // namespace

outputs::outputs(const options& wanted) {
    std::vector<identity> taken = regular_files(wanted.files);
    const auto open = [&](const std::string& path, std::string_view option) {
        return path.empty() ? nullptr : std::make_unique<line_writer>(path, option, taken);
    };
    lines = open(wanted.out, "--out");
    rejects = open(wanted.rejects, "--rejects");
    summary = open(wanted.summary_json, "--summary-json");
    draws_bar = !wanted.quiet && isatty(STDERR_FILENO) == 1 && !lines->is_terminal();
}

void outputs::finish(totals& count, std::chrono::steady_clock::time_point begin) {
    attempt(count, [&] { lines->close(); });
    if (rejects) attempt(count, [&] { rejects->close(); });
    count.exported = lines->lines_written();
    count.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    count.interrupted = interrupted();
    count.output_closed = lines->reader_gone();
    if (count.interrupted) count.notes.emplace_back("interrupted: what was exported so far is whole lines");
    if (count.output_closed) count.notes.emplace_back("the reader of the output has gone: ended early");
    count.exit_code = code_of(count);
    if (!summary) return;
    attempt(count, [&] {
        summary->append(summary_json(count));
        summary->close();
    });
}

} // namespace pipeline
