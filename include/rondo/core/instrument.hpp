// SPDX-License-Identifier: BSL-1.0
//
// The seam of observation: told what the scheduler does, as it does it. An instrument looks and keeps; it never touches
// the queue. Without one the scheduler spends nothing on it.
#pragma once

#include <rondo/base/config.hpp>

#include <cstdint>

namespace rondo::inline v0 {

class body;

class RONDO_API instrument {
public:
    instrument() = default;
    instrument(const instrument&) = delete;
    instrument& operator=(const instrument&) = delete;
    virtual ~instrument();
    virtual void turn_began(std::uint64_t turn, std::size_t ready) noexcept; ///< counted from 1
    virtual void spawned(const body& task) noexcept;
    virtual void step_began(const body& task) noexcept;
    virtual void step_ended(const body& task) noexcept; ///< task.state() tells how: ready, parked or ended
    virtual void ended(const body& task) noexcept;      ///< called within its last step
    virtual void called_back() noexcept;                ///< a callback ran instead of a task
};

} // namespace rondo::inline v0
