// SPDX-License-Identifier: BSL-1.0
// Streams log files through five generators: reader, validator, filter, transformer, exporter; docs/pipeline.md tells all.
//
// Read on in this order: record, log_source, reader, validator, filter, transformer, exporter, and job, which puts them together.
#include "failure.hpp"
#include "input.hpp"
#include "interrupt.hpp"
#include "job.hpp"
#include "log_maker.hpp"
#include "main_job.hpp"
#include "summary.hpp"

#include <cstdio>
#include <unistd.h>

namespace {

int run(const std::vector<std::string>& arguments) {
    using namespace pipeline;
    hold_standard_descriptors();
    const options wanted = parse_options(arguments);
    if (wanted.what == action::help) {
        std::fputs(usage, stdout);
        return clean;
    }
    catch_interrupts();
    if (wanted.what == action::make_log) {
        const bool draws_bar = !wanted.quiet && isatty(STDERR_FILENO) == 1;
        return make_log(wanted.make_log, wanted.bytes, wanted.seed, draws_bar) ? clean : was_interrupted;
    }
    return run_on_loop([&](const std::string& read_by) {
        if (wanted.what == action::main_job) return main_job(wanted, read_by);
        const totals count = run_job(wanted, read_by);
        if (!wanted.quiet) say(summary_text(count));
        return count.exit_code;
    });
}

} // namespace

int main(int count, char** values) {
    try {
        return run({values + 1, values + count});
    } catch (const pipeline::usage_error& error) {
        pipeline::say(std::string("pipeline: ") + error.what() + "\n");
        return pipeline::wrong_usage;
    } catch (const std::exception& error) {
        if (pipeline::interrupted()) return pipeline::was_interrupted; // while a FIFO was being opened
        pipeline::say(std::string("pipeline: ") + error.what() + "\n");
        return pipeline::failed_io;
    }
}
