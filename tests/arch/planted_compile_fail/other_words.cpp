// SPDX-License-Identifier: BSL-1.0
// Planted: refused, but not in these words.
// expect: no compiler says this
int main() { return undeclared; }
