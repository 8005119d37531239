// SPDX-License-Identifier: BSL-1.0
//
// A header that breaks one rule.
#pragma once
