// SPDX-License-Identifier: BSL-1.0
#include <rondo/testing/sequencer.hpp>

#include <rondo/base/errors.hpp>

namespace rondo::inline v0::testing {

sequencer::turn::~turn() {
    if (of_) of_->next();
}

void sequencer::next() noexcept {
    ++now_;
    taken_ = false;
    const auto found = waiting_.find(now_);
    if (found == waiting_.end()) return;
    waiter* who = found->second;
    waiting_.erase(found);
    if (!who->claim()) return;
    taken_ = true;
    who->unpark();
}

bool sequencer::turn_op::ready() {
    if (of_.broken_) return true;
    if (position_ < of_.now_ || (position_ == of_.now_ && of_.taken_) || of_.waiting_.contains(position_))
        throw runtime_error("sequencer: position " + std::to_string(position_) + " was taken before");
    if (position_ != of_.now_) return false;
    of_.taken_ = true;
    return true;
}

void sequencer::turn_op::start(waiter& who) { of_.waiting_.emplace(position_, &who); }

bool sequencer::turn_op::abort(waiter&) noexcept {
    of_.waiting_.erase(position_);
    of_.broken_ = true;
    for (auto& [position, who] : std::exchange(of_.waiting_, {}))
        if (who->claim()) who->unpark();
    return true;
}

sequencer::turn sequencer::turn_op::take() {
    if (of_.broken_)
        throw runtime_error("sequencer: the sequence is broken: one of those before was cancelled");
    return turn(of_);
}

void sequencer::turn_op::describe(std::string& out) const { out += "turn " + std::to_string(position_); }

} // namespace rondo::inline v0::testing
