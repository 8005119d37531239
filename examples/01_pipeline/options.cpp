// SPDX-License-Identifier: BSL-1.0
#include "failure.hpp"
#include "option_table.hpp"

#include <unistd.h>

namespace pipeline {

options parse_options(const std::vector<std::string>& arguments) {
    options parsed;
    bool only_files = false;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        const std::string& argument = arguments[i];
        if (only_files || argument == "-" || !argument.starts_with('-')) {
            parsed.files.push_back(argument);
            continue;
        }
        only_files = argument == "--";
        if (only_files) continue;
        const std::size_t equals = argument.find('=');
        const std::string name = argument == "-h" ? "--help" : argument.substr(0, equals);
        const option* const found = find_option(name);
        if (found == nullptr) throw usage_error("option " + name + " is not known; see --help");
        if (!found->takes_value && equals != std::string::npos) throw usage_error(name + " takes no value");
        if (found->takes_value && equals == std::string::npos && i + 1 == arguments.size())
            throw usage_error(name + " needs a value");
        const std::string value = equals != std::string::npos ? argument.substr(equals + 1)
                                  : found->takes_value        ? arguments[++i]
                                                              : std::string();
        if (found->takes_value && value.empty() && name != "--grep")
            throw usage_error(name + " needs a value");
        try {
            found->set(parsed, value);
        } catch (const usage_error& error) {
            throw usage_error(name + " '" + value + "' " + error.what());
        }
    }
    if (parsed.what != action::stream && !parsed.files.empty())
        throw usage_error("'" + parsed.files[0] +
                          "' is one word too many: --make-log and --main-job read no FILE");
    if (parsed.what == action::stream && parsed.files.empty()) {
        if (isatty(STDIN_FILENO) == 1)
            throw usage_error("no FILE given; name log files, or - for standard input");
        parsed.files.emplace_back("-");
    }
    return parsed;
}

} // namespace pipeline
