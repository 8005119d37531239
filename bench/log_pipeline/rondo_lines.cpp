// SPDX-License-Identifier: BSL-1.0
//
// The library's pipeline of lines, as users write it: it searches whole blocks, as rg does.
#include <rondo/io/line_pipeline.hpp>
#include <rondo/run.hpp>

int main(int argc, char** argv) {
    using namespace rondo;
    if (argc != 3) return 2;
    run(lines(argv[1]) | filter(contains(" ERROR: ")) | map(after(" ERROR: ")) | into(argv[2]));
}
