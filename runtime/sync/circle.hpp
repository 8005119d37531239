// SPDX-License-Identifier: BSL-1.0
//
// Whether who waits for a lock waits for itself: from task to task, each held up by what others hold or by who stands before
// it in the line, the shortest way back to the one that asks.
#pragma once

#include <rondo/sync/lock.hpp>
#include <rondo/sync/rw_lock.hpp>

#include <string>
#include <vector>

namespace rondo::inline v0::detail {

class circle {
public:
    explicit circle(const body& asker);
    /// Whoever is in the way of one that waits there.
    void look(const lock& at);
    void look(const rw_lock::acquire_op& wait);
    /// Appends the circle, if there is one; `lead` comes before the first holder in it, null when that one is named already.
    void append(std::string& out, const char* lead);

private:
    static constexpr std::size_t start = ~std::size_t(0);
    struct link {
        const body* task;
        std::string what; // that the one before waits for, and how the task stands to it: "'left' of "
        std::size_t from; // number of the link that this one is reached by
        bool stands_before;
    };
    void add(const holder& who, std::string what, bool stands_before = false);
    void look_further(const body& task);
    std::vector<const link*> way_back();

    const body& asker_;
    std::vector<const body*> alive_;
    std::vector<link> links_; // breadth first
    std::size_t from_ = start;
};

} // namespace rondo::inline v0::detail
