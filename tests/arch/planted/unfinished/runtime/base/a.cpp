// SPDX-License-Identifier: BSL-1.0
// TODO: the rest
