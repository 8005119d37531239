// SPDX-License-Identifier: BSL-1.0
//
// What a process is told that another one interrupts: an exception at the event that it waits for, or a status.
#pragma once

#include <rondo/base/config.hpp>

#include <any>
#include <exception>
#include <utility>

namespace rondo::inline v0::sim {

/// Thrown where a process waits that was interrupted. The event that it waited for lives on, and can be awaited again.
class RONDO_API interrupted : public std::exception {
public:
    explicit interrupted(std::any cause = {}) : cause_(std::move(cause)) {}
    interrupted(const interrupted&) = default;
    interrupted& operator=(const interrupted&) = default;
    ~interrupted() override;

    const char* what() const noexcept override;
    /// What the interrupter gave; empty when nothing.
    const std::any& cause() const noexcept { return cause_; }
    bool has_cause() const noexcept { return cause_.has_value(); }
    /// The cause, or null when it is of another type.
    template <class T>
    const T* cause_as() const noexcept {
        return std::any_cast<T>(&cause_);
    }

private:
    std::any cause_;
};

} // namespace rondo::inline v0::sim
