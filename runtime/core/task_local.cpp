// SPDX-License-Identifier: BSL-1.0
#include <rondo/core/task_local.hpp>

#include <rondo/base/errors.hpp>

namespace rondo::inline v0::detail {

namespace {
void release(local_value* value) noexcept {
    if (--value->references == 0) value->destroy(value);
}
} // namespace

void drop_locals(local_node* list) noexcept {
    while (list && --list->references == 0) {
        local_node* next = list->next;
        release(list->value);
        delete list;
        list = next;
    }
}

local_node* share_locals(local_node* list) noexcept {
    if (list) ++list->references;
    return list;
}

local_value* find_local(const void* key) {
    body* task = this_thread_runs.task;
    for (const local_node* node = task ? locals_of(*task) : nullptr; node; node = node->next)
        if (node->key == key) return node->value;
    return nullptr;
}

void set_local(const void* key, local_value* value) {
    struct owner {
        ~owner() {
            if (value) release(value);
        }
        local_value* value;
    } guard{value};
    body* task = this_thread_runs.task;
    if (!task) throw runtime_error("task_local::set: no task is running here");
    local_node*& list = locals_of(*task);
    // A new list: the old entries but this key's, so that setting again and again does not grow it.
    auto* front = new local_node{1, nullptr, key, std::exchange(guard.value, nullptr)};
    local_node* tail = front;
    const local_node* rest = list;
    const local_node* old = list;
    while (old && old->key != key) old = old->next;
    try {
        if (!old) {
            front->next = share_locals(list);
        } else {
            for (; rest != old; rest = rest->next) {
                ++rest->value->references;
                try {
                    tail->next = new local_node{1, nullptr, rest->key, rest->value};
                } catch (...) {
                    --rest->value->references;
                    throw;
                }
                tail = tail->next;
            }
            tail->next = share_locals(old->next);
        }
    } catch (...) {
        drop_locals(front);
        throw;
    }
    drop_locals(std::exchange(list, front));
}

} // namespace rondo::inline v0::detail
