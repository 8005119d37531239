// SPDX-License-Identifier: BSL-1.0
// needs: rondo::compression
#include "lines_by_rondo.hpp"

int main(int argc, char** argv) { return packed_lines::run_peer(argc, argv, "rondo"); }
