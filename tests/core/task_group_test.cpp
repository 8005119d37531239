// SPDX-License-Identifier: BSL-1.0
#include <rondo/core/task_group.hpp>

#include "core/rows.hpp"

#include <memory>

using namespace core_test;

namespace {

task<> cleans_up_badly(journal& said, std::string word, int number) {
    try {
        co_await sleep(100s);
    } catch (const cancelled&) {
        said.push_back(word);
    }
    throw oops(number);
}

} // namespace

TEST_CASE("L1: spawn queues the first step and runs nothing; tasks start in order of creation") {
    journal said;
    world w;
    w.run([&]() -> task<> {
        for (const char* name : {"start a", "start b", "start c"})
            w.on.root().spawn(say, std::ref(said), name);
        said.push_back("spawned");
        co_await yield_now();
        said.push_back("main again");
    });
    CHECK(joined(said) == "spawned | start a | start b | start c | main again");
}

TEST_CASE("L27: a group is left when all its tasks have ended, those that were added late, too; then it "
          "takes no more") {
    journal said;
    world w;
    task_group* escaped = nullptr;
    w.run([&]() -> task<> {
        auto body = [&](task_group& group) -> task<> {
            escaped = &group;
            auto first = [](task_group& g, journal& s) -> task<> {
                co_await sleep(10ms);
                g.spawn(count_turns, std::ref(s), "late", 2); // the body has long ended
            };
            group.spawn(first, std::ref(group), std::ref(said));
            said.push_back("body ends");
            co_return;
        };
        CHECK(co_await with_task_group(body));
        said.push_back("left");
    });
    CHECK(joined(said) == "body ends | late0 | late1 | left");
    CHECK(w.ms() == 10);
    CHECK(escaped != nullptr);
}

TEST_CASE(
    "L27: a task that comes in between the end of the last one and the turn of who waits is waited for") {
    journal said;
    world w;
    w.run([&]() -> task<> {
        auto body = [&](task_group& group) -> task<> {
            auto last = group.spawn(say, std::ref(said), "last");
            // Told of the end in the same turn as the group, and before it.
            auto follow = [](task_group& g, join_handle<> h, journal& s) -> task<> {
                co_await h;
                auto straggler = [](journal& out) -> task<> {
                    co_await sleep(5ms);
                    out.push_back("straggler");
                };
                g.spawn(straggler, std::ref(s));
            };
            w.on.root().spawn(follow, std::ref(group), last, std::ref(said));
            co_return;
        };
        co_await with_task_group(body);
        said.push_back("left");
    });
    CHECK(joined(said) == "last | straggler | left");
}

TEST_CASE("L28: the first that fails cancels its siblings in order of creation, and the body; all errors, in "
          "the order "
          "in which they came, are one group") {
    journal said;
    world w;
    std::string thrown;
    std::size_t errors = 0;
    w.run([&]() -> task<> {
        auto body = [&](task_group& group) -> task<> {
            group.spawn(cleans_up_badly, std::ref(said), "first", 1);
            group.spawn(fail_later, 2, 1ms);
            group.spawn(patient, std::ref(said), "quiet");
            group.spawn(cleans_up_badly, std::ref(said), "third", 3);
            at_exit finally(said, "body");
            co_await sleep(100s);
        };
        try {
            co_await with_task_group(body);
        } catch (const exception_group& group) {
            thrown = name_of(std::current_exception());
            errors = group.errors().size();
            CHECK(std::string(group.what()) == "unhandled errors in a task_group (3 sub-exceptions)");
        }
    });
    CHECK(joined(said) == "body | first | quiet cancelled | third");
    CHECK(thrown == "group[oops 2 oops 1 oops 3]");
    CHECK(errors == 3);
    CHECK(w.ms() == 1);
}

TEST_CASE("L28: a single error comes as a group, too") {
    world w;
    auto one = [](task_group& group) -> task<> {
        group.spawn(fail_later, 1, 0ms);
        co_return;
    };
    CHECK(raised([&] { w.run(with_task_group(one)); }) == "group[oops 1]");
}

