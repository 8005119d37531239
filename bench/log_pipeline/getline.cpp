// SPDX-License-Identifier: BSL-1.0
//
// The serial truth: std::getline, as one writes it.
#include <fstream>
#include <ios>
#include <string>

int main(int argc, char** argv) {
    if (argc != 3) return 2;
    std::ios::sync_with_stdio(false);
    std::ifstream in(argv[1]);
    std::ofstream out(argv[2]);
    const std::string mark = " ERROR: ";
    for (std::string line; std::getline(in, line);) {
        const std::size_t place = line.find(mark);
        if (place != std::string::npos) out << std::string_view(line).substr(place + mark.size()) << '\n';
    }
    out.close();
    return out ? 0 : 3;
}
