// SPDX-License-Identifier: BSL-1.0
//
// What the tests of generators share: an object that knows whether it was treated well, and words for what was thrown.
#pragma once

#include <doctest/doctest.h>

#include <rondo/base/errors.hpp>
#include <rondo/base/stop_iteration.hpp>
#include <rondo/gen/generator.hpp>

#include <memory>
#include <string>
#include <vector>

namespace gen_test {

using journal = std::vector<std::string>;
using ints = std::vector<int>;

/// Counts copies, moves and the living, and every destruction or use that should not have been.
class tracked {
public:
    tracked(int v = 0) : value(v), self_(this) { ++live; }
    tracked(const tracked& other) : value(other.checked()), self_(this) { ++live, ++copies; }
    tracked(tracked&& other) noexcept : value(other.checked()), self_(this) {
        other.value = moved_from;
        ++live, ++moves;
    }
    tracked& operator=(const tracked& other) {
        checked();
        value = other.checked();
        ++copies;
        return *this;
    }
    ~tracked() {
        checked();
        self_ = nullptr;
        --live;
    }

    static constexpr int moved_from = -1;
    int value;

    static inline int live = 0, copies = 0, moves = 0, misuses = 0;

private:
    int checked() const noexcept {
        if (self_ != this) ++misuses;
        return value;
    }
    tracked* volatile self_; // volatile: a store in a destructor is otherwise dropped
};

/// While it lives, all tracked objects must be born and die properly.
struct all_accounted_for {
    all_accounted_for() { tracked::live = tracked::copies = tracked::moves = tracked::misuses = 0; }
    ~all_accounted_for() {
        CHECK(tracked::live == 0);
        CHECK(tracked::misuses == 0);
    }
};

/// Two errors of the tests' own.
struct oops : std::exception {
    explicit oops(int n = 0) : number(n) {}
    const char* what() const noexcept override { return "oops"; }
    int number;
};
struct no_std_exception {};

/// Python's name of an error, with its message where the message is Python's too.
inline std::string name_of(const std::exception_ptr& error) {
    if (!error) return "nothing";
    try {
        std::rethrow_exception(error);
    } catch (const rondo::generator_exit&) {
        return "GeneratorExit";
    } catch (const rondo::stop_iteration_base&) {
        return "StopIteration";
    } catch (const rondo::runtime_error& e) {
        return std::string("RuntimeError: ") + e.what();
    } catch (const rondo::value_error& e) {
        return std::string("ValueError: ") + e.what();
    } catch (const rondo::type_error& e) {
        return std::string("TypeError: ") + e.what();
    } catch (const rondo::attribute_error&) {
        return "AttributeError";
    } catch (const oops& e) {
        return "oops " + std::to_string(e.number);
    } catch (const no_std_exception&) {
        return "no_std_exception";
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

/// The values that are left in `source`.
template <class Source>
ints rest(Source&& source) {
    ints all;
    while (auto step = source.next()) all.push_back(*step);
    return all;
}

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

} // namespace gen_test
