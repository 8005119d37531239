// SPDX-License-Identifier: BSL-1.0
//
// A mailbox: strings that are put in, and a receive() that can be awaited. The awaitable contract, written out: ready,
// start, abort, take. Whoever waited longest is served first; what was promised to one is not seen by another.
#pragma once

#include <rondo/core/waiter.hpp>

#include <deque>
#include <optional>
#include <string>

class mailbox {
public:
    /// What receive() gives: it does nothing until it is awaited.
    class receive_op {
    public:
        explicit receive_op(mailbox& box) : box_(&box) {}

        bool ready() { // is there one that nobody has been promised?
            if (box_->letters_.size() > box_->promised_) letter_ = box_->take_out();
            return letter_.has_value();
        }
        void start(rondo::waiter& reader) { box_->readers_.push_back(reader); }
        bool abort(rondo::waiter& reader) {
            box_->readers_.erase(reader);
            return true; // forgotten: nothing happened, and nothing will
        }
        std::string take() {
            if (letter_) return *letter_;
            --box_->promised_;
            return box_->take_out();
        }

    private:
        mailbox* box_;
        std::optional<std::string> letter_;
    };

    receive_op receive() { return receive_op(*this); }

    void put(std::string letter) {
        letters_.push_back(std::move(letter));
        if (rondo::waiter* reader = readers_.pop_claimed()) { // claimed: nobody else will wake it
            ++promised_;
            reader->unpark(); // it takes the letter in the next turn
        }
    }

    /// By hand: the oldest letter; empty when there is none.
    std::optional<std::string> try_receive() {
        if (letters_.size() == promised_) return {};
        return take_out();
    }

private:
    std::string take_out() {
        std::string first = std::move(letters_.front());
        letters_.pop_front();
        return first;
    }
    std::deque<std::string> letters_;
    std::size_t promised_ = 0; // to readers that have been woken
    rondo::waiter_list readers_;
};
