#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""The picture that README and tour show is what the program beside it draws."""
import argparse
import pathlib
import subprocess
import sys

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--bin", required=True, type=pathlib.Path)
drawn = subprocess.run([parser.parse_args().bin / "bank_plot"], stdout=subprocess.PIPE, check=True).stdout
shown = pathlib.Path(__file__).resolve().parents[2] / "docs/sim/bank.svg"
same = drawn == shown.read_bytes()
if not same:
    print(f"{shown} is stale: write it anew from bank_plot's output")
print(f"{int(same)} passed, {int(not same)} failed")
sys.exit(not same)
