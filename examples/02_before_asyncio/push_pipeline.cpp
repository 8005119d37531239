// SPDX-License-Identifier: BSL-1.0
// A pipeline that is pushed: the producer sends into consumers, which send on; closing the first closes all.
#include <rondo/base/scope_exit.hpp>
#include <rondo/gen/generator.hpp>
#include <rondo/gen/next.hpp>

#include <fmt/format.h>

#include <string>
#include <vector>

using namespace rondo;

using sink = generator<void, std::string>; // only receives

sink printer(std::string title) {
    int lines = 0;
    scope_exit summary = [&] { fmt::print("{}: {} lines\n", title, lines); };
    while (true) {
        std::string line = *(co_yield nothing);
        fmt::print("{}: {}\n", title, line);
        ++lines;
    }
}

sink grep(std::string pattern, sink target) {
    while (true) {
        std::string line = *(co_yield nothing);
        if (line.find(pattern) != std::string::npos) target.send(line);
    }
}

sink broadcast(std::vector<sink> targets) {
    while (true) {
        std::string line = *(co_yield nothing);
        for (sink& target : targets) target.send(line);
    }
}

int main() {
    std::vector<sink> branches;
    branches.push_back(prime(grep("ERROR", prime(printer("errors")))));
    branches.push_back(prime(grep("disk", prime(printer("disk")))));
    sink log = prime(broadcast(std::move(branches)));

    for (const char* line : {"INFO: started", "ERROR: disk full", "ERROR: no route", "INFO: disk mounted"})
        log.send(line);
    log.close(); // each stage owns the next, and is closed with it
}
