// SPDX-License-Identifier: BSL-1.0
//
// Leaves written as a user would: a slot for one value that is handed to the first who waits, one that cannot be aborted
// at once, and one that cannot begin.
#pragma once

#include "core/rows.hpp"

#include <optional>

namespace core_test {

/// Holds one value, or hands it to the first waiter whose claim can be taken.
template <class T>
class slot {
public:
    class taker {
    public:
        explicit taker(slot& from) noexcept : from_(from) {}
        bool ready() {
            if (!from_.value_) return false;
            got_ = std::exchange(from_.value_, std::nullopt);
            return true;
        }
        void start(waiter& who) {
            who_ = &who;
            from_.takers_.push_back(this);
        }
        bool abort(waiter&) noexcept {
            std::erase(from_.takers_, this);
            return true;
        }
        T take() { return *std::move(got_); }

    private:
        friend slot;
        slot& from_;
        waiter* who_ = nullptr;
        std::optional<T> got_;
    };

    taker take() noexcept { return taker(*this); }
    void put(T value) {
        while (!takers_.empty()) {
            taker* first = takers_.front();
            takers_.erase(takers_.begin());
            if (!first->who_->claim()) continue;
            first->got_ = std::move(value);
            return first->who_->unpark();
        }
        value_ = std::move(value);
    }
    bool full() const noexcept { return value_.has_value(); }
    std::size_t waiting() const noexcept { return takers_.size(); }

private:
    std::optional<T> value_;
    std::vector<taker*> takers_;
};

/// An operation in the hands of somebody who takes a while to let go.
class slow_abort {
public:
    static constexpr int delay_ms = 5;
    explicit slow_abort(loop& on) noexcept : on_(on) {}
    class op {
    public:
        explicit op(slow_abort& of) noexcept : of_(of) {}
        bool ready() const noexcept { return false; }
        void start(waiter& who) noexcept { who_ = &who; }
        bool abort(waiter&) noexcept {
            ++of_.asked;
            of_.on_.call_later(std::chrono::milliseconds(delay_ms), [this] {
                if (who_->claim()) who_->unpark();
            });
            return false;
        }
        void take() { throw cancelled(); }

    private:
        slow_abort& of_;
        waiter* who_ = nullptr;
    };
    op wait() noexcept { return op(*this); }
    int asked = 0;

private:
    loop& on_;
};

struct throws_at_start {
    bool ready() const noexcept { return false; }
    void start(waiter&) { throw oops(9); }
    bool abort(waiter&) noexcept { return true; }
    int take() { return 0; }
};
struct throws_when_asked {
    bool ready() { throw oops(2); }
    void start(waiter&) {}
    bool abort(waiter&) noexcept { return true; }
    int take() { return 0; }
};

} // namespace core_test
