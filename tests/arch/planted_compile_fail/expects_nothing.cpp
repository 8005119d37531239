// SPDX-License-Identifier: BSL-1.0
// Planted: refused, and expects nothing.
int main() { return undeclared; }
