// SPDX-License-Identifier: BSL-1.0
//
// What the tests of awaited managers share: a loop on virtual time, and a log.
#pragma once

#include <doctest/doctest.h>

#include <rondo/base/unraisable.hpp>
#include <rondo/core/cancelled.hpp>
#include <rondo/core/loop.hpp>
#include <rondo/core/sleep.hpp>
#include <rondo/core/task.hpp>

#include <stdexcept>
#include <string>
#include <vector>

namespace with_test {

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
    long long ms() { return on.now().time_since_epoch() / 1ms; }
};

inline std::string joined(const journal& said) {
    std::string text;
    for (const std::string& word : said) text += (text.empty() ? "" : " | ") + word;
    return text;
}

inline std::string text_of(const std::exception_ptr& error) {
    if (!error) return "none";
    try {
        std::rethrow_exception(error);
    } catch (const std::exception& e) {
        return e.what();
    } catch (const cancelled&) {
        return "cancelled";
    } catch (const generator_exit&) {
        return "generator_exit";
    } catch (...) {
        return "something else";
    }
}

/// What awaiting throws, "none" if it does not.
template <class A>
task<std::exception_ptr> thrown_by(A awaited) {
    std::exception_ptr error;
    try {
        co_await std::move(awaited);
    } catch (...) {
        error = std::current_exception();
    }
    co_return error;
}
template <class A>
task<std::string> error_of(A awaited) {
    const std::exception_ptr error = co_await thrown_by(std::move(awaited));
    co_return text_of(error);
}

/// A manager that waits on both ends, and says so.
class slow {
public:
    slow(journal& said, std::string name, bool swallows = false)
        : said_(said), name_(std::move(name)), swallows_(swallows) {}
    task<std::string> enter() {
        co_await sleep(1ms);
        said_.push_back("enter " + name_);
        co_return name_;
    }
    task<bool> exit(std::exception_ptr error) {
        co_await yield_now();
        said_.push_back("exit " + name_ + " " + text_of(error));
        co_return swallows_;
    }

private:
    journal& said_;
    std::string name_;
    bool swallows_;
};
/// One that does not.
class quick {
public:
    quick(journal& said, std::string name, bool swallows = false)
        : said_(said), name_(std::move(name)), swallows_(swallows) {}
    const std::string& enter() {
        said_.push_back("enter " + name_);
        return name_;
    }
    bool exit(std::exception_ptr error) {
        said_.push_back("exit " + name_ + " " + text_of(error));
        return swallows_;
    }

private:
    journal& said_;
    std::string name_;
    bool swallows_;
};

} // namespace with_test
