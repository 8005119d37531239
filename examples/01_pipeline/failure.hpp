// SPDX-License-Identifier: BSL-1.0
//
// What can go wrong, by whose fault: the command line, an input, an output. Each message says what was asked, of which
// path, what the system answered, and what to do.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>

namespace pipeline {

/// The command line asks for something that cannot be meant: exit code 2.
struct usage_error : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// The world refused: exit code 3. A failed input ends that file only.
struct io_failure : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// What was exported cannot be stored: the whole run ends.
struct output_failure : io_failure {
    using io_failure::io_failure;
};

/// `cannot open app.log: No such file or directory; check the path`
inline std::string described(std::string_view asked, std::string_view path, int code,
                             std::string_view advice) {
    std::string text = "cannot ";
    text.append(asked).append(" ").append(path).append(": ");
    return text.append(std::generic_category().message(code)).append("; ").append(advice);
}

} // namespace pipeline
