// SPDX-License-Identifier: BSL-1.0
#include <rondo/sync/oneshot.hpp>

namespace rondo::inline v0::detail {

void oneshot_base::expect_pending(const char* what) const {
    if (done()) throw invalid_state_error(std::string(what) + ": it is done already");
}

void oneshot_base::fail(std::exception_ptr error) {
    expect_pending("oneshot::fail");
    if (!error) throw value_error("oneshot::fail: there is no error");
    error_ = std::move(error);
    settle(outcome_state::error);
}

bool oneshot_base::cancel() noexcept {
    if (done()) return false;
    settle(outcome_state::cancelled);
    return true;
}

void oneshot_base::check() const {
    switch (state_) {
    case outcome_state::pending:
        throw invalid_state_error("oneshot::result: it is not set yet");
    case outcome_state::error:
        std::rethrow_exception(error_);
    case outcome_state::cancelled:
        throw task_cancelled("oneshot: it was cancelled");
    case outcome_state::value:
        break;
    }
}

void oneshot_base::settle(outcome_state how) noexcept {
    state_ = how;
    while (wait_place* oldest = lot_.pop_claimed()) oldest->who->unpark();
}

} // namespace rondo::inline v0::detail
