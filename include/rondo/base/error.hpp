// SPDX-License-Identifier: BSL-1.0
//
// What the world refused: an answer of the system, with what was asked of what, and what to do about it. Breaking a
// contract is another matter (base/assert.hpp), and so are the errors of the protocols (base/errors.hpp).
#pragma once

#include <rondo/base/config.hpp>

#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>

namespace rondo::inline v0 {

/// A system call failed: "wait_readable(7): [errno 9] Bad file descriptor: it was closed, or never open".
/// `code()` compares with std::errc; the category is std::system_category().
class RONDO_API error : public std::system_error {
public:
    /// `number`: an errno, above zero. `asked`: what was asked of what. `advice`: what to do, "" when there is nothing to
    /// say.
    error(int number, std::string_view asked, std::string_view advice = {});
    error(const error&) = default;
    error& operator=(const error&) = default;
    ~error() override;

    int number() const noexcept { return code().value(); }
    const char* what() const noexcept override { return text_.what(); }

private:
    std::runtime_error text_; // copies without throwing
};

} // namespace rondo::inline v0
