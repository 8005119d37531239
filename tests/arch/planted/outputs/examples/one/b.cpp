// SPDX-License-Identifier: BSL-1.0
// Nothing, at length.
