// SPDX-License-Identifier: BSL-1.0
#include "failure.hpp"
#include "interrupt.hpp"
#include "job.hpp"

#include <rondo/base/errors.hpp>
#include <rondo/core/race.hpp>
#include <rondo/core/wait_fd.hpp>
#include <rondo/fiber/spawn_fiber.hpp>
#include <rondo/io/best_driver.hpp>
#include <rondo/run.hpp>

#include <exception>
#include <memory>

namespace pipeline {
namespace {

std::unique_ptr<rondo::driver> chosen_driver() {
    try {
        return rondo::best_driver();
    } catch (const rondo::value_error& error) {
        throw usage_error(error.what());
    } catch (const std::system_error& error) {
        throw io_failure(error.what());
    }
}

/// The first to end ends the other: a stop ends what the job waits for, and it returns with what it has.
rondo::task<> until_stopped(std::function<void()> job) {
    auto working = rondo::on_fiber(std::move(job));
    if (stop_descriptor() < 0) { // signals are not caught
        co_await std::move(working);
        co_return;
    }
    co_await rondo::race(std::move(working), rondo::wait_readable(stop_descriptor()));
}

} // namespace

int run_on_loop(const std::function<int(const std::string& read_by)>& job) {
    const std::unique_ptr<rondo::driver> io = chosen_driver();
    const std::string read_by = rondo::explain_driver();
    int code = was_interrupted;
    std::exception_ptr failed;
    rondo::run_options how;
    how.io = io.get();
    how.signals = false; // interrupt.hpp has them
    rondo::run(until_stopped([&] {
                   try {
                       code = job(read_by);
                   } catch (const std::exception&) {
                       failed = std::current_exception();
                   }
               }),
               how);
    if (failed) std::rethrow_exception(failed);
    return code;
}

} // namespace pipeline
