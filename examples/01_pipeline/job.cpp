// SPDX-License-Identifier: BSL-1.0
#include "job.hpp"

#include "exporter.hpp"
#include "failure.hpp"
#include "filter.hpp"
#include "interrupt.hpp"
#include "outputs.hpp"
#include "reader.hpp"
#include "summary.hpp"
#include "transformer.hpp"
#include "validator.hpp"

#include <rondo/base/scope_exit.hpp>
#include <rondo/core/cancelled.hpp>
#include <rondo/gen/iter/stage.hpp>

#include <chrono>
#include <functional>

namespace pipeline {
namespace {

using rondo::stage;

/// The pipeline. Nothing runs before the loop asks the last stage; each line then goes through all of it at once.
void stream(log_lines& lines, const std::string& name, const options& wanted, outputs& to, totals& count,
            const recognition& chosen) {
    reject_log rejects{count, to.rejects.get(), name};
    auto pipe = read_lines(lines) | stage(validate, std::cref(chosen), std::ref(count), std::ref(rejects)) |
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

/// One input, from its first byte to its last.
void stream(const input& from, const options& wanted, outputs& to, totals& count, file_report& report) {
    const std::uint64_t before = count.bytes;
    progress bar{to.draws_bar, from.size()};
    onlookers who{bar};
    if (!from.is_regular()) who.waiting = to.lines.get();
    if (!report.asked) who.chosen = &report.format;
    log_lines lines(log_source(from, who), {.max_bytes = wanted.max_line, .strip_cr = true});
    const log_source& source = lines.source();
    rondo::scope_exit counted = [&] { count.bytes = before + source.bytes(); };
    try {
        stream(lines, from.name(), wanted, to, count, report.format);
    } catch (const rondo::cancelled&) { // what was asked for by a signal: what came before it was processed
    }
    const bool packed = source.packed() != rondo::compression::none;
    if (packed) report.packed = rondo::to_string(source.packed());
    const bool to_its_end = !interrupted() && !to.lines->reader_gone();
    if (to_its_end && !packed && source.bytes() < from.size())
        count.notes.push_back(shrinkage(from, source.bytes()));
}

/// One file. Its failure is said and remembered, and the next file has its turn.
void process(const std::string& path, const options& wanted, outputs& to, totals& count) {
    const std::uint64_t lines = count.lines, bytes = count.bytes, rejects = count.rejects();
    file_report report;
    report.name = path;
    report.asked = wanted.grammar != format::automatic;
    if (report.asked) report.format = {wanted.grammar, true};
    rondo::scope_exit reported = [&] {
        report.lines = count.lines - lines;
        report.bytes = count.bytes - bytes;
        report.rejects = count.rejects() - rejects;
        count.files.push_back(report);
    };
    try {
        const input from{path};
        report.name = from.name();
        stream(from, wanted, to, count, report);
    } catch (const output_failure&) {
        throw;
    } catch (const io_failure& failure) {
        count.exit_code = failed_io;
        if (!interrupted()) say(std::string("pipeline: ") + failure.what() + "\n");
    }
}

} // namespace

totals run_job(const options& wanted, const std::string& read_by) {
    totals count;
    count.read_by = read_by;
    const auto begin = std::chrono::steady_clock::now();
    outputs to{wanted};
    try {
        for (const std::string& file : wanted.files) {
            if (interrupted() || to.lines->reader_gone()) break;
            process(file, wanted, to, count);
        }
    } catch (const output_failure& failure) {
        count.exit_code = failed_io;
        say(std::string("pipeline: ") + failure.what() + "\n");
    }
    to.finish(count, begin);
    return count;
}

} // namespace pipeline