TEST_CASE("L28: the error object is the very one that was thrown") {
    world w;
    const std::exception_ptr error = std::make_exception_ptr(oops(1));
    auto body = [&](task_group& group) -> task<> {
        auto thrower = [](std::exception_ptr e) -> task<> {
            co_await yield_now();
            std::rethrow_exception(e);
        };
        group.spawn(thrower, error);
        co_return;
    };
    std::exception_ptr first;
    try {
        w.run(with_task_group(body));
    } catch (const exception_group& group) {
        first = group.errors().at(0);
    }
    CHECK(first == error);
}

TEST_CASE("L29: an error of the body cancels the children, waits for them, and is the last in the list") {
    journal said;
    world w;
    auto body = [&](task_group& group) -> task<> {
        group.spawn(cleans_up_badly, std::ref(said), "a", 1);
        group.spawn(cleans_up_badly, std::ref(said), "b", 2);
        co_await yield_now();
        throw oops(9);
    };
    CHECK(raised([&] { w.run(with_task_group(body)); }) == "group[oops 1 oops 2 oops 9]");
    CHECK(joined(said) == "a | b");
}

TEST_CASE("L31: cancelling who runs a group cancels the children and surfaces as plain cancelled") {
    journal said;
    world w;
    auto host = [](journal& s) -> task<> {
        auto body = [&](task_group& group) -> task<> {
            group.spawn(patient, std::ref(s), "a");
            group.spawn(patient, std::ref(s), "b");
            co_await sleep(100s);
        };
        try {
            co_await with_task_group(body);
        } catch (const cancelled&) {
            s.push_back("plain");
            throw;
        }
    };
    w.run([&]() -> task<> {
        auto handle = w.on.root().spawn(host, std::ref(said));
        co_await sleep(1ms);
        handle.cancel();
        std::string got;
        try {
            co_await handle;
        } catch (const task_cancelled&) {
            got = "task_cancelled";
        }
        CHECK(got == "task_cancelled");
        CHECK(handle.was_cancelled());
    });
    CHECK(joined(said) == "a cancelled | b cancelled | plain");
}

TEST_CASE("L31: it does so when the body has ended already: nobody takes the group for whole") {
    journal said;
    world w;
    auto host = [](journal& s, bool shielded) -> task<> {
        auto body = [&](task_group& group) -> task<int> {
            if (shielded)
                group.spawn([](journal& s) -> task<> { co_await shield(patient(s, "a")); }, std::ref(s));
            else
                group.spawn(patient, std::ref(s), "a");
            co_return 5;
        };
        try {
            co_await with_task_group(body);
        } catch (const cancelled&) {
            s.push_back("plain");
            throw;
        }
        s.push_back("must not get here");
    };
    w.run([&]() -> task<> {
        for (const bool shielded : {false, true}) {
            auto handle = w.on.root().spawn(host, std::ref(said), shielded);
            co_await sleep(1ms);
            handle.cancel();
            co_await sleep(200s);
            CHECK(handle.was_cancelled());
        }
    });
    CHECK(joined(said) == "a cancelled | plain | a ends | plain");
}

TEST_CASE("L31: cancelled in the turn in which the last child ended, but after it, the group is whole") {
    journal said;
    world w;
    cancel_scope outer;
    w.run([&]() -> task<> {
        auto inside = [&]() -> task<> {
            auto body = [&](task_group& group) -> task<int> {
                group.spawn(
                    [](journal& s) -> task<> {
                        s.push_back("child");
                        co_return;
                    },
                    std::ref(said));
                w.on.root().spawn(
                    [](cancel_scope& scope, journal& s) -> task<> {
                        s.push_back("cancel");
                        scope.cancel();
                        co_return;
                    },
                    std::ref(outer), std::ref(said));
                co_return 5;
            };
            const auto got = co_await with_task_group(body);
            said.push_back(got ? std::to_string(*got) : "cut");
            co_await checkpoint();
            said.push_back("must not get here");
        };
        co_await outer.run(inside());
    });
    CHECK(outer.ended_by_cancel());
    CHECK(joined(said) == "child | cancel | 5");
}

