// SPDX-License-Identifier: BSL-1.0
// Planted: wrong even when made right.
// expect: undeclared
#ifndef RONDO_MUST_COMPILE
int wrong = undeclared;
#endif
int wrong_too = undeclared;
int main() {}
