// SPDX-License-Identifier: BSL-1.0
// needs: rondo::compression
#include "lines_by_rondo.hpp"

#include <cstdlib>

int main(int argc, char** argv) {
    setenv("RONDO_INFLATER", "zlib", 1);
    return packed_lines::run_peer(argc, argv, "rondo_zlib");
}