TEST_CASE("L33: a child that was cancelled on its own is no error of its group") {
    journal said;
    world w;
    bool whole = false;
    w.run([&]() -> task<> {
        auto body = [&](task_group& group) -> task<> {
            auto one = group.spawn(patient, std::ref(said), "one");
            group.spawn(count_turns, std::ref(said), "two ", 3);
            co_await yield_now();
            CHECK(one.cancel());
        };
        whole = co_await with_task_group(body);
    });
    CHECK(whole);
    CHECK(joined(said) == "two 0 | two 1 | one cancelled | two 2");
}

TEST_CASE("L34: an outer group that fails while an inner one unwinds goes on being cancelled") {
    journal said;
    world w;
    auto outer = [&](task_group& group) -> task<> {
        auto holds = [](journal& s) -> task<> {
            auto inner = [&](task_group& nested) -> task<> {
                nested.spawn(fail_later, 2, 1ms);
                // Unwinding takes until after the outer one has failed.
                auto slow = [](journal& out) -> task<> {
                    try {
                        co_await sleep(100s);
                    } catch (const cancelled&) {
                        out.push_back("unwinds");
                    }
                    co_await shield(sleep(5ms));
                };
                nested.spawn(slow, std::ref(s));
                co_await sleep(100s);
            };
            try {
                co_await with_task_group(inner);
            } catch (const exception_group&) {
                s.push_back("inner group");
            }
            co_await sleep(1ms);
            s.push_back("must not get here");
        };
        group.spawn(holds, std::ref(said));
        group.spawn(fail_later, 1, 3ms);
        co_return;
    };
    CHECK(raised([&] { w.run(with_task_group(outer)); }) == "group[oops 1]");
    CHECK(joined(said) == "unwinds | inner group");
}

TEST_CASE("L35: group.cancel() ends a group quietly, and swallows no cancellation from outside") {
    journal said;
    world w;
    auto quiet = [&](task_group& group) -> task<int> {
        group.spawn(patient, std::ref(said), "child");
        co_await yield_now();
        group.cancel();
        CHECK(group.cancel_called());
        co_await sleep(1s);
        co_return 1;
    };
    w.run([&]() -> task<> {
        auto got = co_await with_task_group(quiet);
        CHECK(!got.has_value());
        said.push_back("quiet");
        cancel_scope outside;
        auto both = [&](task_group& group) -> task<> {
            group.cancel();
            outside.cancel();
            co_await sleep(1s);
        };
        auto inner = [&]() -> task<> {
            co_await with_task_group(both);
            said.push_back("must not get here");
        };
        CHECK(!co_await outside.run(inner()));
        CHECK(outside.ended_by_cancel());
    });
    CHECK(joined(said) == "child cancelled | quiet");
    CHECK(w.ms() == 0);
}

TEST_CASE("L35: a body that ends although its group was cancelled keeps its value; what is spawned then "
          "never runs") {
    journal said;
    world w;
    w.run([&]() -> task<> {
        auto body = [&](task_group& group) -> task<int> {
            group.cancel();
            group.spawn(say, std::ref(said), "never");
            co_return 3;
        };
        auto got = co_await with_task_group(body);
        CHECK((got && *got == 3));
    });
    CHECK(said.empty());
}

TEST_CASE("task_group: cancelled that is thrown by hand in its body is not taken for the group's own") {
    journal said;
    world w;
    w.run([&]() -> task<> {
        auto body = [&](task_group& group) -> task<> {
            group.spawn(patient, std::ref(said), "child");
            co_await yield_now();
            throw cancelled();
        };
        try {
            co_await with_task_group(body);
            said.push_back("must not get here");
        } catch (const cancelled&) {
            said.push_back("passed on");
        }
    });
    CHECK(joined(said) == "child cancelled | passed on");
}
