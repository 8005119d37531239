// SPDX-License-Identifier: BSL-1.0
// Planted: compiles, although it says that it must not.
// expect: never said
int main() {}
