// SPDX-License-Identifier: BSL-1.0
//
// An instrument that holds the scheduler to its promise of turns, for any program and in any order.
#pragma once

#include <rondo/core/body.hpp>
#include <rondo/core/instrument.hpp>

#include <map>
#include <string>

namespace promises {

/// A turn takes as many steps as were ready when it began, of each task one; whoever gave way or was spawned runs in the
/// next; and everybody who was spawned ends.
class turn_watch final : public rondo::instrument {
public:
    /// `in_order`: also that a task which gave way runs behind those that gave way before it.
    explicit turn_watch(bool in_order = true) : in_order_(in_order) {}

    void turn_began(std::uint64_t turn, std::size_t ready) noexcept override {
        end_turn();
        turn_ = turn;
        left_ = ready;
    }
    void spawned(const rondo::body& task) noexcept override {
        alive_[task.id()];
        queue(task.id());
    }
    void step_began(const rondo::body& task) noexcept override {
        if (left_-- == 0) fail(task.id(), "takes a step that the turn did not have");
        told& self = alive_[task.id()];
        if (self.stepped_in == turn_) fail(task.id(), "takes two steps in a turn");
        self.stepped_in = turn_;
        if (self.place == 0) return;
        if (self.ready_in + 1 != turn_) fail(task.id(), "was ready, and did not run in the next turn");
        if (in_order_ && self.place < last_place_) fail(task.id(), "runs behind one that was ready after it");
        last_place_ = self.place;
        self.place = 0;
    }
    void step_ended(const rondo::body& task) noexcept override {
        if (task.state() == rondo::body_state::ready) queue(task.id());
    }
    void called_back() noexcept override {
        if (left_-- == 0) fail(0, "is called back in a turn that did not have it");
    }
    void ended(const rondo::body& task) noexcept override { alive_.erase(task.id()); }

    /// To be asked when the loop has gone.
    const std::string& wrong() {
        end_turn();
        if (!alive_.empty()) fail(alive_.begin()->first, "was spawned, and never ended");
        return wrong_;
    }

private:
    struct told {
        std::uint64_t stepped_in = 0;
        std::uint64_t ready_in = 0;
        std::uint64_t place = 0; ///< among those that were seen to become ready; 0: not now
    };
    void queue(std::uint64_t id) {
        alive_[id].ready_in = turn_;
        alive_[id].place = ++places_;
    }
    void end_turn() {
        if (left_ != 0) fail(0, "the turn took too few steps");
        left_ = 0;
    }
    void fail(std::uint64_t id, const char* what) {
        if (wrong_.empty())
            wrong_ = "turn " + std::to_string(turn_) + ", task " + std::to_string(id) + ": " + what;
    }

    bool in_order_;
    std::uint64_t turn_ = 0, places_ = 0, last_place_ = 0;
    std::size_t left_ = 0;
    std::map<std::uint64_t, told> alive_;
    std::string wrong_;
};

} // namespace promises
