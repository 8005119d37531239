// SPDX-License-Identifier: BSL-1.0
#include <rondo/core/wait.hpp>

namespace rondo::inline v0::detail {

completion_queue::completion_queue(std::vector<handle_base> of)
    : handles_(std::move(of)), arms_(new arm[handles_.size()]) {
    order_.reserve(handles_.size());
    shared_.self = this;
    shared_.claim = [](shared_claim&, arm&) noexcept { return true; };
    shared_.unparked = &ended;
    for (std::size_t i = 0; i != handles_.size(); ++i)
        static_cast<void>(handles_[i].done()); // throws for an empty one
    for (std::size_t i = 0; i != handles_.size(); ++i) {
        arms_[i].join(shared_, i);
        if (handles_[i].done())
            order_.push_back(i);
        else
            handles_[i].start(arms_[i]);
    }
}

completion_queue::~completion_queue() {
    for (std::size_t i = 0; i != handles_.size(); ++i)
        if (!handles_[i].done()) handles_[i].abort(arms_[i]);
}

void completion_queue::ended(shared_claim& shared, arm& who) noexcept {
    completion_queue& self = *static_cast<subscription&>(shared).self;
    self.order_.push_back(who.number());
    if (self.who_ && self.who_->claim()) std::exchange(self.who_, nullptr)->unpark();
}

void completion_queue::describe(std::string& out) const {
    out += "the end of any of:";
    for (const handle_base& handle : handles_) {
        if (handle.done()) continue;
        out += ' ';
        out += handle.name();
    }
}

task<> wait_until(completion_queue& queue, const std::vector<handle_base>& handles, wait_for mode, place at) {
    if (handles.empty()) throw value_error("wait: there is nobody to wait for");
    while (queue.left() != 0) {
        const std::size_t which = co_await placed_leaf(queue, at);
        if (mode == wait_for::first_completed) co_return;
        if (mode == wait_for::first_error && (handles[which].was_cancelled() || handles[which].failed()))
            co_return;
    }
}

} // namespace rondo::inline v0::detail
