// SPDX-License-Identifier: BSL-1.0
#include <rondo/core/post.hpp>

#include "core/rows.hpp"

#include <atomic>
#include <memory>
#include <thread>

using namespace core_test;

TEST_CASE(
    "L55: a loop that waits is woken by what another thread posts, in order; it waits while a remote lives") {
    loop on; // the machine's clock, and nothing else to wait for
    journal said;
    const std::thread::id home = std::this_thread::get_id();
    std::thread other;
    join_handle<> main;
    bool stop = false;
    auto waits = [](bool& until) -> task<> {
        while (!until) co_await sleep(forever);
    };
    main = on.root().spawn(waits, std::ref(stop));
    other = std::thread([&said, home, remote = on.remote(), &main, &stop]() mutable {
        for (int i = 0; i < 3; ++i)
            remote.post([&said, home, i] {
                said.push_back(std::to_string(i) + (std::this_thread::get_id() == home ? "" : " elsewhere"));
            });
        remote.post([&main, &stop] {
            stop = true;
            main.cancel();
        });
        remote = remote_handle();
    });
    on.run_until_idle();
    other.join();
    CHECK(main.was_cancelled());
    CHECK(joined(said) == "0 | 1 | 2");
}

TEST_CASE("L55: when the last remote goes, a loop that waits for nothing else says deadlock") {
    // Tells when the loop has decided to wait: it asks this last.
    struct telling_time : time_source {
        instant now() noexcept override { return instant(); }
        bool waits() const noexcept override {
            about_to_wait = true;
            about_to_wait.notify_one();
            return true;
        }
        mutable std::atomic<bool> about_to_wait = false;
    };
    telling_time time;
    loop on{{.time = &time}};
    std::thread other([remote = on.remote(), &time]() mutable {
        auto copy = remote;
        remote = remote_handle();
        time.about_to_wait.wait(false);
        copy = remote_handle();
    });
    auto waits = []() -> task<> { co_await sleep(forever); };
    CHECK_THROWS_AS(on.run_until(waits()), deadlock_error);
    other.join();
}

TEST_CASE("L55: many threads post; nothing is lost, and each thread's order is kept") {
    loop on;
    constexpr int threads = 4, each = 500;
    std::vector<int> next(threads, 0);
    int total = 0;
    bool ordered = true;
    std::vector<std::thread> all;
    for (int t = 0; t < threads; ++t)
        all.emplace_back([&, t, remote = on.remote()] {
            for (int i = 0; i < each; ++i)
                remote.post([&, t, i] {
                    ordered = ordered && next[static_cast<std::size_t>(t)]++ == i;
                    ++total;
                });
        });
    auto counts = [](int& sum) -> task<> {
        while (sum != threads * each) co_await yield_now();
    };
    on.run_until(counts(total));
    for (std::thread& thread : all) thread.join();
    CHECK(ordered);
    CHECK(total == threads * each);
}

TEST_CASE("post: what is posted runs in the loop's next poll, outside any task; what it throws is reported") {
    lost_errors lost;
    journal said;
    world w;
    w.on.post([&, own = std::make_unique<int>(2)] { said.push_back("posted " + std::to_string(*own)); });
    w.on.post([] { throw oops(1); });
    CHECK(said.empty());
    w.on.run_once();
    CHECK(joined(said) == "posted 2");
    CHECK(lost.tell("oops"));
}

TEST_CASE("post: to a loop that has gone is refused, and the function destroyed unrun; what was not run goes "
          "with the loop") {
    auto kept = std::make_shared<int>(1);
    remote_handle remote, empty;
    {
        world w;
        remote = w.on.remote();
        remote.post([kept] {});
        CHECK(kept.use_count() == 2);
        remote_handle copy = remote;
        copy.post([kept] {});
    }
    CHECK(kept.use_count() == 1);
    CHECK(raised([&] { remote.post([kept] {}); }).find("the loop has gone") != std::string::npos);
    CHECK(raised([&] { empty.post([kept] {}); }).find("refers to no loop") != std::string::npos);
    CHECK(kept.use_count() == 1);
}

TEST_CASE("post: virtual time stands still while a remote lives") {
    world w;
    long long woken_at = -1;
    std::thread other;
    auto sleeper = [](world& at, long long& when) -> task<> {
        co_await sleep(1h);
        when = at.ms();
    };
    w.on.root().spawn(sleeper, std::ref(w), std::ref(woken_at));
    long long posted_at = -1;
    other = std::thread([remote = w.on.remote(), &w, &posted_at] {
        remote.post([&] { posted_at = w.ms(); }); // the loop waits for this, and does not jump ahead
    });
    w.on.run_until_idle();
    other.join();
    CHECK(posted_at == 0);
    CHECK(woken_at == 3'600'000);
}
