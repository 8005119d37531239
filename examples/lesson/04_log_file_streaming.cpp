// SPDX-License-Identifier: BSL-1.0
// Section 5: a log file of any size, a line at a time.
#include <rondo/base/scope_exit.hpp>
#include <rondo/gen/generator.hpp>
#include <rondo/gen/iter.hpp>

#include <fmt/format.h>
#include <stdlib.h> // mkdtemp

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <string>
#include <system_error>

using namespace rondo;
namespace fs = std::filesystem;

std::string strip(const std::string& text) {
    const char* blank = " \t\r\n\v\f";
    const auto first = text.find_first_not_of(blank);
    if (first == std::string::npos) return "";
    return text.substr(first, text.find_last_not_of(blank) - first + 1);
}

generator<std::string> read_logs(fs::path path) {
    std::ifstream file(path);
    if (!file) throw std::system_error(errno, std::generic_category(), "cannot open " + path.string());
    for (std::string line; std::getline(file, line);) co_yield strip(line);
} // the file is closed here, and also when the generator is dropped in the middle

// Simulated usage (without an actual file).
generator<std::string> simulate_logs() {
    for (const char* log : {"INFO: Started", "ERROR: Failed", "INFO: Done"}) co_yield log;
}

fs::path make_directory() {
    std::string name = (fs::temp_directory_path() / "lesson-XXXXXX").string();
    if (!mkdtemp(name.data())) throw std::system_error(errno, std::generic_category(), "cannot make " + name);
    return name;
}

int main() {
    for (const std::string& log : simulate_logs()) fmt::print("{}\n", log);

    // The same lines in a real file, with blanks around them, are read back the same.
    const fs::path directory = make_directory();
    scope_exit cleanup = [&] { fs::remove_all(directory); };
    const fs::path path = directory / "app.log";
    std::ofstream(path) << "INFO: Started\r\n  ERROR: Failed\t\nINFO: Done";
    return list(read_logs(path)) == list(simulate_logs()) ? 0 : 1;
}
