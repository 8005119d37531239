// SPDX-License-Identifier: BSL-1.0
// Does nothing.
int main() {}
