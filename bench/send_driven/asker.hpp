// SPDX-License-Identifier: BSL-1.0
//
// What the floors drive: a bare coroutine that yields requests by address and is sent numbers.
#pragma once

#include "../bare_task.hpp"
#include "scenario.hpp"

namespace send_driven {

class asker {
public:
    struct promise_type : bench::bare::pooled {
        struct receive : std::suspend_always {
            explicit receive(promise_type& from) noexcept : promise(from) {}
            long await_resume() const noexcept { return promise.reply; }
            promise_type& promise;
        };
        asker get_return_object() noexcept { return asker(handle::from_promise(*this)); }
        std::suspend_always initial_suspend() const noexcept { return {}; }
        std::suspend_always final_suspend() const noexcept { return {}; }
        receive yield_value(const request& wanted) noexcept {
            asked = &wanted;
            return receive(*this);
        }
        void return_void() const noexcept {}

        const request* asked = nullptr;
        long reply = 0;
    };
    using handle = std::coroutine_handle<promise_type>;

    explicit asker(handle made) noexcept : frame(made) {}
    asker(const asker&) = delete;
    asker& operator=(const asker&) = delete;
    ~asker() { frame.destroy(); }

    const handle frame;
};

BENCH_NOINLINE inline asker fetch_and_store(long pairs) {
    for (long i = 0; i < pairs; ++i) {
        const long number = co_yield request{kind::fetch, i};
        co_yield request{kind::store, number};
    }
}

} // namespace send_driven
