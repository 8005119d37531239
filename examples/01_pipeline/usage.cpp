// SPDX-License-Identifier: BSL-1.0
#include "options.hpp"

namespace pipeline {

const char* const usage = R"(usage: pipeline [OPTION…] [FILE…]
       pipeline --make-log FILE [--bytes N] [--seed N]
       pipeline --main-job [--bytes N] [--seed N]

Streams log files through reader, validator, filter, transformer and exporter, in constant memory.
FILE may be - for standard input, which is also read when no FILE is given.

  --format FORMAT      lesson, syslog, dpkg, combined, or auto: recognised on the first lines (default auto)
  --level LEVEL        keep this level and above: TRACE, DEBUG, INFO, WARN, ERROR, FATAL (default TRACE)
  --grep TEXT          keep lines that contain TEXT
  --output SHAPE       message, tsv (time, level, source, message) or jsonl (default message)
  --out FILE           export to FILE instead of standard output
  --rejects FILE       write malformed lines there: file:line, reason, line; tabs between
  --max-line BYTES     skip longer lines, counted with their place (default 1M)
  --summary-json FILE  write the summary as JSON, too
  --quiet              no progress bar, no summary
  --make-log FILE      write a realistic log, the same for the same seed on any machine
  --main-job           the system's own logs, then a made-up log of 1 GiB that is kept for the next time
  --bytes BYTES        size of the made-up log (default 1G)
  --seed N             its seed (default 2026)
  --help               this text

BYTES may end in K, M or G (powers of 1024). RONDO_DRIVER=uring or epoll forces how files are read; RONDO_DATA_DIR
says where --main-job keeps its files.
Exit codes: 0 clean, 1 rejects, 2 usage, 3 input or output failed, 130 interrupted.
)";

} // namespace pipeline
