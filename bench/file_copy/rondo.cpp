// SPDX-License-Identifier: BSL-1.0
#include "scenario.hpp"

#include <rondo/core/loop.hpp>
#include <rondo/io/best_driver.hpp>
#include <rondo/io/whole_file.hpp>

int main(int argc, char** argv) {
    bench::harness run(argc, argv, "file_copy", "rondo", RONDO_VERSION_STRING);
    const auto io = rondo::best_driver();
    rondo::loop home({nullptr, io.get()});
    file_copy::measure(run, [&](const std::string& from, const std::string& to) {
        home.run_until(rondo::copy_file(from, to));
    });
    return run.finish();
}
