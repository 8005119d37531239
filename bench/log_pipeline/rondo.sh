# SPDX-License-Identifier: BSL-1.0
# needs: bin/pipeline
#
# The program of examples/01_pipeline: it checks every line against the grammar, which no other peer does. Exit code 1
# means that the log holds malformed lines, and it does.
"$BENCH_TREE/bin/pipeline" --grep ' ERROR: ' --quiet --out "$2" "$1" || [ $? -eq 1 ]
