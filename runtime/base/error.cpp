// SPDX-License-Identifier: BSL-1.0
#include <rondo/base/error.hpp>

#include <rondo/base/result.hpp>

namespace rondo::inline v0 {

namespace {

std::string sentence(int number, std::string_view asked, std::string_view advice) {
    std::string text(asked);
    if (!text.empty()) text += ": ";
    text +=
        "[errno " + std::to_string(number) + "] " + std::error_code(number, std::system_category()).message();
    if (!advice.empty()) {
        text += ": ";
        text += advice;
    }
    return text;
}

} // namespace

error::error(int number, std::string_view asked, std::string_view advice)
    : std::system_error(number, std::system_category()), text_(sentence(number, asked, advice)) {}
error::~error() = default;

void failure::raise() const { throw error(number, asked(), advice); }

std::string failure::asked() const {
    std::string text(verb);
    if (has_descriptor) text += "(" + std::to_string(descriptor) + ")";
    return text;
}

std::string failure::text() const { return sentence(number, asked(), advice); }

} // namespace rondo::inline v0
