# SPDX-License-Identifier: BSL-1.0
import os
import shutil

from files import file_kib, file_of_run
from harness import begin_lap, by_wall_clock, end_lap, measure

by_wall_clock()
kib = file_kib()
source, target = file_of_run(b"x" * (kib * 1024)), file_of_run()


def copy(n):
    answer = 0
    for _ in range(-(-n // kib)):
        if os.path.exists(target):
            os.unlink(target)
        begin_lap()
        shutil.copyfile(source, target)
        end_lap()
        answer += os.stat(target).st_size
    return answer


measure("64MiB", "ns/KiB", copy, lambda n: -(-n // kib) * kib * 1024, kib)
