// SPDX-License-Identifier: BSL-1.0
TEST_CASE("G1: holds") {}
TEST_CASE("g: like G2") {}
TEST_CASE_TEMPLATE("G3, G4: hold", T, int) {}
