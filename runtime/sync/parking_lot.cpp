// SPDX-License-Identifier: BSL-1.0
#include <rondo/sync/detail/parking_lot.hpp>

#include <algorithm>

namespace rondo::inline v0::detail {

const body* find_holder(const holder& who, const scheduler& on) {
    if (!who.task) return nullptr;
    const std::vector<const body*> alive = on.tasks();
    const bool found = std::any_of(alive.begin(), alive.end(), [&](const body* task) {
        return task == who.task && task->id() == who.id;
    });
    return found ? who.task : nullptr;
}

void append_holder(std::string& out, const holder& who, const waiter* asker) {
    if (!who.task) {
        out += "taken outside of any task";
        return;
    }
    const body* const task = asker ? find_holder(who, const_cast<waiter*>(asker)->home()) : nullptr;
    if (!task)
        out += "held by task " + std::to_string(who.id) + (asker ? ", which has ended" : "");
    else if (task == &const_cast<waiter*>(asker)->owner())
        out += "held by this very task";
    else
        out += "held by " + task->name();
}

} // namespace rondo::inline v0::detail
