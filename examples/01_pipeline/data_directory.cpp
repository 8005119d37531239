// SPDX-License-Identifier: BSL-1.0
#include "failure.hpp"
#include "main_job.hpp"

#include <cstdlib>
#include <filesystem>

namespace pipeline {

std::string data_directory() {
    const auto variable = [](const char* name) {
        const char* const value = std::getenv(name);
        return std::filesystem::path(value == nullptr ? "" : value);
    };
    std::filesystem::path place = variable("RONDO_DATA_DIR");
    if (place.empty() && !variable("XDG_CACHE_HOME").empty()) place = variable("XDG_CACHE_HOME") / "rondo";
    if (place.empty() && !variable("HOME").empty()) place = variable("HOME") / ".cache" / "rondo";
    if (place.empty())
        throw usage_error("no home directory for the made-up log; set RONDO_DATA_DIR to a directory");
    std::error_code failed;
    std::filesystem::create_directories(place, failed);
    if (failed)
        throw io_failure(
            described("make the directory", place.string(), failed.value(), "set RONDO_DATA_DIR to another"));
    return place.string();
}

} // namespace pipeline
