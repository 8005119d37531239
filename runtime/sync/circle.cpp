// SPDX-License-Identifier: BSL-1.0
#include "circle.hpp"

#include <rondo/core/awaitable.hpp>

#include <algorithm>

namespace rondo::inline v0::detail {

circle::circle(const body& asker) : asker_(asker), alive_(asker.home().tasks()) {}

void circle::add(const holder& who, std::string what, bool stands_before) {
    if (std::find(alive_.begin(), alive_.end(), who.task) == alive_.end() || who.task->id() != who.id) return;
    const auto same = [&](const link& each) { return each.task == who.task; };
    if (std::none_of(links_.begin(), links_.end(), same))
        links_.push_back({who.task, std::move(what), from_, stands_before});
}

void circle::look(const lock& at) {
    add(at.holder_, (at.name_.empty() ? "a lock" : "'" + at.name_ + "'") + " of ");
}

void circle::look(const rw_lock::acquire_op& wait) {
    const rw_lock& at = wait.of_;
    if (at.written_) {
        add(at.writer_, "a rw_lock of ");
    } else if (wait.writes_) {
        for (const held_rw_lock* each = at.holds_; each; each = each->next_) add(each->by_, "a rw_lock of ");
    }
    if (wait.parked && wait.previous)
        add(holder::of(&wait.previous->who->owner()), "a rw_lock behind ", true);
}

void circle::look_further(const body& task) {
    const parked_wait* const wait = task.parked_in();
    if (!wait) return;
    if (wait->kind == &kind_of<lock::acquire_op>)
        look(static_cast<const lock::acquire_op*>(wait->awaitable)->of_);
    else if (wait->kind == &kind_of<rw_lock::acquire_op>)
        look(*static_cast<const rw_lock::acquire_op*>(wait->awaitable));
}

std::vector<const circle::link*> circle::way_back() {
    std::vector<const link*> way;
    for (std::size_t i = 0; i != links_.size(); ++i) {
        if (links_[i].task == &asker_) {
            for (std::size_t at = i; at != start; at = links_[at].from) way.push_back(&links_[at]);
            std::reverse(way.begin(), way.end());
            return way;
        }
        from_ = i;
        look_further(*links_[i].task);
    }
    return way;
}

void circle::append(std::string& out, const char* lead) {
    const std::vector<const link*> way = way_back();
    if (way.empty()) return;
    const link& first = *way.front();
    const bool itself = first.task == &asker_;
    if (lead || first.stands_before) {
        out += first.stands_before ? ", behind " : lead;
        out += itself ? "this very task: a circle" : first.task->name();
    }
    for (auto each = way.begin() + 1; each != way.end(); ++each)
        out += ", who waits for " + (*each)->what +
               ((*each)->task == &asker_ ? "this task: a circle" : (*each)->task->name());
}

} // namespace rondo::inline v0::detail
