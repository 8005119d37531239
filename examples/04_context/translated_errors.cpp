// SPDX-License-Identifier: BSL-1.0
// The errors of one layer, said in the words of the next, with the original as the cause.
#include <rondo/base/errors.hpp>
#include <rondo/with/contextmanager.hpp>
#include <rondo/with/with.hpp>

#include <fmt/format.h>

#include <stdexcept>
#include <string>

using namespace rondo;

class config_error : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

contextmanager<> while_reading(std::string what) {
    try {
        co_yield {};
    } catch (const std::exception&) { // Python's `raise ConfigError(...) from error`
        std::throw_with_nested(config_error("cannot read " + what));
    }
}

int port_of(const std::string& text) {
    return *with(while_reading("the port"), [&] { return std::stoi(text); });
}

int main() {
    fmt::print("{}\n", port_of("7000"));
    try {
        port_of("seven thousand");
    } catch (const config_error& error) {
        fmt::print("{}\n", error.what());
        try {
            std::rethrow_exception(cause(error));
        } catch (const std::invalid_argument&) {
            fmt::print("because it is no number\n");
        }
    }
}
