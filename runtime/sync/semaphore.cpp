// SPDX-License-Identifier: BSL-1.0
#include <rondo/sync/semaphore.hpp>

#include <string>

namespace rondo::inline v0 {

void permit::release() {
    if (!of_)
        throw runtime_error(
            "permit::release: it holds no permit: it was released before, kept, or moved from");
    std::exchange(of_, nullptr)->give_back(count_);
}

void semaphore::throw_bad_start(bool negative) {
    throw value_error(negative ? "semaphore: the number of permits is not negative"
                               : "semaphore: made with more permits than its bound");
}

void semaphore::expect_possible(std::size_t count) const {
    if (count > most_)
        throw value_error("semaphore::acquire: " + std::to_string(count) +
                          " permits asked for, and there are never more than " + std::to_string(most_));
}

semaphore::acquire_op semaphore::acquire(std::size_t count) {
    expect_possible(count);
    return acquire_op(*this, count);
}

permit semaphore::try_acquire(std::size_t count) {
    expect_possible(count);
    return take_if_free(count) ? permit(*this, count) : permit();
}

void semaphore::release(std::size_t count) {
    if (count > most_ - permits_ - lent_)
        throw value_error("semaphore::release: with " + std::to_string(count) + " more there were " +
                          std::to_string(permits_ + lent_ + count) + " permits, above the bound of " +
                          std::to_string(most_) + ": what is held is released by its permit");
    add(count);
}

void semaphore::hand_out() noexcept {
    while (!lot_.empty() && lot_.front()->count_ <= permits_) {
        acquire_op* const oldest = lot_.front();
        if (!lot_.pop_front_claimed()) continue;
        lend(oldest->count_);
        oldest->who->unpark();
    }
}

void semaphore::acquire_op::describe(std::string& out) const {
    out += count_ == 1 ? std::string("a permit") : std::to_string(count_) + " permits";
    out += " of a semaphore that has " + std::to_string(of_.permits_);
}

} // namespace rondo::inline v0
