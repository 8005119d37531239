// SPDX-License-Identifier: BSL-1.0
//
// Any bytes as requests of examples/08_network/key_value: however they are cut, the same is read, and done.
#include "../../examples/08_network/key_value/commands.hpp"
#include "../../examples/08_network/key_value/request_reader.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>

using namespace key_value;

namespace {

std::string answers(std::string_view text, std::size_t step) {
    store keys;
    std::string out;
    session here{keys, out};
    request_reader requests({.words = 1000, .word_bytes = 10000, .line_bytes = 5000});
    std::size_t used = 0;
    std::size_t come = std::min(step, text.size());
    while (!here.ends) {
        const auto got = requests.next(text.substr(used, come - used));
        if (got == request_reader::found::nonsense) return out + requests.why();
        if (got == request_reader::found::request) {
            if (requests.used() == 0 || requests.used() > come - used) std::abort();
            if (!requests.words().empty()) run_request(here, requests.words());
            used += requests.used();
        } else {
            if (come == text.size()) break;
            come = std::min(text.size(), come + step);
        }
    }
    return out;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    if (size < 1) return 0;
    const std::string_view text(reinterpret_cast<const char*>(data + 1), size - 1);
    if (answers(text, 1 + data[0] % 64) != answers(text, size)) std::abort();
    return 0;
}
