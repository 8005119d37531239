// SPDX-License-Identifier: BSL-1.0
//
// What the tests of tasks, groups, scopes and handles share: a loop on virtual time, a log of what happened, and the
// errors that nobody could be given.
#pragma once

#include <doctest/doctest.h>

#include <rondo/base/errors.hpp>
#include <rondo/base/unraisable.hpp>
#include <rondo/core/cancelled.hpp>
#include <rondo/core/exception_group.hpp>
#include <rondo/core/loop.hpp>
#include <rondo/core/sleep.hpp>
#include <rondo/core/task.hpp>
#include <rondo/core/task_group.hpp>
#include <rondo/core/time_source.hpp>

#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace core_test {

using namespace rondo;
using journal = std::vector<std::string>;

/// A loop whose time jumps to the next timer.
struct world {
    manual_time time;
    loop on{{.time = &time}};
    template <class Main>
    decltype(auto) run(Main&& main) {
        return on.run_until(std::forward<Main>(main));
    }
    /// Milliseconds since its start.
    long long ms() { return on.now().time_since_epoch() / 1ms; }
};

struct oops : std::exception {
    explicit oops(int n = 0) : number(n) {}
    const char* what() const noexcept override { return "oops"; }
    int number;
};
struct other_error : std::exception {
    const char* what() const noexcept override { return "other"; }
};

inline std::string name_of(const std::exception_ptr& error) {
    if (!error) return "nothing";
    try {
        std::rethrow_exception(error);
    } catch (const cancelled&) {
        return "cancelled";
    } catch (const exception_group& group) {
        std::string all = "group[";
        for (const std::exception_ptr& inner : group.errors())
            all += (all.back() == '[' ? "" : " ") + name_of(inner);
        return all + "]";
    } catch (const oops& e) {
        return "oops " + std::to_string(e.number);
    } catch (const timeout_error&) {
        return "timeout";
    } catch (const task_cancelled&) {
        return "task_cancelled";
    } catch (const invalid_state_error&) {
        return "invalid_state";
    } catch (const std::exception& e) {
        return e.what();
    } catch (...) {
        return "something else";
    }
}

/// What `action` throws, "nothing" if it does not.
template <class Action>
std::string raised(Action&& action) {
    try {
        action();
    } catch (...) {
        return name_of(std::current_exception());
    }
    return "nothing";
}

inline std::string joined(const journal& said) {
    std::string text;
    for (const std::string& word : said) text += (text.empty() ? "" : " | ") + word;
    return text;
}

/// While it lives, the unraisable hook writes here: "error: context".
class lost_errors {
public:
    lost_errors() : previous_(set_unraisable_hook(&keep)) { all.clear(); }
    lost_errors(const lost_errors&) = delete;
    ~lost_errors() {
        set_unraisable_hook(previous_);
        all.clear();
    }
    std::size_t count() const { return all.size(); }
    std::string text() const { return joined(all); }
    bool tell(std::string_view words) const { return text().find(words) != std::string::npos; }

private:
    static void keep(const unraisable& lost) noexcept {
        char line[512];
        describe(lost.error, line, sizeof line);
        all.push_back(std::string(line) + ": " + std::string(lost.context));
    }
    static inline thread_local journal all;
    unraisable_hook previous_;
};

/// Writes a word when its scope is left: `finally`.
class at_exit {
public:
    at_exit(journal& said, std::string word) : said_(said), word_(std::move(word)) {}
    at_exit(const at_exit&) = delete;
    ~at_exit() { said_.push_back(word_); }

private:
    journal& said_;
    std::string word_;
};

/// Says `word` in its first step.
inline task<> say(journal& said, std::string word) {
    said.push_back(std::move(word));
    co_return;
}
/// Says word0, word1 … a turn each.
inline task<> count_turns(journal& said, std::string word, int turns) {
    for (int i = 0; i < turns; ++i) {
        said.push_back(word + std::to_string(i));
        co_await yield_now();
    }
}
/// Sleeps; says "word cancelled" when it is cancelled, and lets that pass.
inline task<> patient(journal& said, std::string word) {
    try {
        co_await sleep(100s);
        said.push_back(word + " ends");
    } catch (const cancelled&) {
        said.push_back(word + " cancelled");
        throw;
    }
}
inline task<> fail_later(int number, duration after) {
    co_await sleep(after);
    throw oops(number);
}

} // namespace core_test
