// SPDX-License-Identifier: BSL-1.0
#include "job.hpp"

#include "blocks.hpp"
#include "exporter.hpp"
#include "filter.hpp"
#include "outputs.hpp"
#include "reader.hpp"
#include "summary.hpp"
#include "transformer.hpp"
#include "validator.hpp"
#include "watched.hpp"

#include <rondo/base/scope_exit.hpp>
#include <rondo/gen/iter/stage.hpp>

#include <chrono>
#include <functional>

namespace pipeline {
namespace {

using rondo::stage;

/// The pipeline. Nothing runs before the loop asks the last stage; each line then goes through all of it at once.
void stream(const input& from, const options& wanted, const read_path& path, outputs& to, totals& count,
            recognition& chosen) {
    progress bar{to.draws_bar, from.size()};
    reject_log rejects{count, to.rejects.get(), from.name()};
    line_writer* const waiting = from.is_regular() ? nullptr : to.lines.get();

    auto bytes = watched(blocks(path.uring.get(), from), count.bytes, bar, waiting);
    if (wanted.grammar == format::automatic) bytes = recognised(std::move(bytes), chosen);
    auto pipe = std::move(bytes) | stage(read_lines, wanted.max_line) |
                stage(validate, std::cref(chosen), std::ref(count), std::ref(rejects)) |
                stage(filter, wanted.least, wanted.grep) |
                stage(transform, wanted.output, std::ref(count.replaced)) |
                stage(export_to, std::ref(*to.lines));
    for (std::uint64_t taken : pipe) count.exported = taken;
    count.exported = to.lines->lines();
}

std::string shrinkage(const input& from, std::uint64_t got) {
    return from.name() + " shrank while it was read: " + std::to_string(got) + " of " +
           std::to_string(from.size()) + " bytes were there";
}

/// One file. Its failure is said and remembered, and the next file has its turn.
void process(const std::string& path, const options& wanted, const read_path& reads, outputs& to,
             totals& count) {
    const std::uint64_t lines = count.lines, bytes = count.bytes, rejects = count.rejects();
    file_report report{path, {wanted.grammar, true}, wanted.grammar != format::automatic};
    if (!report.asked) report.format = {};
    rondo::scope_exit reported = [&] {
        report.lines = count.lines - lines;
        report.bytes = count.bytes - bytes;
        report.rejects = count.rejects() - rejects;
        count.files.push_back(report);
    };
    try {
        const input from{path};
        report.name = from.name();
        stream(from, wanted, reads, to, count, report.format);
        const std::uint64_t got = count.bytes - bytes;
        const bool to_its_end = !interrupted() && !to.lines->reader_gone();
        if (to_its_end && got < from.size()) count.notes.push_back(shrinkage(from, got));
    } catch (const output_failure&) {
        throw;
    } catch (const io_failure& failure) {
        count.exit_code = failed_io;
        if (!interrupted()) say(std::string("pipeline: ") + failure.what() + "\n");
    }
}

} // namespace

totals run_job(const options& wanted, const read_path& path) {
    totals count;
    count.read_by = path.words;
    const auto begin = std::chrono::steady_clock::now();
    outputs to{wanted};
    try {
        for (const std::string& file : wanted.files) {
            if (interrupted() || to.lines->reader_gone()) break;
            process(file, wanted, path, to, count);
        }
    } catch (const output_failure& failure) {
        count.exit_code = failed_io;
        say(std::string("pipeline: ") + failure.what() + "\n");
    }
    to.finish(count, begin);
    return count;
}

} // namespace pipeline
