// SPDX-License-Identifier: BSL-1.0
//
// The options by name, each with what it does to `options`.
#pragma once

#include "options.hpp"

namespace pipeline {

struct option {
    std::string_view name;
    bool takes_value;
    void (*set)(options& to,
                const std::string& value); // throws usage_error: "is no number", "is not known; …"
};

/// Returns: null when there is none of this name.
const option* find_option(std::string_view name);

} // namespace pipeline
