// SPDX-License-Identifier: BSL-1.0
#include "scenario.hpp"

#include <rondo/core/loop.hpp>
#include <rondo/io/best_driver.hpp>
#include <rondo/os/process.hpp>

namespace {

rondo::task<int> run_true() {
    std::vector<std::string> command{"true"};
    rondo::process child = rondo::spawn(std::move(command));
    const rondo::exit_status end = co_await child.wait();
    co_return end.code;
}

rondo::task<std::uint64_t> run_echo() {
    std::vector<std::string> command{"echo", "x"};
    const rondo::finished_process all = co_await rondo::run_process(std::move(command));
    co_return all.check().output.size();
}

} // namespace

int main(int argc, char** argv) {
    bench::harness run(argc, argv, "process_spawn", "rondo", RONDO_VERSION_STRING);
    const auto io = rondo::best_driver();
    rondo::loop home({nullptr, io.get()});
    process_spawn::measure(
        run, [&] { return home.run_until(run_true()); }, [&] { return home.run_until(run_echo()); });
    return run.finish();
}
